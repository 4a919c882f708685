//! Roads from an OpenStreetMap file to a region file, and that file opened again; points put on the nearest road:
//!
//! ```text
//! cargo run --release -p xiaqu-benches --example region_scale -- FILE.osm.pbf FOLDER
//! python benches/snap_peers.py FOLDER
//! ```
//!
//! FOLDER takes the region file, and the points with their distances for the peer. The network that is opened is shown to be
//! the one that was written.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "benchmarks fail like tests, and print")]

use std::{hint::black_box, path::Path, time::Instant};

use xiaqu::{
    model::{EdgeIx, Index, LocalFrame, LocalXy, LonLat, cast},
    roads::{RegionOrigin, RoadData, RoadNetwork, RoadSettings, Scenario, read_osm_pbf},
};
use xiaqu_benches::{
    peak_megabytes,
    raw_roads::{write_numbers, write_reals},
};
use xiaqu_testkit::random::Random;

const RUNS: usize = 5;
const PLACES: usize = 200_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (file, folder) = (arguments.next().unwrap(), arguments.next().unwrap());
    let (file, folder) = (Path::new(&file), Path::new(&folder));
    fs_err::create_dir_all(folder).unwrap();
    let region = folder.join("region.xqroads");
    let settings = RoadSettings::default();
    if !region.exists() {
        import(file, &region, &settings);
        println!("run again to open the file without the memory that making it took");
        return;
    }
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            let opened = RoadNetwork::open_region(&region, &settings).unwrap();
            let seconds = began.elapsed().as_secs_f64();
            drop(opened);
            seconds
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    println!("opened: median {:.3} s, least {:.3} s; peak {} MB", seconds[RUNS / 2], seconds[0], peak_megabytes());
    let network = RoadNetwork::open_region(&region, &settings).unwrap().network;
    snap(&network, folder);
    if let Some(file) = Some(file).filter(|file| file.exists()) {
        let (built, _) = built(file, &settings);
        assert_eq!(network.weights(Scenario::Wet), built.weights(Scenario::Wet), "another network");
        assert_eq!(network.nodes(), built.nodes());
    }
}

fn built(file: &Path, settings: &RoadSettings) -> (RoadNetwork, usize) {
    let began = Instant::now();
    let import = read_osm_pbf(file, settings).unwrap();
    println!("read in {:.2} s; peak {} MB", began.elapsed().as_secs_f64(), peak_megabytes());
    let frame = LocalFrame::centred_on(import.lines[0].points[0]);
    let data = RoadData { lines: &import.lines, turns: &import.turns, ..RoadData::default() };
    let network = RoadNetwork::build_from(data, frame, settings).unwrap().0;
    println!("read and built in {:.2} s; peak {} MB", began.elapsed().as_secs_f64(), peak_megabytes());
    (network, import.lines.len())
}

fn import(file: &Path, region: &Path, settings: &RoadSettings) {
    let began = Instant::now();
    let (network, lines) = built(file, settings);
    let origin = RegionOrigin { file: "roads".to_owned(), sha256: String::new(), lines };
    network.write_region(region, &origin).unwrap();
    let bytes = fs_err::metadata(region).unwrap().len();
    println!(
        "imported in {:.2} s: {} junctions, {} pieces, {} MB of file; peak {} MB",
        began.elapsed().as_secs_f64(),
        network.nodes().len(),
        network.edges().len(),
        bytes / 1_000_000,
        peak_megabytes()
    );
}

/// Points near roads, up to a kilometre off, put on the nearest road.
fn snap(network: &RoadNetwork, folder: &Path) {
    let mut random = Random::new(7);
    let frame = network.frame();
    let edges = network.edges();
    let places: Vec<LonLat> = (0..PLACES)
        .map(|_| {
            let edge = &edges[EdgeIx::from_position(random.below(edges.len()))];
            let point = frame.to_local(edge.points()[0]);
            let mut aside = || 2_000.0 * (random.unit() - 0.5);
            frame.to_lonlat(LocalXy { x: point.x + aside(), y: point.y + aside() })
        })
        .collect();
    let began = Instant::now();
    drop(black_box(network.usable_from(&places[..1])));
    println!("tree made and first point: {:.3} s; peak {} MB", began.elapsed().as_secs_f64(), peak_megabytes());
    let usable = network.usable_from(&places[..2_000]);
    let began = Instant::now();
    for place in &places {
        let _ = black_box(usable.access(*place));
    }
    let microseconds = began.elapsed().as_secs_f64() * 1e6 / cast::count_to_f64(PLACES);
    println!("nearest road of a point: {microseconds:.2} us over {PLACES} points");
    let distance = |place: &LonLat| match usable.access(*place) {
        Ok(access) => access.distance.as_metres(),
        Err(far) => far.nearest.unwrap().0.as_metres(),
    };
    let distances: Vec<f64> = places.iter().map(distance).collect();
    let flat = |points: &mut dyn Iterator<Item = LocalXy>| points.flat_map(|point| [point.x, point.y]).collect();
    let places: Vec<f64> = flat(&mut places.iter().map(|place| frame.to_local(*place)));
    let usable_edges =
        || edges.iter_enumerated().filter(|(edge, _)| usable.is_usable(*edge)).map(|(_, row)| row.points());
    let points: Vec<f64> = flat(&mut usable_edges().flatten().map(|point| frame.to_local(*point)));
    let counts: Vec<u32> = usable_edges().map(|points| u32::try_from(points.len()).unwrap()).collect();
    write_reals(folder, "snap_places", &places);
    write_reals(folder, "snap_points", &points);
    write_reals(folder, "snap_distances", &distances);
    write_numbers(folder, "snap_counts", &counts);
}
