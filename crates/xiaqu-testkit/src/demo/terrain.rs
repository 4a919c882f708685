//! The mountains: heights, the rivers that drain them, and how far every place stands above its valley floor.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use xiaqu_model::{LocalXy, cast};

use super::facts::{DAM_WALL, ESCARPMENT, MAIN_RIVER, TOWNSHIPS, kilometres};
use super::lattice::Lattice;
use super::noise::Noise;
use super::shapes::{distance_to_line, distance_to_segment};

/// Lattice cells that must drain through a node before it counts as valley floor (about 1 km²).
const VALLEY_CATCHMENT: u32 = 60;

/// Heights and drainage of every lattice node.
#[derive(Clone, Debug)]
pub(crate) struct Terrain {
    /// Metres above the sea, hollows filled to their outlet.
    pub(crate) height: Vec<f64>,
    /// Metres above the sea, hollows as they are.
    pub(crate) ground: Vec<f64>,
    /// Metres above the valley floor that the node drains to.
    pub(crate) above_valley: Vec<f64>,
    /// Number of nodes that drain through the node.
    pub(crate) catchment: Vec<u32>,
    /// How hard the ground is to cross, about 1; makes borders and roads wind.
    pub(crate) roughness: Vec<f64>,
}

impl Terrain {
    /// Raises the mountains and lets them drain to the lattice's rim.
    pub(crate) fn raise(lattice: &Lattice, noise: Noise) -> Self {
        let raw: Vec<f64> = (0..lattice.len()).map(|node| raw_height(lattice.position(node), noise)).collect();
        let drainage = drain(lattice, &raw);
        let catchment = count_catchments(&drainage);
        let mut floor = drainage.filled.clone();
        for &node in &drainage.order {
            if catchment[node] < VALLEY_CATCHMENT {
                floor[node] = floor[drainage.receiver[node]];
            }
        }
        let above_valley = drainage.filled.iter().zip(&floor).map(|(height, floor)| height - floor).collect();
        let rough = |node: usize| 0.35 + 2.0 * noise.ridged(lattice.position(node), 2_600.0, 4).powi(2);
        let roughness = (0..lattice.len()).map(rough).collect();
        Self { height: drainage.filled, ground: raw, above_valley, catchment, roughness }
    }
}

fn raw_height(at: LocalXy, noise: Noise) -> f64 {
    let bend = LocalXy {
        x: at.x + 2_400.0 * (noise.smooth(LocalXy { x: at.x + 9e5, y: at.y }, 6_500.0) - 0.5),
        y: at.y + 2_400.0 * (noise.smooth(LocalXy { x: at.x, y: at.y + 9e5 }, 6_500.0) - 0.5),
    };
    let mountains = 250.0 + 780.0 * noise.ridged(bend, 8_200.0, 6).powf(1.3);
    let to_river = distance_to_line(bend, &MAIN_RIVER.map(kilometres));
    let river_valley = 420.0 * (-(to_river / 1_250.0).powi(2)).exp();
    let to_escarpment = distance_to_line(bend, &ESCARPMENT.map(kilometres));
    let escarpment = 520.0 * (-(to_escarpment / 1_300.0).powi(2)).exp();
    let to_seat = TOWNSHIPS.iter().map(|town| at.distance_to(kilometres(town.seat))).fold(f64::INFINITY, f64::min);
    let basin = 1.0 - 0.55 * (-(to_seat / 1_600.0).powi(2)).exp();
    let to_dam = distance_to_segment(at, kilometres(DAM_WALL[0]), kilometres(DAM_WALL[1]));
    let dam = 330.0 * (-(to_dam / 420.0).powi(2)).exp();
    let tilt = (at.y - at.x) / 400.0;
    (mountains - river_valley).max(60.0) * basin + escarpment + dam + tilt + 150.0
}

/// Where water goes.
struct Drainage {
    filled: Vec<f64>,
    receiver: Vec<usize>,
    /// Every node after the node it drains to.
    order: Vec<usize>,
}

/// Barnes, Lehman and Mulla's priority flood, inwards from the rim.
fn drain(lattice: &Lattice, raw: &[f64]) -> Drainage {
    let mut filled = raw.to_vec();
    let mut receiver: Vec<usize> = (0..raw.len()).collect();
    let mut seen = vec![false; raw.len()];
    let mut order = Vec::with_capacity(raw.len());
    let mut open = BinaryHeap::new();
    for node in (0..raw.len()).filter(|&node| lattice.is_rim(node)) {
        seen[node] = true;
        open.push(Reverse((millimetres(raw[node]), node)));
    }
    while let Some(Reverse((_, node))) = open.pop() {
        order.push(node);
        for next in lattice.neighbours(node) {
            if !seen[next] {
                seen[next] = true;
                filled[next] = raw[next].max(filled[node] + 0.02);
                receiver[next] = node;
                open.push(Reverse((millimetres(filled[next]), next)));
            }
        }
    }
    Drainage { filled, receiver, order }
}

fn count_catchments(drainage: &Drainage) -> Vec<u32> {
    let mut catchment = vec![1_u32; drainage.order.len()];
    for &node in drainage.order.iter().rev() {
        let receiver = drainage.receiver[node];
        if receiver != node {
            catchment[receiver] += catchment[node];
        }
    }
    catchment
}

fn millimetres(height: f64) -> u32 {
    cast::to_u32(height * 1_000.0).unwrap_or_default()
}
