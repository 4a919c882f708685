//! Closures against other aims: one slice for each number of closures, from the most downwards (FORMULATION 6.4).

use xiaqu_model::{Aim, Problem};

use super::{find::Answer, sweep::Sweep};
use crate::{control::Watch, error::SearchError};

/// The frontier of closures and one or two other aims.
///
/// Fewer closures are worse, so a point can only be dominated by one of an earlier slice: what is kept is proved at once.
pub(super) fn by_closures(problem: &Problem, aims: &[Aim], watch: &Watch) -> Result<Answer, SearchError> {
    let mut sweep = Sweep::new(problem, aims, watch);
    let rule = problem.policy.closures;
    let others: Vec<Aim> = sweep.problem.policy.aims.iter().copied().filter(|&aim| aim != Aim::MostClosures).collect();
    sweep.problem.policy.aims = std::iter::once(Aim::MostClosures).chain(others).collect();
    // With two other aims the later one is held ever lower within a slice.
    let held = aims.iter().copied().filter(|&aim| aim != Aim::MostClosures).nth(1);
    let mut most = rule.max;
    loop {
        // The search for the most closures of this slice already finds its first point.
        sweep.problem.policy.closures.min = rule.min;
        sweep.problem.policy.closures.max = most;
        sweep.forget();
        let first = match sweep.sweep(None, &Vec::new())? {
            Ok(first) => first,
            Err(limit) => return Ok((sweep.found, Some(limit))),
        };
        let closures = first.first().and_then(|values| {
            let mut rows = aims.iter().zip(values);
            rows.find(|(aim, _)| **aim == Aim::MostClosures).and_then(|(_, value)| u32::try_from(-value.0).ok())
        });
        let Some(closures) = closures else { return Ok((sweep.found, None)) };
        if let Some(held) = held {
            // The first point answers this slice without a limit, so it is not searched again.
            sweep.problem.policy.closures.min = Some(closures);
            sweep.problem.policy.closures.max = Some(closures);
            if let Err(limit) = sweep.sweep(Some(held), &Vec::new())? {
                return Ok((sweep.found, Some(limit)));
            }
        }
        match closures.checked_sub(1) {
            Some(fewer) if rule.min.is_none_or(|min| fewer >= min) => most = Some(fewer),
            _ => return Ok((sweep.found, None)),
        }
    }
}
