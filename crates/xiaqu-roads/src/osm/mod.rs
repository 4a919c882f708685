//! OpenStreetMap import: tags to classes, directions, speeds, access, seasons and turn restrictions; PBF and XML files.

mod assemble;
mod ferry;
mod import_report;
mod maxspeed;
mod pbf;
mod read;
mod read_xml;
mod restriction;
mod season;
mod surface;
mod tags;
#[cfg(test)]
mod testing;
mod xml_elements;

pub use import_report::{ImportReport, RoadImport};
pub use maxspeed::{MaxSpeed, parse_maxspeed};
pub use pbf::PbfFault;
pub use read::read_osm_pbf;
pub use read_xml::read_osm_xml;
pub use xml_elements::XmlFault;
