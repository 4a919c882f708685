//! The p-median: which sites become centres so that the cost of serving all clients is least (FORMULATION 7.1).

use xiaqu_model::Limit;

use super::{
    control::LocateControl,
    cost_matrix::CostMatrix,
    error::{LocateCause, LocateError},
    evaluate::serve,
    outcome::{LocateOutcome, LocateProof, relative_gap},
    rules::SiteRules,
    search::{Question, Search},
};

/// p median.
///
/// # Errors
///
/// x
pub fn p_median(matrix: &CostMatrix, centres: usize, rules: &SiteRules, control: &LocateControl) -> Result<LocateOutcome, LocateError> {
    solve(matrix, centres, rules, control, false)
}

pub fn solve(matrix: &CostMatrix, centres: usize, rules: &SiteRules, control: &LocateControl, own: bool) -> Result<LocateOutcome, LocateError> {
    let watch = control.watch();
    let checked = rules.check_number(matrix, centres)?;
    let question = Question { matrix, centres, own_areas: own, candidates: &checked.candidates, fixed: &checked.fixed, gap: control.gap };
    let mut search = Search::new(question, &watch);
    let mut start = checked.fixed.clone();
    let step = checked.candidates.len() / centres;
    for &c in checked.candidates.iter().step_by(step.max(1)).chain(&checked.candidates) {
        if start.len() < centres && !start.contains(&c) { start.push(c); }
    }
    search.offer(&start);
    let stopped = search.run();
    eprintln!("nodes {} steps {}", search.nodes, search.steps);
    let Some((objective, centres)) = search.best.clone() else {
        return Err(match stopped { Some(limit) => LocateError::NotFound(limit), None => LocateCause::TooFewCentres { centres }.into() });
    };
    let served = serve(matrix, &centres, own).ok_or(LocateError::NotFound(Limit::Time))?;
    let bound = search.bound.min(objective);
    let status = format!("{} nodes", search.nodes);
    Ok(LocateOutcome { objective, bound, gap: relative_gap(objective, bound), proof: match stopped { None => LocateProof::Optimal { status }, Some(limit) => LocateProof::Stopped { limit, status } }, centres, assignment: served.assignment })
}
