//! Officer-hours a year, re-derived by plain loops (domain 6.5).

use xiaqu_model::{DispatchMap, IxVec, JurisdictionMap, Problem, StationIx};

/// Hours that calls cost every centre; stations that are no centre have none.
pub(crate) fn response_hours_of_centres(problem: &Problem, dispatch: &DispatchMap) -> IxVec<StationIx, f64> {
    let mut hours = IxVec::from_fn(problem.stations.len(), |_| 0.0);
    for (village, row) in problem.villages.iter_enumerated() {
        let base = dispatch.0[village];
        if let Some(travel) = problem.travel.day.to_village[base][village] {
            hours[base] += problem.policy.workload.response_hours(row.calls, travel);
        }
    }
    hours
}

/// Hours that management costs every centre.
pub(crate) fn management_hours_of_centres(problem: &Problem, jurisdiction: &JurisdictionMap) -> IxVec<StationIx, f64> {
    let mut hours = IxVec::from_fn(problem.stations.len(), |_| 0.0);
    for (village, row) in problem.villages.iter_enumerated() {
        hours[jurisdiction.0[village]] += problem.policy.workload.management_hours(row.people);
    }
    hours
}
