//! The judge: feasibility and every reported figure, plain and slow.
//!
//! Nothing here knows how a plan was found. [`judge()`] re-derives the maps, the arrivals and every broken rule from the
//! county's tables; [`figures()`] puts the sheet of domain section 7 together for today, transfers only and the plan.
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
//! use xiaqu_evaluate::{Alternatives, figures, judge};
//!
//! // Two stations a quarter of an hour apart, four officers each; the first takes over.
//! let [first, second] = [0, 1].map(StationIx::from_position);
//! let today = Plan::new([first, second].map(|station| (Group::keep(station), Officers::new(4))));
//! let plan = Plan::new([(Group::new(vec![first, second], first), Officers::new(9))]);
//! assert!(judge(&problem, &plan).is_sound());
//! assert_eq!(judge(&problem, &today).violations[0].code(), "E510");
//!
//! let sheet = figures(&problem, Alternatives { do_nothing: &today, transfers_only: &today, plan: &plan });
//! assert_eq!(sheet.row("reduction_percent").and_then(|row| row.after), Some(50.0));
//! assert_eq!(sheet.row("worst_loss").and_then(|row| row.after), Some(15.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod complexity;
mod dispatch;
mod figures;
mod judge;
mod posts;
mod statistics;
mod values;
mod violations;
mod workload;

pub use complexity::{
    Complexity, ComplexityWeights, DRAWS as COMPLEXITY_DRAWS, Factor, FactorValues, RankRange, Stability,
    StationComplexity, complexity,
};
pub use dispatch::{BorderCost, answering, border_costs};
pub use figures::{Alternatives, Capacity, Figure, FigureGroup, Figures, LosingVillage, Unit, figures};
pub use judge::{Judgement, VillageArrivals, judge, judge_as_dispatched};
pub use posts::{ResponsePolicy, first_arrivals};
pub use values::in_units;
pub use violations::villages_beyond_ceiling;
