//! Lines split at their junctions, before repair.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use xiaqu_model::{IxVec, LocalFrame, LocalXy, LonLat, NodeIx, cast};

use super::segments::{SegmentTree, segments_of};
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

/// What makes two vertices one junction.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum VertexKey {
    /// The same OpenStreetMap node.
    Osm(i64),
    /// The same coordinates, in units of 1e-7 of a degree.
    Coordinates(Option<i64>, Option<i64>),
}

/// The keys of a line's vertices.
fn vertex_keys(line: &RoadLine) -> Vec<VertexKey> {
    match &line.osm_nodes {
        Some(nodes) => nodes.iter().copied().map(VertexKey::Osm).collect(),
        None => line
            .points
            .iter()
            .map(|point| {
                VertexKey::Coordinates(cast::to_i64(point.longitude() * 1e7), cast::to_i64(point.latitude() * 1e7))
            })
            .collect(),
    }
}

/// Splits lines at every vertex that is the end of a line or is passed more than once, or is one of `turn_nodes`.
///
/// Complexity: linear in the number of vertices.
pub(super) fn split_at_junctions(
    lines: &[RoadLine],
    turn_nodes: &BTreeSet<i64>,
    frame: &LocalFrame,
) -> Result<Draft, RoadError> {
    let mut visits: HashMap<VertexKey, u32> = HashMap::new();
    let mut keys_of_lines = Vec::with_capacity(lines.len());
    for line in lines {
        let keys = vertex_keys(line);
        if line.points.len() < 2 || keys.len() != line.points.len() {
            return Err(RoadError::BadPoints { id: line.id.to_string() });
        }
        for key in &keys {
            *visits.entry(*key).or_default() += 1;
        }
        // An end counts twice, so that touching the inside of another line, or nothing, makes a junction.
        for end in [keys.first(), keys.last()].into_iter().flatten() {
            *visits.entry(*end).or_default() += 1;
        }
        keys_of_lines.push(keys);
    }
    for node in turn_nodes {
        if let Some(visits) = visits.get_mut(&VertexKey::Osm(*node)) {
            *visits += 1;
        }
    }
    let mut splitter = Splitter { visits, known: HashMap::new(), draft: Draft::default() };
    for (line_position, (line, keys)) in lines.iter().zip(&keys_of_lines).enumerate() {
        splitter.split(line_position, line, keys, frame);
    }
    let junction = |node: &i64| Some((*node, *splitter.known.get(&VertexKey::Osm(*node))?));
    splitter.draft.turn_junctions = turn_nodes.iter().filter_map(junction).collect();
    Ok(splitter.draft)
}

struct Splitter {
    visits: HashMap<VertexKey, u32>,
    known: HashMap<VertexKey, NodeIx>,
    draft: Draft,
}

impl Splitter {
    fn split(&mut self, line_position: usize, line: &RoadLine, keys: &[VertexKey], frame: &LocalFrame) {
        let mut open: Option<DraftEdge> = None;
        for (point, key) in line.points.iter().zip(keys) {
            let local = frame.to_local(*point);
            if let Some(edge) = &mut open {
                edge.points.push(*point);
                edge.local.push(local);
            }
            if self.visits.get(key).copied().unwrap_or_default() < 2 {
                continue;
            }
            let node = self.node(*key, *point, local);
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
        *self.known.entry(key).or_insert_with(|| {
            let blocked = matches!(key, VertexKey::Osm(id) if id < 0);
            nodes.push(DraftNode { position, local, blocked })
        })
    }
}

impl Draft {
    /// All segments, for the search of the nearest road.
    pub(super) fn segment_tree(&self) -> SegmentTree {
        SegmentTree::new(self.edges.iter().enumerate().flat_map(|(position, edge)| segments_of(position, &edge.local)))
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
