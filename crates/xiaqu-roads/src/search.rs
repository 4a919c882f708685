//! Dijkstra's search over the forward star, and the matrix of travel times.

use std::{cmp::Reverse, collections::BinaryHeap};

use rayon::prelude::*;
use xiaqu_model::{IxVec, NodeIx, TravelTime};

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

/// Arrival of the base's crew at every junction.
pub(crate) fn arrivals_from(network: &RoadNetwork, weights: &Weights, base: &Base) -> IxVec<NodeIx, u32> {
    let mut arrivals = IxVec::from_fn(network.nodes.len(), |_| UNREACHABLE);
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

/// The junctions that a crew reaches first, with the times.
pub(crate) fn seeds(network: &RoadNetwork, weights: &Weights, base: &Base) -> [(NodeIx, u32); 2] {
    let edge = &network.edges[base.access.edge];
    let times = weights.of_edge(base.access.edge);
    let start = base.on_road();
    [
        (edge.to, start.saturating_add(times.forward_from(base.access.share))),
        (edge.from, start.saturating_add(times.backward_from(base.access.share))),
    ]
}

/// The junctions from which a target is reached last, with the times from them to its point of road.
pub(crate) fn approaches(network: &RoadNetwork, weights: &Weights, target: &Access) -> [(NodeIx, u32); 2] {
    let edge = &network.edges[target.edge];
    let times = weights.of_edge(target.edge);
    [(edge.from, times.forward_to(target.share)), (edge.to, times.backward_to(target.share))]
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
    let by_junctions = approaches(network, weights, target).map(|(node, rest)| arrivals[node].saturating_add(rest));
    let direct = direct_arrival(weights, base, target);
    by_junctions.into_iter().fold(direct, u32::min).saturating_add(target.walk.as_milliseconds())
}
