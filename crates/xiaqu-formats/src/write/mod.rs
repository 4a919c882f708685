//! Writers: layers, styles, tables, and the folder that appears whole or not at all.

mod file;
mod folder;
mod layer;
mod palette;
mod parquet_table;
mod style;
mod tables;
mod time_table;

pub use file::write_whole_file;
pub use folder::{FolderError, OutputFolder, ensure_replaceable, sha256_of};
pub use layer::{Field, Layer, LayerKind, Shape};
pub use style::qml;
pub use tables::{csv_text, safe_cell};
pub use time_table::TimeTable;
