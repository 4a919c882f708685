//! Way to a staffed counter, and work for each officer.

use xiaqu_model::{Aim, IxVec, cast::to_f64};

use super::{
    measures::{Measures, Subject, set},
    response::by_people,
};
use crate::{
    statistics::gini,
    values::in_units,
    workload::{management_work_of_centres, response_work_of_bases},
};

/// Minutes from the nearest base or post to the village by day, turnout excluded: nobody turns out for a counter.
pub(crate) fn counters(subject: &Subject<'_>, measures: &mut Measures) {
    let problem = subject.problem;
    let mut counters = subject.plan.bases();
    counters.extend(subject.plan.posts());
    let times = IxVec::from_fn(problem.villages.len(), |village| {
        counters.iter().filter_map(|&counter| problem.travel.day.to_village[counter][village]).min()
    });
    let people = by_people(subject, &times);
    set(measures, "counter_mean", people.mean().map(|mean| mean / 60_000.0));
    let (own, _) = in_units(problem, Aim::Access, subject.judgement.value(Aim::Access));
    set(measures, "own_counter_mean", own);
    for limit in [15_u32, 30, 45, 60] {
        let share = people.percent_between(None, Some(limit * 60_000));
        set(measures, format!("counter_within_{limit}_percent"), share);
    }
}

/// Response and management hours for each officer of a group.
pub(crate) fn workload(subject: &Subject<'_>, measures: &mut Measures) {
    let problem = subject.problem;
    let response = response_work_of_bases(problem, &subject.judgement.dispatch);
    let management = management_work_of_centres(problem, &subject.judgement.jurisdiction);
    let mut rows = Vec::new();
    let (mut hours, mut officers) = (0.0, 0_u64);
    for (group, heads) in subject.plan.rows() {
        let work = group.bases().fold(management[group.centre], |sum, base| sum.plus(response[base])).as_hours();
        hours += work;
        officers += u64::from(heads.heads());
        if heads.heads() > 0 {
            rows.push((work / f64::from(heads.heads()), f64::from(heads.heads())));
        }
    }
    set(measures, "workload_max", rows.iter().map(|(work, _)| *work).reduce(f64::max));
    set(measures, "workload_min", rows.iter().map(|(work, _)| *work).reduce(f64::min));
    set(measures, "workload_mean", hours / to_f64(officers));
    set(measures, "workload_gini", gini(&rows));
}
