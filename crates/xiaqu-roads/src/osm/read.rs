//! The two passes over a PBF file: ways first, then the nodes they need.

use std::{
    io::{BufReader, Read, Seek},
    path::Path,
};

use super::{
    assemble::{Found, NodeTable, assemble, way_record},
    import_report::RoadImport,
    pbf::{Block, map_blocks},
    restriction::turn_record,
    tags::{Tags, stops_cars},
};
use crate::{RoadError, RoadSettings};

/// Type of the first block of every PBF file; it stands within the first [`OPENING`] bytes.
const FIRST_BLOCK: &[u8] = b"OSMHeader";
/// Bytes in which the type of the first block is looked for.
const OPENING: u64 = 64;

/// Reads the drivable roads and turn restrictions of an OpenStreetMap PBF file, blocks in parallel.
///
/// Memory: the ways for cars and the nodes they use, and 64 MB for each thread, never the whole file.
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
    let found = read_ways(path, settings)?;
    let nodes = read_nodes(path, &found.needed_nodes(), settings)?;
    Ok(assemble(found, &nodes))
}

fn open(path: &Path) -> Result<BufReader<fs_err::File>, RoadError> {
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
    Ok(BufReader::new(file))
}

/// Ways and turn restrictions, by id.
fn read_ways(path: &Path, settings: &RoadSettings) -> Result<Found, RoadError> {
    let gather = |block: &Block<'_>| {
        let mut found = Found::default();
        block.for_each_way(|id, tags, nodes| {
            let mut read = Ok(());
            let ids = || {
                nodes.ids().unwrap_or_else(|fault| {
                    read = Err(fault);
                    Vec::new()
                })
            };
            found.ways.extend(way_record(id, Tags(tags), settings, ids));
            read
        })?;
        block.for_each_restriction(|id, tags, members| found.turns.extend(turn_record(id, Tags(tags), members)))?;
        Ok(found)
    };
    let fold =
        |one: Found, other: Found| Found { ways: append(one.ways, other.ways), turns: append(one.turns, other.turns) };
    let read = map_blocks(open(path)?, gather, Found::default, fold);
    let mut found = read.map_err(|source| RoadError::Pbf { path: path.to_owned(), source })?;
    found.sort();
    Ok(found)
}

fn read_nodes(path: &Path, needed: &[i64], settings: &RoadSettings) -> Result<NodeTable, RoadError> {
    let wanted = |id: i64| needed.binary_search(&id).is_ok();
    let gather = |block: &Block<'_>| {
        let mut rows = Vec::new();
        block.for_each_node(&wanted, |id, position, tags| {
            rows.extend(position.map(|position| (id, position, stops_cars(Tags(tags), settings.passage))));
        })?;
        Ok(rows)
    };
    let read = map_blocks(open(path)?, gather, Vec::new, append);
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
