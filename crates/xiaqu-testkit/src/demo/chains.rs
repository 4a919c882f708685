//! Roads as lines: lattice edges joined between junctions, bent off the lattice, smoothed and thinned.

use std::collections::BTreeMap;

use xiaqu_model::LocalXy;

use super::land::Land;
use super::network::{Network, Road, key};
use super::noise::Noise;
use super::shapes::{between, thin};

/// Metres a vertex may be off the smoothed line before it is kept.
const TOLERANCE: f64 = 6.0;
/// How far a node moves from its lattice point, in lattice spacings.
const JITTER: f64 = 0.33;

/// A road between two junctions.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// What road it is.
    pub(crate) road: Road,
    /// Lattice nodes from one junction to the other.
    pub(crate) nodes: Vec<usize>,
    /// Its line.
    pub(crate) line: Vec<LocalXy>,
}

/// Joins the edges of the network and draws them.
pub(crate) fn draw(land: &Land, network: &Network, noise: Noise) -> Vec<Chain> {
    let mut around: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(from, to) in network.edges.keys() {
        around.entry(from).or_default().push(to);
        around.entry(to).or_default().push(from);
    }
    let places = bend(land, network, &around, noise);
    let mut chains = Vec::new();
    for (&start, ways) in around.iter().filter(|&(&node, ways)| is_junction(network, node, ways)) {
        for &next in ways {
            let nodes = follow(network, &around, start, next);
            let is_reverse = (nodes[nodes.len() - 1], nodes[nodes.len() - 2]) < (start, next);
            if is_reverse {
                continue;
            }
            let line: Vec<LocalXy> = nodes.iter().map(|node| places[node]).collect();
            chains.push(Chain { road: road_of(network, &nodes), line: thin(&line, TOLERANCE), nodes });
        }
    }
    chains
}

fn is_junction(network: &Network, node: usize, ways: &[usize]) -> bool {
    let [first, second] = ways else { return true };
    let kind = |other: usize| network.edges.get(&key(node, other)).map(|road| (road.class, road.route));
    kind(*first) != kind(*second)
}

fn follow(network: &Network, around: &BTreeMap<usize, Vec<usize>>, start: usize, next: usize) -> Vec<usize> {
    let mut nodes = vec![start, next];
    let (mut before, mut here) = (start, next);
    while here != start && !is_junction(network, here, &around[&here]) {
        let Some(&onward) = around[&here].iter().find(|&&onward| onward != before) else { break };
        nodes.push(onward);
        (before, here) = (here, onward);
    }
    nodes
}

fn road_of(network: &Network, nodes: &[usize]) -> Road {
    let roads = nodes.windows(2).filter_map(|pair| network.edges.get(&key(pair[0], pair[1])));
    let wet = roads.clone().any(|road| road.closed_when_wet);
    let first = roads.copied().next();
    let plain = Road { class: super::network::RoadClass::Residential, route: 0, closed_when_wet: false };
    Road { closed_when_wet: wet, ..first.unwrap_or(plain) }
}

/// Moves every node a little off its lattice point, then relaxes the nodes that have two neighbours.
fn bend(
    land: &Land,
    network: &Network,
    around: &BTreeMap<usize, Vec<usize>>,
    noise: Noise,
) -> BTreeMap<usize, LocalXy> {
    let reach = 2.0 * JITTER * land.lattice.spacing;
    let shift = |node: usize, axis: usize| reach * (noise.unit_of_pair(node, axis) - 0.5);
    let jittered = |node: usize| {
        let at = land.lattice.position(node);
        LocalXy { x: at.x + shift(node, 1), y: at.y + shift(node, 2) }
    };
    let mut places: BTreeMap<usize, LocalXy> = around.keys().map(|&node| (node, jittered(node))).collect();
    let through: BTreeMap<usize, Vec<usize>> =
        around.iter().map(|(&node, ways)| (node, main_ways(network, node, ways))).collect();
    for _ in 0..2 {
        let before = places.clone();
        for (node, ways) in &through {
            if let ([first, second], Some(place)) = (ways.as_slice(), places.get_mut(node)) {
                *place = between(*place, between(before[first], before[second], 0.5), 0.5);
            }
        }
    }
    places
}

/// The neighbours on the most important road at a node.
fn main_ways(network: &Network, node: usize, ways: &[usize]) -> Vec<usize> {
    let class = |other: &usize| network.edges.get(&key(node, *other)).map(|road| road.class);
    let best = ways.iter().filter_map(class).min();
    ways.iter().copied().filter(|other| class(other) == best).collect()
}
