//! Benchmarks of Xiaqu; see README.md. Here are the problems they share.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "benchmarks fail like tests")]

pub mod generated;
pub mod raw_roads;
pub mod sites;
pub mod timing;

/// Peak memory of this process in megabytes, where the system tells it.
#[must_use]
pub fn peak_megabytes() -> u64 {
    let status = fs_err::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
