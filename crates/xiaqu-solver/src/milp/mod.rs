//! The integer program (FORMULATION 4.2): symbols in here are those of FORMULATION.md.

mod master;
mod search;

pub(crate) use master::{Master, MasterAim};
pub(crate) use search::search_integer_program;
