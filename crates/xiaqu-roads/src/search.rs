//! Dijkstra's search over the forward star, and the matrix of travel times.

use std::{cmp::Reverse, collections::BinaryHeap};

use rayon::prelude::*;
use xiaqu_model::{EdgeIx, IxVec, NodeIx, TravelTime};

use crate::{
    Access, RoadNetwork, Weights,
    weights::{UNREACHABLE, to_time},
};

/// Where a crew starts, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    /// Its point of road.
    pub access: Access,
    /// Time from the call until the crew leaves the door (turnout); zero for travel times alone.
    pub start: TravelTime,
}

impl Base {
    /// When the crew is on the road: start and way on foot.
    pub(crate) fn on_road(&self) -> u32 {
        self.start.saturating_add(self.access.walk).as_milliseconds()
    }
}

/// Time from each base (row) to each target (column): start of the base, way on foot to its road, driving, and way on
/// foot from the road to the target. With a start of zero it is the travel time alone. `None` if there is no way.
///
/// Base and target on one edge: along the edge if its direction allows, or else around.
///
/// Complexity: O((n + m) log n) for each base (Dijkstra with a binary heap), bases in parallel; with few bases and many
/// targets nothing prepared is faster at county size. Results do not depend on the number of threads.
pub fn travel_times(
    network: &RoadNetwork,
    weights: &Weights,
    bases: &[Base],
    targets: &[Access],
) -> Vec<Vec<Option<TravelTime>>> {
    let row = |base: &Base| {
        let arrivals = arrivals_from(network, weights, base);
        targets.iter().map(|target| to_time(arrival_at(network, weights, &arrivals, base, target))).collect()
    };
    bases.par_iter().map(row).collect()
}

/// Arrival of the base's crew at every node of the search graph: junctions, then their copies.
pub(crate) fn arrivals_from(network: &RoadNetwork, weights: &Weights, base: &Base) -> IxVec<NodeIx, u32> {
    let mut arrivals = IxVec::from_fn(network.arcs.node_count(), |_| UNREACHABLE);
    let mut queue = BinaryHeap::new();
    for (node, time) in seeds(network, weights, base) {
        if time < arrivals[node] {
            arrivals[node] = time;
            queue.push(Reverse((time, node)));
        }
    }
    let (arcs, times) = (network.arcs.all(), weights.of_arcs());
    while let Some(Reverse((time, node))) = queue.pop() {
        if time > arrivals[node] {
            continue;
        }
        let range = network.arcs.range(node);
        let leaving = arcs.get(range.clone()).unwrap_or_default().iter().zip(times.get(range).unwrap_or_default());
        for (arc, duration) in leaving {
            let arrival = time.saturating_add(*duration);
            if arrival < arrivals[arc.head] {
                arrivals[arc.head] = arrival;
                queue.push(Reverse((arrival, arc.head)));
            }
        }
    }
    arrivals
}

/// The nodes of the search graph that a crew reaches first, at the last and the first point of its edge, with the
/// times. A crew that stands on a junction may turn anywhere; one that drives there obeys the restrictions of its way.
pub(crate) fn seeds(network: &RoadNetwork, weights: &Weights, base: &Base) -> [(NodeIx, u32); 2] {
    let (ix, share) = (base.access.edge, base.access.share);
    let edge = &network.edges[ix];
    let times = weights.of_edge(ix);
    let start = base.on_road();
    let last = if share >= 1.0 { edge.to } else { network.arcs.landing((ix, true), edge.to) };
    let first = if share <= 0.0 { edge.from } else { network.arcs.landing((ix, false), edge.from) };
    [(last, start.saturating_add(times.forward_from(share))), (first, start.saturating_add(times.backward_from(share)))]
}

/// The node from which a point of an edge is reached first over the end of the edge, and the arrival there. `is_forward`
/// tells over which end: the first point, driving forward, or the last.
///
/// At the end itself one only has to be on the junction; beyond it one must have been allowed to enter the edge.
pub(crate) fn first_entry<T: Copy + Ord>(
    network: &RoadNetwork,
    labels: &IxVec<NodeIx, T>,
    (ix, share, is_forward): (EdgeIx, f64, bool),
) -> (NodeIx, T) {
    let junction = if is_forward { network.edges[ix].from } else { network.edges[ix].to };
    // The first of equals, so that junctions come before their copies.
    entry_nodes(network, (ix, share, is_forward)).fold((junction, labels[junction]), |best, node| {
        if labels[node] < best.1 { (node, labels[node]) } else { best }
    })
}

/// All nodes from which a point of an edge may be reached over the end of the edge, the junction first.
fn entry_nodes(
    network: &RoadNetwork,
    (ix, share, is_forward): (EdgeIx, f64, bool),
) -> impl Iterator<Item = NodeIx> + '_ {
    let edge = &network.edges[ix];
    let (junction, is_at_end) = if is_forward { (edge.from, share <= 0.0) } else { (edge.to, share >= 1.0) };
    let copies = if is_at_end { network.arcs.copies_of(junction) } else { network.arcs.entry_copies((ix, is_forward)) };
    std::iter::once(junction).chain(copies.iter().copied())
}

/// The nodes of the search graph from which a target is reached last, with the times from them to its point of road.
pub(crate) fn approaches(network: &RoadNetwork, weights: &Weights, target: &Access) -> Vec<(NodeIx, u32)> {
    let times = weights.of_edge(target.edge);
    let over =
        |is_forward, rest| entry_nodes(network, (target.edge, target.share, is_forward)).map(move |node| (node, rest));
    over(true, times.forward_to(target.share)).chain(over(false, times.backward_to(target.share))).collect()
}

/// Arrival of the base's crew at a target without passing a junction; [`UNREACHABLE`] if they are on different edges.
pub(crate) fn direct_arrival(weights: &Weights, base: &Base, target: &Access) -> u32 {
    if base.access.edge != target.edge {
        return UNREACHABLE;
    }
    base.on_road().saturating_add(weights.of_edge(target.edge).between(base.access.share, target.share))
}

fn arrival_at(
    network: &RoadNetwork,
    weights: &Weights,
    arrivals: &IxVec<NodeIx, u32>,
    base: &Base,
    target: &Access,
) -> u32 {
    let times = weights.of_edge(target.edge);
    let entry = |is_forward| first_entry(network, arrivals, (target.edge, target.share, is_forward)).1;
    let from_start = entry(true).saturating_add(times.forward_to(target.share));
    let from_end = entry(false).saturating_add(times.backward_to(target.share));
    let direct = direct_arrival(weights, base, target);
    from_start.min(from_end).min(direct).saturating_add(target.walk.as_milliseconds())
}
