//! Elevation rasters: GeoTIFF and SRTM tiles to one grid of heights.

mod geo_keys;
mod geotiff;
mod open;
mod srtm;

#[cfg(test)]
mod tests;

pub use open::{elevation_tiles, read_elevation};
