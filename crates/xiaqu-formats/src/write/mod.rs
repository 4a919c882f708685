//! Writers: layers, styles, tables, and the folder that appears whole or not at all.

mod colouring;
mod file;
mod folder;
mod geopackage;
mod layer;
mod palette;
mod parquet_table;
mod qgis;
mod shapefile;
mod tables;
mod time_table;
mod well_known_binary;

pub use colouring::colours_apart;
pub use file::write_whole_file;
pub use folder::{FolderError, OutputFolder, ensure_replaceable, sha256_of};
pub use geopackage::geopackage;
pub use layer::{Field, FieldKind, Layer, LayerKind, Shape};
pub use palette::{AREA_COLOURS, BAND_COLOURS, CHANGE_COLOURS, Colour, UNKNOWN_COLOUR};
pub use qgis::{
    ClassValue, LabelRank, LayerGroup, LayerStyle, LegendClass, LegendEntry, MapLabel, MapProject, MapSymbol, MapTheme,
    MarkerShape, ProjectLayer, StyledLayer, qml,
};
pub use shapefile::shapefile;
pub use tables::{csv_text, safe_cell};
pub use time_table::TimeTable;
