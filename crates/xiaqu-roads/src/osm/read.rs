//! The two passes over a PBF file: ways first, then the nodes they need.

use std::{
    io::{BufReader, Read, Seek},
    path::Path,
};

use osmpbf::{Element, ElementReader};
use xiaqu_model::LonLat;

use super::{
    assemble::{NodeTable, WayRecord, assemble, way_record},
    import_report::RoadImport,
    tags::{Tags, stops_cars},
};
use crate::{RoadError, RoadSettings};

/// Type of the first block of every PBF file; it stands within the first [`OPENING`] bytes.
const FIRST_BLOCK: &[u8] = b"OSMHeader";
/// Bytes in which the type of the first block is looked for.
const OPENING: u64 = 64;

/// Reads the drivable roads of an OpenStreetMap PBF file.
///
/// The lines come in the order of way ids, whatever the number of threads. Ways are cut at barriers that stop cars
/// and at nodes that the file does not hold.
///
/// # Errors
/// [`RoadError::Read`] if the file cannot be opened, [`RoadError::Empty`] if it has no bytes,
/// [`RoadError::NotPbf`] if it is something else than PBF and [`RoadError::Pbf`] if it is damaged or cut short.
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
    let ways = read_ways(path, settings)?;
    let nodes = read_nodes(path, &needed_nodes(&ways), settings)?;
    Ok(assemble(&ways, &nodes))
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

/// Ways with a `highway` tag, by id.
fn read_ways(path: &Path, settings: &RoadSettings) -> Result<Vec<WayRecord>, RoadError> {
    let read = open(path)?.par_map_reduce(
        |element| match element {
            Element::Way(way) => {
                let tags: Vec<(&str, &str)> = way.tags().collect();
                way_record(way.id(), Tags(&tags), settings, || way.refs().collect()).into_iter().collect()
            }
            _ => Vec::new(),
        },
        Vec::new,
        append,
    );
    let mut ways = read.map_err(|source| RoadError::Pbf { path: path.to_owned(), source })?;
    ways.sort_by_key(|way| way.id);
    Ok(ways)
}

/// Ids of the nodes that usable ways refer to, ascending.
fn needed_nodes(ways: &[WayRecord]) -> Vec<i64> {
    let mut needed: Vec<i64> =
        ways.iter().filter_map(|way| way.drivable.as_ref().ok()).flat_map(|way| way.nodes.iter().copied()).collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}

fn read_nodes(path: &Path, needed: &[i64], settings: &RoadSettings) -> Result<NodeTable, RoadError> {
    let wanted = |id: i64| needed.binary_search(&id).is_ok();
    let read = open(path)?.par_map_reduce(
        |element| {
            let (id, longitude, latitude, closed) = match &element {
                Element::DenseNode(node) if wanted(node.id()) => {
                    let tags: Vec<(&str, &str)> = node.tags().collect();
                    (node.id(), node.lon(), node.lat(), stops_cars(Tags(&tags), settings))
                }
                Element::Node(node) if wanted(node.id()) => {
                    let tags: Vec<(&str, &str)> = node.tags().collect();
                    (node.id(), node.lon(), node.lat(), stops_cars(Tags(&tags), settings))
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
