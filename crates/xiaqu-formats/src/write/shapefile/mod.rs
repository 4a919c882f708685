//! Shapefiles, for programs that read nothing newer: short names, UTF-8, the reference system beside them.

mod files;
mod geometry;
mod names;
mod table;

pub use files::shapefile;
