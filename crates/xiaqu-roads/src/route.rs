//! The line of one shortest route.

use std::{cmp::Reverse, collections::BinaryHeap};

use xiaqu_model::{EdgeIx, IxVec, LonLat, Metres, NodeIx, TravelTime};

use crate::{
    Access, Base, RoadNetwork, Weights,
    network::Arc,
    search::{first_entry, seeds},
    weights::{UNREACHABLE, to_time},
};

/// A shortest route (最短路径).
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Travel time, ways on foot at both ends included: what [`crate::travel_times`] gives with a start of zero.
    pub time: TravelTime,
    /// The line along the roads, from access to access.
    pub points: Vec<LonLat>,
    /// What is driven, in order: with the walks, their times add up to the whole.
    pub legs: Vec<RouteLeg>,
}

impl Route {
    /// The edges driven, in order.
    pub fn edges(&self) -> Vec<EdgeIx> {
        self.legs.iter().map(|leg| leg.edge).collect()
    }
}

/// A stretch of an edge, driven without leaving it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteLeg {
    /// The edge.
    pub edge: EdgeIx,
    /// Share of the edge's length where it is entered.
    pub from_share: f64,
    /// Share of the edge's length where it is left; less than the other when driven backward.
    pub to_share: f64,
    /// Driving time.
    pub time: TravelTime,
}

impl RouteLeg {
    /// Length along the road.
    pub fn length(&self, network: &RoadNetwork) -> Metres {
        let whole = network.edges.get(self.edge).map_or(0.0, |edge| edge.shape.length());
        Metres::new((self.to_share - self.from_share).abs() * whole).unwrap_or_default()
    }
}

impl RoadNetwork {
    /// The line of a leg in driving order, both ends included.
    pub fn leg_points(&self, leg: &RouteLeg) -> Vec<LonLat> {
        self.edges.get(leg.edge).map(|edge| edge.shape.cut(leg.from_share, leg.to_share)).unwrap_or_default()
    }
}

/// A shortest route between two accesses; `None` if there is none. Of equally short routes always the same is taken:
/// the way along the common edge first, then the one whose junctions were reached first in order of number.
pub fn route(network: &RoadNetwork, weights: &Weights, from: &Access, to: &Access) -> Option<Route> {
    let base = Base { access: *from, start: TravelTime::ZERO };
    let tree = Tree::grow(network, weights, &base);
    network.edges.get(to.edge)?;
    let times = weights.of_edge(to.edge);
    let direct = if from.edge == to.edge {
        base.on_road().saturating_add(times.between(from.share, to.share))
    } else {
        UNREACHABLE
    };
    let (first_node, at_first) = first_entry(network, &tree.arrivals, (to.edge, to.share, true));
    let (last_node, at_last) = first_entry(network, &tree.arrivals, (to.edge, to.share, false));
    let by_start = at_first.saturating_add(times.forward_to(to.share));
    let by_end = at_last.saturating_add(times.backward_to(to.share));
    let best = direct.min(by_start).min(by_end);
    to_time(best)?;
    let time = to_time(best.saturating_add(to.walk.as_milliseconds()))?;
    let legs = if best == direct {
        vec![Leg { edge: to.edge, from: from.share, to: to.share }]
    } else {
        let (node, entry) = if best == by_start { (first_node, 0.0) } else { (last_node, 1.0) };
        let mut legs = tree.legs_to(node, &base);
        legs.push(Leg { edge: to.edge, from: entry, to: to.share });
        legs
    };
    let with_time = |leg: &Leg| {
        let time = to_time(weights.of_edge(leg.edge).between(leg.from, leg.to))?;
        Some(RouteLeg { edge: leg.edge, from_share: leg.from, to_share: leg.to, time })
    };
    let legs: Vec<RouteLeg> = legs.iter().map(with_time).collect::<Option<_>>()?;
    Some(Route { time, points: line_of(network, &legs), legs })
}

/// A stretch of an edge, by shares.
#[derive(Clone, Copy, Debug)]
struct Leg {
    edge: EdgeIx,
    from: f64,
    to: f64,
}

/// How a junction was reached.
#[derive(Clone, Copy)]
enum Step {
    Unreached,
    /// Straight from the access, to the end of its edge at this share.
    Seed(f64),
    /// By an arc from a junction.
    Arc(NodeIx, Arc),
}

struct Tree {
    arrivals: IxVec<NodeIx, u32>,
    steps: IxVec<NodeIx, Step>,
}

impl Tree {
    fn grow(network: &RoadNetwork, weights: &Weights, base: &Base) -> Self {
        let count = network.arcs.node_count();
        let mut tree = Self {
            arrivals: IxVec::from_fn(count, |_| UNREACHABLE),
            steps: IxVec::from_fn(count, |_| Step::Unreached),
        };
        let mut queue = BinaryHeap::new();
        for ((node, time), share) in seeds(network, weights, base).into_iter().zip([1.0, 0.0]) {
            if time < tree.arrivals[node] {
                tree.arrivals[node] = time;
                tree.steps[node] = Step::Seed(share);
                queue.push(Reverse((time, node)));
            }
        }
        let (arcs, times) = (network.arcs.all(), weights.of_arcs());
        while let Some(Reverse((time, node))) = queue.pop() {
            if time > tree.arrivals[node] {
                continue;
            }
            let range = network.arcs.range(node);
            let leaving = arcs.get(range.clone()).unwrap_or_default().iter().zip(times.get(range).unwrap_or_default());
            for (arc, duration) in leaving {
                let arrival = time.saturating_add(*duration);
                if arrival < tree.arrivals[arc.head] {
                    tree.arrivals[arc.head] = arrival;
                    tree.steps[arc.head] = Step::Arc(node, *arc);
                    queue.push(Reverse((arrival, arc.head)));
                }
            }
        }
        tree
    }

    /// The legs from the access to a junction, in driving order. Ends, for every step goes back in time.
    fn legs_to(&self, mut node: NodeIx, base: &Base) -> Vec<Leg> {
        let mut legs = Vec::new();
        loop {
            match self.steps[node] {
                Step::Unreached => break,
                Step::Seed(share) => {
                    legs.push(Leg { edge: base.access.edge, from: base.access.share, to: share });
                    break;
                }
                Step::Arc(tail, arc) => {
                    let (from, to) = if arc.is_forward { (0.0, 1.0) } else { (1.0, 0.0) };
                    legs.push(Leg { edge: arc.edge, from, to });
                    node = tail;
                }
            }
        }
        legs.reverse();
        legs
    }
}

fn line_of(network: &RoadNetwork, legs: &[RouteLeg]) -> Vec<LonLat> {
    let mut points: Vec<LonLat> = legs.iter().flat_map(|leg| network.leg_points(leg)).collect();
    points.dedup();
    points
}
