//! The keys of a GeoTIFF: its reference system, its units, and what a sample stands for.

use xiaqu_model::{ReferenceSystem, Words};

/// What the keys of a GeoTIFF say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct GeoKeys {
    /// System of its coordinates.
    pub(super) system: ReferenceSystem,
    /// Whether the tie point is a sample itself, and not the corner of the square around it.
    pub(super) sample_is_point: bool,
}

const MODEL: u16 = 1024;
const RASTER: u16 = 1025;
const GEOGRAPHIC: u16 = 2048;
const ANGULAR_UNIT: u16 = 2054;
const PROJECTED: u16 = 3072;
const LINEAR_UNIT: u16 = 3076;
const VERTICAL_UNIT: u16 = 4099;
/// EPSG's degree and metre.
const DEGREE: u16 = 9102;
const METRE: u16 = 9001;

impl GeoKeys {
    /// Reads the directory of keys; what is not known is told in words.
    pub(super) fn of(directory: &[u16]) -> Result<Self, Words> {
        let rows = directory.as_chunks::<4>().0.iter().skip(1);
        let value = |wanted: u16| {
            let mut found = rows.clone().filter(|[key, location, _, _]| *key == wanted && *location == 0);
            found.next().map(|[_, _, _, value]| *value)
        };
        for (key, unit) in [(ANGULAR_UNIT, DEGREE), (LINEAR_UNIT, METRE), (VERTICAL_UNIT, METRE)] {
            if let Some(other) = value(key).filter(|other| *other != unit) {
                return Err(Words::new(format!("unit EPSG:{other}"), format!("单位 EPSG:{other}")));
            }
        }
        let code = match value(MODEL) {
            Some(1) => value(PROJECTED),
            Some(2) => value(GEOGRAPHIC),
            _ => None,
        };
        let Some(code) = code else { return Err(Words::new("none is stated", "未注明")) };
        let system = ReferenceSystem::of_epsg(u32::from(code));
        let system = system.filter(|system| system.is_projected() == (value(MODEL) == Some(1)));
        let system = system.ok_or_else(|| Words::new(format!("EPSG:{code}"), format!("EPSG:{code}")))?;
        Ok(Self { system, sample_is_point: value(RASTER) == Some(2) })
    }
}
