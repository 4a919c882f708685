//! Which kind of raster a file is.

use std::io::{BufReader, Read, Seek};

use xiaqu_model::{Place, ProblemReport, Words, e210_no_elevation_raster, e211_elevation_damaged};
use xiaqu_roads::ElevationGrid;

use super::{geotiff::read_geotiff, srtm::read_srtm};
use crate::Source;

/// Most samples that are read: 50 million, which is a county of 120 by 95 km at 15 m. In memory they and the strip that
/// is being read take 400 MB at most.
pub(super) const SAMPLES_MAX: u64 = 50_000_000;

/// Reads an elevation raster: a GeoTIFF with one band, or an SRTM tile whose name ends in `.hgt`. What is wrong with it
/// goes to `problems`.
pub fn read_elevation(source: &Source, problems: &mut Vec<ProblemReport>) -> Option<ElevationGrid> {
    let file = match fs_err::File::open(&source.path) {
        Ok(file) => file,
        Err(error) => {
            problems.push(e211_elevation_damaged(Place::table(&source.name), &source.name, error));
            return None;
        }
    };
    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
    read_raster(&source.name, BufReader::new(file), bytes).map_err(|problem| problems.push(problem)).ok()
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
    let damaged = |error: std::io::Error| e211_elevation_damaged(Place::table(name), name, error);
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
