//! The exact kernel: whole-number set partitioning with nearest response (FORMULATION 4.20 to 4.28).

mod certificate;
mod completion;
mod evaluate;
mod finish;
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

pub(crate) use evaluate::ValuedPlan;
pub(crate) use groups::connected_groups;
pub(crate) use index::{ColumnIx, FunctionalIx};
pub(crate) use ordered::{Answer, Stopped, all_within, minimise_in_order};
pub(crate) use program::{Column, DemandClass, Functional, Program};
pub(crate) use search::{Effort, Settings};

#[cfg(test)]
mod tests;
