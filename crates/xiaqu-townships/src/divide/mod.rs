//! Land divided among owners by nearest site: dispatch areas, and jurisdictions inside a township of several stations.

mod clip;
mod division;
mod faces;
mod guard;
mod parts;
mod point_grid;
mod smoothing;
mod voronoi;

pub use division::{DivideReport, DivideSettings, DividedCoverage, PartNote, Site};
