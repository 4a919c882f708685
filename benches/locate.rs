//! The p-median on generated instances: random Euclidean nodes with weights, and shortest paths of random graphs.
//!
//! Every answer is proved, and its value is compared with that of another seed, before it is timed.

#![allow(clippy::panic, reason = "benchmarks fail like tests")]

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use xiaqu_benches::sites::{euclidean, graph};
use xiaqu_solver::locate::{CostMatrix, LocateControl, LocateOutcome, SiteRules, p_median};

fn solve(matrix: &CostMatrix, centres: usize, seed: u64) -> LocateOutcome {
    let control = LocateControl { seed, ..LocateControl::default() };
    p_median(matrix, centres, &SiteRules::default(), &control).unwrap_or_else(|error| panic!("{error}"))
}

fn p_medians(criterion: &mut Criterion) {
    let cases = [
        ("euclidean_200_nodes_10_centres", euclidean(200, 1), 10),
        ("euclidean_400_nodes_40_centres", euclidean(400, 1), 40),
        ("euclidean_900_nodes_90_centres", euclidean(900, 1), 90),
        ("graph_100_nodes_5_centres", graph(100, 1), 5),
        ("graph_300_nodes_30_centres", graph(300, 1), 30),
        ("graph_300_nodes_100_centres", graph(300, 1), 100),
    ];
    for (name, matrix, centres) in cases {
        let outcome = solve(&matrix, centres, 1);
        assert_eq!((outcome.proof.kind(), outcome.bound), ("optimal", outcome.objective), "{name}");
        assert_eq!(outcome.objective, solve(&matrix, centres, 2).objective, "{name}");
        criterion.bench_function(name, |bencher| bencher.iter(|| black_box(solve(&matrix, centres, 1))));
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1));
    targets = p_medians
}
criterion_main!(benches);
