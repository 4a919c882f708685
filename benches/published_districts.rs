//! All 40 published districting optima (510 areas, 3 to 30 centres, C0 to C3), solved and compared:
//! `published_districts [CENTRES [LEVEL]]` runs all of them, those of some centres, or one. Ends with an error if a value
//! differs from the published one or is not proved.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::exit, reason = "benchmarks fail like tests, and print")]

use std::{process::exit, time::Instant};

use xiaqu_solver::locate::{Districting, LocateControl, SiteRules, districts};
use xiaqu_tests::police_districts::{PublishedOptimum, published};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |optimum: &PublishedOptimum| {
        let names = [optimum.centres.to_string(), format!("{:?}", optimum.contiguity)];
        wanted.iter().zip(names).all(|(wanted, name)| *wanted == name)
    };
    let Some(data) = published() else { exit(1) };
    println!("| centres | contiguity | value | published | proof | seconds | published seconds, 16 threads |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let (mut seconds, mut published_seconds, mut failures) = (0.0, 0.0, 0);
    for optimum in data.optima.iter().filter(|optimum| is_wanted(optimum)) {
        let clock = Instant::now();
        let question = Districting {
            centres: optimum.centres,
            contiguity: optimum.contiguity,
            neighbourhood: &data.neighbourhood,
        };
        let outcome = districts(&data.costs, &question, &SiteRules::default(), &LocateControl::default()).unwrap();
        let taken = clock.elapsed().as_secs_f64();
        let is_proved = outcome.proof.kind() == "optimal" && outcome.bound == outcome.objective;
        failures += u32::from(!is_proved || outcome.objective != optimum.cost);
        (seconds, published_seconds) = (seconds + taken, published_seconds + optimum.seconds);
        println!(
            "| {} | {:?} | {} | {} | {}: {} | {taken:.2} | {} |",
            optimum.centres,
            optimum.contiguity,
            data.costs.to_text(outcome.objective),
            data.costs.to_text(optimum.cost),
            outcome.proof.kind(),
            outcome.proof.status(),
            optimum.seconds,
        );
    }
    println!("\ntotal {seconds:.1} s, published {published_seconds:.1} s, {failures} not reproduced or not proved");
    exit(i32::from(failures > 0));
}
