//! The network: drafted from lines, repaired, linked, measured, and kept as edges between junctions.

mod arcs;
mod build;
mod crossing;
mod draft;
mod edge;
mod islands;
mod near_miss;
mod rejoin;
mod repair_report;
mod road_network;
mod segments;
mod turns;

pub(crate) use arcs::Arc;
pub use edge::RoadEdge;
pub use repair_report::{Island, JoinedEnd, OpenEnd, RepairReport, StandingLinkEnd};
pub use road_network::RoadNetwork;
pub(crate) use segments::SegmentHit;
