//! The words of Xiaqu: ids, units, positions, the validated county, its policy, plans and problem codes.
//!
//! This crate stands at the start of the data flow and depends on nothing of ours. Everything else speaks in its types:
//! readers fill the tables of a [`Problem`], the solver turns it into an [`Outcome`], the judge turns both into figures.
//!
//! ```
//! use xiaqu_model::{Group, Index, Mode, Officers, Plan, StationIx};
//!
//! let [first, second, third] = [0, 1, 2].map(StationIx::from_position);
//! let plan = Plan::new([
//!     (Group::keep(third), Officers::new(5)),
//!     (Group::new(vec![second, first], second), Officers::new(8)),
//! ]);
//! assert_eq!(plan.groups()[0].mode(), Mode::Merge);
//! assert_eq!(plan.centres(), [second, third]);
//! assert_eq!(plan.posts(), [first]);
//! ```

mod adjacency;
mod aim;
mod calendar_date;
pub mod cast;
mod dispatch;
mod geodesic;
mod id;
mod index;
mod outcome;
mod plan;
mod policy;
mod position;
mod problem;
pub mod problem_report;
mod quantity;
mod reference_system;
mod solver_backend;
mod table;
mod workload;

pub use adjacency::{Adjacency, RefusalReason, StudiedPair};
pub use aim::{Aim, AimValue};
pub use calendar_date::CalendarDate;
pub use dispatch::{BorderStyle, DispatchRules};
pub use id::{StationId, TownshipId, VillageId};
pub use index::{EdgeIx, GroupIx, Index, IxVec, NodeIx, Registry, StationIx, TownshipIx, VillageIx};
pub use outcome::{Limit, NoPlan, Outcome, Proof, ProvedAim, Requirement};
pub use plan::{DispatchMap, Group, JurisdictionMap, Mode, Plan};
pub use policy::{
    ClosureRule, Engine, GroupRules, Policy, PostPolicy, ResponseRules, SearchRules, StrengthRules, WorkloadRules,
};
pub use position::{Datum, LocalFrame, LocalXy, LonLat, RawPosition};
pub use problem::{Problem, Travel, TravelTimes};
pub use problem_report::*;
pub use quantity::{
    CallsPerYear, FirstArrival, Kph, Metres, OfficerHours, Officers, People, SecondArrival, Share, SquareMetres,
    TravelTime, Turnout, Yuan, YuanPerYear,
};
pub use reference_system::{ReferenceSystem, TransverseMercator};
pub use solver_backend::SolverBackend;
pub use table::{RunningCost, Station, StationDuty, Township, Village};
pub use workload::Work;
