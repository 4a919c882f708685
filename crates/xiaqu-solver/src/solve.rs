//! The one entry point: which engine runs, and what its answer becomes.

use xiaqu_model::{Engine, IxVec, Limit, Outcome, Problem, ResponseSum, StationIx, cast::sum_to_f64};

use crate::{
    conflict::explain,
    control::{SearchControl, Watch},
    enumeration::{Found, enumerate},
    error::{SearchError, SolveError},
    milp::search_integer_program,
    staffing::staffed,
};

/// Finds the best plan: which stations merge under which centre, and the officers of every centre.
///
/// Both engines follow the same lexicographic aims in whole numbers (FORMULATION 3.1) and return the same plan.
///
/// # Errors
///
/// [`SolveError::NoPlan`] if no plan exists (with a minimal set of conflicting requirements) or none was found before a
/// limit; [`SolveError::Search`] if the search itself failed.
pub fn solve(problem: &Problem, control: &SearchControl) -> Result<Outcome, SolveError> {
    let watch = Watch::start(control, &problem.policy.search);
    let Some((groups, proof)) = search(problem, &watch)?? else {
        return Err(SolveError::NoPlan(explain(problem, &watch)??));
    };
    Ok(Outcome { plan: staffed(problem, groups), proof })
}

fn search(problem: &Problem, watch: &Watch) -> Result<Result<Option<Found>, Limit>, SearchError> {
    let rules = &problem.policy.search;
    let few = u32::try_from(problem.stations.len()).is_ok_and(|stations| stations <= rules.enumerate_up_to);
    match rules.engine {
        Engine::Enumeration => enumerate(problem, watch),
        Engine::Auto if few => enumerate(problem, watch),
        Engine::Auto | Engine::IntegerProgram => search_integer_program(problem, watch),
    }
}

/// Relative gap between a plan and the bound.
pub(crate) fn gap(objective: ResponseSum, bound: ResponseSum) -> f64 {
    let difference = sum_to_f64(objective.0.saturating_sub(bound.0));
    if objective.0 == 0 { 0.0 } else { difference / sum_to_f64(objective.0) }
}

/// People of every station's territory, in the order of stations.
pub(crate) fn territory_people(problem: &Problem) -> Vec<u64> {
    let mut people: IxVec<StationIx, u64> = IxVec::from_fn(problem.stations.len(), |_| 0);
    for village in &problem.villages {
        people[village.territory] += u64::from(village.people.count());
    }
    people.as_slice().to_vec()
}
