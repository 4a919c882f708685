//! Road graphs as bare arrays, for measuring: a generated mountainous province, or a file of real roads.
//!
//! The province has towns of Zipf sizes, roads along valleys and classes from simulated use. It is planar, and the same on
//! every machine.

use std::{cmp::Reverse, collections::BinaryHeap, path::Path};

use spade::{DelaunayTriangulation, Point2, Triangulation};
use xiaqu::{
    model::{Index, Kph, LocalFrame, LocalXy, LonLat, Metres, NodeIx, TravelTime},
    roads::{
        Along, Direction, RoadClass, RoadGraph, RoadLine, RoadNetwork, RoadSettings, Scenario, Season, read_osm_pbf,
    },
};
use xiaqu_testkit::random::Random;

/// Side of the province in metres.
const SIDE: f64 = 400_000.0;
const TOWNS: usize = 1_200;
/// Width in metres of the strips along which junctions are numbered.
const STRIP: f64 = 2_000.0;
/// Roads for each junction: 2.99 million arcs for 1.06 million junctions.
const ROADS_PER_JUNCTION: f64 = 1.414;

/// Junctions, arcs by tail, and their times.
pub struct RawRoads {
    /// Where the list of each junction starts, and the end of the last.
    pub first: Vec<u32>,
    /// Junction at which each arc ends.
    pub heads: Vec<u32>,
    /// Driving time of each arc in milliseconds.
    pub times: Vec<u32>,
    /// Places in metres.
    pub places: Vec<[f64; 2]>,
}

impl RawRoads {
    /// A province of this many junctions.
    pub fn province(junctions: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (towns, places) = scatter(junctions, &mut random);
        let roads = choose_roads(&places, &mut random);
        let speeds = speeds_by_use(&places, &roads, &towns, &mut random);
        let mut arcs = Vec::new();
        for (road, kph) in roads.iter().zip(speeds) {
            let time = thousandths(road.length * 3.6 / kph);
            arcs.push((road.ends[0], road.ends[1], time));
            // A few side streets are one-way.
            if kph > 30.0 || random.unit() > 0.01 {
                arcs.push((road.ends[1], road.ends[0], time));
            }
        }
        Self::of_arcs(places, arcs)
    }

    /// The roads of an OpenStreetMap file with the default settings, by day.
    pub fn of_pbf(path: &Path) -> Self {
        let settings = RoadSettings::default();
        let lines = read_osm_pbf(path, &settings).unwrap().lines;
        let frame = LocalFrame::centred_on(lines[0].points[0]);
        let (network, _) = RoadNetwork::build(&lines, &[], frame, &settings).unwrap();
        let weights = network.weights(Scenario::Day);
        let mut arcs = Vec::new();
        for (edge, row) in network.edges().iter_enumerated() {
            let [from, to] = [row.from(), row.to()].map(|node| u32::try_from(node.position()).unwrap());
            for (tail, head, along) in [(from, to, Along::Forward), (to, from, Along::Backward)] {
                if let Some(time) = weights.time(edge, along) {
                    arcs.push((tail, head, time.as_milliseconds()));
                }
            }
        }
        let places = network.nodes().iter().map(|place| network.frame().to_local(*place));
        Self::of_arcs(places.map(|local| [local.x, local.y]).collect(), arcs)
    }

    fn of_arcs(places: Vec<[f64; 2]>, mut arcs: Vec<(u32, u32, u32)>) -> Self {
        arcs.sort_unstable();
        let mut first = vec![0_u32; places.len() + 1];
        for arc in &arcs {
            first[arc.0 as usize + 1] += 1;
        }
        for place in 1..first.len() {
            first[place] += first[place - 1];
        }
        let heads = arcs.iter().map(|arc| arc.1).collect();
        Self { first, heads, times: arcs.iter().map(|arc| arc.2).collect(), places }
    }

    /// The arrays in files of a folder, as `NumPy` reads them.
    pub fn write(&self, folder: &Path) {
        fs_err::create_dir_all(folder).unwrap();
        for (name, row) in [("first", &self.first), ("heads", &self.heads), ("times", &self.times)] {
            write_numbers(folder, name, row);
        }
        let places = self.places.as_flattened().iter().map(|number| number.to_le_bytes());
        write_npy(&folder.join("places.npy"), "<f8", places);
    }

    /// What [`RawRoads::write`] wrote.
    pub fn read(folder: &Path) -> Self {
        let numbers = |name: &str| {
            let bytes = read_npy(&folder.join(format!("{name}.npy")));
            bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect()
        };
        let places = read_npy(&folder.join("places.npy"));
        let places: Vec<f64> = places.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
        let places = places.as_chunks::<2>().0.to_vec();
        Self { first: numbers("first"), heads: numbers("heads"), times: numbers("times"), places }
    }

    /// The graph that a hierarchy is built from.
    pub fn graph(&self) -> RoadGraph {
        RoadGraph::new(self.first.clone(), self.heads.clone(), self.places.clone()).unwrap()
    }

    /// The same roads as a network, each as a straight line: times differ, for there they follow from speeds.
    pub fn network(&self) -> RoadNetwork {
        let frame = LocalFrame::centred_on(LonLat::new(117.0, 27.0).unwrap());
        let spot = |place: &[f64; 2]| frame.to_lonlat(LocalXy { x: place[0] - SIDE / 2.0, y: place[1] - SIDE / 2.0 });
        let spots: Vec<LonLat> = self.places.iter().map(spot).collect();
        let heads = |tail: u32| &self.heads[self.first[tail as usize] as usize..self.first[tail as usize + 1] as usize];
        let mut lines = Vec::new();
        for tail in 0..u32::try_from(spots.len()).unwrap() {
            for head in heads(tail) {
                let is_two_way = heads(*head).contains(&tail);
                if tail < *head || !is_two_way {
                    lines.push(RoadLine {
                        points: [tail, *head].map(|node| spots[node as usize]).to_vec(),
                        osm_nodes: Some(vec![i64::from(tail), i64::from(*head)]),
                        class: RoadClass::Tertiary,
                        speed: Kph::new([20.0, 25.0, 30.0, 40.0, 50.0, 65.0, 90.0][lines.len() % 7]).unwrap(),
                        direction: if is_two_way { Direction::Both } else { Direction::Forward },
                        name: None,
                        closed_when_wet: false,
                        season: Season::AllYear,
                        id: "generated".into(),
                        level: 0,
                    });
                }
            }
        }
        // Junctions are given; nothing is to be joined.
        let settings = RoadSettings { join_tolerance: Metres::default(), ..RoadSettings::default() };
        RoadNetwork::build(&lines, &[], frame, &settings).unwrap().0
    }

    /// The times as the hierarchy takes them.
    pub fn travel_times(&self) -> Vec<Option<TravelTime>> {
        self.times.iter().map(|time| Some(TravelTime::from_milliseconds(*time))).collect()
    }

    /// `count` junctions by chance, of those from which most others are reached.
    pub fn junctions(&self, count: usize, seed: u64) -> Vec<NodeIx> {
        let mut random = Random::new(seed);
        let reaches_most = |node: &u32| {
            // What has two roads or more is seldom a trap.
            self.first[*node as usize + 1] - self.first[*node as usize] > 1
        };
        let mut by_chance = || u32::try_from(random.below(self.places.len())).unwrap();
        let nodes = std::iter::repeat_with(&mut by_chance).filter(reaches_most).take(count);
        nodes.map(|node| NodeIx::from_position(node as usize)).collect()
    }

    /// Plain Dijkstra with a binary heap: arrival in milliseconds, `u32::MAX` where there is no way.
    pub fn dijkstra(&self, source: NodeIx) -> Vec<u32> {
        let mut arrivals = vec![u32::MAX; self.places.len()];
        arrivals[source.position()] = 0;
        let mut queue = BinaryHeap::from([Reverse((0_u32, u32::try_from(source.position()).unwrap()))]);
        while let Some(Reverse((time, node))) = queue.pop() {
            if time > arrivals[node as usize] {
                continue;
            }
            let range = self.first[node as usize] as usize..self.first[node as usize + 1] as usize;
            for (head, duration) in self.heads[range.clone()].iter().zip(&self.times[range]) {
                let arrival = time + duration;
                if arrival < arrivals[*head as usize] {
                    arrivals[*head as usize] = arrival;
                    queue.push(Reverse((arrival, *head)));
                }
            }
        }
        arrivals
    }
}

struct Road {
    ends: [u32; 2],
    length: f64,
}

struct Town {
    place: [f64; 2],
    radius: f64,
}

/// Height of the land from 0 (valley) to 1 (ridge).
fn ridge([x, y]: [f64; 2]) -> f64 {
    let (x, y) = (x / 1_000.0, y / 1_000.0);
    let bent = x + 14.0 * (y / 31.0).sin() + 6.0 * (y / 11.0 + 1.0).sin();
    let other = y + 11.0 * (x / 43.0).sin() + 5.0 * (x / 13.0 + 2.0).sin();
    let waves = (bent / 7.0).sin() * 0.5 + (other / 9.0).cos() * 0.3 + ((bent + other) / 3.7).sin() * 0.2;
    f64::midpoint(waves, 1.0).clamp(0.0, 1.0)
}

fn scatter(junctions: usize, random: &mut Random) -> (Vec<Town>, Vec<[f64; 2]>) {
    let mut towns = Vec::new();
    while towns.len() < TOWNS {
        let place = [random.unit() * SIDE, random.unit() * SIDE];
        if ridge(place) < 0.35 {
            let rank = f64::from(u32::try_from(towns.len() + 1).unwrap());
            towns.push(Town { place, radius: 9_000.0 / rank.powf(0.45) });
        }
    }
    let shares: Vec<f64> = towns.iter().map(|town| town.radius.powi(2)).collect();
    let whole: f64 = shares.iter().sum();
    let urban = 0.5 * f64::from(u32::try_from(junctions).unwrap());
    let mut places = Vec::with_capacity(junctions);
    for (town, share) in towns.iter().zip(&shares) {
        for _ in 0..thousandths(urban * share / whole / 1_000.0) {
            let (angle, distance) = (random.unit() * std::f64::consts::TAU, (-random.unit().max(1e-9).ln()).sqrt());
            let at = |sine: f64, centre: f64| (centre + town.radius * distance * sine).clamp(0.0, SIDE);
            places.push([at(angle.cos(), town.place[0]), at(angle.sin(), town.place[1])]);
        }
    }
    while places.len() < junctions {
        let place = [random.unit() * SIDE, random.unit() * SIDE];
        if random.unit() > 1.25 * ridge(place).sqrt() {
            places.push(place);
        }
    }
    // Numbers are near each other where places are, as in the files of surveys.
    let strip = |place: &[f64; 2]| thousandths(place[1] / STRIP / 1_000.0);
    places.sort_by(|one, other| strip(one).cmp(&strip(other)).then(one[0].total_cmp(&other[0])));
    (towns, places)
}

/// Roads of the triangulation: the cheapest tree that connects all junctions, and more, fewer across ridges.
fn choose_roads(places: &[[f64; 2]], random: &mut Random) -> Vec<Road> {
    let points = places.iter().map(|place| Point2::new(place[0], place[1])).collect();
    let triangles: DelaunayTriangulation<Point2<f64>> = DelaunayTriangulation::bulk_load_stable(points).unwrap();
    assert_eq!(triangles.num_vertices(), places.len(), "two junctions in one place");
    let mut candidates: Vec<(u64, f64, Road)> = triangles
        .undirected_edges()
        .map(|edge| {
            let [one, other] = edge.vertices().map(|vertex| vertex.index());
            let (from, to) = (places[one], places[other]);
            let straight = (from[0] - to[0]).hypot(from[1] - to[1]);
            let steep = ridge([f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])]);
            let length = straight * (1.1 + 0.8 * steep);
            let ends = [one, other].map(|end| u32::try_from(end).unwrap());
            (u64::from(thousandths(length * (1.0 + 4.0 * steep))), steep, Road { ends, length })
        })
        .collect();
    candidates.sort_unstable_by_key(|(cost, _, road)| (*cost, road.ends));
    let mut sets = Sets((0..u32::try_from(places.len()).unwrap()).collect());
    let mut roads = Vec::new();
    let mut rest = Vec::new();
    for (_, steep, road) in candidates {
        if sets.unite(road.ends) {
            roads.push(road);
        } else {
            rest.push((thousandths(1e3 * (random.unit() + 2.0 * steep)), road));
        }
    }
    rest.sort_unstable_by_key(|(chance, road)| (*chance, road.ends));
    let wanted = thousandths(ROADS_PER_JUNCTION * f64::from(u32::try_from(places.len()).unwrap()) / 1e3) as usize;
    roads.extend(rest.into_iter().map(|(_, road)| road).take(wanted.saturating_sub(places.len() - 1)));
    roads
}

/// Speeds in km/h: faster where more shortest ways between towns pass.
fn speeds_by_use(places: &[[f64; 2]], roads: &[Road], towns: &[Town], random: &mut Random) -> Vec<f64> {
    let mut touching: Vec<(u32, u32, u32)> = Vec::new();
    for (number, road) in (0_u32..).zip(roads) {
        touching.push((road.ends[0], road.ends[1], number));
        touching.push((road.ends[1], road.ends[0], number));
    }
    touching.sort_unstable();
    let mut first = vec![0_usize; places.len() + 1];
    for (tail, _, _) in &touching {
        first[*tail as usize + 1] += 1;
    }
    for place in 1..first.len() {
        first[place] += first[place - 1];
    }
    let nearest = |town: &Town| {
        let distance = |place: &[f64; 2]| (place[0] - town.place[0]).hypot(place[1] - town.place[1]);
        (0..places.len()).min_by(|one, other| distance(&places[*one]).total_cmp(&distance(&places[*other]))).unwrap()
    };
    let centres: Vec<usize> = towns.iter().take(300).map(nearest).collect();
    let mut uses = vec![0_u32; roads.len()];
    for source in centres.iter().take(12) {
        let mut known = vec![(u64::MAX, u32::MAX); places.len()];
        known[*source].0 = 0;
        let mut queue = BinaryHeap::from([Reverse((0_u64, *source))]);
        while let Some(Reverse((cost, node))) = queue.pop() {
            if cost > known[node].0 {
                continue;
            }
            for (_, head, road) in &touching[first[node]..first[node + 1]] {
                let further = cost + u64::from(thousandths(roads[*road as usize].length));
                if further < known[*head as usize].0 {
                    known[*head as usize] = (further, *road);
                    queue.push(Reverse((further, *head as usize)));
                }
            }
        }
        for centre in &centres {
            let mut node = *centre;
            while known[node].1 != u32::MAX {
                let road = known[node].1 as usize;
                uses[road] += 1;
                let [one, other] = roads[road].ends;
                node = if one as usize == node { other as usize } else { one as usize };
            }
        }
    }
    let speed = |count: &u32| match count {
        0 => [20.0, 25.0, 30.0, 40.0][random.below(4)],
        1..20 => 50.0,
        20..200 => 65.0,
        _ => 90.0,
    };
    uses.iter().map(speed).collect()
}

struct Sets(Vec<u32>);

impl Sets {
    fn find(&mut self, mut node: u32) -> u32 {
        while self.0[node as usize] != node {
            let above = self.0[self.0[node as usize] as usize];
            self.0[node as usize] = above;
            node = above;
        }
        node
    }

    fn unite(&mut self, ends: [u32; 2]) -> bool {
        let [one, other] = ends.map(|end| self.find(end));
        self.0[one as usize] = other;
        one != other
    }
}

/// Numbers in a file of a folder, as `NumPy` reads them.
pub fn write_numbers(folder: &Path, name: &str, numbers: &[u32]) {
    write_npy(&folder.join(format!("{name}.npy")), "<u4", numbers.iter().map(|number| number.to_le_bytes()));
}

/// A file of floating-point numbers as `NumPy` reads it.
pub fn write_reals(folder: &Path, name: &str, numbers: &[f64]) {
    write_npy(&folder.join(format!("{name}.npy")), "<f8", numbers.iter().map(|number| number.to_le_bytes()));
}

fn write_npy<const N: usize>(path: &Path, kind: &str, numbers: impl ExactSizeIterator<Item = [u8; N]>) {
    let mut head = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({},), }}", numbers.len());
    while (head.len() + 11) % 64 != 0 {
        head.push(' ');
    }
    head.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend_from_slice(&u16::try_from(head.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(head.as_bytes());
    numbers.for_each(|number| bytes.extend_from_slice(&number));
    fs_err::write(path, bytes).unwrap();
}

fn read_npy(path: &Path) -> Vec<u8> {
    let bytes = fs_err::read(path).unwrap();
    let head = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    bytes[head..].to_vec()
}

/// Thousandths of a number, rounded.
fn thousandths(number: f64) -> u32 {
    xiaqu::model::cast::to_u32(number * 1_000.0).unwrap()
}
