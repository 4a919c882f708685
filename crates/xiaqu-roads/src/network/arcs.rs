//! The graph as a forward star: arcs sorted by tail.

use std::ops::Range;

use xiaqu_model::{EdgeIx, Index, IxVec, NodeIx};

use super::edge::RoadEdge;

/// One direction of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    /// Junction it leads to.
    pub(crate) head: NodeIx,
    /// Edge it belongs to.
    pub(crate) edge: EdgeIx,
    /// Whether it runs from the edge's first point to its last.
    pub(crate) is_forward: bool,
}

/// All arcs that are open in some scenario. Invariant: `first` has one more row than there are junctions, ascends, and
/// ends with the number of arcs; the arcs of a junction are in the order of edges, forward first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arcs {
    first: Vec<usize>,
    arcs: Vec<Arc>,
}

impl Arcs {
    /// Sorts the directions of all edges by tail.
    pub(crate) fn new(node_count: usize, edges: &IxVec<EdgeIx, RoadEdge>) -> Self {
        let mut by_tail: Vec<(NodeIx, Arc)> = Vec::with_capacity(2 * edges.len());
        for (ix, edge) in edges.iter_enumerated() {
            if edge.forward.is_some() {
                by_tail.push((edge.from, Arc { head: edge.to, edge: ix, is_forward: true }));
            }
            if edge.backward.is_some() {
                by_tail.push((edge.to, Arc { head: edge.from, edge: ix, is_forward: false }));
            }
        }
        // Stable, so that the order within a junction is the order of edges.
        by_tail.sort_by_key(|(tail, _)| *tail);
        let mut first = Vec::with_capacity(node_count + 1);
        let mut position = 0;
        for node in 0..=node_count {
            while by_tail.get(position).is_some_and(|(tail, _)| tail.position() < node) {
                position += 1;
            }
            first.push(position);
        }
        Self { first, arcs: by_tail.into_iter().map(|(_, arc)| arc).collect() }
    }

    /// Positions of the arcs that leave a junction.
    pub(crate) fn range(&self, tail: NodeIx) -> Range<usize> {
        match (self.first.get(tail.position()), self.first.get(tail.position() + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    /// All arcs, by tail.
    pub(crate) fn all(&self) -> &[Arc] {
        &self.arcs
    }
}
