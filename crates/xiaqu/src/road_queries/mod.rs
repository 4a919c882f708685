//! Questions about roads alone: what was read, travel times, bands of travel time, routes, and the network Voronoi.
//!
//! ```text
//! RoadSource -read_roads_alone-> ReadRoads -RoadsInfo::of-> RoadsInfo
//! RoadFile -import_roads-> region file, which RoadSource may name
//! RoadRequest -place_on_roads-> PlacedRoads -matrix-> RoadMatrix
//! PlacedRoads -isochrones-> Isochrones    -route-> PlacedRoute    -cells-> PlacedCells
//! ```

mod cells;
mod fields;
mod ground;
mod hierarchy_file;
mod info;
mod info_layer;
mod isochrones;
mod matrix;
mod place;
mod place_list;
mod read;
mod region;
mod request;
mod route;
mod written;

pub use cells::{CellRow, PlacedCells};
pub use fields::rounded_minutes;
pub use ground::LandRule;
pub use hierarchy_file::{HierarchySource, ReadyHierarchy};
pub use info::{ClassLength, RoadsInfo};
pub use isochrones::{BandRow, Isochrones};
pub use matrix::{MatrixSearch, RoadMatrix};
pub use place::{PlacedRoads, place_on_roads};
pub use place_list::RoadPlace;
pub use read::{ReadRoads, read_roads_alone};
pub use region::import_roads;
pub use request::{PointSource, RoadFile, RoadRequest, RoadSource};
pub use route::{PlacedRoute, RouteStep};
