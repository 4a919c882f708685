//! Who owns which lattice node: the county inside its neighbours, the nine townships inside the county, the reservoir.

use xiaqu_model::{LocalXy, cast};

use super::facts::{
    DAM_WALL, ESCARPMENT, OUTLINE, OUTLINE_SCALE, RESERVOIR_TOWNSHIP, RIDGE_PAIR, TOWNSHIPS, kilometres,
};
use super::lattice::Lattice;
use super::noise::Noise;
use super::search::spread;
use super::shapes::{contains, cross, distance_to_line};
use super::terrain::Terrain;

/// Metres either side of the rough outline within which the county's border looks for its ridge.
const BORDER_BAND: f64 = 2_500.0;
/// Metres the reservoir stands above the river at its dam.
const DAM_HEIGHT: f64 = 120.0;
/// The gorge behind the dam, kilometres.
const DAM: (f64, f64) = (-5.4, -12.4);
/// The reservoir's farthest reach north and west, kilometres.
const RESERVOIR_REACH: (f64, f64) = (-11.8, -1.0);

/// The lattice with its terrain and its owners.
#[derive(Clone, Debug)]
pub(crate) struct Land {
    /// The nodes.
    pub(crate) lattice: Lattice,
    /// Their heights.
    pub(crate) terrain: Terrain,
    /// Township of each node, `None` outside the county.
    pub(crate) township: Vec<Option<usize>>,
    /// Seat node of each township.
    pub(crate) seats: Vec<usize>,
    /// Whether the node lies under the reservoir.
    pub(crate) water: Vec<bool>,
}

impl Land {
    /// Everything that is there before people build on it.
    pub(crate) fn lay_out(noise: Noise) -> Self {
        let south_west = LocalXy { x: -29_000.0, y: -33_500.0 };
        let lattice = Lattice::new(140.0, south_west, 51_000.0, 61_000.0);
        let terrain = Terrain::raise(&lattice, noise);
        let inside = inside_county(&lattice, &terrain);
        let seats: Vec<usize> =
            TOWNSHIPS.iter().map(|town| seat_node(&lattice, &terrain, kilometres(town.seat))).collect();
        let township = share_out(&lattice, &terrain, &inside, &seats);
        let water = flood(&lattice, &terrain, &township);
        Self { lattice, terrain, township, seats, water }
    }

    /// Whether a road may go from a node to its neighbour: inside the county, dry, not over the cliffs.
    pub(crate) fn is_passable(&self, from: usize, to: usize) -> bool {
        let (Some(here), Some(there)) = (self.township[from], self.township[to]) else { return false };
        let over_ridge = here != there && (here.min(there), here.max(there)) == RIDGE_PAIR;
        !over_ridge && !self.water[from] && !self.water[to] && !self.crosses_cliffs(from, to)
    }

    fn crosses_cliffs(&self, from: usize, to: usize) -> bool {
        let step = (self.lattice.position(from), self.lattice.position(to));
        ESCARPMENT.windows(2).any(|cliff| cross(step, (kilometres(cliff[0]), kilometres(cliff[1]))))
    }

    /// Whether all nodes within `rings` steps belong to the same township and are dry.
    pub(crate) fn is_interior(&self, node: usize, rings: usize) -> bool {
        let township = self.township[node];
        let around = self.lattice.disc(node, rings);
        township.is_some() && around.iter().all(|&other| self.township[other] == township && !self.water[other])
    }
}

/// Cost of carrying a border front from one node to the next: fronts race along valleys and meet on ridges.
fn front_cost(lattice: &Lattice, terrain: &Terrain, from: usize, to: usize) -> u32 {
    let climb = (terrain.height[to] - terrain.height[from]).max(0.0);
    let wild = terrain.above_valley[to] / 70.0;
    cast::to_u32(lattice.spacing * (1.0 + wild) * terrain.roughness[to] + climb * 6.0).unwrap_or(u32::MAX)
}

fn inside_county(lattice: &Lattice, terrain: &Terrain) -> Vec<bool> {
    let outline = OUTLINE.map(|(east, north)| kilometres((east * OUTLINE_SCALE, north * OUTLINE_SCALE)));
    let mut closed = outline.to_vec();
    closed.push(outline[0]);
    let sources: Vec<_> = (0..lattice.len())
        .filter_map(|node| {
            let at = lattice.position(node);
            let owner = usize::from(contains(&outline, at));
            (distance_to_line(at, &closed) > BORDER_BAND).then_some((node, 0, owner))
        })
        .collect();
    let owner = spread(lattice, &sources, &|from, to| Some(front_cost(lattice, terrain, from, to)));
    owner.into_iter().map(|owner| owner == Some(1)).collect()
}

fn seat_node(lattice: &Lattice, terrain: &Terrain, at: LocalXy) -> usize {
    let centre = lattice.node_near(at);
    let score = |node: usize| {
        let water = f64::from(terrain.catchment[node].min(2_000)).sqrt();
        terrain.above_valley[node] - water + lattice.position(node).distance_to(at) / 40.0
    };
    let candidates = lattice.disc(centre, 6);
    candidates.into_iter().min_by(|&a, &b| score(a).total_cmp(&score(b))).unwrap_or(centre)
}

fn share_out(lattice: &Lattice, terrain: &Terrain, inside: &[bool], seats: &[usize]) -> Vec<Option<usize>> {
    let largest = TOWNSHIPS.iter().map(|town| town.head_start).fold(0.0, f64::max);
    let sources: Vec<_> = (0..seats.len())
        .map(|at| (seats[at], cast::to_u32(largest - TOWNSHIPS[at].head_start).unwrap_or_default(), at))
        .collect();
    spread(lattice, &sources, &|from, to| inside[to].then(|| front_cost(lattice, terrain, from, to)))
}

/// Fills the valley behind the dam up to the dam's crest, as far as the reservoir's township and reach go.
fn flood(lattice: &Lattice, terrain: &Terrain, township: &[Option<usize>]) -> Vec<bool> {
    let gorge = lattice.disc(lattice.node_near(kilometres(DAM)), 8);
    let lowest = gorge.into_iter().min_by(|&a, &b| terrain.ground[a].total_cmp(&terrain.ground[b]));
    let start = lowest.unwrap_or_default();
    let level = terrain.ground[start] + DAM_HEIGHT;
    let (reach, wall) = (kilometres(RESERVOIR_REACH), kilometres(DAM_WALL[0]).y);
    let mut water = vec![false; lattice.len()];
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        let at = lattice.position(node);
        let within = at.x > reach.x && at.y < reach.y && at.y > wall;
        let ours = lattice.disc(node, 3).iter().all(|&near| township[near] == Some(RESERVOIR_TOWNSHIP));
        if !water[node] && within && ours && terrain.ground[node] < level {
            water[node] = true;
            open.extend(lattice.neighbours(node));
        }
    }
    drown_islets(lattice, &mut water);
    water
}

/// Nodes with water almost all round are water too, and spits of a single node dry up: the shore becomes a simple line.
fn drown_islets(lattice: &Lattice, water: &mut [bool]) {
    for _ in 0..4 {
        let before = water.to_vec();
        for node in 0..lattice.len() {
            let wet = lattice.neighbours(node).filter(|&near| before[near]).count();
            water[node] = if before[node] { wet >= 2 } else { wet >= 5 };
        }
    }
}
