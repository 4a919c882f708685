//! The road network of Xiaqu: import, repair report, snapping, travel times and the network Voronoi.
//!
//! In the flow it stands between the files and the problem: lines of road go in, travel matrices and the roads of each
//! base come out; the judge and the solver see only those. Lines come from [`read_osm_pbf`] or from a reader of road
//! tables in another crate.
//!
//! ```text
//! OSM PBF -read_osm_pbf-> RoadLine, ImportReport
//! RoadLine + Link -RoadNetwork::build-> RoadNetwork, RepairReport
//! RoadNetwork + stations -usable_from-> UsableRoads -access-> Access
//! Weights + Base + Access -travel_times-> matrix        Weights + Base -cells-> RoadCells -samples-> points
//! ```
//!
//! Times are whole milliseconds and every choice between equals is fixed, so that results are the same on every machine
//! and for any number of threads. A *base* is any place crews start from; an *access* is the point of road from which a
//! place is reached; a *part* is a set of roads between which one can drive and come back.
//!
//! # Example
//! ```
//! use xiaqu_model::{Kph, LocalFrame, LonLat, TravelTime};
//! use xiaqu_roads::{
//!     Base, Direction, RoadClass, RoadLine, RoadNetwork, RoadSettings, Scenario, Season, cells, travel_times,
//! };
//!
//! let at = |longitude, latitude| LonLat::new(longitude, latitude).unwrap();
//! let road = RoadLine {
//!     points: vec![at(117.0, 27.0), at(117.05, 27.0), at(117.1, 27.0)],
//!     osm_nodes: None,
//!     class: RoadClass::Tertiary,
//!     speed: Kph::new(40.0).unwrap(),
//!     direction: Direction::Both,
//!     name: None,
//!     closed_when_wet: false,
//!     season: Season::AllYear,
//!     id: "X612".into(),
//!     level: 0,
//! };
//! let frame = LocalFrame::centred_on(at(117.05, 27.0));
//! let (network, report) = RoadNetwork::build(&[road], &[], frame, &RoadSettings::default())?;
//! assert_eq!(report.islands.len(), 0);
//!
//! let usable = network.usable_from(&[at(117.0, 27.0), at(117.1, 27.0)]);
//! let bases: Vec<Base> = usable
//!     .bases()
//!     .iter()
//!     .flatten()
//!     .map(|access| Base { access: *access, start: TravelTime::ZERO })
//!     .collect();
//! let village = usable.access(at(117.02, 27.0)).unwrap();
//! let weights = network.weights(Scenario::Day);
//! let times = travel_times(&network, &weights, &bases, &[village]);
//! assert!(times[0][0] < times[1][0]); // the first base is nearer
//! let roads = cells(&network, &weights, &bases);
//! assert_eq!(roads.pieces.len(), 2); // the break is half way
//! assert!((roads.pieces[0].to_share - 0.5).abs() < 1e-6);
//! # Ok::<(), xiaqu_roads::RoadError>(())
//! ```

mod access;
mod bucket_queue;
mod cells;
mod class;
mod closure;
mod elevation;
mod error;
mod hierarchy;
mod joined;
mod line;
mod network;
mod osm;
mod profile;
mod route;
mod samples;
mod search;
mod settings;
mod turn;
mod weights;
mod whole_file;

#[cfg(test)]
mod cell_tests;
#[cfg(test)]
mod closure_tests;
#[cfg(test)]
mod network_tests;
#[cfg(test)]
mod noding_tests;
#[cfg(test)]
mod oracle_tests;
#[cfg(test)]
mod real_turn_tests;
#[cfg(test)]
mod slope_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod turn_oracle_tests;
#[cfg(test)]
mod turn_tests;

pub use access::{Access, TooFar, UsableRoads};
pub use cells::{RoadCells, RoadPiece, cells, cells_and_arrivals, first_bases};
pub use class::{Direction, RoadClass};
pub use closure::{Closure, ClosureEffect, ClosurePlace};
pub use elevation::{ElevationGrid, SlopeFinding, SlopeRule};
pub use error::RoadError;
pub use hierarchy::{
    CustomisedRoads, HIERARCHY_FROM, Hierarchy, HierarchyError, Metric, RoadGraph, TargetSweep, TimeMatrix,
    travel_times_by,
};
pub use line::{Link, RoadLine, Season};
pub use network::{
    FoundClosure, Island, JoinedEnd, OpenEnd, Region, RegionError, RegionOrigin, RepairReport, RoadData, RoadEdge,
    RoadNetwork, StandingLinkEnd, is_region_file,
};
pub use osm::{ImportReport, MaxSpeed, PbfFault, RoadImport, XmlFault, parse_maxspeed, read_osm_pbf, read_osm_xml};
pub use profile::{ArrivalProfile, arrival_profiles};
pub use route::{Route, RouteLeg, route};
pub use search::{Base, travel_times};
pub use settings::{Passage, RoadSettings, SurfaceSpeeds};
pub use turn::{TurnFinding, TurnOutcome, TurnPolicy, TurnRestriction, TurnRule, TurnVia};
pub use weights::{Along, Scenario, Weights};
pub use whole_file::write_whole;
