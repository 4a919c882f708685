//! Layers of the usual GIS formats: Shapefile, GeoPackage and FlatGeobuf to the same raw table that GeoJSON becomes.
//!
//! The readers are our own because files come from anywhere: every count in a file is checked against the bytes that are
//! there before anything is allocated for it, and what is damaged is named. SQLite reads the pages of a GeoPackage, from
//! memory and read-only.

mod attributes;
mod cursor;
mod dbase;
mod flat_geometry;
mod flat_table;
mod flatgeobuf;
mod geopackage;
mod geopackage_layers;
mod georeference;
mod reference_text;
mod rings;
mod shapefile;
mod shapes;
mod text_encoding;
mod well_known_binary;
mod well_known_text;

pub(super) use flatgeobuf::read_flatgeobuf;
pub(super) use geopackage::read_geopackage;
pub(super) use georeference::{Declared, LayerRow, LayerRows, point_in_degrees, to_degrees};
pub(super) use reference_text::declared_by_any_text;
pub use shapefile::companion_files;
pub(super) use shapefile::read_shapefile;
pub(super) use well_known_binary::plain_geometry_of;
