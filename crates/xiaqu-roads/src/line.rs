//! What the network is built from: road lines and stated crossings.

use std::sync::Arc;

use xiaqu_model::{Kph, LonLat, TravelTime};

use crate::{Direction, RoadClass};

/// When in the year a road is there (季节通行).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Season {
    /// All year.
    #[default]
    AllYear,
    /// Closed in winter: a mountain pass.
    NotInWinter,
    /// Only in winter: a road over ice or frozen ground.
    OnlyInWinter,
}

/// Road line (道路线): one way of OpenStreetMap or one row of a road table, before it is split at junctions.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadLine {
    /// At least two points, WGS-84.
    pub points: Vec<LonLat>,
    /// OpenStreetMap node of each point: lines meet where they share a node. A negative number marks an end that is
    /// closed by a barrier and must not be joined by repair. Without nodes, lines meet where coordinates are equal
    /// to 1e-7 of a degree.
    pub osm_nodes: Option<Vec<i64>>,
    /// Class.
    pub class: RoadClass,
    /// Speed in km/h, the lesser of the class default and the limit; above zero.
    pub speed: Kph,
    /// Directions allowed.
    pub direction: Direction,
    /// Name or number on signs.
    pub name: Option<Arc<str>>,
    /// Whether the road is closed in the wet scenario.
    pub closed_when_wet: bool,
    /// When in the year the road is there.
    pub season: Season,
    /// OpenStreetMap way or id of the row. Pieces of one way share it.
    pub id: Arc<str>,
    /// Level: 0 on the ground, above on bridges, below in tunnels. Repair joins only lines of one level.
    pub level: i8,
}

/// A crossing that the user states, such as a ferry (渡口), in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Name for messages and maps.
    pub name: Arc<str>,
    /// One end.
    pub from: LonLat,
    /// Other end.
    pub to: LonLat,
    /// Time from road to road, waiting included; stays the same in the wet scenario.
    pub minutes: TravelTime,
}
