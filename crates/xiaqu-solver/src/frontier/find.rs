//! The entry point: which scheme finds the frontier, and what it becomes.

use xiaqu_model::{Aim, AimValue, Group, Limit, NoPlan, Plan, Problem};

use super::{archive::judge_all, knee::knee, slices::by_closures, sweep::by_limits};
use crate::{
    conflict::explain,
    control::{SearchControl, Watch},
    error::{SearchError, SolveError},
    solve::{is_enumerated, is_enumerated_for},
    staffing::staffed,
};

/// How the frontier is found; the result does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrontierMethod {
    /// Enumeration where [`solve()`](crate::solve()) enumerates, epsilon-constraints beyond.
    #[default]
    Auto,
    /// Every plan is judged once, and those that no other plan dominates are kept.
    Enumeration,
    /// One search after the other, each with an aim held below what is known.
    EpsilonConstraints,
}

/// How sure it is that no plan dominates a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointProof {
    /// All plans were judged.
    Enumerated {
        /// How many plans obey the rules of grouping.
        plans: u64,
    },
    /// A search with bounds came to its end.
    Optimal {
        /// How it ended, in its own words.
        status: String,
    },
    /// Not proved: no plan that was judged before the limit dominates the point, but one that was not may.
    Stopped {
        /// What stopped the search.
        limit: Limit,
    },
}

/// A plan that no other plan dominates.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    /// Value of each aim of the frontier, in their order.
    pub values: Vec<AimValue>,
    /// The best plan with these values, by the further aims of the policy and the tie-break (FORMULATION 3.5).
    pub plan: Plan,
    /// How sure it is.
    pub proof: PointProof,
}

/// The non-dominated values of two or three aims, with a plan for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// The aims.
    pub aims: Vec<Aim>,
    /// The points in the order of their values, the best in the first aim first.
    pub points: Vec<FrontierPoint>,
    /// What stopped the search; nothing if these are all the points there are, each of them proved.
    pub stopped: Option<Limit>,
    /// Position of the knee among the points (FORMULATION 6.5); nothing where none bulges, or where points may be missing.
    pub knee: Option<usize>,
}

impl Frontier {
    /// Puts points in order and finds their knee.
    pub fn new(aims: Vec<Aim>, mut points: Vec<FrontierPoint>, stopped: Option<Limit>) -> Self {
        points.sort_by(|one, other| one.values.cmp(&other.values));
        let values = || points.iter().map(|point| point.values.as_slice());
        let knee = if stopped.is_none() { knee(values()) } else { None };
        Self { aims, points, stopped, knee }
    }

    /// Whether these are all the points there are.
    pub fn is_complete(&self) -> bool {
        self.stopped.is_none()
    }
}

/// A point in the making.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) values: Vec<AimValue>,
    pub(super) groups: Vec<Group>,
    pub(super) proof: PointProof,
}

/// The points found, and what stopped the search before all of them were.
pub(super) type Answer = (Vec<Found>, Option<Limit>);

/// Finds every plan that no other plan dominates in two or three aims: none is as good in all and better in one.
///
/// All rules of the policy stay in force, its limits and its rule on closures included; a gap that the policy allows does
/// not count, every point is proved. Plans with the same values are one point.
///
/// # Errors
///
/// [`SolveError::NoPlan`] if no plan exists, or none was found before a limit; [`SolveError::Search`] if the search
/// failed, or if `aims` are not two or three different ones.
///
/// # Example
///
/// ```
/// # use xiaqu_model::*;
/// # let minutes = |minutes| TravelTime::from_minutes(minutes);
/// # let site = LonLat::new(117.0, 27.0).ok_or("site")?;
/// # let station = |number: usize| Station {
/// #     id: StationId::new(format!("S{number}")), name: format!("station {number}"),
/// #     township: TownshipIx::from_position(0), position: site, officers: Officers::new(6),
/// #     territory_area: SquareMetres::default(), duty: StationDuty::Free, cost: None, works: Yuan::default(),
/// # };
/// # let village = |number: usize| Village {
/// #     id: VillageId::new(format!("V{number}")), name: format!("village {number}"),
/// #     township: TownshipIx::from_position(0), territory: StationIx::from_position(number), position: site,
/// #     people: People::new(1_000), calls: CallsPerYear::from_rate(People::new(1_000), 25.0).unwrap_or_default(),
/// # };
/// # let row = |near, far| IxVec::from_rows(vec![minutes(near), minutes(far)]);
/// # let day = TravelTimes {
/// #     to_village: IxVec::from_rows(vec![row(0.0, 15.0), IxVec::from_rows(vec![minutes(15.0), minutes(0.0)])]),
/// #     to_station: IxVec::default(),
/// # };
/// # let pair = StudiedPair {
/// #     first: StationIx::from_position(0), second: StationIx::from_position(1), shared_border: Metres::default(),
/// #     road_time: minutes(15.0), refusals: vec![], allowed_by_settings: false,
/// # };
/// # let problem = Problem {
/// #     townships: IxVec::default(), villages: IxVec::from_fn(2, |v: VillageIx| village(v.position())),
/// #     stations: IxVec::from_fn(2, |s: StationIx| station(s.position())), adjacency: Adjacency::new(vec![pair]),
/// #     travel: Travel { day, wet: None }, policy: Policy::default(),
/// # };
/// use xiaqu_solver::{SearchControl, frontier};
///
/// // Two stations a quarter of an hour apart: close one, or keep both and arrive sooner.
/// let found = frontier(&problem, &[Aim::MostClosures, Aim::MeanSecondArrival], &SearchControl::default())?;
/// let closures: Vec<usize> = found.points.iter().map(|point| point.plan.closures()).collect();
/// assert_eq!(closures, [1, 0]);
/// assert!(found.is_complete());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn frontier(problem: &Problem, aims: &[Aim], control: &SearchControl) -> Result<Frontier, SolveError> {
    frontier_by(FrontierMethod::Auto, problem, aims, control)
}

/// The same as [`frontier()`] by a stated method, so that one can be checked against the other.
///
/// # Errors
///
/// Those of [`frontier()`].
pub fn frontier_by(
    method: FrontierMethod,
    problem: &Problem,
    aims: &[Aim],
    control: &SearchControl,
) -> Result<Frontier, SolveError> {
    check_aims(aims)?;
    let watch = Watch::start(control, &problem.policy.search);
    let enumerate = match method {
        FrontierMethod::Auto => is_enumerated(problem) || is_enumerated_for(problem, aims),
        FrontierMethod::Enumeration => true,
        FrontierMethod::EpsilonConstraints => false,
    };
    let (found, stopped) = if enumerate {
        judge_all(problem, aims, &watch)?
    } else if aims.contains(&Aim::MostClosures) {
        by_closures(problem, aims, &watch)?
    } else {
        by_limits(problem, aims, &watch)?
    };
    if found.is_empty() {
        let reason = match stopped {
            Some(limit) => NoPlan::NotFound(limit),
            None => explain(problem, &watch)??,
        };
        return Err(SolveError::NoPlan(reason));
    }
    let points = found.into_iter().map(|point| {
        let Found { values, groups, proof } = point;
        FrontierPoint { values, plan: staffed(problem, groups), proof }
    });
    Ok(Frontier::new(aims.to_vec(), points.collect(), stopped))
}

fn check_aims(aims: &[Aim]) -> Result<(), SearchError> {
    let mut distinct = aims.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let count = aims.len();
    if (2..=3).contains(&count) && distinct.len() == count { Ok(()) } else { Err(SearchError::FrontierAims { count }) }
}

/// Whether a plan with `values` makes one with `others` superfluous: as good in every aim, better in one.
pub(super) fn dominates(values: &[AimValue], others: &[AimValue]) -> bool {
    values != others && is_as_good(values, others)
}

/// Whether `values` are at or below `others` in every aim.
pub(super) fn is_as_good(values: &[AimValue], others: &[AimValue]) -> bool {
    values.iter().zip(others).all(|(one, other)| one <= other)
}

/// The order in which plans with equal values of the frontier are compared: the further aims of the policy.
pub(super) fn further_aims(problem: &Problem, aims: &[Aim]) -> Vec<Aim> {
    problem.policy.order().into_iter().filter(|aim| !aims.contains(aim)).collect()
}
