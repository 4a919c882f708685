//! The p-median: which sites become centres so that serving all clients costs least (FORMULATION 7.1 to 7.6).

use super::{
    control::LocateControl,
    cost_matrix::CostMatrix,
    error::LocateError,
    evaluate::serve,
    first::first_centres,
    outcome::{LocateOutcome, LocateProof, relative_gap},
    rules::{CheckedRules, SiteRules},
    search::{Question, Search},
};
use crate::error::SearchError;

/// Exactly `centres` sites become centres and every client is served by one of them, so that the sum of costs is least.
///
/// Lagrangian branch and bound in whole numbers: the bound is exact, and no solver's claim is part of the proof. Costs need
/// not be a metric; pairs may be forbidden. Of several best answers one is returned, the same for any number of threads.
///
/// # Complexity
///
/// A step of the bound takes the pairs that are cheaper than their client's price: about clients · sites / centres. The
/// number of steps grows with the gap of the linear relaxation, which is small for metric costs.
///
/// # Errors
///
/// [`LocateError::Infeasible`] with its cause; [`LocateError::NotFound`] if a limit was reached before any answer.
///
/// ```
/// use xiaqu_solver::locate::{CostMatrix, LocateControl, SiteRules, p_median};
/// let matrix = CostMatrix::from_texts([["0", "2", "9"], ["2", "0", "7"], ["9", "7", "0"]])?;
/// let outcome = p_median(&matrix, 2, &SiteRules::default(), &LocateControl::default())?;
/// assert_eq!((outcome.objective, outcome.bound, outcome.proof.kind()), (2, 2, "optimal"));
/// assert_eq!(outcome.assignment[2], 2);
/// # Ok::<(), xiaqu_solver::locate::LocateError>(())
/// ```
pub fn p_median(
    matrix: &CostMatrix,
    centres: usize,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<LocateOutcome, LocateError> {
    let rules = rules.check_number(matrix, centres)?;
    solve(matrix, centres, &rules, control, false)
}

/// The p-median; with `own_areas` a centre serves the client of its own number, whatever that costs (FORMULATION 7.10).
pub(super) fn solve(
    matrix: &CostMatrix,
    centres: usize,
    rules: &CheckedRules,
    control: &LocateControl,
    own_areas: bool,
) -> Result<LocateOutcome, LocateError> {
    let watch = control.watch();
    let CheckedRules { candidates, fixed } = rules;
    let question = Question { matrix, centres, own_areas, candidates, fixed, gap: control.gap };
    let first = first_centres(&question, &watch, control.seed)?;
    let mut search = Search::start(question, &watch, &first).ok_or_else(unserved)?;
    let stopped = search.run();
    let (objective, centres) = search.best.clone();
    let served = serve(matrix, &centres, own_areas).ok_or_else(unserved)?;
    let bound = search.bound.min(objective);
    let status = format!("Lagrangian branch and bound, {} nodes", search.nodes);
    let proof = match stopped {
        None => LocateProof::Optimal { status },
        Some(limit) => LocateProof::Stopped { limit, status },
    };
    let gap = relative_gap(objective, bound);
    Ok(LocateOutcome { objective, bound, gap, proof, centres, assignment: served.assignment })
}

/// Centres that were proposed as serving everybody do not.
fn unserved() -> LocateError {
    SearchError::Backend { status: "centres that do not reach every client".to_owned() }.into()
}
