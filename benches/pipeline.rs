//! The whole pipeline.
fn main() {}
