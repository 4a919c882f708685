//! OpenStreetMap XML: the same two passes as over a PBF file.

use std::{
    io::{BufRead, BufReader},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;

use xiaqu_model::LonLat;

use super::{
    assemble::{Found, NodeTable, assemble, way_record},
    import_report::RoadImport,
    restriction::{Member, turn_record},
    tags::{Tags, stops_cars},
    xml_elements::{Element, ElementKind, for_each_element},
};
use crate::{RoadError, RoadSettings};

/// The first bytes of every gzip file.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// Reads the drivable roads of an OpenStreetMap XML file (`.osm`, `.osm.gz`), just as [`crate::read_osm_pbf`] reads
/// PBF. A compressed file is unpacked as it is read, once a pass, so memory does not depend on its size.
///
/// # Errors
/// [`RoadError::Read`] if the file cannot be opened, [`RoadError::Empty`] if it has no bytes, and [`RoadError::Xml`] if
/// it is no OpenStreetMap XML, is damaged, or is cut short.
///
/// # Example
/// ```no_run
/// use std::path::Path;
/// use xiaqu_roads::{RoadSettings, read_osm_xml};
/// let import = read_osm_xml(Path::new("county.osm"), &RoadSettings::default())?;
/// println!("{} lines of {} ways", import.lines.len(), import.report.ways);
/// # Ok::<(), xiaqu_roads::RoadError>(())
/// ```
pub fn read_osm_xml(path: &Path, settings: &RoadSettings) -> Result<RoadImport, RoadError> {
    let mut found = Found::default();
    visit(path, &[ElementKind::Way, ElementKind::Relation], |element| {
        let tags = tags_of(element);
        if element.kind == ElementKind::Way {
            found.ways.extend(way_record(element.id, Tags(&tags), settings, || element.nodes.clone()));
        } else {
            let members = element.members.iter();
            let members: Vec<Member<'_>> =
                members.map(|(kind, id, role)| Member { kind: *kind, id: *id, role }).collect();
            found.turns.extend(turn_record(element.id, Tags(&tags), &members));
        }
    })?;
    found.sort();
    let needed = found.needed_nodes();
    let mut rows = Vec::with_capacity(needed.len());
    visit(path, &[ElementKind::Node], |element| {
        let position = element.degrees.and_then(|(longitude, latitude)| LonLat::new(longitude, latitude));
        if let Some(position) = position.filter(|_| needed.binary_search(&element.id).is_ok()) {
            rows.push((element.id, position, stops_cars(Tags(&tags_of(element)), settings.passage)));
        }
    })?;
    Ok(assemble(found, &NodeTable::from_rows(rows)))
}

fn tags_of(element: &Element) -> Vec<(&str, &str)> {
    element.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

fn visit(path: &Path, kinds: &[ElementKind], visit: impl FnMut(&Element)) -> Result<(), RoadError> {
    let xml_error = |source| RoadError::Xml { path: path.to_owned(), source: Box::new(source) };
    let read_error = |source| RoadError::Read { path: path.to_owned(), source };
    let file = fs_err::File::open(path).map_err(read_error)?;
    if file.metadata().map_err(read_error)?.len() == 0 {
        return Err(RoadError::Empty { path: path.to_owned() });
    }
    let mut bytes = BufReader::new(file);
    if bytes.fill_buf().map_err(read_error)?.starts_with(&GZIP) {
        // Damage of the packing comes out as an unreadable byte of the XML, with the reason.
        return for_each_element(BufReader::new(MultiGzDecoder::new(bytes)), kinds, visit).map_err(xml_error);
    }
    for_each_element(bytes, kinds, visit).map_err(xml_error)
}

#[cfg(test)]
mod tests;
