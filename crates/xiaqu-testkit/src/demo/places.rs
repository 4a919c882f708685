//! Where people live: seats, villages on the valley floors, hamlets up the side valleys.

use xiaqu_model::{LocalXy, cast};

use super::facts::{COUNTY_SEAT, TOWNSHIPS};
use super::land::Land;
use super::noise::Noise;

/// How many of the county seat's communities lie in the town itself.
const TOWN_COMMUNITIES: usize = 11;
/// Metres between hamlets, at least.
const HAMLET_SPACING: f64 = 720.0;

/// An administrative village.
#[derive(Clone, Debug)]
pub(crate) struct Village {
    /// Id in every file.
    pub(crate) id: String,
    /// Chinese name.
    pub(crate) name: &'static str,
    /// Index of its township.
    pub(crate) township: usize,
    /// Lattice node of its centre.
    pub(crate) node: usize,
    /// Inhabitants.
    pub(crate) population: u32,
    /// Inhabitants of 65 and older.
    pub(crate) elderly: u32,
}

/// All villages, township by township, the seat first in each.
pub(crate) fn settle(land: &Land, noise: Noise) -> Vec<Village> {
    let liking = liking_of_all(land, noise);
    let mut villages = Vec::new();
    for (township, facts) in TOWNSHIPS.iter().enumerate() {
        let sites = choose_sites(land, &liking, township, facts.villages.len());
        let heads = share_people(land, &sites, township, noise);
        for (at, (&node, people)) in sites.iter().zip(heads).enumerate() {
            villages.push(Village {
                id: format!("{}{:02}", facts.id.replace('T', "V"), at + 1),
                name: facts.villages[at],
                township,
                node,
                population: people,
                elderly: cast::to_u32(f64::from(people) * elderly_share(land, node, township, noise))
                    .unwrap_or_default(),
            });
        }
    }
    villages
}

/// Hamlets without a name: only their tracks are in the files.
pub(crate) fn hamlets(land: &Land, villages: &[Village], noise: Noise) -> Vec<usize> {
    let liking = liking_of_all(land, noise);
    let mut order: Vec<usize> = (0..land.lattice.len()).filter(|&node| liking[node] > -1.2).collect();
    order.sort_by(|&a, &b| liking[b].total_cmp(&liking[a]).then(a.cmp(&b)));
    let mut taken: Vec<LocalXy> = villages.iter().map(|village| land.lattice.position(village.node)).collect();
    let mut chosen = Vec::new();
    for node in order {
        let at = land.lattice.position(node);
        if taken.iter().all(|other| other.distance_to(at) > HAMLET_SPACING) && land.is_interior(node, 2) {
            taken.push(at);
            chosen.push(node);
        }
    }
    chosen
}

/// How much people like to live at each node: low above the valley floor, by water, with a little chance.
fn liking_of_all(land: &Land, noise: Noise) -> Vec<f64> {
    let terrain = &land.terrain;
    let like = |node: usize| {
        let water = f64::from(terrain.catchment[node]).ln().min(8.0) / 8.0;
        water - terrain.above_valley[node] / 45.0 + 0.9 * noise.unit_of_pair(node, 11)
    };
    (0..land.lattice.len()).map(|node| if land.township[node].is_some() { like(node) } else { -9.0 }).collect()
}

fn choose_sites(land: &Land, liking: &[f64], township: usize, count: usize) -> Vec<usize> {
    let seat = land.seats[township];
    let town = if township == COUNTY_SEAT { TOWN_COMMUNITIES } else { 1 };
    let mut sites: Vec<usize> = land.lattice.disc(seat, 6).into_iter().step_by(12).take(town).collect();
    let mut order: Vec<usize> =
        (0..liking.len()).filter(|&node| land.township[node] == Some(township) && liking[node] > -4.0).collect();
    order.sort_by(|&a, &b| liking[b].total_cmp(&liking[a]).then(a.cmp(&b)));
    let area = cast::count_to_f64(order.len()) * land.lattice.spacing.powi(2);
    let mut spacing = 1.25 * (area / cast::count_to_f64(count)).sqrt();
    while sites.len() < count && spacing > 200.0 {
        for &node in &order {
            let at = land.lattice.position(node);
            let apart = sites.iter().all(|&other| land.lattice.position(other).distance_to(at) > spacing);
            if sites.len() < count && apart && land.is_interior(node, 4) {
                sites.push(node);
            }
        }
        spacing *= 0.93;
    }
    sites
}

fn share_people(land: &Land, sites: &[usize], township: usize, noise: Noise) -> Vec<u32> {
    let seat = land.lattice.position(land.seats[township]);
    let weigh = |at: usize, node: usize| {
        let remote = (land.lattice.position(node).distance_to(seat) / 14_000.0).min(0.6);
        let chance = 0.55 + 0.9 * noise.unit_of_pair(node, 5);
        if at == 0 { 2.6 } else { chance * (1.0 - remote) * town_factor(at, township) }
    };
    let weights: Vec<f64> = sites.iter().enumerate().map(|(at, &node)| weigh(at, node)).collect();
    let total: f64 = weights.iter().sum();
    let people = TOWNSHIPS[township].population;
    let mut shares: Vec<u32> =
        weights.iter().map(|weight| cast::to_u32(f64::from(people) * weight / total).unwrap_or_default()).collect();
    let rest = shares.iter().skip(1).sum::<u32>();
    if let Some(seat) = shares.first_mut() {
        *seat = people - rest;
    }
    shares
}

fn town_factor(at: usize, township: usize) -> f64 {
    if township == COUNTY_SEAT && at < TOWN_COMMUNITIES { 1.9 } else { 1.0 }
}

fn elderly_share(land: &Land, node: usize, township: usize, noise: Noise) -> f64 {
    let seat = land.lattice.position(land.seats[township]);
    let remote = (land.lattice.position(node).distance_to(seat) / 12_000.0).min(1.0);
    0.13 + 0.12 * remote + 0.05 * noise.unit_of_pair(node, 3)
}
