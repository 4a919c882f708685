//! Townships.
mod arrangement;
mod coverage;
mod divide;
mod lattice;
mod noding;
mod segment_tree;

pub use coverage::{Coverage, CoverageBuild, CoverageSettings, TownshipShape};
pub use divide::{DivideReport, DivideSettings, PartNote, Site};
