//! Lines split at their junctions, before repair.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xiaqu_model::{IxVec, LocalFrame, LocalXy, LonLat, NodeIx, cast};

use super::segments::{EdgeSegment, SegmentTree, segments_of};
use crate::{RoadError, RoadLine};

/// A piece of line between two junctions.
#[derive(Clone, Debug)]
pub(super) struct DraftEdge {
    /// Position of the line in the input.
    pub(super) line: usize,
    /// First junction.
    pub(super) from: NodeIx,
    /// Last junction.
    pub(super) to: NodeIx,
    /// At least two points.
    pub(super) points: Vec<LonLat>,
    /// The same points in the county's plane.
    pub(super) local: Vec<LocalXy>,
}

/// A junction or end of line.
#[derive(Clone, Copy, Debug)]
pub(super) struct DraftNode {
    /// Where it is.
    pub(super) position: LonLat,
    /// The same in the county's plane.
    pub(super) local: LocalXy,
    /// Closed by a barrier: never joined by repair.
    pub(super) blocked: bool,
}

/// Side in metres of the squares by which segments near a place are told from others.
const SQUARE: f64 = 250.0;

/// All pieces and junctions.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) edges: Vec<DraftEdge>,
    pub(super) nodes: IxVec<NodeIx, DraftNode>,
    /// Stated crossings.
    pub(super) crossings: Vec<Crossing>,
    /// Junctions of the OpenStreetMap nodes that turn restrictions name.
    pub(super) turn_junctions: BTreeMap<i64, NodeIx>,
}

/// A stated crossing, landed.
#[derive(Clone, Debug)]
pub(super) struct Crossing {
    pub(super) from: NodeIx,
    pub(super) to: NodeIx,
    /// Position in the list of links.
    pub(super) link: usize,
    pub(super) points: [LonLat; 2],
    pub(super) local: [LocalXy; 2],
}

/// What makes two vertices one junction: the same OpenStreetMap node, or the same coordinates in units of 1e-7 of a
/// degree.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct VertexKey(i64, i64);

impl VertexKey {
    /// Stands in the place of a longitude where there is a node.
    const NODE: i64 = i64::MAX;

    const fn osm(node: i64) -> Self {
        Self(Self::NODE, node)
    }

    fn at(point: &LonLat) -> Self {
        // Degrees are within 180, so that these numbers are always there and never that of a node.
        let units = |degrees: f64| cast::to_i64(degrees * 1e7).unwrap_or_default();
        Self(units(point.longitude()), units(point.latitude()))
    }

    /// A node that the reader made up where a barrier closes the road.
    const fn is_blocked(self) -> bool {
        self.0 == Self::NODE && self.1 < 0
    }
}

/// The keys of a line's vertices.
fn vertex_keys(line: &RoadLine) -> impl DoubleEndedIterator<Item = VertexKey> + '_ {
    let nodes = line.osm_nodes.iter().flatten().map(|node| VertexKey::osm(*node));
    let points = line.points.iter().filter(|_| line.osm_nodes.is_none()).map(VertexKey::at);
    nodes.chain(points)
}

/// Lines whose vertices are put on the plane at a time, side by side.
const LINES_AT_ONCE: usize = 1 << 15;

/// Splits lines at every vertex that is the end of a line or is passed more than once, or is one of `turn_nodes`.
///
/// Complexity: linear in the number of vertices.
pub(super) fn split_at_junctions(
    lines: &[RoadLine],
    turn_nodes: &BTreeSet<i64>,
    frame: &LocalFrame,
) -> Result<Draft, RoadError> {
    let mut visits: FxHashMap<VertexKey, u32> = FxHashMap::default();
    for line in lines {
        let nodes = line.osm_nodes.as_ref().map_or(line.points.len(), Vec::len);
        if line.points.len() < 2 || nodes != line.points.len() {
            return Err(RoadError::BadPoints { id: line.id.to_string() });
        }
        // An end counts twice, so that touching the inside of another line, or nothing, makes a junction.
        let ends = [vertex_keys(line).next(), vertex_keys(line).next_back()];
        for key in vertex_keys(line).chain(ends.into_iter().flatten()) {
            *visits.entry(key).or_default() += 1;
        }
    }
    for node in turn_nodes {
        if let Some(visits) = visits.get_mut(&VertexKey::osm(*node)) {
            *visits += 1;
        }
    }
    let mut splitter = Splitter { visits, known: FxHashMap::default(), draft: Draft::default() };
    let mut line_position = 0;
    for lines in lines.chunks(LINES_AT_ONCE) {
        let plane = |line: &RoadLine| line.points.iter().map(|point| frame.to_local(*point)).collect();
        let planes: Vec<Vec<LocalXy>> = lines.par_iter().map(plane).collect();
        for (line, local) in lines.iter().zip(planes) {
            splitter.split(line_position, line, &local);
            line_position += 1;
        }
    }
    let junction = |node: &i64| Some((*node, *splitter.known.get(&VertexKey::osm(*node))?));
    splitter.draft.turn_junctions = turn_nodes.iter().filter_map(junction).collect();
    Ok(splitter.draft)
}

struct Splitter {
    visits: FxHashMap<VertexKey, u32>,
    known: FxHashMap<VertexKey, NodeIx>,
    draft: Draft,
}

impl Splitter {
    fn split(&mut self, line_position: usize, line: &RoadLine, local: &[LocalXy]) {
        let mut open: Option<DraftEdge> = None;
        for ((point, key), local) in line.points.iter().zip(vertex_keys(line)).zip(local.iter().copied()) {
            if let Some(edge) = &mut open {
                edge.points.push(*point);
                edge.local.push(local);
            }
            if self.visits.get(&key).copied().unwrap_or_default() < 2 {
                continue;
            }
            let node = self.node(key, *point, local);
            if let Some(mut edge) = open.take() {
                edge.to = node;
                self.draft.edges.push(edge);
            }
            open =
                Some(DraftEdge { line: line_position, from: node, to: node, points: vec![*point], local: vec![local] });
        }
    }

    fn node(&mut self, key: VertexKey, position: LonLat, local: LocalXy) -> NodeIx {
        let nodes = &mut self.draft.nodes;
        *self.known.entry(key).or_insert_with(|| nodes.push(DraftNode { position, local, blocked: key.is_blocked() }))
    }
}

impl Draft {
    /// All segments, for the search of the nearest road.
    pub(super) fn segment_tree(&self) -> SegmentTree {
        SegmentTree::new(self.edges.iter().enumerate().flat_map(|(position, edge)| segments_of(position, &edge.local)))
    }

    /// The segments that may come within `reach` metres of some of the places: all that do, and some that do not.
    pub(super) fn segment_tree_near(&self, places: impl Iterator<Item = LocalXy>, reach: f64) -> SegmentTree {
        let square = |value: f64| cast::to_i64((value / SQUARE).floor()).unwrap_or_default();
        let around = |low: LocalXy, high: LocalXy| {
            let rows = square(low.y - reach)..=square(high.y + reach);
            (square(low.x - reach)..=square(high.x + reach))
                .flat_map(move |column| rows.clone().map(move |row| (column, row)))
        };
        let wanted: FxHashSet<(i64, i64)> = places.map(|place| (square(place.x), square(place.y))).collect();
        let is_near = |segment: &EdgeSegment| {
            let (one, other) = (segment.start, segment.end);
            let low = LocalXy { x: one.x.min(other.x), y: one.y.min(other.y) };
            let high = LocalXy { x: one.x.max(other.x), y: one.y.max(other.y) };
            around(low, high).any(|square| wanted.contains(&square))
        };
        let segments = self.edges.iter().enumerate().flat_map(|(position, edge)| segments_of(position, &edge.local));
        SegmentTree::new(segments.filter(is_near))
    }

    /// Number of ends of edges at each junction; a loop counts twice.
    pub(super) fn degrees(&self) -> IxVec<NodeIx, u32> {
        let mut degrees = IxVec::from_fn(self.nodes.len(), |_: NodeIx| 0);
        for edge in &self.edges {
            degrees[edge.from] += 1;
            degrees[edge.to] += 1;
        }
        degrees
    }

    /// The positions in `edges` of the pieces that end at each junction.
    pub(super) fn incidences(&self) -> IxVec<NodeIx, Vec<usize>> {
        let mut incidences = IxVec::from_fn(self.nodes.len(), |_: NodeIx| Vec::new());
        for (position, edge) in self.edges.iter().enumerate() {
            incidences[edge.from].push(position);
            if edge.to != edge.from {
                incidences[edge.to].push(position);
            }
        }
        incidences
    }
}

impl DraftEdge {
    /// Length in the county's plane, metres.
    pub(super) fn planar_length(&self) -> f64 {
        self.local.iter().zip(self.local.iter().skip(1)).map(|(one, next)| one.distance_to(*next)).sum()
    }
}
