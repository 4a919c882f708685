//! Benchmarks of Xiaqu; see README.md.
