//! A textbook Dijkstra on the network's public edges and times, with no part of the program's own search.

use std::collections::{BTreeMap, BTreeSet};

use xiaqu::{
    CountyRoads,
    model::{EdgeIx, Index, TravelTime},
    roads::{Access, Along, RoadNetwork, Weights},
};

/// A time that is never reached.
const NEVER: u64 = u64::MAX / 4;

/// Driving times of one edge in both directions, milliseconds; nothing where closed.
#[derive(Clone, Copy, Debug)]
struct Street {
    from: usize,
    to: usize,
    forward: Option<u64>,
    backward: Option<u64>,
}

/// The network, once more, in plain tables.
#[derive(Debug)]
pub struct PlainNetwork {
    streets: Vec<Street>,
    leaving: Vec<Vec<(usize, u64)>>,
}

/// Arrivals of one base: at every junction, and where it starts.
#[derive(Debug)]
pub struct PlainArrivals {
    at_node: Vec<u64>,
    base: Access,
}

impl PlainNetwork {
    /// Copies what the network tells everyone.
    pub fn of(network: &RoadNetwork, weights: &Weights) -> Self {
        let time = |edge, along| weights.time(edge, along).map(|time| u64::from(time.as_milliseconds()));
        let mut leaving = vec![Vec::new(); network.nodes().len()];
        let streets: Vec<Street> = network
            .edges()
            .iter_enumerated()
            .map(|(edge, row)| Street {
                from: row.from().position(),
                to: row.to().position(),
                forward: time(edge, Along::Forward),
                backward: time(edge, Along::Backward),
            })
            .collect();
        for street in &streets {
            leaving[street.from].extend(street.forward.map(|time| (street.to, time)));
            leaving[street.to].extend(street.backward.map(|time| (street.from, time)));
        }
        Self { streets, leaving }
    }

    /// The dry network of a county.
    pub fn of_county(roads: &CountyRoads) -> Self {
        Self::of(&roads.network, &roads.day)
    }

    /// Arrival from one place at every junction, its way on foot included.
    pub fn from_place(&self, base: &Access) -> PlainArrivals {
        let mut at_node = vec![NEVER; self.leaving.len()];
        let mut queue = BTreeSet::new();
        let street = self.streets[base.edge.position()];
        let walk = u64::from(base.walk.as_milliseconds());
        for (node, time) in [(street.to, rest(street.forward, base.share)), (street.from, street.back(base.share))] {
            if let Some(time) = time {
                queue.insert((walk + time, node));
            }
        }
        while let Some((time, node)) = queue.pop_first() {
            if time >= at_node[node] {
                continue;
            }
            at_node[node] = time;
            queue.extend(self.leaving[node].iter().map(|(next, duration)| (time + duration, *next)));
        }
        PlainArrivals { at_node, base: *base }
    }

    /// Arrival at a place, its way on foot included; nothing if no road leads there.
    pub fn at_place(&self, arrivals: &PlainArrivals, place: &Access) -> Option<TravelTime> {
        let street = self.streets[place.edge.position()];
        let mut ways = vec![
            part(street.forward, place.share).map(|time| arrivals.at_node[street.from] + time),
            street.ahead_back(place.share).map(|time| arrivals.at_node[street.to] + time),
        ];
        if place.edge == arrivals.base.edge {
            let walk = u64::from(arrivals.base.walk.as_milliseconds());
            ways.push(street.along(arrivals.base.share, place.share).map(|time| time + walk));
        }
        let least = ways.into_iter().flatten().min().filter(|time| *time < NEVER)?;
        let whole = least + u64::from(place.walk.as_milliseconds());
        Some(TravelTime::from_milliseconds(u32::try_from(whole).unwrap()))
    }

    /// First arrivals of several bases at a point of an edge, in milliseconds and not rounded, by definition: from the
    /// nearest known point behind it or before it, where known points are the ends of the edge and bases on it.
    pub fn at_point(&self, bases: &[PlainArrivals], edge: EdgeIx, share: f64) -> Vec<f64> {
        let street = self.streets[edge.position()];
        let mut known: BTreeMap<u64, f64> = [(0.0_f64.to_bits(), 0.0), (1.0_f64.to_bits(), 1.0)].into();
        let on_edge = bases.iter().filter(|arrivals| arrivals.base.edge == edge);
        known.extend(on_edge.map(|arrivals| (arrivals.base.share.to_bits(), arrivals.base.share)));
        // Bits of floating numbers that are not negative are in the order of the numbers.
        let before = *known.range(..=share.to_bits()).next_back().unwrap().1;
        let after = *known.range(share.next_up().to_bits()..).next().unwrap().1;
        let inside = (share - before) / (after - before);
        let arrival = |base: &PlainArrivals| {
            let on_foot = |stop: f64| Access { share: stop, walk: TravelTime::ZERO, ..base.base_on(edge) };
            let at = |stop: f64| self.at_place(base, &on_foot(stop)).map(|time| f64::from(time.as_milliseconds()));
            let ahead = street.along(before, after).map(float).zip(at(before)).map(|(time, at)| at + inside * time);
            let back =
                street.along(after, before).map(float).zip(at(after)).map(|(time, at)| at + (1.0 - inside) * time);
            ahead.unwrap_or(f64::INFINITY).min(back.unwrap_or(f64::INFINITY))
        };
        bases.iter().map(arrival).collect()
    }
}

impl PlainArrivals {
    fn base_on(&self, edge: EdgeIx) -> Access {
        Access { edge, ..self.base }
    }
}

impl Street {
    /// From the point at `share` back to the first point.
    fn back(self, share: f64) -> Option<u64> {
        part(self.backward, share)
    }

    /// From the last point back to the point at `share`.
    fn ahead_back(self, share: f64) -> Option<u64> {
        rest(self.backward, share)
    }

    fn along(self, from: f64, to: f64) -> Option<u64> {
        let whole = if from <= to { self.forward } else { self.backward };
        let (low, high) = (from.min(to), from.max(to));
        if low >= high { Some(0) } else { Some(part(whole, high)? - part(whole, low).unwrap_or(0)) }
    }
}

/// Time up to a share of a whole time, to the millisecond. At the end of an edge one stands on the junction.
fn part(whole: Option<u64>, share: f64) -> Option<u64> {
    if share <= 0.0 { Some(0) } else { whole.map(|whole| to_whole(float(whole) * share)) }
}

/// What is left of it.
fn rest(whole: Option<u64>, share: f64) -> Option<u64> {
    if share >= 1.0 { Some(0) } else { whole.map(|whole| whole - to_whole(float(whole) * share)) }
}

fn float(time: u64) -> f64 {
    xiaqu::model::cast::to_f64(time)
}

fn to_whole(time: f64) -> u64 {
    u64::from(xiaqu::model::cast::to_u32(time).unwrap())
}
