//! GeoPackages: every layer as a table with its index, its style, and the QGIS project, in one file.

mod blobs;
mod package;
mod schema;

pub use package::geopackage;
