//! Matrices of travel times here, by plain search, and by the `cch` crate, in one run on the same roads:
//!
//! ```text
//! cargo run --release -p xiaqu-benches --example travel_time_peers -- FOLDER [FILE.osm.pbf]
//! python benches/roads_peers.py FOLDER
//! ```
//!
//! FOLDER keeps the roads as arrays: those of the file, or else a generated province of 1.06 million junctions; they are
//! made once. Times are asserted before they are measured. Medians and least of
//! five runs or more, peers of three or more.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "benchmarks fail like tests, and print")]

use std::path::PathBuf;

use rayon::{ThreadPoolBuilder, prelude::*};
use xiaqu::{
    model::{Index, NodeIx, TravelTime},
    roads::{Hierarchy, Metric},
};
use xiaqu_benches::{
    peak_megabytes,
    raw_roads::{RawRoads, write_numbers},
    timing::{median, once, row},
};

const PROVINCE_JUNCTIONS: usize = 1_058_803;

struct Task {
    roads: RawRoads,
    sources: Vec<NodeIx>,
    targets: Vec<NodeIx>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap());
    let file = arguments.next().map(PathBuf::from);
    if !folder.join("places.npy").exists() {
        let roads = file.as_deref().map_or_else(|| RawRoads::province(PROVINCE_JUNCTIONS, 1), RawRoads::of_pbf);
        roads.write(&folder);
        println!(
            "roads written to {}; run again to measure without the memory that making them took",
            folder.display()
        );
    }
    let roads = RawRoads::read(&folder);
    let (sources, targets) = if roads.places.len() > 500_000 { (100, 100_000) } else { (20, 20_000) };
    let (sources, targets) = (roads.junctions(sources, 2), roads.junctions(targets, 3));
    println!("{} junctions, {} arcs, {} x {}", roads.places.len(), roads.heads.len(), sources.len(), targets.len());
    let task = Task { roads, sources, targets };
    let found = measure_own(&task);
    let numbers =
        |nodes: &[NodeIx]| nodes.iter().map(|node| u32::try_from(node.position()).unwrap()).collect::<Vec<u32>>();
    write_numbers(&folder, "sources", &numbers(&task.sources));
    write_numbers(&folder, "targets", &numbers(&task.targets));
    write_numbers(&folder, "found", &found);
    let plain = measure_plain(&task);
    assert!(found == plain, "sweeps and plain search differ");
    measure_cch(&task, &found);
}

fn matrix(metric: &Metric, task: &Task) -> Vec<u32> {
    let matrix = metric.towards(&task.targets).unwrap().times_from(&task.sources).unwrap();
    let time = |time: Option<TravelTime>| time.map_or(u32::MAX, TravelTime::as_milliseconds);
    (0..matrix.row_count()).flat_map(|row| matrix.row(row).map(time).collect::<Vec<u32>>()).collect()
}

fn measure_own(task: &Task) -> Vec<u32> {
    let graph = task.roads.graph();
    let times = task.roads.travel_times();
    let hierarchy = once("xiaqu order and build, 2 threads", || Hierarchy::build(&graph));
    println!("{} arcs in the hierarchy, peak memory {} MB", hierarchy.arc_count(), peak_megabytes());
    row("xiaqu customise", median(5, || hierarchy.customise_arcs(&times).unwrap()));
    let metric = hierarchy.customise_arcs(&times).unwrap();
    let found = matrix(&metric, task);
    for threads in [1, 2] {
        ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            assert!(matrix(&metric, task) == found, "the number of threads changes times");
            let whole = || metric.towards(&task.targets).unwrap().times_from(&task.sources).unwrap();
            row(&format!("xiaqu matrix, {threads} threads"), median(5, whole));
        });
    }
    let all = metric.towards_all();
    row("xiaqu one to all, targets prepared", median(5, || all.times_from(&task.sources[..1]).unwrap()));
    row("xiaqu sixteen to all, targets prepared", median(5, || all.times_from(&task.sources[..16]).unwrap()));
    println!("peak memory {} MB", peak_megabytes());
    let path = std::env::temp_dir().join(format!("xiaqu-{}.hierarchy", std::process::id()));
    once("xiaqu write file", || hierarchy.write(&path, &graph).unwrap());
    assert!(Hierarchy::open(&path, &graph).unwrap() == hierarchy, "the file gives another hierarchy");
    row("xiaqu open file", median(3, || Hierarchy::open(&path, &graph).unwrap()));
    fs_err::remove_file(path).unwrap();
    found
}

fn measure_plain(task: &Task) -> Vec<u32> {
    let whole = || -> Vec<u32> {
        let row = |source: &NodeIx| {
            let arrivals = task.roads.dijkstra(*source);
            task.targets.iter().map(|target| arrivals[target.position()]).collect::<Vec<u32>>()
        };
        task.sources.par_iter().flat_map_iter(row).collect()
    };
    row("plain search one to all", median(5, || task.roads.dijkstra(task.sources[0])));
    let one = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    once("plain search matrix, 1 thread", || one.install(whole))
}

fn measure_cch(task: &Task, expected: &[u32]) {
    let roads = &task.roads;
    let graph =
        cch::graph::Graph { first_out: roads.first.clone(), head: roads.heads.clone(), weight: roads.times.clone() };
    let tails = (0_u32..).zip(roads.first.windows(2));
    let tails: Vec<u32> = tails.flat_map(|(tail, ends)| (ends[0]..ends[1]).map(move |_| tail)).collect();
    #[expect(clippy::cast_possible_truncation, reason = "the peer takes single precision")]
    let [x, y] = [0, 1].map(|axis| roads.places.iter().map(|place| place[axis] as f32).collect::<Vec<f32>>());
    let count = u32::try_from(roads.places.len()).unwrap();
    let order = once("cch order", || cch::inertial_order(count, &tails, &roads.heads, &y, &x));
    let built = once("cch build", || cch::Cch::build(&graph, &order));
    println!("{} arcs in the hierarchy of cch", built.cch_arc_count());
    row("cch customise", median(3, || built.customize(&graph.weight)));
    let metric = built.customize(&graph.weight);
    let numbers =
        |nodes: &[NodeIx]| nodes.iter().map(|node| u32::try_from(node.position()).unwrap()).collect::<Vec<u32>>();
    let (sources, targets) = (numbers(&task.sources), numbers(&task.targets));
    let whole = || cch::distance_matrix(&built.view(), &metric.view(), &sources, &targets);
    let found: Vec<u32> =
        whole().into_iter().map(|time| if time == cch::INF_WEIGHT { u32::MAX } else { time }).collect();
    assert!(found == expected, "cch differs");
    row("cch matrix", median(3, whole));
}
