//! The drawn roads as a graph, for the judge: plain Dijkstra, nothing clever.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use xiaqu_model::cast;

use super::county::County;
use super::network::{Road, RoadClass};
use super::shapes::length;

/// The drawn roads as a graph of minutes.
pub(crate) struct Streets {
    around: BTreeMap<usize, Vec<(usize, f64)>>,
}

impl Streets {
    /// The roads weighted with minutes, as they are when dry or wet.
    pub(crate) fn new(county: &County, is_wet: bool) -> Self {
        let kph = |class: RoadClass| match class {
            RoadClass::Secondary => 55.0,
            RoadClass::Tertiary => 40.0,
            RoadClass::Unclassified => 25.0,
            RoadClass::Residential => 30.0,
        };
        let minutes = |metres: f64, road: Road| {
            let speed = if road.closed_when_wet { 30.0 } else { kph(road.class) };
            if is_wet && road.closed_when_wet { f64::INFINITY } else { metres * 0.06 / speed }
        };
        Self::with_weights(county, minutes)
    }

    /// The roads weighted by any measure of length in metres and road.
    pub(crate) fn with_weights(county: &County, weigh: impl Fn(f64, Road) -> f64) -> Self {
        let mut around: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for chain in &county.chains {
            let whole = weigh(length(&chain.line), chain.road);
            let part = whole / cast::count_to_f64(chain.nodes.len() - 1);
            for pair in chain.nodes.windows(2) {
                around.entry(pair[0]).or_default().push((pair[1], part));
                around.entry(pair[1]).or_default().push((pair[0], part));
            }
        }
        Self { around }
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.around.len()
    }

    /// Cost to every node that can be reached.
    pub(crate) fn reached(&self, start: usize) -> BTreeMap<usize, f64> {
        self.reached_within(start, &|_| true)
    }

    /// Cost to every node that can be reached without leaving the nodes that are inside.
    pub(crate) fn reached_within(&self, start: usize, is_inside: &dyn Fn(usize) -> bool) -> BTreeMap<usize, f64> {
        let mut found = BTreeMap::new();
        let mut open = BinaryHeap::from([Reverse((0_u64, start))]);
        while let Some(Reverse((bits, node))) = open.pop() {
            if found.contains_key(&node) {
                continue;
            }
            let cost = f64::from_bits(bits);
            found.insert(node, cost);
            for &(next, extra) in
                self.around.get(&node).into_iter().flatten().filter(|way| way.1.is_finite() && is_inside(way.0))
            {
                open.push(Reverse(((cost + extra).to_bits(), next)));
            }
        }
        found
    }
}
