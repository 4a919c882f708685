//! Roads as lattice edges: links between seats, roads to villages, tracks to hamlets, streets; each joins what is there.

use std::collections::BTreeMap;

use xiaqu_model::cast;

use super::facts::{COUNTY_SEAT, EXITS, LINKS, LinkKind, kilometres};
use super::land::Land;
use super::noise::Noise;
use super::places::Village;
use super::search;

/// Nodes of the shortest track worth building: nearer hamlets stand on the road already.
const SHORTEST_TRACK: usize = 4;

/// Road class, the most important first; written as the OpenStreetMap value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RoadClass {
    /// County road between seats.
    Secondary,
    /// Township road to larger villages.
    Tertiary,
    /// Village road or dead-end valley road.
    Unclassified,
    /// Street in a settlement.
    Residential,
}

/// What is known of a lattice edge with a road on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Road {
    /// Its class.
    pub(crate) class: RoadClass,
    /// Number of the named road it belongs to, 0 for none.
    pub(crate) route: u32,
    /// Whether it floods in the wet season.
    pub(crate) closed_when_wet: bool,
}

/// All roads, by the two nodes of the lattice edge, the smaller first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    /// The edges.
    pub(crate) edges: BTreeMap<(usize, usize), Road>,
    /// Best road class at each node.
    reached: Vec<Option<RoadClass>>,
}

/// Builds every road of the county.
pub(crate) fn build(land: &Land, villages: &[Village], hamlets: &[usize], noise: Noise) -> Network {
    let mut network = Network { edges: BTreeMap::new(), reached: vec![None; land.lattice.len()] };
    link_seats(&mut network, land, noise);
    let to_seat = |village: &Village| {
        let at = |node: usize| land.lattice.position(node);
        at(village.node).distance_to(at(land.seats[village.township]))
    };
    let mut outlying: Vec<&Village> = villages.iter().filter(|village| to_seat(village) > 0.0).collect();
    outlying.sort_by(|a, b| (village_road(a).cmp(&village_road(b))).then(to_seat(a).total_cmp(&to_seat(b))));
    for village in outlying {
        let path = network.way_from(land, noise, village.node, village_road(village));
        network.add(&path, village_road(village), 0);
    }
    for &hamlet in hamlets {
        let path = network.way_from(land, noise, hamlet, RoadClass::Unclassified);
        if path.len() >= SHORTEST_TRACK {
            network.add(&path, RoadClass::Unclassified, 0);
        }
    }
    for village in villages {
        let rings = street_rings(land, village);
        network.lay_streets(land, noise, village.node, rings);
    }
    network
}

fn link_seats(network: &mut Network, land: &Land, noise: Noise) {
    for (number, &(from, to, kind)) in (1_u32..).zip(&LINKS) {
        let goal = land.seats[to];
        let path = {
            let cost = network.cost(land, noise);
            let is_ours = |node: usize| land.township[node] == Some(from) || land.township[node] == Some(to);
            let step = |here: usize, there: usize| cost(here, there).filter(|_| is_ours(there));
            search::path(&land.lattice, land.seats[from], &|node| node == goal, &step)
        };
        let class = if kind == LinkKind::CountyRoad { RoadClass::Secondary } else { RoadClass::Tertiary };
        network.add(&path, class, number);
        if kind == LinkKind::WetShortcut {
            network.flood_at_border(land, &path);
        }
    }
    for (number, &(from, beyond)) in (101_u32..).zip(&EXITS) {
        let goal = kilometres(beyond);
        let nearest = (0..land.lattice.len()).filter(|&node| land.township[node].is_some()).min_by(|&a, &b| {
            land.lattice.position(a).distance_to(goal).total_cmp(&land.lattice.position(b).distance_to(goal))
        });
        let Some(end) = nearest else { continue };
        let path = search::path(&land.lattice, land.seats[from], &|node| node == end, &network.cost(land, noise));
        network.add(&path, RoadClass::Secondary, number);
    }
}

/// Class of the road that joins a village to the network.
const fn village_road(village: &Village) -> RoadClass {
    if village.population > 700 { RoadClass::Tertiary } else { RoadClass::Unclassified }
}

fn street_rings(land: &Land, village: &Village) -> usize {
    let is_seat = village.node == land.seats[village.township];
    match (village.township == COUNTY_SEAT, is_seat) {
        (true, true) => 7,
        (false, true) => 4,
        _ => 2,
    }
}

impl Network {
    /// Cost of building a road along an edge: slopes and hillsides are dear, existing roads nearly free.
    fn cost<'a>(&'a self, land: &'a Land, noise: Noise) -> impl Fn(usize, usize) -> Option<u32> + 'a {
        move |from, to| {
            if !land.is_passable(from, to) {
                return None;
            }
            let slope = (land.terrain.height[to] - land.terrain.height[from]).abs() / land.lattice.spacing;
            let hillside = land.terrain.above_valley[to] / 35.0;
            let luck = land.terrain.roughness[to] * (0.7 + 0.8 * noise.unit_of_pair(from.min(to), from.max(to)));
            let fresh = luck * (1.0 + (slope / 0.06).powi(2).min(12.0) + hillside.min(8.0));
            let factor = if self.edges.contains_key(&key(from, to)) { fresh.min(0.9) } else { fresh };
            cast::to_u32(land.lattice.spacing * factor)
        }
    }

    /// The cheapest way within the township from a node to a road of at least the class.
    fn way_from(&self, land: &Land, noise: Noise, from: usize, class: RoadClass) -> Vec<usize> {
        let is_goal = |node: usize| self.reached[node].is_some_and(|best| best <= class);
        let cost = self.cost(land, noise);
        let step =
            |here: usize, there: usize| cost(here, there).filter(|_| land.township[here] == land.township[there]);
        search::path(&land.lattice, from, &is_goal, &step)
    }

    fn add(&mut self, path: &[usize], class: RoadClass, route: u32) {
        for pair in path.windows(2) {
            let new = Road { class, route, closed_when_wet: false };
            let road = self.edges.entry(key(pair[0], pair[1])).or_insert(new);
            if class < road.class {
                *road = Road { closed_when_wet: road.closed_when_wet, ..new };
            }
        }
        for &node in path {
            self.reached[node] = Some(self.reached[node].map_or(class, |best| best.min(class)));
        }
    }

    /// Marks the edge by which a path changes township as flooded; the whole stretch between two junctions follows.
    fn flood_at_border(&mut self, land: &Land, path: &[usize]) {
        let crossing = path.windows(2).find(|pair| {
            let class = self.edges.get(&key(pair[0], pair[1])).map(|road| road.class);
            land.township[pair[0]] != land.township[pair[1]] && class == Some(RoadClass::Tertiary)
        });
        let crossing = crossing.map(|pair| key(pair[0], pair[1]));
        if let Some(road) = crossing.and_then(|edge| self.edges.get_mut(&edge)) {
            road.closed_when_wet = true;
        }
    }

    /// Streets around a centre: a random tree over the nearby nodes and a few loops.
    fn lay_streets(&mut self, land: &Land, noise: Noise, centre: usize, rings: usize) {
        let disc = land.lattice.disc(centre, rings);
        for &node in disc.iter().filter(|&&node| land.terrain.above_valley[node] < 60.0) {
            let inward =
                land.lattice.neighbours(node).filter(|&near| disc.contains(&near) && land.is_passable(node, near));
            let mut ways: Vec<usize> = inward.filter(|&near| self.reached[near].is_some()).collect();
            ways.sort_by(|&a, &b| noise.unit_of_pair(a, node).total_cmp(&noise.unit_of_pair(b, node)));
            let wanted = if noise.unit_of_pair(node, 17) < 0.6 { 2 } else { 1 };
            for near in ways.into_iter().take(wanted) {
                self.add(&[node, near], RoadClass::Residential, 0);
            }
        }
    }
}

/// The key of the edge between two nodes.
pub(crate) const fn key(first: usize, second: usize) -> (usize, usize) {
    if first < second { (first, second) } else { (second, first) }
}
