//! First centres: spread out, or found by a program where pairs are forbidden.

use good_lp::{Expression, Variable, constraint, variable, variables};
use xiaqu_model::{IxVec, SolverBackend, cast::count_to_f64};

use super::{
    error::{LocateCause, LocateError},
    evaluate::serve,
    index::Site,
    search::Question,
};
use crate::{
    backend::{Ending, Limits, Model, choose, solve_watched},
    control::Watch,
};

/// Centres that can serve all clients, ascending.
pub(super) fn first_centres(question: &Question<'_>, watch: &Watch, seed: u64) -> Result<Vec<usize>, LocateError> {
    let Question { matrix, centres, own_areas, candidates, fixed, .. } = *question;
    let reached = |client: usize| candidates.iter().any(|&site| matrix.cost(site, client).is_some());
    if let Some(client) = (0..matrix.clients()).find(|client| !reached(*client)) {
        return Err(LocateCause::Unreached { client }.into());
    }
    let spread = candidates.iter().step_by((candidates.len() / centres.max(1)).max(1));
    let mut chosen = fixed.to_vec();
    for &site in spread.chain(candidates) {
        if chosen.len() < centres && !chosen.contains(&site) {
            chosen.push(site);
        }
    }
    chosen.sort_unstable();
    if serve(matrix, &chosen, own_areas).is_some() {
        return Ok(chosen);
    }
    let limits = Limits { seconds: None, gap: 0.0, seed };
    let report = solve_watched(&choose(SolverBackend::Highs)?, covering(question), limits, watch)?
        .map_err(LocateError::NotFound)?;
    if report.ending == Ending::Infeasible {
        return Err(LocateCause::TooFewCentres { centres }.into());
    }
    let values = report.values.unwrap_or_default();
    let open = candidates.iter().zip(&values).filter(|(_, value)| **value > 0.5);
    Ok(open.map(|(site, _)| *site).collect())
}

/// Any set of so many centres that reaches every client (FORMULATION 7.2 without costs).
fn covering(question: &Question<'_>) -> Model {
    let Question { matrix, centres, candidates, fixed, .. } = *question;
    let mut variables = variables!();
    let y: IxVec<Site, Variable> = IxVec::from_fn(candidates.len(), |_| variables.add(variable().binary()));
    let sites = || candidates.iter().zip(&y);
    let mut constraints = vec![constraint!(y.iter().sum::<Expression>() == count_to_f64(centres))];
    for client in 0..matrix.clients() {
        let reaching: Expression =
            sites().filter(|(site, _)| matrix.cost(**site, client).is_some()).map(|(_, y_i)| *y_i).sum();
        constraints.push(constraint!(reaching >= 1.0));
    }
    let is_fixed = |site: &usize| fixed.binary_search(site).is_ok();
    constraints.extend(sites().filter(|(site, _)| is_fixed(site)).map(|(_, y_i)| constraint!(*y_i >= 1.0)));
    Model { variables, objective: Expression::default(), constraints }
}
