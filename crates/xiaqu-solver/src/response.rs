//! The first aim for a set of centres: nearest response county-wide, with ceilings (FORMULATION 3.2 and 2.4).

use std::collections::BTreeMap;

use xiaqu_model::{Problem, ResponseSum, StationIx};

use crate::rules::ceiling;

/// Villages whose arrivals from all stations are equal, to the millisecond.
#[derive(Clone, Debug)]
pub(crate) struct DemandClass {
    /// Milliseconds of arrival and station, the nearest first; only arrivals below the ceiling.
    pub(crate) bases: Vec<(u32, StationIx)>,
    /// Thousandths of calls a year of all its villages.
    pub(crate) weight: u128,
}

/// All demand, folded into classes.
#[derive(Clone, Debug)]
pub(crate) struct DemandTable {
    pub(crate) classes: Vec<DemandClass>,
}

impl DemandTable {
    pub(crate) fn new(problem: &Problem) -> Self {
        let mut classes: BTreeMap<Vec<(u32, StationIx)>, u128> = BTreeMap::new();
        for (village, row) in problem.villages.iter_enumerated() {
            let Some(ceiling) = ceiling(problem, village) else { continue };
            let arrivals = problem.stations.indices().filter_map(|base| Some((problem.arrival(base, village)?, base)));
            let mut bases: Vec<(u32, StationIx)> = arrivals
                .filter(|&(arrival, _)| arrival <= ceiling)
                .map(|(arrival, base)| (arrival.as_milliseconds(), base))
                .collect();
            bases.sort_unstable();
            *classes.entry(bases).or_default() += u128::from(row.calls.thousandths());
        }
        Self { classes: classes.into_iter().map(|(bases, weight)| DemandClass { bases, weight }).collect() }
    }

    /// The first aim if exactly the stations that `is_centre` names are centres; `None` if a village is beyond its
    /// ceiling.
    pub(crate) fn sum(&self, is_centre: impl Fn(StationIx) -> bool) -> Option<ResponseSum> {
        let mut sum = 0_u128;
        for class in &self.classes {
            let (milliseconds, _) = class.bases.iter().find(|&&(_, base)| is_centre(base))?;
            sum += class.weight * u128::from(*milliseconds);
        }
        Some(ResponseSum(sum))
    }

    /// No plan is below this: all stations open.
    pub(crate) fn least(&self) -> ResponseSum {
        self.sum(|_| true).unwrap_or(ResponseSum(0))
    }
}
