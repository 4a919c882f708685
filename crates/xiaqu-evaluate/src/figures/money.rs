//! Running costs (domain 6.12): only where the county gave all of them, never invented.

use xiaqu_model::{Aim, Group, Mode, Officers, Plan, Problem, Yuan, YuanPerYear, cast::count_to_f64};

use super::measures::{Measures, Subject, set};
use crate::values::in_units;

/// Running cost of a group: the houses of its bases, its officers, and its posts; nothing if a cost is unknown.
fn group_cost(problem: &Problem, group: &Group, officers: Officers) -> Option<YuanPerYear> {
    let centre = problem.stations[group.centre].cost?;
    let posts = u32::try_from(group.posts().count()).ok()?;
    let posts = if posts == 0 { YuanPerYear::default() } else { problem.policy.posts.cost?.times(posts) };
    let houses = group
        .bases()
        .try_fold(YuanPerYear::default(), |sum, base| Some(sum.plus(problem.stations[base].cost?.fixed)))?;
    Some(houses.plus(centre.for_each_officer.times(officers.heads())).plus(posts))
}

fn plan_cost(problem: &Problem, plan: &Plan) -> Option<YuanPerYear> {
    plan.rows().try_fold(YuanPerYear::default(), |sum, (group, officers)| {
        Some(sum.plus(group_cost(problem, group, officers)?))
    })
}

pub(crate) fn costs(subject: &Subject<'_>, measures: &mut Measures) {
    let problem = subject.problem;
    let (one_off, _) = in_units(problem, Aim::OneOffCost, subject.judgement.value(Aim::OneOffCost));
    let asked = problem.policy.posts.one_off != Yuan::default()
        || problem.stations.iter().any(|station| station.works != Yuan::default());
    set(measures, "one_off_cost", asked.then_some(one_off));
    // One rule for all three plans: a sheet with a cost in one column only would mislead.
    let known =
        problem.today().all(|station| problem.stations[station].cost.is_some()) && problem.policy.posts.cost.is_some();
    let (Some(now), Some(then), true) = (plan_cost(problem, subject.today), plan_cost(problem, subject.plan), known)
    else {
        return;
    };
    set(measures, "running_cost", then.as_yuan());
    set(measures, "matched_saving_percent", matched_saving(subject));
    let each_now = now.as_yuan() / count_to_f64(subject.today.groups().len());
    let each_then = then.as_yuan() / count_to_f64(subject.plan.groups().len());
    set(measures, "per_station_saving_percent", 100.0 * (1.0 - each_then / each_now));
}

/// Merged groups against the stations they were made from; nothing where nothing is merged.
fn matched_saving(subject: &Subject<'_>) -> Option<f64> {
    let (mut then, mut now) = (YuanPerYear::default(), YuanPerYear::default());
    for (group, officers) in subject.plan.rows().filter(|(group, _)| group.mode() != Mode::Keep) {
        then = then.plus(group_cost(subject.problem, group, officers)?);
        for &member in &group.members {
            let row = &subject.problem.stations[member];
            now = now.plus(group_cost(subject.problem, &Group::keep(member), row.officers)?);
        }
    }
    Some(100.0 * (1.0 - then.as_yuan() / now.as_yuan()))
}
