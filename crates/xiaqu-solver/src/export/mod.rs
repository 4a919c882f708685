//! Integer programs as text that any solver reads, so that a proof need not be taken on trust.

mod labels;
mod lp;
mod mps;
mod names;
mod program;
#[cfg(test)]
mod tests;
mod written;

pub use written::{ProgramFormat, export_program};
