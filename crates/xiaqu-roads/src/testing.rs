//! Small networks for the tests of this crate.

use std::path::PathBuf;

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use xiaqu_model::{EdgeIx, Index, Kph, LocalFrame, LocalXy, LonLat, TravelTime};

use crate::{Access, Base, Direction, RoadClass, RoadLine, RoadNetwork, RoadSettings, Scenario, Season, Weights};

/// The folder of real data: `XIAQU_REAL_DATA`, or `shared/data` beside the project. None where there is neither, said
/// aloud; that fails in CI.
pub(crate) fn real_data() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("XIAQU_REAL_DATA").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "no real data in {}", folder.display());
    println!("skipped: no real data");
    None
}

/// The frame of all test networks.
pub(crate) fn frame() -> LocalFrame {
    LocalFrame::centred_on(LonLat::new(117.0, 27.0).unwrap())
}

/// A position in metres from the centre.
pub(crate) fn at(x: f64, y: f64) -> LonLat {
    frame().to_lonlat(LocalXy { x, y })
}

/// A two-way road through points in metres, 36 km/h, that is 100 ms a metre.
pub(crate) fn line(id: &str, points: &[(f64, f64)]) -> RoadLine {
    RoadLine {
        points: points.iter().map(|(x, y)| at(*x, *y)).collect(),
        osm_nodes: None,
        class: RoadClass::Tertiary,
        speed: Kph::new(36.0).unwrap(),
        direction: Direction::Both,
        name: None,
        closed_when_wet: false,
        season: Season::AllYear,
        id: id.into(),
        level: 0,
    }
}

/// The network of these lines, without crossings.
pub(crate) fn network(lines: &[RoadLine]) -> RoadNetwork {
    RoadNetwork::build(lines, &[], frame(), &RoadSettings::default()).unwrap().0
}

/// A random case: network, weights with some edges closed, bases and targets.
pub(crate) struct Case {
    pub(crate) network: RoadNetwork,
    pub(crate) weights: Weights,
    pub(crate) bases: Vec<Base>,
    pub(crate) targets: Vec<Access>,
}

/// A random small network with one-ways, parallel edges, loops, and places inside edges and at junctions.
pub(crate) fn random_case(seed: u64) -> Case {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let node_count = random.random_range(2..9_i64);
    let spots: Vec<(f64, f64)> =
        (0..node_count).map(|_| (random.random_range(-900.0..900.0), random.random_range(-900.0..900.0))).collect();
    let lines: Vec<RoadLine> = (0..random.random_range(1..14)).map(|id| random_line(&mut random, id, &spots)).collect();
    let network = network(&lines);
    let mut weights = network.weights(if random.random_bool(0.3) { Scenario::Wet } else { Scenario::Day });
    let edge_count = network.edges().len();
    let some_edge = |random: &mut Pcg64Mcg| EdgeIx::from_position(random.random_range(0..edge_count));
    if random.random_bool(0.3) {
        let closed = some_edge(&mut random);
        weights = weights.with_closed(&network, &[closed]);
    }
    let place = |random: &mut Pcg64Mcg| {
        let share = [0.0, 1.0, 0.5, random.random_range(0.0..1.0)][random.random_range(0..4)];
        let mut access = network.access_on(some_edge(random), share).unwrap();
        access.walk = TravelTime::from_milliseconds(random.random_range(0..3) * 5_000);
        access
    };
    let base = |random: &mut Pcg64Mcg| Base {
        access: place(random),
        start: TravelTime::from_milliseconds(random.random_range(0..4) * 10_000),
    };
    let bases = (0..random.random_range(1..6)).map(|_| base(&mut random)).collect();
    let targets = (0..6).map(|_| place(&mut random)).collect();
    Case { network, weights, bases, targets }
}

pub(crate) fn random_line(random: &mut impl Rng, id: i64, spots: &[(f64, f64)]) -> RoadLine {
    let (one, other) = (random.random_range(0..spots.len()), random.random_range(0..spots.len()));
    let middle = (random.random_range(-900.0..900.0), random.random_range(-900.0..900.0));
    let mut road = line(&id.to_string(), &[spots[one], middle, spots[other]]);
    road.osm_nodes = Some(vec![i64::try_from(one).unwrap(), 1_000 + id, i64::try_from(other).unwrap()]);
    road.speed = Kph::new([18.0, 36.0, 50.0, 72.0][random.random_range(0..4)]).unwrap();
    road.direction =
        [Direction::Both, Direction::Both, Direction::Forward, Direction::Backward][random.random_range(0..4)];
    road.closed_when_wet = random.random_bool(0.1);
    road
}
