//! All measures of one plan, by key.

use std::collections::BTreeMap;

use xiaqu_model::{IxVec, Plan, Problem, SecondArrival, TravelTime, VillageIx};

use super::{access, borders, money, response, staff, time};
use crate::judge::{Judgement, VillageArrivals, judge_as_dispatched};

/// Values of one plan by key; a key without a value has no row or an empty cell.
pub(crate) type Measures = BTreeMap<String, f64>;

/// One plan with all that measures need.
pub(crate) struct Subject<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) plan: &'a Plan,
    /// The plan that changes nothing.
    pub(crate) today: &'a Plan,
    pub(crate) judgement: Judgement,
    /// Second arrivals today and under the plan; nothing where no road leads.
    pub(crate) before: IxVec<VillageIx, Option<TravelTime>>,
    pub(crate) after: IxVec<VillageIx, Option<TravelTime>>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(problem: &'a Problem, plan: &'a Plan, today: &'a Plan) -> Self {
        let judgement = judge_as_dispatched(problem, plan);
        let times = |time: fn(&VillageArrivals) -> Option<SecondArrival>| {
            IxVec::from_rows(judgement.arrivals.iter().map(|row| time(row).map(SecondArrival::time)).collect())
        };
        let (before, after) = (times(|row| row.second_before), times(|row| row.second_after));
        Self { problem, plan, today, judgement, before, after }
    }

    /// Residents of the county.
    pub(crate) fn people(&self) -> u64 {
        self.problem.villages.iter().map(|village| u64::from(village.people.count())).sum()
    }
}

/// Measures a plan against the one that changes nothing.
pub(crate) fn measure(subject: &Subject<'_>) -> Measures {
    let mut measures = Measures::new();
    staff::structure(subject, &mut measures);
    staff::strength(subject, &mut measures);
    time::hours(subject, &mut measures);
    response::arrivals(subject, &mut measures);
    response::changes(subject, &mut measures);
    response::wet_season(subject, &mut measures);
    borders::extra(subject, &mut measures);
    access::counters(subject, &mut measures);
    access::workload(subject, &mut measures);
    money::costs(subject, &mut measures);
    measures
}

/// Adds a value if there is one.
pub(crate) fn set(measures: &mut Measures, key: impl Into<String>, value: impl Into<Option<f64>>) {
    if let Some(value) = value.into().filter(|value| value.is_finite()) {
        measures.insert(key.into(), value);
    }
}
