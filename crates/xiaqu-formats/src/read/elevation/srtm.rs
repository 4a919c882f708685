//! SRTM tiles: a square degree of big-endian heights, its south-west corner in the name of the file.

use std::{io::Read, path::Path};

use xiaqu_model::{Place, ProblemReport, ReferenceSystem, Words, e211_elevation_damaged, e215_elevation_without_place};
use xiaqu_roads::ElevationGrid;

/// Samples along one side, at three seconds of arc and at one.
const SIDES: [u16; 2] = [1_201, 3_601];
/// What stands for no height.
const VOID: i16 = i16::MIN;

/// Bytes of a tile with so many samples along one side.
fn bytes_of(side: u16) -> u64 {
    2 * u64::from(side) * u64::from(side)
}

/// Reads a tile of `length` bytes.
pub(super) fn read_srtm(name: &str, reader: impl Read, length: u64) -> Result<ElevationGrid, ProblemReport> {
    let place = || Place::table(name);
    let (west, south) = corner_of(name).ok_or_else(|| e215_elevation_without_place(place(), name))?;
    let Some(side) = SIDES.into_iter().find(|side| bytes_of(*side) == length) else {
        let [coarse, fine] = SIDES.map(bytes_of);
        let reason = Words::new(
            format!("it has {length} bytes, and a tile has {coarse} or {fine}"),
            format!("它有 {length} 字节，而图幅应为 {coarse} 或 {fine} 字节"),
        );
        return Err(e211_elevation_damaged(place(), name, reason));
    };
    let mut bytes = Vec::new();
    let read = reader.take(length).read_to_end(&mut bytes);
    read.map_err(|error| e211_elevation_damaged(place(), name, error))?;
    let heights = bytes.as_chunks::<2>().0.iter().map(|pair| match i16::from_be_bytes(*pair) {
        VOID => f32::NAN,
        height => f32::from(height),
    });
    let step = 1.0 / (f64::from(side) - 1.0);
    let grid = ((west, south + 1.0), (step, step));
    ElevationGrid::new(ReferenceSystem::Degrees, grid, usize::from(side), heights.collect())
        .ok_or_else(|| e211_elevation_damaged(place(), name, Words::new("it ends early", "文件提前结束")))
}

/// South-west corner in degrees, from a name such as `N28E117.hgt`.
fn corner_of(name: &str) -> Option<(f64, f64)> {
    let stem = Path::new(name).file_stem()?.to_str()?.to_ascii_uppercase();
    let (latitude, longitude) = stem.split_at_checked(3)?;
    let signed = |text: &str, (plus, minus): (char, char), most: u32| {
        let (sign, digits) = text.split_at_checked(1)?;
        let degrees: u32 = digits.chars().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())??;
        let degrees = (degrees <= most).then(|| f64::from(degrees))?;
        if sign.starts_with(plus) { Some(degrees) } else { sign.starts_with(minus).then_some(-degrees) }
    };
    let longitude = longitude.get(..4).filter(|_| longitude.len() == 4)?;
    Some((signed(longitude, ('E', 'W'), 180)?, signed(latitude, ('N', 'S'), 90)?))
}
