//! Turn restrictions: from ids of roads to forbidden paths, and the copies of junctions that make a search obey them.

mod automaton;
mod members;
mod paths;

pub(crate) use automaton::{ForbiddenPaths, Step};
pub(super) use members::Members;
pub(super) use paths::resolve_turns;
