//! From raw records to the validated county: places, roads, territories, adjacency.

mod adjacency;
mod build;
mod datum_by_roads;
mod limits;
mod places;
mod policy;
mod roads;
mod territories;
mod travel_ends;
mod travel_table;

pub use build::{County, Land};
pub(crate) use places::{Named, Names};
pub use roads::CountyRoads;
pub(crate) use territories::{around, divide_settings};
