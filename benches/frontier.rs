//! Frontiers of generated counties, each once: points and seconds. `cargo run --release -p xiaqu-benches --example
//! frontier -- NAME...` runs those whose name contains one of the words; without words all.
//!
//! A frontier that is not complete makes the program fail. Where the county is small, every plan is judged as well and
//! has to give the same points.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]

use std::{process::ExitCode, time::Instant};

use xiaqu::model::{Aim, AimValue, ClosureRule, Engine, Problem};
use xiaqu_benches::generated::{Shape, shaped};
use xiaqu_solver::{Frontier, SearchControl, frontier};

/// Largest county whose plans are all judged, in stations.
const JUDGED_UP_TO: usize = 12;

struct Case {
    name: String,
    stations: usize,
    aims: Vec<Aim>,
}

fn cases() -> Vec<Case> {
    let case = |name: &str, stations: usize, aims: &[Aim]| Case {
        name: format!("{name}_{stations}"),
        stations,
        aims: aims.to_vec(),
    };
    let counties = [9, 12, 15, 20, 30].into_iter();
    let two = counties.clone().map(|stations| case("closures", stations, &[Aim::MostClosures, Aim::MeanSecondArrival]));
    let free = counties.clone().map(|stations| case("response", stations, &[Aim::MeanSecondArrival, Aim::Access]));
    let three = [Aim::MostClosures, Aim::MeanSecondArrival, Aim::WorstVillage];
    two.chain(free).chain(counties.map(|stations| case("three", stations, &three))).collect()
}

fn found_by(engine: Engine, problem: &Problem, aims: &[Aim]) -> Result<Frontier, xiaqu_solver::SolveError> {
    let mut problem = problem.clone();
    problem.policy.search.engine = engine;
    frontier(&problem, aims, &SearchControl::default())
}

fn run(case: &Case) -> bool {
    let shape = Shape { stations: case.stations, villages: 300, group_size: 2, closures: 0 };
    let mut problem = shaped(shape, 5);
    problem.policy.closures = ClosureRule::default();
    let values =
        |found: &Frontier| -> Vec<Vec<AimValue>> { found.points.iter().map(|point| point.values.clone()).collect() };
    let began = Instant::now();
    let searched = match found_by(Engine::Exact, &problem, &case.aims) {
        Ok(found) => found,
        Err(error) => {
            println!("{:<14} {error}", case.name);
            return false;
        }
    };
    let seconds = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let judged = (case.stations <= JUDGED_UP_TO).then(|| found_by(Engine::Enumeration, &problem, &case.aims));
    let agrees = match &judged {
        Some(Ok(judged)) => values(judged) == values(&searched),
        Some(Err(_)) => false,
        None => true,
    };
    let enumerated = judged.map_or_else(String::new, |_| format!("enumeration {:.3} s", began.elapsed().as_secs_f64()));
    println!("{:<14} {:>4} points {seconds:>9.3} s  {enumerated}", case.name, searched.points.len());
    agrees && searched.is_complete()
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |case: &Case| words.is_empty() || words.iter().any(|word| case.name.contains(word.as_str()));
    let failed = cases().iter().filter(|case| wanted(case)).filter(|case| !run(case)).count();
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
