//! The one entry point: which engine runs, and what its answer becomes.

use xiaqu_model::{Aim, Engine, Limit, Outcome, Problem};

use crate::{
    conflict::explain,
    control::{SearchControl, Watch},
    enumeration::{Found, enumerate},
    error::{SearchError, SolveError},
    exact::search_exact,
    milp::search_integer_program,
    staffing::staffed,
};

/// Finds the best plan: which stations merge under which centre, and the officers of every centre.
///
/// Both engines follow the same lexicographic aims in whole numbers (FORMULATION 3) and return the same plan.
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

/// Stations up to which the busiest station is found by enumeration: some 400,000 plans of pairs.
const STAFFED_UP_TO: u32 = 15;

/// Whether every plan of the county is judged.
pub(crate) fn is_enumerated(problem: &Problem) -> bool {
    let rules = &problem.policy.search;
    // How officers are shared out is known of whole plans only; up to so many stations every plan can be staffed.
    let staffed = problem.policy.aims.contains(&Aim::BusiestStation);
    let most = if staffed { rules.enumerate_up_to.max(STAFFED_UP_TO) } else { rules.enumerate_up_to };
    let few = u32::try_from(problem.stations.len()).is_ok_and(|stations| stations <= most);
    match rules.engine {
        Engine::Enumeration => true,
        Engine::Auto => few,
        Engine::Exact | Engine::IntegerProgram => false,
    }
}

/// The best groups; `None` if there is no plan. Why there is none is not looked for.
pub(crate) fn search(problem: &Problem, watch: &Watch) -> Result<Result<Option<Found>, Limit>, SearchError> {
    match problem.policy.search.engine {
        _ if is_enumerated(problem) => enumerate(problem, watch),
        Engine::IntegerProgram => search_integer_program(problem, watch),
        Engine::Auto | Engine::Enumeration | Engine::Exact => search_exact(problem, watch),
    }
}
