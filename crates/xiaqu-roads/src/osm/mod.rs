//! OpenStreetMap import: tags to classes, directions, speeds and access, and the PBF file itself.

mod assemble;
mod import_report;
mod maxspeed;
mod read;
mod tags;

pub use import_report::{ImportReport, RoadImport};
pub use maxspeed::{MaxSpeed, parse_maxspeed};
pub use read::read_osm_pbf;
