//! The network: drafted from lines, repaired, linked, measured, and kept as edges between junctions.

mod arcs;
mod bounds;
mod build;
mod closing;
mod crossing;
mod draft;
mod edge;
mod islands;
mod junctions;
mod near_miss;
mod noding;
mod region;
mod rejoin;
mod repair_report;
mod road_network;
mod segments;
mod slope;
mod stretches;
mod turns;
mod vertices;

pub(crate) use arcs::Arc;
pub(crate) use closing::{slow_downs, slowed};
pub use edge::RoadEdge;
pub use region::{Region, RegionError, RegionOrigin, is_region_file};
pub use repair_report::{FoundClosure, Island, JoinedEnd, OpenEnd, RepairReport, StandingLinkEnd};
pub use road_network::{RoadData, RoadNetwork};
pub(crate) use segments::SegmentHit;
