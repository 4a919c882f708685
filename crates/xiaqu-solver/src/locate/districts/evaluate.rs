//! The plain evaluation of districts: every rule checked from the data, the cost in whole numbers.

use super::contiguity::{Contiguity, Neighbourhood};
use crate::locate::cost_matrix::CostMatrix;

/// The cost of districts in units, or `None` if they break a rule: a centre that is not its own, a forbidden pair, or
/// contiguity.
pub(super) fn districts_cost(
    matrix: &CostMatrix,
    neighbourhood: &Neighbourhood,
    level: Contiguity,
    assignment: &[usize],
) -> Option<i128> {
    let served_by = |area: usize| assignment.get(area).copied();
    let mut sum = 0;
    for (area, &centre) in assignment.iter().enumerate() {
        let is_own = served_by(centre) == Some(centre);
        let need = neighbourhood.need(level, centre, area);
        let held = need.is_none_or(|need| {
            need.of.iter().filter(|member| served_by(**member) == Some(centre)).count() >= need.at_least
        });
        if !is_own || !held {
            return None;
        }
        sum += i128::from(matrix.cost(centre, area)?);
    }
    Some(sum)
}
