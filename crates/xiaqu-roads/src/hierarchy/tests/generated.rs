//! Random graphs and plain Dijkstra on them.

use std::{cmp::Reverse, collections::BinaryHeap};

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{Index, NodeIx, TravelTime};

use crate::RoadGraph;

/// A graph with a time for each arc.
pub(super) struct Generated {
    pub(super) first: Vec<u32>,
    pub(super) heads: Vec<u32>,
    pub(super) times: Vec<Option<TravelTime>>,
    pub(super) graph: RoadGraph,
}

impl Generated {
    /// From arcs (tail, head, time) in any order.
    pub(super) fn new(places: Vec<[f64; 2]>, mut arcs: Vec<(u32, u32, Option<u32>)>) -> Self {
        arcs.sort_by_key(|arc| arc.0);
        let first: Vec<u32> = (0..=places.len())
            .map(|tail| u32::try_from(arcs.partition_point(|arc| (arc.0 as usize) < tail)).unwrap())
            .collect();
        let heads: Vec<u32> = arcs.iter().map(|arc| arc.1).collect();
        let times = arcs.iter().map(|arc| arc.2.map(TravelTime::from_milliseconds)).collect();
        let graph = RoadGraph::new(first.clone(), heads.clone(), places).unwrap();
        Self { first, heads, times, graph }
    }

    /// A small graph of any shape: one-ways, parallel arcs, loops, unconnected parts, closed arcs and arcs of no time;
    /// sometimes all places on one spot.
    pub(super) fn random(seed: u64) -> Self {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let count = random.random_range(1..90_u32);
        let spread = [0.0, 1.0, 1_000.0][random.random_range(0..3)];
        let places = (0..count)
            .map(|_| [spread * random.random_range(-1.0..1.0), spread * random.random_range(-1.0..1.0)])
            .collect();
        let longest = [1, 10, 100_000][random.random_range(0..3)];
        let density = random.random_range(0.5..4.0);
        let roads = f64::from(count) * density;
        let mut arcs = Vec::new();
        for _ in 0..xiaqu_model::cast::to_u32(roads).unwrap() {
            let tail = random.random_range(0..count);
            let near = (tail + random.random_range(0..4)) % count;
            let head = if random.random_bool(0.7) { near } else { random.random_range(0..count) };
            let time = (!random.random_bool(0.05)).then(|| random.random_range(0..=longest));
            arcs.push((tail, head, time));
            if random.random_bool(0.7) {
                arcs.push((head, tail, time.map(|time| time + random.random_range(0..2))));
            }
        }
        Self::new(places, arcs)
    }

    /// A bent lattice of about this many junctions with towns, one-ways, blocked roads and long chains.
    pub(super) fn lattice(side: u32, seed: u64) -> Self {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let mut arcs = Vec::new();
        let mut places = Vec::new();
        for row in 0..side {
            for column in 0..side {
                let node = row * side + column;
                places.push([
                    f64::from(column) + random.random_range(-0.4..0.4) + (f64::from(row) / 9.0).sin(),
                    f64::from(row) + random.random_range(-0.4..0.4),
                ]);
                let mut road = |head: u32, random: &mut Pcg64Mcg| {
                    let time = random.random_range(1_000..60_000);
                    arcs.push((node, head, Some(time)));
                    if random.random_bool(0.97) {
                        arcs.push((head, node, Some(time + random.random_range(0..3))));
                    }
                };
                if column + 1 < side && random.random_bool(0.75) {
                    road(node + 1, &mut random);
                }
                if row + 1 < side && random.random_bool(0.72) {
                    road(node + side, &mut random);
                }
            }
        }
        Self::new(places, arcs)
    }

    pub(super) fn len(&self) -> usize {
        self.first.len() - 1
    }

    pub(super) fn some_junctions(&self, count: usize, seed: u64) -> Vec<NodeIx> {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        (0..count).map(|_| NodeIx::from_position(random.random_range(0..self.len()))).collect()
    }

    /// Times from a junction to all, by the plainest search, in 64 bits.
    pub(super) fn dijkstra(&self, source: NodeIx) -> Vec<Option<u64>> {
        let mut arrivals = vec![None; self.len()];
        arrivals[source.position()] = Some(0);
        let mut queue = BinaryHeap::from([Reverse((0_u64, source.position()))]);
        while let Some(Reverse((time, node))) = queue.pop() {
            if arrivals[node] != Some(time) {
                continue;
            }
            for arc in self.first[node] as usize..self.first[node + 1] as usize {
                let Some(duration) = self.times[arc] else { continue };
                let (head, arrival) = (self.heads[arc] as usize, time + u64::from(duration.as_milliseconds()));
                if arrivals[head].is_none_or(|known| arrival < known) {
                    arrivals[head] = Some(arrival);
                    queue.push(Reverse((arrival, head)));
                }
            }
        }
        arrivals
    }
}

/// A time as the oracle has it.
pub(super) fn plain(time: Option<TravelTime>) -> Option<u64> {
    time.map(|time| u64::from(time.as_milliseconds()))
}
