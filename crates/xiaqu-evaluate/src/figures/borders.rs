//! What borders of whole townships and hysteresis cost against nearest response (FORMULATION 5.4).

use xiaqu_model::{
    DispatchRules, TravelTime, VillageIx,
    cast::{count_to_f64, signed_to_f64, sum_to_f64, wide_to_f64},
};

use super::measures::{Measures, Subject, set};
use crate::dispatch::extra_against;

const MINUTE: f64 = 60_000.0;

/// Extra minutes of a call and of the worst village, who waits longer, and the part of it that hysteresis costs. Nothing
/// where the nearest base answers everywhere by rule.
pub(crate) fn extra(subject: &Subject<'_>, measures: &mut Measures) {
    let rules = subject.problem.policy.dispatch;
    if rules == DispatchRules::default() {
        return;
    }
    let rows = extra_against(subject.problem, subject.plan, DispatchRules::default());
    set(measures, "borders_extra_mean", mean(subject, &rows));
    let worst = rows.iter().map(|(_, extra)| *extra).max().unwrap_or(0);
    set(measures, "borders_extra_max", signed_to_f64(worst) / MINUTE);
    let later = || rows.iter().filter(|(_, extra)| *extra > 0);
    set(measures, "borders_later_villages", count_to_f64(later().count()));
    let people = later().map(|(village, _)| u128::from(subject.problem.villages[*village].people.count())).sum();
    set(measures, "borders_later_people", sum_to_f64(people));
    if rules.hysteresis > TravelTime::ZERO {
        let without = DispatchRules { hysteresis: TravelTime::ZERO, ..rules };
        let rows = extra_against(subject.problem, subject.plan, without);
        set(measures, "hysteresis_extra_mean", mean(subject, &rows));
    }
}

/// Minutes for each call.
fn mean(subject: &Subject<'_>, rows: &[(VillageIx, i64)]) -> Option<f64> {
    let weight = |village: VillageIx| subject.problem.villages[village].calls.thousandths();
    let calls: u128 = rows.iter().map(|(village, _)| u128::from(weight(*village))).sum();
    let sum: i128 = rows.iter().map(|(village, extra)| i128::from(weight(*village)) * i128::from(*extra)).sum();
    (calls > 0).then(|| wide_to_f64(sum) / sum_to_f64(calls) / MINUTE)
}
