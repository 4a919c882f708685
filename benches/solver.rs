//! Both engines on generated problems, a third of the stations to close in pairs; they must agree.
//!
//! The names state engine and stations. Enumeration ends where its plans become too many to wait for.

#![allow(clippy::panic, reason = "benchmarks fail like tests")]

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use xiaqu::model::{Engine, Outcome, Problem, Proof};
use xiaqu_benches::generated::problem;
use xiaqu_solver::{SearchControl, solve};

fn solve_by(problem: &Problem, engine: Engine) -> Outcome {
    let mut problem = problem.clone();
    problem.policy.search.engine = engine;
    solve(&problem, &SearchControl::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn engines(criterion: &mut Criterion) {
    for stations in [9, 12, 15, 30] {
        let problem = problem(stations, 5);
        let programmed = solve_by(&problem, Engine::IntegerProgram);
        assert!(matches!(programmed.proof, Proof::Optimal { .. }), "{:?}", programmed.proof);
        assert_eq!(programmed.plan.posts().len(), stations / 3);
        criterion.bench_function(&format!("integer_program_{stations}_stations"), |bencher| {
            bencher.iter(|| black_box(solve_by(&problem, Engine::IntegerProgram)));
        });
        if stations <= 15 {
            let enumerated = solve_by(&problem, Engine::Enumeration);
            assert_eq!(enumerated.plan, programmed.plan, "{stations} stations");
            assert_eq!(enumerated.proof.aims(), programmed.proof.aims());
            criterion.bench_function(&format!("enumeration_{stations}_stations"), |bencher| {
                bencher.iter(|| black_box(solve_by(&problem, Engine::Enumeration)));
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1));
    targets = engines
}
criterion_main!(benches);
