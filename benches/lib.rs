//! Benchmarks of Xiaqu; see README.md. Here are the problems they share.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "benchmarks fail like tests")]

pub mod generated;
pub mod raw_roads;

pub mod sites;
