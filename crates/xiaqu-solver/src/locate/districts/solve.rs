//! The entry point of contiguous districts (FORMULATION 7.10 to 7.18).

use xiaqu_model::Limit;

use super::{
    contiguity::{Contiguity, Neighbourhood},
    search::{Question, Search, root},
};
use crate::{
    control::Watch,
    error::SearchError,
    locate::{
        control::LocateControl,
        cost_matrix::CostMatrix,
        error::{LocateCause, LocateError},
        first::first_centres,
        instance::fineness,
        outcome::{LocateOutcome, LocateProof, relative_gap},
        p_median,
        rules::{CheckedRules, SiteRules},
        search,
    },
};

/// Prices of rows add up on a pair: costs are refined less than those of the p-median, so that they still fit.
const ROOM: i64 = 64;

/// What districts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Districting<'a> {
    /// How many districts.
    pub centres: usize,
    /// How contiguous they must be.
    pub contiguity: Contiguity,
    /// Distances and adjacency of the areas; not looked at for C0.
    pub neighbourhood: &'a Neighbourhood,
}

/// Exactly so many areas become centres, each serves its own area, every area is served by one centre, contiguity holds, and
/// the sum of costs is least.
///
/// `matrix[i][j]` is the cost of serving area j from a centre in area i; the cost of the own area counts. Lagrangian branch
/// and bound in whole numbers with prices for rows of contiguity. For a set of centres that the bound alone does not rule
/// out, HiGHS is asked for the best districts: these are checked and valued from the data, but that the same centres have no
/// better ones is then HiGHS' claim, in floating point. The status counts such sets; with C0 there are none.
///
/// # Errors
///
/// [`LocateError::Infeasible`] with its cause; [`LocateError::NotFound`] if a limit was reached before any answer;
/// [`LocateError::Search`] if HiGHS failed.
///
/// ```
/// use xiaqu_solver::locate::{Contiguity, CostMatrix, Districting, LocateControl, Neighbourhood, SiteRules, districts};
/// // Four areas in a row; the costs tempt the first to serve the last.
/// let costs = CostMatrix::from_texts([["1", "3", "3", "0"], ["3", "1", "3", "3"], ["3", "3", "1", "3"], ["3", "3", "3", "1"]])?;
/// let line: Vec<Vec<f64>> = (0..4).map(|i| (0..4).map(|j| f64::from(i - j).abs()).collect()).collect();
/// let neighbourhood = Neighbourhood::from_distances(CostMatrix::from_numbers(line)?)?;
/// let solve = |contiguity| {
///     let question = Districting { centres: 1, contiguity, neighbourhood: &neighbourhood };
///     let rules = SiteRules { candidates: None, fixed: vec![0] };
///     districts(&costs, &question, &rules, &LocateControl::default())
/// };
/// assert_eq!(solve(Contiguity::Free)?.objective, 7);
/// assert_eq!(solve(Contiguity::Connected)?.objective, 7);
/// # Ok::<(), xiaqu_solver::locate::LocateError>(())
/// ```
pub fn districts(
    matrix: &CostMatrix,
    question: &Districting<'_>,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<LocateOutcome, LocateError> {
    let (sites, clients) = (matrix.sites(), matrix.clients());
    let areas = question.neighbourhood.areas();
    if sites != clients || (question.contiguity != Contiguity::Free && areas != clients) {
        return Err(LocateCause::NotSquare { sites, clients: if sites == clients { areas } else { clients } }.into());
    }
    let mut rules = rules.check_number(matrix, question.centres)?;
    // A site that may not serve its own area cannot be a centre.
    rules.candidates.retain(|site| matrix.cost(*site, *site).is_some());
    if let Some(&client) = rules.fixed.iter().find(|site| rules.candidates.binary_search(site).is_err()) {
        return Err(LocateCause::Unreached { client }.into());
    }
    if rules.candidates.len() < question.centres {
        let (centres, candidates) = (question.centres, rules.candidates.len());
        return Err(LocateCause::TooFewCandidates { centres, candidates }.into());
    }
    if question.contiguity == Contiguity::Free {
        return p_median::solve(matrix, question.centres, &rules, control, true);
    }
    contiguous(matrix, question, &rules, control)
}

fn contiguous(
    matrix: &CostMatrix,
    asked: &Districting<'_>,
    rules: &CheckedRules,
    control: &LocateControl,
) -> Result<LocateOutcome, LocateError> {
    let watch = control.watch();
    let question = Question {
        matrix,
        neighbourhood: asked.neighbourhood,
        level: asked.contiguity,
        centres: asked.centres,
        gap: control.gap,
        seed: control.seed,
        fineness: (fineness(matrix) / ROOM).max(1),
    };
    let hint = free_cost(&question, rules, &watch)?;
    let mut search = Search::new(question, &watch, hint);
    let stopped = search.run(root(&question, &rules.candidates, &rules.fixed))?;
    let Some((objective, assignment)) = search.best.clone() else {
        let cause = LocateCause::NoContiguousDistricts { centres: asked.centres };
        return Err(stopped.map_or(LocateError::Infeasible(cause), LocateError::NotFound));
    };
    let mut centres = assignment.clone();
    centres.sort_unstable();
    centres.dedup();
    if centres.len() != asked.centres || rules.fixed.iter().any(|site| centres.binary_search(site).is_err()) {
        let status = "districts that are not as many as asked for, or not around the fixed centres".to_owned();
        return Err(SearchError::Backend { status }.into());
    }
    let bound = search.bound.min(objective);
    let status = format!(
        "Lagrangian branch and bound with rows of contiguity, {} nodes, {} sets of centres closed by HiGHS",
        search.nodes, search.claims
    );
    let proof = match stopped {
        None => LocateProof::Optimal { status },
        Some(limit) => LocateProof::Stopped { limit, status },
    };
    Ok(LocateOutcome { objective, bound, gap: relative_gap(objective, bound), proof, centres, assignment })
}

/// What good districts cost if contiguity is not asked for, in units: where the first steps of the bound aim.
fn free_cost(question: &Question<'_>, rules: &CheckedRules, watch: &Watch) -> Result<i128, LocateError> {
    let free = search::Question {
        matrix: question.matrix,
        centres: question.centres,
        own_areas: true,
        candidates: &rules.candidates,
        fixed: &rules.fixed,
        gap: question.gap,
    };
    let first = first_centres(&free, watch, question.seed)?;
    let search = search::Search::start(free, watch, &first);
    search.map(|search| search.best.0).ok_or(LocateError::NotFound(Limit::Time))
}
