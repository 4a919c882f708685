//! The exact kernel: whole-number set partitioning with nearest response (FORMULATION 4.20 to 4.28).

mod certificate;
mod completion;
pub(crate) mod evaluate;
mod finish;
mod first;
mod fixed;
pub(crate) mod groups;
pub(crate) mod index;
mod levels;
mod master;
pub(crate) mod ordered;
pub(crate) mod program;
mod reduced;
mod refine;
mod relax;
mod rounding;
pub(crate) mod search;
mod stage;
mod tree;
mod triples;

pub(crate) use evaluate::ValuedPlan;
pub(crate) use groups::connected_groups;
pub(crate) use index::{ColumnIx, FunctionalIx};
pub(crate) use ordered::{Answer, Reason, Stopped, all_within, minimise_in_order};
pub(crate) use program::{Column, DemandClass, Functional, Program};
pub(crate) use search::{Effort, Settings, Ties};

#[cfg(test)]
mod tests;
