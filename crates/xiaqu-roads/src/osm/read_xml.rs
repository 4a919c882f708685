//! OpenStreetMap XML: the same two passes as over a PBF file.

use std::{io::BufReader, path::Path};

use xiaqu_model::LonLat;

use super::{
    assemble::{Found, NodeTable, assemble, way_record},
    import_report::RoadImport,
    restriction::{Member, turn_record},
    tags::{Tags, stops_cars},
    xml_elements::{Element, ElementKind, for_each_element},
};
use crate::{RoadError, RoadSettings};

/// Reads the drivable roads of an OpenStreetMap XML file (`.osm`), just as [`crate::read_osm_pbf`] reads PBF.
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
    let read_error = |source| RoadError::Read { path: path.to_owned(), source };
    let file = fs_err::File::open(path).map_err(read_error)?;
    if file.metadata().map_err(read_error)?.len() == 0 {
        return Err(RoadError::Empty { path: path.to_owned() });
    }
    for_each_element(BufReader::new(file), kinds, visit)
        .map_err(|source| RoadError::Xml { path: path.to_owned(), source: Box::new(source) })
}

#[cfg(test)]
mod tests;
