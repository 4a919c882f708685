//! The words of Xiaqu: ids, units, positions, the validated county and its plan.
//!
//! This crate stands at the start of the data flow and depends on nothing of ours. Everything else speaks in its types.

pub mod cast;
mod id;
mod index;
mod position;
pub mod problem_report;
mod quantity;

pub use id::{StationId, TownshipId, VillageId};
pub use index::{EdgeIx, GroupIx, Index, IxVec, NodeIx, Registry, StationIx, TownshipIx, VillageIx};
pub use position::{Datum, LocalFrame, LocalXy, LonLat, RawPosition};
pub use problem_report::*;
pub use quantity::{
    CallsPerYear, FirstArrival, Kph, Metres, OfficerHours, Officers, People, SecondArrival, Share, SquareMetres,
    TravelTime, Turnout, YuanPerYear,
};
