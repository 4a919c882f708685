//! A network kept in one file, ready to be searched: a region file.
//!
//! ```text
//! 8 bytes   XIAQURG and the version
//! sections  one behind the other: text, nodes, edges, first points, points, plane, lengths, ends of words, words, first
//!           arcs, arcs, originals, entries, landings, parts
//! footer    8 bytes for the length of each section; SHA-256 of every block of 4 MiB from the start to here;
//!           SHA-256 of the footer up to here
//! 8 bytes   length of the footer
//! ```
//! Numbers are little-endian. What is read is checked to fit together, so that a file that opens cannot lead a search
//! astray; times are those of the network that was written, to the millisecond.

mod blocks;
mod error;
mod kinds;
mod read;
mod write;

pub use error::RegionError;

use std::path::Path;

use super::road_network::RoadNetwork;

const MAGIC: &[u8; 8] = b"XIAQURG1";

/// The ending of region files.
const ENDING: &str = "xqroads";

/// Whether a name is that of a region file: it ends in `.xqroads`.
///
/// ```
/// use std::path::Path;
/// assert!(xiaqu_roads::is_region_file(Path::new("province.xqroads")));
/// assert!(!xiaqu_roads::is_region_file(Path::new("province.osm.pbf")));
/// ```
pub fn is_region_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// What a region file was made from, as it says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegionOrigin {
    /// Name of the road file.
    pub file: String,
    /// SHA-256 of the road file, in hexadecimal digits.
    pub sha256: String,
    /// Lines that were read from it.
    pub lines: usize,
}

/// A network read from a region file, and what it was made from.
#[derive(Debug)]
pub struct Region {
    /// The network.
    pub network: RoadNetwork,
    /// What it was made from.
    pub origin: RegionOrigin,
}

/// Stands for nothing in columns of 32-bit numbers.
const NOTHING: u32 = u32::MAX;

/// The sections, in order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Text,
    Nodes,
    Edges,
    FirstPoints,
    Points,
    Plane,
    Lengths,
    WordEnds,
    Words,
    FirstArcs,
    Arcs,
    Originals,
    Entries,
    Landings,
    Parts,
}

impl Section {
    const ALL: [Self; 15] = [
        Self::Text,
        Self::Nodes,
        Self::Edges,
        Self::FirstPoints,
        Self::Points,
        Self::Plane,
        Self::Lengths,
        Self::WordEnds,
        Self::Words,
        Self::FirstArcs,
        Self::Arcs,
        Self::Originals,
        Self::Entries,
        Self::Landings,
        Self::Parts,
    ];
}

#[cfg(test)]
mod tests;
