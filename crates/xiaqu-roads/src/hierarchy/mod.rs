//! The customizable contraction hierarchy: ordered once for a network, given times once for a scenario, swept for many
//! sources at once. Times are those of plain Dijkstra, to the millisecond.

mod cache;
mod chordal;
mod customised;
mod elimination;
mod error;
mod flow;
mod graph;
mod index;
mod lanes;
mod leaf;
mod metric;
mod order;
mod part;
mod reduce;
mod separator;
mod star;
mod structure;
mod sweep;
mod time_matrix;

#[cfg(test)]
mod tests;

pub use customised::{CustomisedRoads, HIERARCHY_FROM, travel_times_by};
pub use error::HierarchyError;
pub use graph::RoadGraph;
pub use metric::Metric;
pub use structure::Hierarchy;
pub use sweep::TargetSweep;
pub use time_matrix::TimeMatrix;
