//! GeoTIFF: one band of heights, strip by strip or tile by tile.

use std::io::{Read, Seek};

use tiff::{
    ColorType, TiffError, TiffFormatError,
    decoder::{ChunkType, Decoder, DecodingResult, Limits},
    tags::Tag,
};
use xiaqu_model::{
    Place, ProblemReport, ReferenceSystem, Words, cast, e210_no_elevation_raster, e211_elevation_damaged,
    e212_elevation_too_large, e214_unknown_elevation_system, e215_elevation_without_place,
};
use xiaqu_roads::ElevationGrid;

use super::{geo_keys::GeoKeys, open::SAMPLES_MAX};

/// A file holds no more samples than this times its bytes: neither Deflate nor LZW packs tighter.
const SAMPLES_PER_BYTE: u64 = 4_096;
/// Most bytes of a tag: offsets of 400,000 strips.
const TAG_BYTES: usize = 4 << 20;
/// Most bytes of one strip or tile, unpacked.
const CHUNK_BYTES: usize = 200_000_000;

/// Coordinates of the first sample, and the distances between samples.
type Lattice = ((f64, f64), (f64, f64));

/// The file with its name, to say what is wrong with it.
struct Raster<'a, R: Read + Seek> {
    name: &'a str,
    decoder: Decoder<R>,
    columns: u32,
    rows: u32,
}

/// Reads a GeoTIFF of `length` bytes.
pub(super) fn read_geotiff(name: &str, reader: impl Read + Seek, length: u64) -> Result<ElevationGrid, ProblemReport> {
    let mut limits = Limits::default();
    (limits.ifd_value_size, limits.decoding_buffer_size, limits.intermediate_buffer_size) =
        (TAG_BYTES, CHUNK_BYTES, CHUNK_BYTES);
    let decoder = Decoder::new(reader).map_err(|error| problem_of(name, (0, 0), &error))?;
    let mut raster = Raster { name, decoder: decoder.with_limits(limits), columns: 0, rows: 0 };
    let size = raster.decoder.dimensions();
    (raster.columns, raster.rows) = raster.told(size)?;
    raster.check_band()?;
    let samples = u64::from(raster.columns) * u64::from(raster.rows);
    if samples > SAMPLES_MAX.min(length.saturating_mul(SAMPLES_PER_BYTE)) {
        return Err(raster.too_large());
    }
    let (system, place) = raster.place()?;
    let heights = raster.heights(samples)?;
    let columns = usize::try_from(raster.columns).unwrap_or_default();
    ElevationGrid::new(system, place, columns, heights)
        .ok_or_else(|| e215_elevation_without_place(Place::table(name), name))
}

fn problem_of(name: &str, (columns, rows): (u32, u32), error: &TiffError) -> ProblemReport {
    let place = Place::table(name);
    match error {
        TiffError::UnsupportedError(reason) => e210_no_elevation_raster(place, name, reason),
        TiffError::FormatError(
            reason @ (TiffFormatError::TiffSignatureNotFound | TiffFormatError::TiffSignatureInvalid),
        ) => e210_no_elevation_raster(place, name, reason),
        TiffError::LimitsExceeded | TiffError::IntSizeError => {
            e212_elevation_too_large(place, name, columns, rows, SAMPLES_MAX)
        }
        other => e211_elevation_damaged(place, name, other),
    }
}

impl<R: Read + Seek> Raster<'_, R> {
    fn told<T>(&self, result: Result<T, TiffError>) -> Result<T, ProblemReport> {
        result.map_err(|error| problem_of(self.name, (self.columns, self.rows), &error))
    }

    fn too_large(&self) -> ProblemReport {
        e212_elevation_too_large(Place::table(self.name), self.name, self.columns, self.rows, SAMPLES_MAX)
    }

    fn damaged(&self) -> ProblemReport {
        let reason = Words::new("its strips or tiles do not fill it", "条带或分块未能填满栅格");
        e211_elevation_damaged(Place::table(self.name), self.name, reason)
    }

    /// One band, its samples as they are.
    fn check_band(&mut self) -> Result<(), ProblemReport> {
        let colours = self.decoder.colortype();
        let inverted = self.decoder.find_tag_unsigned::<u16>(Tag::PhotometricInterpretation);
        let (colours, inverted) = (self.told(colours)?, self.told(inverted)? == Some(0));
        let reason = match colours {
            ColorType::Gray(8 | 16 | 32 | 64) if !inverted => return Ok(()),
            ColorType::Gray(_) if inverted => Words::new("its samples are inverted (white is zero)", "其采样为反相"),
            ColorType::Gray(bits) => Words::new(format!("{bits} bits a sample"), format!("每个采样 {bits} 位")),
            _ => Words::new("it has several bands or colours", "它有多个波段或颜色"),
        };
        Err(e210_no_elevation_raster(Place::table(self.name), self.name, reason))
    }

    /// Reference system, position of the first sample and distances between samples.
    fn place(&mut self) -> Result<(ReferenceSystem, Lattice), ProblemReport> {
        let nowhere = || e215_elevation_without_place(Place::table(self.name), self.name);
        let numbers = |found: Result<Vec<f64>, TiffError>| found.map_err(|_| nowhere());
        let scale = numbers(self.decoder.get_tag_f64_vec(Tag::ModelPixelScaleTag))?;
        let tie = numbers(self.decoder.get_tag_f64_vec(Tag::ModelTiepointTag))?;
        let keys = self.decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap_or_default();
        let keys = GeoKeys::of(&keys).map_err(|system| {
            let known = format!("EPSG:{}", ReferenceSystem::EPSG_KNOWN);
            e214_unknown_elevation_system(Place::table(self.name), self.name, system, known)
        })?;
        let ([east, south, ..], [column, row, _, x, y, ..]) = (scale.as_slice(), tie.as_slice()) else {
            return Err(nowhere());
        };
        let half = if keys.sample_is_point { 0.0 } else { 0.5 };
        let origin = (x + (half - column) * east, y - (half - row) * south);
        Ok((keys.system, (origin, (*east, *south))))
    }

    /// All heights, row after row; gaps are no numbers.
    fn heights(&mut self, samples: u64) -> Result<Vec<f32>, ProblemReport> {
        let no_height = self.decoder.get_tag_ascii_string(Tag::GdalNodata).ok();
        let no_height = no_height.and_then(|text| text.trim_matches(['\0', ' ']).parse::<f64>().ok());
        let tiled = self.decoder.get_chunk_type() == ChunkType::Tile;
        let count = if tiled { self.decoder.tile_count() } else { self.decoder.strip_count() };
        let count = self.told(count)?;
        let (width, height) = self.decoder.chunk_dimensions();
        let across = if tiled && width > 0 { self.columns.div_ceil(width) } else { 1 };
        let down = if height > 0 { self.rows.div_ceil(height) } else { 0 };
        if across.checked_mul(down) != Some(count) {
            return Err(self.damaged());
        }
        let columns = whole(u64::from(self.columns));
        let mut mosaic = Mosaic { heights: vec![f32::NAN; whole(samples)], columns, no_height };
        for chunk in 0..count {
            let at = (u64::from(chunk % across) * u64::from(width), u64::from(chunk / across) * u64::from(height));
            let (wide, _) = self.decoder.chunk_data_dimensions(chunk);
            let read = self.decoder.read_chunk(chunk);
            let read = self.told(read)?;
            let area = (whole(at.0), whole(at.1), whole(u64::from(wide)));
            mosaic.put(&read, area);
        }
        Ok(mosaic.heights)
    }
}

/// A count of samples, of which there are at most [`SAMPLES_MAX`].
fn whole(number: u64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// The heights as far as they are read.
struct Mosaic {
    heights: Vec<f32>,
    columns: usize,
    /// What stands for no height.
    no_height: Option<f64>,
}

/// First column, first row and width of a strip or tile.
type Area = (usize, usize, usize);

impl Mosaic {
    fn put(&mut self, read: &DecodingResult, area: Area) {
        match read {
            DecodingResult::U8(values) => self.fill(values, area, f64::from),
            DecodingResult::I8(values) => self.fill(values, area, f64::from),
            DecodingResult::U16(values) => self.fill(values, area, f64::from),
            DecodingResult::I16(values) => self.fill(values, area, f64::from),
            DecodingResult::U32(values) => self.fill(values, area, f64::from),
            DecodingResult::I32(values) => self.fill(values, area, f64::from),
            DecodingResult::U64(values) => self.fill(values, area, cast::to_f64),
            DecodingResult::I64(values) => self.fill(values, area, cast::signed_to_f64),
            DecodingResult::F16(values) => self.fill(values, area, f64::from),
            DecodingResult::F32(values) => self.fill(values, area, f64::from),
            DecodingResult::F64(values) => self.fill(values, area, |value| value),
        }
    }

    fn fill<T: Copy>(&mut self, values: &[T], (column, row, width): Area, meaning: impl Fn(T) -> f64) {
        if width == 0 {
            return;
        }
        let lines = self.heights.chunks_exact_mut(self.columns).skip(row);
        for (line, values) in lines.zip(values.chunks(width)) {
            for (height, value) in line.iter_mut().skip(column).zip(values) {
                let value = meaning(*value);
                let is_gap =
                    self.no_height.is_some_and(|gap| value.partial_cmp(&gap).is_some_and(std::cmp::Ordering::is_eq));
                *height = if is_gap { f32::NAN } else { cast::to_f32_below(value) };
            }
        }
    }
}
