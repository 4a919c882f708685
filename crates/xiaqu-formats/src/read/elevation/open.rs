//! Which kind of raster a file is.

use std::{
    io::{self, BufReader, Read, Seek},
    path::{Path, PathBuf},
};

use xiaqu_model::{Place, ProblemReport, Words, e210_no_elevation_raster, e211_elevation_damaged};
use xiaqu_roads::ElevationGrid;

use super::{geotiff::read_geotiff, srtm::read_srtm};
use crate::Source;

/// Most samples that are read: 50 million, which is a county of 120 by 95 km at 15 m. In memory they and the strip that
/// is being read take 400 MB at most.
pub(super) const SAMPLES_MAX: u64 = 50_000_000;

/// Most tiles of a folder that are read: three by three degrees are more than any county has.
const TILES_MAX: usize = 9;

/// Reads an elevation raster: a GeoTIFF with one band, an SRTM tile whose name ends in `.hgt`, or a folder of such tiles.
/// What is wrong with it goes to `problems`.
pub fn read_elevation(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<ElevationGrid> {
    let read = if source.path.is_dir() { read_tiles(source) } else { read_file(&source.path, &source.name) };
    read.map_err(|problem| problems.push(problem)).ok()
}

/// The SRTM tiles of a folder, in the order of their names.
///
/// # Errors
/// If the folder cannot be read.
pub fn elevation_tiles(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs_err::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let is_tile =
        |path: &PathBuf| path.is_file() && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("hgt"));
    let mut tiles: Vec<PathBuf> = paths.filter(|path| path.as_ref().map_or(true, is_tile)).collect::<Result<_, _>>()?;
    tiles.sort();
    Ok(tiles)
}

fn read_tiles(source: &Source) -> Result<ElevationGrid, ProblemReport> {
    let (name, place) = (&source.name, || Place::table(&source.name));
    let tiles = elevation_tiles(&source.path).map_err(|error| e211_elevation_damaged(place(), name, error))?;
    let no_tiles = |count: usize| {
        let reason = Words::new(
            format!("a folder of 1 to {TILES_MAX} tiles is read, and it has {count} whose names end in `.hgt`"),
            format!("文件夹应有 1 至 {TILES_MAX} 个 `.hgt` 图幅，实有 {count} 个"),
        );
        e210_no_elevation_raster(place(), name, reason)
    };
    if tiles.len() > TILES_MAX {
        return Err(no_tiles(tiles.len()));
    }
    let grids = tiles.iter().map(|tile| {
        let file = tile.file_name().unwrap_or_default().to_string_lossy();
        read_file(tile, &format!("{}/{file}", name.trim_end_matches('/')))
    });
    grids.reduce(|one, other| Ok(one?.and(other?))).unwrap_or_else(|| Err(no_tiles(0)))
}

fn read_file(path: &Path, name: &str) -> Result<ElevationGrid, ProblemReport> {
    let unreadable = |error| e211_elevation_damaged(Place::table(name), name, error);
    let file = fs_err::File::open(path).map_err(unreadable)?;
    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
    read_raster(name, BufReader::new(file), bytes)
}

/// The same from anything that has the `length` bytes of a file.
pub(super) fn read_raster(
    name: &str,
    mut reader: impl Read + Seek,
    length: u64,
) -> Result<ElevationGrid, ProblemReport> {
    if name.to_ascii_lowercase().ends_with(".hgt") {
        return read_srtm(name, reader, length);
    }
    let damaged = |error: io::Error| e211_elevation_damaged(Place::table(name), name, error);
    let mut mark = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut mark).map_err(damaged)?;
    reader.rewind().map_err(damaged)?;
    if !matches!(mark.as_slice(), [b'I', b'I', 42 | 43, 0] | [b'M', b'M', 0, 42 | 43]) {
        let reason =
            Words::new("neither its name ends in `.hgt` nor is it a TIFF", "文件名不以 `.hgt` 结尾，内容也不是 TIFF");
        return Err(e210_no_elevation_raster(Place::table(name), name, reason));
    }
    read_geotiff(name, reader, length)
}
