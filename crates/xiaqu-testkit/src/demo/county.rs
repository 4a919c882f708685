//! The county as a whole, ready to be written, judged or drawn.

use xiaqu_model::{LocalFrame, LocalXy, LonLat};

use super::arcs::{ring_of, trace};
use super::chains::{Chain, draw};
use super::facts::TOWNSHIPS;
use super::land::Land;
use super::network::build;
use super::noise::Noise;
use super::places::{Village, hamlets, settle};
use super::shapes::signed_area;

/// Degrees of the county's centre.
const CENTRE: (f64, f64) = (117.17, 26.90);
/// Metres a village's point may lie off the node its roads meet at, east and north.
const OFF_ROAD: f64 = 160.0;

/// A generated county.
#[derive(Clone, Debug)]
pub struct County {
    pub(crate) land: Land,
    /// Rings of the townships, anticlockwise, unclosed.
    pub(crate) rings: Vec<Vec<LocalXy>>,
    /// Rings of the reservoir's water bodies.
    pub(crate) reservoir: Vec<LocalXy>,
    pub(crate) villages: Vec<Village>,
    /// Where the village points lie.
    pub(crate) points: Vec<LocalXy>,
    pub(crate) chains: Vec<Chain>,
}

impl County {
    /// Generates the county that belongs to a seed.
    pub fn generate(seed: u64) -> Self {
        let land = Land::lay_out(Noise::new(seed));
        let people = Noise::new(seed.wrapping_add(1));
        let villages = settle(&land, people);
        let hamlets = hamlets(&land, &villages, people);
        let roads = Noise::new(seed.wrapping_add(2));
        let network = build(&land, &villages, &hamlets, roads);
        let chains = draw(&land, &network, roads);
        let arcs = trace(&land.lattice, &land.township);
        let rings = (0..TOWNSHIPS.len()).map(|township| ring_of(&arcs, township)).collect();
        let water: Vec<_> = land.water.iter().map(|&wet| wet.then_some(0)).collect();
        let reservoir = ring_of(&trace(&land.lattice, &water), 0);
        let points = villages.iter().map(|village| village_point(&land, village, people)).collect();
        Self { land, rings, reservoir, villages, points, chains }
    }

    /// Area in square kilometres.
    pub fn area_km2(&self) -> f64 {
        self.rings.iter().map(|ring| signed_area(ring)).sum::<f64>() / 1e6
    }

    /// Area of each township in square kilometres.
    pub fn township_areas_km2(&self) -> Vec<f64> {
        self.rings.iter().map(|ring| signed_area(ring) / 1e6).collect()
    }

    /// Number of roads from junction to junction.
    pub fn road_count(&self) -> usize {
        self.chains.len()
    }
}

fn village_point(land: &Land, village: &Village, noise: Noise) -> LocalXy {
    let at = land.lattice.position(village.node);
    let shift = |axis: usize| OFF_ROAD * (noise.unit_of_pair(village.node, axis) - 0.5);
    LocalXy { x: at.x + shift(21), y: at.y + shift(22) }
}

/// The plane of the county.
pub(crate) fn frame() -> LocalFrame {
    let Some(centre) = LonLat::new(CENTRE.0, CENTRE.1) else { unreachable!("CENTRE is a position on the globe") };
    LocalFrame::centred_on(centre)
}
