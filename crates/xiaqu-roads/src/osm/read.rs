//! The two passes over a PBF file: ways first, then the nodes they need.

use std::{
    io::{BufReader, Read, Seek},
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use osmpbf::{Element, ElementReader, RelMemberType};
use xiaqu_model::LonLat;

use super::{
    assemble::{Found, NodeTable, assemble, way_record},
    import_report::RoadImport,
    restriction::{Member, MemberKind, turn_record},
    tags::{Tags, stops_cars},
};
use crate::{RoadError, RoadSettings};

/// Type of the first block of every PBF file; it stands within the first [`OPENING`] bytes.
const FIRST_BLOCK: &[u8] = b"OSMHeader";
/// Bytes in which the type of the first block is looked for.
const OPENING: u64 = 64;

/// Reads the drivable roads and turn restrictions of an OpenStreetMap PBF file, blocks in parallel.
///
/// Memory: the ways for cars and the nodes they use, never the whole file; a block has at most 32 MB.
///
/// The lines come in the order of way ids, whatever the number of threads. Ways are cut at barriers that stop cars
/// and at nodes that the file does not hold.
///
/// # Errors
/// [`RoadError::Read`] if the file cannot be opened, [`RoadError::Empty`] if it has no bytes,
/// [`RoadError::NotPbf`] if it is something else than PBF, and [`RoadError::Pbf`] or [`RoadError::PbfNumbers`] if it is
/// damaged or cut short.
///
/// # Example
/// ```no_run
/// use std::path::Path;
/// use xiaqu_roads::{RoadSettings, read_osm_pbf};
/// let import = read_osm_pbf(Path::new("county.osm.pbf"), &RoadSettings::default())?;
/// println!("{} lines of {} ways", import.lines.len(), import.report.ways);
/// # Ok::<(), xiaqu_roads::RoadError>(())
/// ```
pub fn read_osm_pbf(path: &Path, settings: &RoadSettings) -> Result<RoadImport, RoadError> {
    // The reader adds up deltas without looking, and panics where a damaged file makes them overflow.
    let read = || -> Result<RoadImport, RoadError> {
        let found = read_ways(path, settings)?;
        let nodes = read_nodes(path, &found.needed_nodes(), settings)?;
        Ok(assemble(found, &nodes))
    };
    panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(RoadError::PbfNumbers { path: path.to_owned() }))
}

fn open(path: &Path) -> Result<ElementReader<BufReader<fs_err::File>>, RoadError> {
    let read_error = |source| RoadError::Read { path: path.to_owned(), source };
    let mut file = fs_err::File::open(path).map_err(read_error)?;
    let mut opening = Vec::new();
    file.by_ref().take(OPENING).read_to_end(&mut opening).map_err(read_error)?;
    if opening.is_empty() {
        return Err(RoadError::Empty { path: path.to_owned() });
    }
    if !opening.windows(FIRST_BLOCK.len()).any(|window| window == FIRST_BLOCK) {
        return Err(RoadError::NotPbf { path: path.to_owned() });
    }
    file.rewind().map_err(read_error)?;
    Ok(ElementReader::new(BufReader::new(file)))
}

/// Ways and turn restrictions, by id.
fn read_ways(path: &Path, settings: &RoadSettings) -> Result<Found, RoadError> {
    let read = open(path)?.par_map_reduce(
        |element| {
            let mut found = Found::default();
            match element {
                Element::Way(way) => {
                    let tags: Vec<(&str, &str)> = way.tags().collect();
                    found.ways.extend(way_record(way.id(), Tags(&tags), settings, || way.refs().collect()));
                }
                Element::Relation(relation) => {
                    let tags: Vec<(&str, &str)> = relation.tags().collect();
                    let is_turn = tags.iter().any(|(key, value)| *key == "type" && value.starts_with("restriction"));
                    let members = relation.members().filter(|_| is_turn).filter_map(|member| member_of(&member));
                    let members: Vec<Member<'_>> = if is_turn { members.collect() } else { Vec::new() };
                    found.turns.extend(turn_record(relation.id(), Tags(&tags), &members));
                }
                Element::Node(_) | Element::DenseNode(_) => {}
            }
            found
        },
        Found::default,
        |one, other| Found { ways: append(one.ways, other.ways), turns: append(one.turns, other.turns) },
    );
    let mut found = read.map_err(|source| RoadError::Pbf { path: path.to_owned(), source })?;
    found.sort();
    Ok(found)
}

/// A member whose role is a text.
fn member_of<'block>(member: &osmpbf::elements::RelMember<'block>) -> Option<Member<'block>> {
    let kind = match member.member_type {
        RelMemberType::Node => MemberKind::Node,
        RelMemberType::Way => MemberKind::Way,
        RelMemberType::Relation => MemberKind::Relation,
    };
    Some(Member { kind, id: member.member_id, role: member.role().ok()? })
}

fn read_nodes(path: &Path, needed: &[i64], settings: &RoadSettings) -> Result<NodeTable, RoadError> {
    let wanted = |id: i64| needed.binary_search(&id).is_ok();
    let read = open(path)?.par_map_reduce(
        |element| {
            let (id, longitude, latitude, closed) = match &element {
                Element::DenseNode(node) if wanted(node.id()) => {
                    let tags: Vec<(&str, &str)> = node.tags().collect();
                    (node.id(), node.lon(), node.lat(), stops_cars(Tags(&tags), settings.passage))
                }
                Element::Node(node) if wanted(node.id()) => {
                    let tags: Vec<(&str, &str)> = node.tags().collect();
                    (node.id(), node.lon(), node.lat(), stops_cars(Tags(&tags), settings.passage))
                }
                _ => return Vec::new(),
            };
            LonLat::new(longitude, latitude).map(|position| (id, position, closed)).into_iter().collect()
        },
        Vec::new,
        append,
    );
    let rows = read.map_err(|source| RoadError::Pbf { path: path.to_owned(), source })?;
    Ok(NodeTable::from_rows(rows))
}

/// Concatenates, moving the shorter list. The order differs from run to run; the callers sort.
fn append<T>(mut one: Vec<T>, mut other: Vec<T>) -> Vec<T> {
    if one.len() < other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    one.append(&mut other);
    one
}

#[cfg(test)]
mod tests;
