//! Work, re-derived by plain loops (domain 6.5).

use xiaqu_model::{DispatchMap, IxVec, JurisdictionMap, Problem, StationIx, Work};

/// Work that calls cost every base; stations that are no base have none.
pub(crate) fn response_work_of_bases(problem: &Problem, dispatch: &DispatchMap) -> IxVec<StationIx, Work> {
    let mut work: IxVec<StationIx, Work> = IxVec::from_fn(problem.stations.len(), |_| Work::default());
    for (village, row) in problem.villages.iter_enumerated() {
        let base = dispatch.0[village];
        if let Some(travel) = problem.travel.day.to_village[base][village] {
            work[base] = work[base].plus(problem.policy.workload.response_work(row.calls, travel));
        }
    }
    work
}

/// Work that management costs every centre.
pub(crate) fn management_work_of_centres(problem: &Problem, jurisdiction: &JurisdictionMap) -> IxVec<StationIx, Work> {
    let mut work: IxVec<StationIx, Work> = IxVec::from_fn(problem.stations.len(), |_| Work::default());
    for (village, row) in problem.villages.iter_enumerated() {
        let centre = jurisdiction.0[village];
        work[centre] = work[centre].plus(problem.policy.workload.management_work(row.people));
    }
    work
}
