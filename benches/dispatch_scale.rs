//! Dispatch areas of a large county, from the road cells to polygons:
//!
//! ```text
//! cargo run --release -p xiaqu-benches --example dispatch_scale -- COLUMNS ROWS CENTRES [FOLDER]
//! cargo run --release -p xiaqu-benches --example dispatch_scale -- COUNTY CENTRES [FOLDER]
//! python benches/dispatch_peers.py FOLDER
//! ```
//!
//! A generated county of so many townships, each with about 30 pieces of road, or a county folder such as
//! `province_county.py` makes. The areas are shown to tile the county before anything is timed. FOLDER takes the roads,
//! the centres and the area of each centre, for the peer in Python.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "benchmarks fail like tests")]

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use xiaqu::{
    County, DispatchAreas, PlacedCells, PointSource, RoadFile, RoadRequest, RoadSource, check_county,
    model::{Index, LocalXy, Metres, StationIx, TravelTime, cast},
    place_on_roads,
    roads::Scenario,
};
use xiaqu_benches::{
    peak_megabytes,
    raw_roads::{write_numbers, write_reals},
};
use xiaqu_tests::{random_county::random_county_of, run_with, tiling::Border};

const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |position: usize| arguments[position].parse::<usize>().unwrap();
    let is_folder = Path::new(&arguments[0]).is_dir();
    let generated = (!is_folder).then(|| random_county_of(1, number(0), number(1)));
    let folder = generated.as_ref().map_or_else(|| PathBuf::from(&arguments[0]), |county| county.path().clone());
    let (wanted, arrays) = if is_folder { (number(1), arguments.get(2)) } else { (number(2), arguments.get(3)) };
    let read = Instant::now();
    let county = check_county(&folder, &run_with(&|_| ())).unwrap();
    println!("read in {:.2} s, peak memory {} MB", read.elapsed().as_secs_f64(), peak_megabytes());
    let stations: Vec<StationIx> = county.problem.stations.indices().collect();
    let centres: Vec<StationIx> =
        stations.iter().copied().step_by((stations.len() / wanted).max(1)).take(wanted).collect();
    let areas = DispatchAreas::draw(&county, &centres);
    let polygons: Vec<_> = areas.land.labels().into_iter().map(|label| areas.land.polygon(label)).collect();
    let whole = county.land.townships.dissolve(|_| ());
    let difference = Border::of(&polygons).difference(&Border::of(&[whole.polygon(())]));
    assert!(difference < 1.0, "{difference} m2 are in no area or in two");
    assert_eq!(polygons.len(), centres.len());
    println!("{:.4} % of the road lies in the area of another centre", 100.0 * misplaced(&county, &areas));
    let pieces = areas.along_roads.as_ref().unwrap().roads.pieces.len();
    println!("{} centres, {pieces} pieces of road", centres.len());
    let cells = placed_cells(&folder, &county, &centres);
    timed("roads and areas", cells, |found| assert_eq!(found.rows.len(), centres.len()));
    if let Some(arrays) = arrays {
        write_arrays(Path::new(arrays), &county, &centres, &areas);
    }
    let draw = || DispatchAreas::draw(&county, &centres);
    timed("roads, areas and response bands", draw, |drawn| assert_eq!(drawn.land.labels().len(), polygons.len()));
    println!("peak memory {} MB", peak_megabytes());
}

/// Median and least of some runs, each checked.
fn timed<T>(name: &str, run: impl Fn() -> T, check: impl Fn(&T)) {
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            let result = run();
            let seconds = began.elapsed().as_secs_f64();
            check(&result);
            seconds
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    println!("{name}: median {:.3} s, least {:.3} s", seconds[RUNS / 2], seconds[0]);
}

/// The same question without response bands: which centre is first on every road and on all land.
fn placed_cells(folder: &Path, county: &County, centres: &[StationIx]) -> impl Fn() -> PlacedCells + use<> {
    let points = folder.join("centres_of_benchmark.csv");
    let row = |centre: &StationIx| {
        let station = &county.problem.stations[*centre];
        format!("{},{:.9},{:.9}\n", station.id, station.position.longitude(), station.position.latitude())
    };
    fs_err::write(&points, "id,lon,lat\n".to_owned() + &centres.iter().map(row).collect::<String>()).unwrap();
    let from = Some(PointSource::File(RoadFile::new(&points)));
    let request = RoadRequest { roads: RoadSource::County(folder.to_owned()), from, to: None };
    let placed = place_on_roads(&request, &run_with(&|_| ())).unwrap();
    fs_err::remove_file(&points).unwrap();
    move || placed.cells(Scenario::Day).unwrap()
}

/// Roads, centres and areas for the peer: junctions, edges with their times and lines, all in metres of the county's plane.
fn write_arrays(folder: &Path, county: &County, centres: &[StationIx], areas: &DispatchAreas) {
    fs_err::create_dir_all(folder).unwrap();
    let network = &county.roads.as_ref().unwrap().network;
    let weights = network.weights(Scenario::Day);
    let frame = county.land.frame;
    let flat = |points: &mut dyn Iterator<Item = LocalXy>| points.flat_map(|point| [point.x, point.y]).collect();
    let number = |position: usize| u32::try_from(position).unwrap();
    let edges = || network.edges().iter();
    let nodes: Vec<f64> = flat(&mut network.nodes().iter().map(|node| frame.to_local(*node)));
    let points: Vec<f64> = flat(&mut edges().flat_map(|edge| edge.points().iter().map(|point| frame.to_local(*point))));
    let sizes: Vec<u32> = edges().map(|edge| number(edge.points().len())).collect();
    let ends: Vec<u32> =
        edges().flat_map(|edge| [edge.from(), edge.to()]).map(|node| number(node.position())).collect();
    let time = |time: Option<TravelTime>| time.map_or(u32::MAX, TravelTime::as_milliseconds);
    let along = [xiaqu::roads::Along::Forward, xiaqu::roads::Along::Backward];
    let indices = network.edges().indices();
    let times: Vec<u32> = indices.flat_map(|edge| along.map(|along| time(weights.time(edge, along)))).collect();
    let places: Vec<_> = centres.iter().map(|centre| county.problem.stations[*centre].position).collect();
    let usable = network.usable_from(&places);
    let bases: Vec<f64> = usable
        .bases()
        .iter()
        .flat_map(|access| {
            let access = access.unwrap();
            [cast::to_f64(access.edge.position() as u64), access.share, access.walk.as_minutes() * 60_000.0]
        })
        .collect();
    let outline: Vec<f64> = {
        let whole = county.land.townships.dissolve(|_| ()).polygon(());
        assert_eq!(whole.0.len(), 1, "the peer takes one outline");
        let ring = whole.0[0].exterior().points().map(|point| frame.to_local(lonlat(point.x(), point.y())));
        flat(&mut ring.collect::<Vec<_>>().into_iter())
    };
    let found: Vec<f64> = centres.iter().map(|centre| areas.land.area(*centre).as_square_metres()).collect();
    for (name, row) in [("nodes", nodes), ("points", points), ("bases", bases), ("outline", outline), ("areas", found)]
    {
        write_reals(folder, name, &row);
    }
    for (name, row) in [("counts", sizes), ("ends", ends), ("edge_times", times)] {
        write_numbers(folder, name, &row);
    }
}

fn lonlat(longitude: f64, latitude: f64) -> xiaqu::model::LonLat {
    xiaqu::model::LonLat::new(longitude, latitude).unwrap()
}

/// Share of the road, by points 5 m apart, that lies in the area of a centre that is not its own; one piece of a hundred
/// where there are many.
fn misplaced(county: &County, areas: &DispatchAreas) -> f64 {
    let along = areas.along_roads.as_ref().unwrap();
    let pieces = &along.roads.pieces;
    let step = if pieces.len() > 100_000 { 101 } else { 1 };
    let some =
        xiaqu::roads::RoadCells { pieces: pieces.iter().step_by(step).copied().collect(), without_road: Vec::new() };
    let samples = some.samples(&county.roads.as_ref().unwrap().network, |_| Metres::new(5.0).unwrap());
    let (mut all, mut wrong) = (0_u64, 0_u64);
    for (piece, points) in some.pieces.iter().zip(samples) {
        let Some(owner) = piece.owner.and_then(|owner| areas.centres.get(owner)) else { continue };
        for point in points {
            all += 1;
            wrong += u64::from(areas.land.locate(county.land.frame.to_lonlat(point)) != Some(*owner));
        }
    }
    cast::to_f64(wrong) / cast::to_f64(all)
}
