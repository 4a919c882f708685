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

/// Stations up to which every plan is judged where many are asked for and the busiest station is among the aims: some
/// 400,000 plans of pairs.
const STAFFED_UP_TO: usize = 15;

/// Whether every plan of the county is judged where many are asked for.
pub(crate) fn is_enumerated(problem: &Problem) -> bool {
    is_enumerated_for(problem, &problem.policy.aims)
}

/// Whether every plan is judged where these are the aims.
pub(crate) fn is_enumerated_for(problem: &Problem, aims: &[Aim]) -> bool {
    let rules = &problem.policy.search;
    // How officers are shared out is known of whole plans only.
    let staffed = aims.contains(&Aim::BusiestStation) && problem.stations.len() <= STAFFED_UP_TO;
    match rules.engine {
        Engine::Enumeration => true,
        Engine::Auto => staffed || is_small(problem),
        Engine::Exact | Engine::IntegerProgram => false,
    }
}

fn is_small(problem: &Problem) -> bool {
    u32::try_from(problem.stations.len()).is_ok_and(|stations| stations <= problem.policy.search.enumerate_up_to)
}

/// The best groups; `None` if there is no plan. Why there is none is not looked for.
pub(crate) fn search(problem: &Problem, watch: &Watch) -> Result<Result<Option<Found>, Limit>, SearchError> {
    match problem.policy.search.engine {
        Engine::Enumeration => enumerate(problem, watch),
        Engine::Auto if is_small(problem) => enumerate(problem, watch),
        Engine::IntegerProgram => search_integer_program(problem, watch),
        Engine::Auto | Engine::Exact => search_exact(problem, watch),
    }
}
