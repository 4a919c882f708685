//! The sizes of the issue, each once: proof, value, seconds and peak memory. `cargo run --release -p xiaqu-benches
//! --example scale -- NAME...` runs those whose name contains one of the words; without words all.
//!
//! A run that ends without the proof or the gap that its row names makes the program fail.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]

use std::{process::ExitCode, time::Instant};

use xiaqu::model::{Aim, Engine, Proof};
use xiaqu_benches::generated::{Shape, shaped};
use xiaqu_solver::{SearchControl, solve};

struct Case {
    name: String,
    shape: Shape,
    aims: Vec<Aim>,
    seconds: Option<f64>,
    /// Largest gap that passes.
    gap: f64,
}

fn case(name: &str, (stations, villages): (usize, usize), group_size: u32, aims: &[Aim]) -> Case {
    let shape = Shape { stations, villages, group_size, closures: stations / 3 };
    Case { name: name.to_owned(), shape, aims: aims.to_vec(), seconds: None, gap: 0.0 }
}

fn cases() -> Vec<Case> {
    let mean = [Aim::MeanSecondArrival];
    let mut cases: Vec<Case> = [9, 12, 15, 20, 25, 30]
        .into_iter()
        .map(|stations| case(&format!("county_{stations}"), (stations, 300), 2, &mean))
        .collect();
    for aim in Aim::ALL.into_iter().filter(|aim| !matches!(aim, Aim::RunningCost | Aim::OneOffCost)) {
        cases.push(case(&format!("aim_{}_15", aim.name()), (15, 300), 2, &[aim]));
        let row = case(&format!("aim_{}_30", aim.name()), (30, 300), 2, &[aim]);
        // The one aim whose proof takes minutes at 30 stations.
        let stopped = aim == Aim::BusiestStation;
        cases.push(if stopped { Case { seconds: Some(60.0), gap: 0.06, ..row } } else { row });
    }
    for size in [2, 3] {
        cases.push(case(&format!("city_200_k{size}"), (200, 20_000), size, &mean));
    }
    cases.push(case("separable_1k_k4", (1_000, 1_000), 4, &[Aim::Access]));
    cases.push(case("separable_10k_k3", (10_000, 10_000), 3, &[Aim::Access]));
    for stations in [100, 200, 300, 500, 700, 1_000] {
        let row = case(&format!("province_{stations}"), (stations, 200 * stations), 2, &mean);
        cases.push(Case { seconds: Some(115.0), gap: 0.001, ..row });
    }
    cases
}

/// Peak memory of this process in megabytes, where the system tells it.
fn peak_megabytes() -> Option<u64> {
    let status = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_024)
}

fn run(case: &Case) -> bool {
    let mut problem = shaped(case.shape, 5);
    problem.policy.aims.clone_from(&case.aims);
    if case.shape.stations > 15 {
        problem.policy.search.engine = Engine::Exact;
    }
    problem.policy.search.time_limit_seconds = case.seconds;
    let began = Instant::now();
    let outcome = match solve(&problem, &SearchControl::default()) {
        Ok(outcome) => outcome,
        Err(error) => {
            println!("{:<24} {error}", case.name);
            return false;
        }
    };
    let seconds = began.elapsed().as_secs_f64();
    let closed = outcome.plan.closures();
    let proved = matches!(outcome.proof, Proof::Optimal { .. });
    let gap = outcome.proof.aims().first().map_or(1.0, xiaqu::model::ProvedAim::gap);
    let (kind, status) = match &outcome.proof {
        Proof::Optimal { status, .. } => ("optimal", status),
        Proof::Stopped { status, .. } => ("stopped", status),
        Proof::Enumerated { .. } => ("enumerated", &case.name),
    };
    let value = outcome.proof.aims().first().map_or(0, |aim| aim.objective.0);
    println!(
        "{:<24} {kind:<9} gap {:>8.5} % {seconds:>8.3} s {:>6} MB  closed {closed:>4}  value {value}  ({status})",
        case.name,
        100.0 * gap,
        peak_megabytes().unwrap_or(0),
    );
    closed == case.shape.closures && (proved || gap <= case.gap)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let asked = |case: &Case| words.is_empty() || words.iter().any(|word| case.name.contains(word.as_str()));
    let failed = cases().iter().filter(|case| asked(case) && !run(case)).count();
    if failed > 0 {
        println!("{failed} without the proof asked for");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
