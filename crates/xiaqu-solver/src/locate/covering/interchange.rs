//! Interchange: a chosen candidate for one that is not, as long as that is better.

use crate::control::Watch;

/// So many values are computed at most: a first answer is wanted, not the best one.
const TRIALS: usize = 20_000;

/// Improves a choice of candidates by exchanging one at a time, the best exchange of each chosen one; fixed ones stay.
/// `value` is what to make small, `None` what is not allowed.
pub(in crate::locate) fn improve(
    mut chosen: Vec<usize>,
    (candidates, fixed): (&[usize], &[usize]),
    value: impl Fn(&[usize]) -> Option<i128>,
    watch: &Watch,
) -> (Vec<usize>, Option<i128>) {
    let mut best = value(&chosen);
    let mut trials = 0;
    let mut position = 0;
    let mut unchanged = 0;
    while unchanged < chosen.len() && trials < TRIALS && watch.reached().is_none() {
        let leaving = chosen.get(position).copied();
        let mut exchange = None;
        if leaving.is_some_and(|leaving| !fixed.contains(&leaving)) {
            for &entering in candidates.iter().filter(|candidate| !chosen.contains(candidate)) {
                let mut trial = chosen.clone();
                if let Some(slot) = trial.get_mut(position) {
                    *slot = entering;
                }
                trials += 1;
                let found = value(&trial);
                if found.is_some() && (best.is_none() || found < best) {
                    best = found;
                    exchange = Some(trial);
                }
            }
        }
        unchanged += 1;
        if let Some(better) = exchange {
            chosen = better;
            unchanged = 0;
        }
        position = (position + 1) % chosen.len().max(1);
    }
    chosen.sort_unstable();
    (chosen, best)
}
