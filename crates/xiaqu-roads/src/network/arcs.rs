//! The graph as a forward star: arcs sorted by tail, with copies of the junctions that turn restrictions pass.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use xiaqu_model::{EdgeIx, Index, IxVec, NodeIx};

use super::{
    edge::RoadEdge,
    turns::{ForbiddenPaths, Step},
};

/// One direction of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    /// Node of the star it leads to: a junction, or a copy of one.
    pub(crate) head: NodeIx,
    /// Edge it belongs to.
    pub(crate) edge: EdgeIx,
    /// Whether it runs from the edge's first point to its last.
    pub(crate) is_forward: bool,
}

/// All arcs that are open in some scenario, and **the** graph that every search runs over.
///
/// Its nodes are the junctions, in their order, and after them the copies: junctions reached by a way that begins a
/// forbidden path, from which the forbidden arcs are missing. Who stands on a junction without having driven there may
/// turn anywhere.
///
/// Invariant: `first` has one more row than there are nodes, ascends, and ends with the number of arcs; the arcs of a
/// node are in the order of edges, forward first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arcs {
    pub(super) first: Vec<usize>,
    pub(super) rows: Vec<Arc>,
    /// Number of junctions.
    pub(super) junctions: usize,
    /// Junction of each copy.
    pub(super) originals: Vec<NodeIx>,
    /// Copies of each junction that has some, in order.
    pub(super) copies: BTreeMap<NodeIx, Vec<NodeIx>>,
    /// Copies from which a step may be driven, in order; no row where the junction of its tail has none.
    pub(super) entries: BTreeMap<Step, Vec<NodeIx>>,
    /// The copy that one reaches by driving just this step; no row where it is the junction itself.
    pub(super) landings: BTreeMap<Step, NodeIx>,
}

impl Arcs {
    /// Sorts the directions of all edges by tail; turns are free.
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
        let rows = by_tail.into_iter().map(|(_, arc)| arc).collect();
        Self { first, rows, junctions: node_count, ..Self::default() }
    }

    /// The same graph without the forbidden paths. `self` must have no copies yet.
    ///
    /// Complexity: linear in the number of arcs and in the arcs of the junctions copied.
    pub(crate) fn without(mut self, forbidden: &ForbiddenPaths) -> Self {
        // States are numbered from 0, the empty one, and copies follow the junctions in the order of states.
        let junctions = self.junctions;
        let node_of = |state: usize, junction: NodeIx| match state.checked_sub(1) {
            Some(copy) => NodeIx::from_position(junctions + copy),
            None => junction,
        };
        let lasts: BTreeSet<Step> = forbidden.copies().map(|(_, step)| step).collect();
        let steps = self.rows.iter().map(|arc| ((arc.edge, arc.is_forward), arc.head));
        let plain_heads: BTreeMap<Step, NodeIx> = steps.filter(|(step, _)| lasts.contains(step)).collect();
        let mut leaving_copies: Vec<Vec<Arc>> = Vec::new();
        for (state, last) in forbidden.copies() {
            // Forbidden paths consist of open steps, so there is always an arc.
            let junction = plain_heads.get(&last).copied().unwrap_or(NodeIx::from_position(0));
            self.originals.push(junction);
            self.copies.entry(junction).or_default().push(node_of(state, junction));
            let leaving = self.rows.get(self.range(junction)).unwrap_or_default();
            let allowed = leaving.iter().filter(|arc| !forbidden.forbids(state, (arc.edge, arc.is_forward)));
            leaving_copies.push(
                allowed
                    .map(|arc| Arc {
                        head: node_of(forbidden.after(state, (arc.edge, arc.is_forward)), arc.head),
                        ..*arc
                    })
                    .collect(),
            );
        }
        for arc in &mut self.rows {
            let step = (arc.edge, arc.is_forward);
            let node = node_of(forbidden.after(0, step), arc.head);
            if node != arc.head {
                self.landings.insert(step, node);
                arc.head = node;
            }
        }
        for (copy, leaving) in leaving_copies.into_iter().enumerate() {
            for arc in &leaving {
                let entry = self.entries.entry((arc.edge, arc.is_forward)).or_default();
                entry.push(NodeIx::from_position(junctions + copy));
            }
            self.rows.extend(leaving);
            self.first.push(self.rows.len());
        }
        self
    }

    /// Number of nodes: junctions and copies.
    pub(crate) fn node_count(&self) -> usize {
        self.junctions + self.originals.len()
    }

    /// Number of copies of junctions.
    pub(crate) fn copy_count(&self) -> usize {
        self.originals.len()
    }

    /// Positions of the arcs that leave a node.
    pub(crate) fn range(&self, tail: NodeIx) -> Range<usize> {
        match (self.first.get(tail.position()), self.first.get(tail.position() + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        }
    }

    /// All arcs, by tail.
    pub(crate) fn all(&self) -> &[Arc] {
        &self.rows
    }

    /// The node reached by who starts inside the edge and drives to its end, the given junction.
    pub(crate) fn landing(&self, step: Step, end: NodeIx) -> NodeIx {
        self.landings.get(&step).copied().unwrap_or(end)
    }

    /// The junction that a node is, or is a copy of.
    pub(crate) fn junction_of(&self, node: NodeIx) -> NodeIx {
        let copy = node.position().checked_sub(self.junctions);
        copy.and_then(|copy| self.originals.get(copy)).copied().unwrap_or(node)
    }

    /// The copies of a junction.
    pub(crate) fn copies_of(&self, junction: NodeIx) -> &[NodeIx] {
        self.copies.get(&junction).map(Vec::as_slice).unwrap_or_default()
    }

    /// The copies from which the step may be driven; from the junction of its tail it may be driven anyway.
    pub(crate) fn entry_copies(&self, step: Step) -> &[NodeIx] {
        self.entries.get(&step).map(Vec::as_slice).unwrap_or_default()
    }
}
