//! Location set covering (LSCP): the fewest or cheapest centres that reach every client within a radius.

use super::{
    coverage::{CoverOutcome, Coverage, proof_of},
    set_cover::SetCover,
};
use crate::locate::{
    CostMatrix, LocateControl, LocateError, SiteRules,
    model_error::{ModelError, check_amounts},
    whole_program::{SearchLimits, WholeAnswer, WholeEnding},
};

/// The cheapest set of centres with one within `radius` of every client (FORMULATION 7.23).
///
/// `radius` is in units of the matrix, see [`CostMatrix::decimals`]; both ends count. `site_weights` are the costs of the
/// sites, one for each row of the matrix and at least 0; without them centres are counted. The objective is the weight of
/// the centres. Fixed centres are part of the answer and of its weight.
///
/// Toregas, Swain, `ReVelle`, Bergman: The location of emergency service facilities, Operations Research 19 (1971).
///
/// # Errors
///
/// [`ModelError::Infeasible`] names the first client that no candidate reaches.
///
/// # Example
///
/// ```
/// use xiaqu_solver::locate::{CostMatrix, LocateControl, SiteRules, set_covering};
///
/// let minutes = CostMatrix::from_texts([["0", "10", "30"], ["10", "0", "15"], ["30", "15", "0"]])?;
/// let found = set_covering(&minutes, 15, None, &SiteRules::default(), &LocateControl::default())?;
/// assert_eq!((found.objective, found.centres), (1, vec![1]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn set_covering(
    matrix: &CostMatrix,
    radius: i64,
    site_weights: Option<&[i64]>,
    rules: &SiteRules,
    control: &LocateControl,
) -> Result<CoverOutcome, ModelError> {
    let watch = control.watch();
    let limits = SearchLimits { watch: &watch, gap: control.gap, seed: control.seed };
    if let Some(weights) = site_weights {
        check_amounts("site weights", weights, matrix.sites())?;
    }
    let rules = rules.check(matrix)?;
    let coverage = Coverage::new(matrix, &rules, radius);
    if let Some(cause) = coverage.out_of_reach(radius) {
        return Err(cause.into());
    }
    let weight_of = |site: &usize| site_weights.map_or(Some(1), |weights| weights.get(*site).copied()).unwrap_or(0);
    let cover = SetCover {
        classes: classes_of(&coverage),
        costs: rules.candidates.iter().map(weight_of).collect(),
        fixed: coverage.fixed.clone(),
    };
    let answer = cover.solve(limits)?;
    let proof = proof_of(&answer);
    match answer {
        WholeAnswer { best: Some((chosen, value)), bound, .. } => {
            Ok(CoverOutcome::new(&coverage, &chosen, (value, bound), proof))
        }
        // Every client has a candidate, so all candidates together are a cover, and greedy choice finds one.
        WholeAnswer { ending: WholeEnding::Stopped(limit), .. } => Err(LocateError::NotFound(limit).into()),
        WholeAnswer { status, .. } => Err(crate::error::SearchError::Backend { status }.into()),
    }
}

/// The different lists of candidates that reach a client.
pub(super) fn classes_of(coverage: &Coverage<'_>) -> Vec<Vec<usize>> {
    let demand = vec![0; coverage.by_client.len()];
    coverage.classes(&demand).into_iter().map(|class| class.sites).collect()
}
