//! Finding plans: which adjacent stations merge under which centre, and how many officers every centre gets.
//!
//! [`solve()`] turns a [`Problem`](xiaqu_model::Problem) into an [`Outcome`](xiaqu_model::Outcome): a plan and how sure it
//! is. Small counties are enumerated, larger ones go through an integer program; both follow FORMULATION.md in whole
//! numbers and give the same plan. The judge (`xiaqu-evaluate`) does not trust what comes out of here.
//!
//! ```
//! # use xiaqu_model::*;
//! # let minutes = |minutes| TravelTime::from_minutes(minutes);
//! # let site = LonLat::new(117.0, 27.0).ok_or("site")?;
//! # let station = |number: usize| Station {
//! #     id: StationId::new(format!("S{number}")), name: format!("station {number}"),
//! #     township: TownshipIx::from_position(0), position: site, officers: Officers::new(4),
//! #     territory_area: SquareMetres::default(), duty: StationDuty::Free, cost: None, works: Yuan::default(),
//! # };
//! # let village = |number: usize| Village {
//! #     id: VillageId::new(format!("V{number}")), name: format!("village {number}"),
//! #     township: TownshipIx::from_position(0), territory: StationIx::from_position(number), position: site,
//! #     people: People::new(1_000), calls: CallsPerYear::from_rate(People::new(1_000), 25.0).unwrap_or_default(),
//! # };
//! # let row = |near, far| IxVec::from_rows(vec![minutes(near), minutes(far)]);
//! # let day = TravelTimes {
//! #     to_village: IxVec::from_rows(vec![row(0.0, 15.0), IxVec::from_rows(vec![minutes(15.0), minutes(0.0)])]),
//! #     to_station: IxVec::default(),
//! # };
//! # let pair = StudiedPair {
//! #     first: StationIx::from_position(0), second: StationIx::from_position(1), shared_border: Metres::default(),
//! #     road_time: minutes(15.0), refusals: vec![], allowed_by_settings: false,
//! # };
//! # let mut policy = Policy { closures: ClosureRule { min: Some(1), max: None }, ..Policy::default() };
//! # policy.strength.transfers = Officers::new(1);
//! # let problem = Problem {
//! #     townships: IxVec::default(), villages: IxVec::from_fn(2, |v: VillageIx| village(v.position())),
//! #     stations: IxVec::from_fn(2, |s: StationIx| station(s.position())), adjacency: Adjacency::new(vec![pair]),
//! #     travel: Travel { day, wet: None }, policy,
//! # };
//! use xiaqu_solver::{SearchControl, solve};
//!
//! // Two stations a quarter of an hour apart, one of which must close.
//! let outcome = solve(&problem, &SearchControl::default())?;
//! assert_eq!(outcome.plan.centres().len(), 1);
//! assert_eq!(outcome.plan.officers(), [Officers::new(9)]);
//! assert!(matches!(outcome.proof, Proof::Enumerated { plans: 2, .. }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assignment;
mod backend;
mod columns;
mod conflict;
mod control;
mod enumeration;
mod error;
mod exact;
mod export;
mod frontier;
mod incumbent;
mod kernel;
pub mod locate;
mod milp;
mod near_optimal;
mod response;
mod rules;
mod solve;
mod staffed;
mod staffing;
mod values;

pub use backend::{Capabilities, backends};
pub use control::{Progress, SearchControl, Stage};
pub use error::{SearchError, SolveError};
pub use export::{ProgramFormat, export_program};
pub use frontier::{Frontier, FrontierMethod, FrontierPoint, PointProof, frontier, frontier_by};
pub use near_optimal::{Missing, NearOptimal, NearPlan, PairShare, Verdict, near_optimal};
pub use solve::solve;
pub use staffing::{allocate_officers, do_nothing, transfers_only, workload};
