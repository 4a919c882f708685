//! Times between junctions.

use xiaqu_model::{Index, NodeIx};

use super::generated::{Generated, plain};
use crate::Hierarchy;

const CASES: u64 = 4_000;

#[test]
fn every_time_between_all_junctions_of_random_graphs_equals_dijkstra() {
    let (mut reached, mut unreached) = (0, 0);
    for seed in 0..CASES {
        let case = Generated::random(seed);
        let all: Vec<NodeIx> = (0..case.len()).map(NodeIx::from_position).collect();
        let hierarchy = Hierarchy::build(&case.graph);
        let metric = hierarchy.customise_arcs(&case.times).unwrap();
        let matrix = metric.towards_all().times_from(&all).unwrap();
        for source in &all {
            let expected = case.dijkstra(*source);
            for (column, expected) in expected.into_iter().enumerate() {
                let found = plain(matrix.time(source.position(), column));
                assert_eq!(found, expected, "seed {seed}, from {source:?} to {column}");
                if expected.is_some() { reached += 1 } else { unreached += 1 }
            }
        }
    }
    assert!(reached > 1_000_000 && unreached > 100_000, "{reached} reached, {unreached} not");
}

#[test]
fn sweeps_towards_some_targets_equal_sweeps_towards_all() {
    for seed in 0..CASES / 4 {
        let case = Generated::random(seed);
        let hierarchy = Hierarchy::build(&case.graph);
        let metric = hierarchy.customise_arcs(&case.times).unwrap();
        let sources = case.some_junctions(1 + usize::try_from(seed % 40).unwrap(), seed);
        let targets = case.some_junctions(usize::try_from(seed % 7).unwrap(), seed + 1);
        let all = metric.towards_all().times_from(&sources).unwrap();
        let some = metric.towards(&targets).unwrap().times_from(&sources).unwrap();
        assert_eq!(some.row_count(), if targets.is_empty() { 0 } else { sources.len() });
        for row in 0..sources.len() {
            let expected: Vec<_> = targets.iter().map(|target| all.time(row, target.position())).collect();
            assert_eq!(some.row(row).collect::<Vec<_>>(), expected, "seed {seed}, row {row}");
        }
        let alone = metric.towards(&targets).unwrap().times_from(&sources[..1]).unwrap();
        assert!(alone.row(0).eq(some.row(0)), "one source alone differs, seed {seed}");
    }
}

#[test]
fn a_generated_network_of_a_hundred_thousand_junctions_has_the_times_of_dijkstra() {
    let case = Generated::lattice(316, 1);
    let hierarchy = Hierarchy::build(&case.graph);
    let metric = hierarchy.customise_arcs(&case.times).unwrap();
    let sources = case.some_junctions(20, 2);
    let matrix = metric.towards_all().times_from(&sources).unwrap();
    let targets = case.some_junctions(2_000, 3);
    let restricted = metric.towards(&targets).unwrap().times_from(&sources).unwrap();
    for (row, source) in sources.iter().enumerate() {
        let expected = case.dijkstra(*source);
        assert!(matrix.row(row).map(plain).eq(expected.iter().copied()), "row {row}");
        let expected = targets.iter().map(|target| expected[target.position()]);
        assert!(restricted.row(row).map(plain).eq(expected), "row {row}, restricted");
    }
}

#[test]
fn closing_roads_and_opening_them_again_needs_no_new_hierarchy() {
    for seed in 0..300 {
        let mut case = Generated::random(seed);
        let hierarchy = Hierarchy::build(&case.graph);
        let all: Vec<NodeIx> = (0..case.len()).map(NodeIx::from_position).collect();
        let open = case.times.clone();
        for round in 0..3 {
            let closed = open.iter().enumerate();
            case.times = closed.map(|(arc, time)| time.filter(|_| (arc + round) % 3 != 0)).collect();
            let metric = hierarchy.customise_arcs(&case.times).unwrap();
            let matrix = metric.towards_all().times_from(&all).unwrap();
            for source in &all {
                let expected = case.dijkstra(*source);
                assert!(matrix.row(source.position()).map(plain).eq(expected), "seed {seed}, round {round}");
            }
        }
    }
}
