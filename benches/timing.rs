//! Rows of measured times.

#![allow(clippy::print_stdout, reason = "benchmarks print")]

use std::time::Instant;

/// Median and least of some calls.
#[derive(Clone, Copy, Debug)]
pub struct Seconds {
    median: f64,
    least: f64,
}

/// Calls so many times or more: quick calls are made more often.
pub fn median<T>(times: usize, mut call: impl FnMut() -> T) -> Seconds {
    let mut seconds: Vec<f64> = Vec::new();
    while seconds.len() < times || (seconds.len() < 51 && seconds.iter().sum::<f64>() < 0.5) {
        let began = Instant::now();
        let result = call();
        seconds.push(began.elapsed().as_secs_f64());
        drop(result);
    }
    seconds.sort_by(f64::total_cmp);
    Seconds { median: seconds[seconds.len() / 2], least: seconds[0] }
}

/// Calls once, and prints a row of what it took.
pub fn once<T>(name: &str, call: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = call();
    let seconds = began.elapsed().as_secs_f64();
    row(name, Seconds { median: seconds, least: seconds });
    result
}

/// Prints a row.
pub fn row(name: &str, seconds: Seconds) {
    let [median, least] = [seconds.median, seconds.least].map(|seconds| 1_000.0 * seconds);
    println!("{name:<44} {median:>10.2} ms, least {least:>10.2} ms");
}
