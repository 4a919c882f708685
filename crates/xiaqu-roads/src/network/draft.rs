//! Lines split at their junctions, before repair.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xiaqu_model::{Index, IxVec, LocalXy, LonLat, NodeIx, cast};

use super::{
    junctions::Junctions,
    segments::{EdgeSegment, SegmentTree, segments_of},
    vertices::Vertices,
};

/// A piece of line between two junctions.
#[derive(Clone, Debug)]
pub(super) struct DraftEdge<'a> {
    /// Position of the line in the input.
    pub(super) line: usize,
    /// First junction.
    pub(super) from: NodeIx,
    /// Last junction.
    pub(super) to: NodeIx,
    /// At least two points: those of the line, until they are changed.
    pub(super) points: Cow<'a, [LonLat]>,
    /// The same points in the county's plane.
    pub(super) local: Cow<'a, [LocalXy]>,
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
pub(super) struct Draft<'a> {
    pub(super) edges: Vec<DraftEdge<'a>>,
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

/// Splits lines at their junctions, side by side; see [`Junctions::of`].
pub(super) fn split_at_junctions<'a>(vertices: &'a Vertices<'a>, turn_nodes: &BTreeSet<i64>) -> Draft<'a> {
    let junctions = Junctions::of(vertices, turn_nodes);
    let edges = vertices.by_lines(|line| {
        let points = vertices.lines.get(line).map(|row| row.points.as_slice()).unwrap_or_default();
        let local = vertices.local(line);
        let cuts = junctions.of_line(vertices, line);
        cuts.clone().zip(cuts.skip(1)).filter_map(move |((start, from), (end, to))| {
            let (points, local) = (points.get(start..=end)?.into(), local.get(start..=end)?.into());
            Some(DraftEdge { line, from, to, points, local })
        })
    });
    Draft { edges, nodes: junctions.nodes, crossings: Vec::new(), turn_junctions: junctions.of_turn_nodes }
}

impl Draft<'_> {
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
        let edges = self.edges.par_iter().enumerate();
        let segments: Vec<EdgeSegment> =
            edges.flat_map_iter(|(position, edge)| segments_of(position, &edge.local).filter(&is_near)).collect();
        SegmentTree::new(segments.into_iter())
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

    /// Which pieces end at each junction.
    pub(super) fn incidences(&self) -> Incidences {
        let mut before: IxVec<NodeIx, usize> = IxVec::from_fn(self.nodes.len(), |_| 0);
        let ends = |edge: &DraftEdge<'_>| [Some(edge.from), Some(edge.to).filter(|to| *to != edge.from)];
        for node in self.edges.iter().flat_map(ends).flatten() {
            before[node] += 1;
        }
        let mut sum = 0;
        let mut next = IxVec::from_fn(self.nodes.len(), |node: NodeIx| {
            sum += before[node];
            sum - before[node]
        });
        let mut edges = vec![0; sum];
        for (position, edge) in self.edges.iter().enumerate() {
            for node in ends(edge).into_iter().flatten() {
                if let Some(row) = edges.get_mut(next[node]) {
                    *row = position;
                }
                next[node] += 1;
            }
        }
        Incidences { ends: next, edges }
    }
}

/// Which pieces end at each junction.
pub(super) struct Incidences {
    /// Where the pieces of each junction end in the table, and those of the next begin.
    ends: IxVec<NodeIx, usize>,
    edges: Vec<usize>,
}

impl Incidences {
    /// Positions in [`Draft::edges`] of the pieces that end at a junction, ascending; a loop is there once.
    pub(super) fn of(&self, node: NodeIx) -> &[usize] {
        let before = node.position().checked_sub(1).map(NodeIx::from_position);
        let start = before.map_or(0, |before| self.ends[before]);
        self.edges.get(start..self.ends[node]).unwrap_or_default()
    }
}

impl DraftEdge<'_> {
    /// Length in the county's plane, metres.
    pub(super) fn planar_length(&self) -> f64 {
        self.local.iter().zip(self.local.iter().skip(1)).map(|(one, next)| one.distance_to(*next)).sum()
    }
}
