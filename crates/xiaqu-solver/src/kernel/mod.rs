//! The exact kernel: whole-number set partitioning with nearest response (FORMULATION 4.20 to 4.28).

mod certificate;
mod completion;
mod evaluate;
mod fixed;
mod groups;
mod index;
mod levels;
mod master;
mod ordered;
mod program;
mod refine;
mod relax;
mod rounding;
mod search;
mod stage;
mod tree;
mod triples;

#[cfg(test)]
mod tests;
