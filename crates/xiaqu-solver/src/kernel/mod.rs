//! The exact kernel: whole-number set partitioning with nearest response (FORMULATION 4.20 to 4.28).

mod certificate;
mod completion;
pub(crate) mod evaluate;
mod finish;
mod fixed;
pub(crate) mod groups;
pub(crate) mod index;
mod levels;
mod master;
pub(crate) mod ordered;
pub(crate) mod program;
mod refine;
mod relax;
mod rounding;
pub(crate) mod search;
mod stage;
mod tree;
mod triples;

#[cfg(test)]
mod tests;
