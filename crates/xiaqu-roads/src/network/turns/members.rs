//! The members of restrictions on the network: which edges are pieces of a way, and which steps leave a junction.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use xiaqu_model::{EdgeIx, IxVec, NodeIx};

use super::Step;
use crate::{
    TurnRestriction, TurnVia,
    network::{arcs::Arcs, edge::RoadEdge},
};

/// What is needed to find the turns of restrictions.
pub(in crate::network) struct Members<'network> {
    pub(super) edges: &'network IxVec<EdgeIx, RoadEdge>,
    arcs: &'network Arcs,
    /// Junctions of OpenStreetMap's nodes that restrictions name.
    pub(super) junctions: &'network BTreeMap<i64, NodeIx>,
    /// Edges of the ways that restrictions name, in order along each way.
    of_way: BTreeMap<Arc<str>, Vec<EdgeIx>>,
}

impl<'network> Members<'network> {
    /// Gathers the pieces of all ways named. `roads` is the number of edges that come from road lines; those beyond
    /// are stated crossings, whose names are no ids of ways.
    pub(in crate::network) fn new(
        edges: &'network IxVec<EdgeIx, RoadEdge>,
        arcs: &'network Arcs,
        junctions: &'network BTreeMap<i64, NodeIx>,
        roads: usize,
        restrictions: &[TurnRestriction],
    ) -> Self {
        let named: BTreeSet<&Arc<str>> = restrictions.iter().flat_map(ways_of).collect();
        let mut of_way: BTreeMap<Arc<str>, Vec<EdgeIx>> = BTreeMap::new();
        for (ix, edge) in edges.iter_enumerated().take(roads) {
            if let Some(way) = named.get(&edge.id) {
                of_way.entry(Arc::clone(way)).or_default().push(ix);
            }
        }
        Self { edges, arcs, junctions, of_way }
    }

    /// The pieces of a way, in order along it; none if it is no road of the network.
    pub(super) fn pieces(&self, way: &Arc<str>) -> &[EdgeIx] {
        self.of_way.get(way).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a piece of the way ends at the junction, in whatever direction it is driven.
    pub(super) fn touches(&self, way: &Arc<str>, junction: NodeIx) -> bool {
        self.pieces(way).iter().any(|edge| [self.edges[*edge].from, self.edges[*edge].to].contains(&junction))
    }

    /// The steps of a way that arrive at a junction.
    pub(super) fn arriving(&self, way: &Arc<str>, junction: NodeIx) -> Vec<Step> {
        self.steps(way).filter(|step| self.head(*step) == junction).collect()
    }

    /// The steps of a way that leave a junction.
    pub(super) fn leaving(&self, way: &Arc<str>, junction: NodeIx) -> Vec<Step> {
        self.steps(way).filter(|step| self.tail(*step) == junction).collect()
    }

    /// All steps that leave a junction.
    pub(super) fn ways_on(&self, junction: NodeIx) -> impl Iterator<Item = Step> + '_ {
        let arcs = self.arcs.all().get(self.arcs.range(junction)).unwrap_or_default();
        arcs.iter().map(|arc| (arc.edge, arc.is_forward))
    }

    fn steps(&self, way: &Arc<str>) -> impl Iterator<Item = Step> + '_ {
        let directions = self.pieces(way).iter().flat_map(|edge| [(*edge, true), (*edge, false)]);
        directions.filter(|step| self.is_open(*step))
    }

    /// Whether the step can be driven at all.
    pub(super) fn is_open(&self, (edge, is_forward): Step) -> bool {
        let edge = &self.edges[edge];
        if is_forward { edge.forward.is_some() } else { edge.backward.is_some() }
    }

    /// Junction at which a step begins.
    pub(super) fn tail(&self, (edge, is_forward): Step) -> NodeIx {
        if is_forward { self.edges[edge].from } else { self.edges[edge].to }
    }

    /// Junction at which a step ends.
    pub(super) fn head(&self, (edge, is_forward): Step) -> NodeIx {
        self.tail((edge, !is_forward))
    }

    /// The whole way as steps, in one direction or the other; `None` if it is in pieces that do not follow each other.
    pub(super) fn along(&self, way: &Arc<str>, is_forward: bool) -> Option<Vec<Step>> {
        let mut steps: Vec<Step> = self.pieces(way).iter().map(|edge| (*edge, is_forward)).collect();
        if !is_forward {
            steps.reverse();
        }
        let chained = steps.iter().zip(steps.iter().skip(1)).all(|(one, next)| self.head(*one) == self.tail(*next));
        (chained && !steps.is_empty()).then_some(steps)
    }
}

/// All ways that a restriction names.
pub(super) fn ways_of(restriction: &TurnRestriction) -> impl Iterator<Item = &Arc<str>> {
    let via = match &restriction.via {
        TurnVia::Node(_) => &[],
        TurnVia::Ways(ways) => ways.as_slice(),
    };
    restriction.from.iter().chain(via).chain(&restriction.to)
}
