//! Plans that are nearly as good as the best one, and the pairs they share (domain 6.15).

use xiaqu_model::{Limit, Plan, Problem};
use xiaqu_solver::{Missing, NearOptimal, SearchError, SolveError};

use super::{answer::AimChange, opened::OpenedPlan, robustness::PairShare, search::Searcher};
use crate::Failure;

/// How near the best is near: per cent of the aim that counts first (domain 6.15).
const NEAR_PERCENT: f64 = 2.0;

/// How many near plans are listed.
const LISTED: usize = 20;

/// How many near plans are looked for where they are found one by one. Shares of fewer than all say nothing.
const SOUGHT: usize = 200;

/// A plan that is nearly as good as the best one.
#[derive(Clone, Debug)]
pub struct NearbyPlan {
    /// The plan.
    pub plan: Plan,
    /// Every aim in the order in which they count, beside the written plan.
    pub aims: Vec<AimChange>,
}

/// Plans that are nearly as good as the best one.
#[derive(Clone, Debug)]
pub struct NearbyPlans {
    /// Per cent of the aim that counts first within which a plan is near.
    pub percent: f64,
    /// Near plans that were seen.
    pub seen: usize,
    /// The best of them, at most twenty.
    pub plans: Vec<NearbyPlan>,
    /// Every pair of any near plan, the most frequent first.
    pub pairs: Vec<PairShare>,
    /// Whether every near plan was seen; if not, those that were seen are any of them, and shares say nothing.
    pub complete: bool,
}

/// What is known of near plans.
#[derive(Clone, Debug)]
pub enum Nearby {
    /// They were listed.
    Listed(NearbyPlans),
    /// Only enumeration lists them, and the county has too many stations for it (`search.enumerate_up_to`).
    TooLarge,
    /// A limit was reached before any was found.
    NotFound(Limit),
}

impl Nearby {
    pub(crate) fn study(opened: &OpenedPlan, searcher: &Searcher<'_>) -> Result<Self, Failure> {
        let problem = &opened.county.problem;
        match searcher.near(problem.clone(), NEAR_PERCENT, SOUGHT)? {
            Ok(found) => Ok(Self::Listed(listed(opened, problem, &found))),
            Err(Some(limit)) => Ok(Self::NotFound(limit)),
            Err(None) => Ok(Self::TooLarge),
        }
    }
}

fn listed(opened: &OpenedPlan, problem: &Problem, found: &NearOptimal) -> NearbyPlans {
    let aims = |values: &[xiaqu_model::AimValue]| {
        let rows = found.aims.iter().zip(values);
        rows.map(|(&aim, &other)| AimChange::of(problem, aim, [opened.value(aim), other])).collect()
    };
    let plans = found.plans.iter().take(LISTED);
    let plans = plans.map(|near| NearbyPlan { plan: near.plan.clone(), aims: aims(&near.values) }).collect();
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut pairs: Vec<PairShare> = found
        .pairs
        .iter()
        .map(|pair| PairShare {
            first: pair.first,
            second: pair.second,
            plans: count(pair.plans),
            of: count(found.seen),
            in_plan: opened.is_together(pair.first, pair.second),
        })
        .collect();
    pairs.sort_by_key(|row| (std::cmp::Reverse(row.plans), row.first, row.second));
    NearbyPlans { percent: NEAR_PERCENT, seen: count(found.seen), plans, pairs, complete: found.missing.is_none() }
}

/// The limit behind plans that are missing.
pub(super) fn limit_of(found: &NearOptimal) -> Option<Limit> {
    match found.missing {
        Some(Missing::Limit(limit)) => Some(limit),
        // A best value that is not proved is one that a limit left open.
        Some(Missing::BestUnproved) => Some(Limit::Time),
        Some(Missing::Cap) | None => None,
    }
}

/// What a failed list says: a limit, too large a county (`None`), or a failure.
pub(super) fn unlisted(error: SolveError) -> Result<Option<Limit>, Failure> {
    match error {
        SolveError::Search(SearchError::ListNeedsEnumeration { .. }) => Ok(None),
        SolveError::NoPlan(xiaqu_model::NoPlan::NotFound(limit)) => Ok(Some(limit)),
        SolveError::Search(error) => Err(Failure::Solver(error)),
        other => Err(Failure::Table(Box::new(other))),
    }
}
