//! `[limits]`: values that people write, as whole numbers of the aims.

use xiaqu_evaluate::in_units;
use xiaqu_model::{
    Aim, AimValue, Place, Problem, ProblemReport, cast, e412_costs_needed, e413_pair_demanded_and_forbidden,
};

use crate::Settings;

/// The limits of the settings. A mean is a limit on a sum: the sum that has this mean.
pub(super) fn limits(settings: &Settings, problem: &Problem) -> Vec<(Aim, AimValue)> {
    let limits = &settings.limits;
    let rows = [
        (Aim::MeanSecondArrival, limits.mean_second_arrival_minutes),
        (Aim::WorstTenth, limits.worst_tenth_minutes),
        (Aim::BusiestStation, limits.busiest_station_hours),
        (Aim::RunningCost, limits.running_cost_yuan_per_year),
        (Aim::OneOffCost, limits.one_off_cost_yuan),
        (Aim::BeatHours, limits.beat_hours_min),
        (Aim::Access, limits.access_minutes),
        (Aim::Disruption, limits.disruption_people.map(f64::from)),
    ];
    let stated = rows.into_iter().filter_map(|(aim, limit)| Some((aim, whole(problem, aim, limit?))));
    stated.collect()
}

/// The greatest whole number whose value in units does not exceed `limit` (for beat hours: does not fall below it).
fn whole(problem: &Problem, aim: Aim, limit: f64) -> AimValue {
    let (one, _) = in_units(problem, aim, AimValue(1 << 40));
    let unit = one / cast::wide_to_f64(1 << 40);
    if unit == 0.0 {
        return AimValue(i128::MAX);
    }
    AimValue(cast::to_i128((limit / unit).floor()))
}

/// Reports aims and limits on costs that the county did not give, and pairs that are demanded and forbidden.
pub(super) fn check_aims(settings: &Settings, problem: &Problem, problems: &mut Vec<ProblemReport>) {
    let known = problem.today().all(|station| problem.stations[station].cost.is_some());
    let asked = [
        ("merge.aims", settings.merge.aims.contains(&Aim::RunningCost)),
        ("limits.running_cost_yuan_per_year", settings.limits.running_cost_yuan_per_year.is_some()),
    ];
    for (key, _) in asked.into_iter().filter(|(_, asked)| *asked && !(known && problem.policy.posts.cost.is_some())) {
        problems.push(e412_costs_needed(Place::table("xiaqu.toml").id(key), key));
    }
    let policy = &problem.policy;
    for &(one, other) in &policy.must_merge_pairs {
        if policy.forbidden_pairs.contains(&(one, other)) || policy.forbidden_pairs.contains(&(other, one)) {
            let place = Place::table("xiaqu.toml").id("merge.must_merge_pairs");
            let name = |station| &problem.stations[station].name;
            problems.push(e413_pair_demanded_and_forbidden(place, name(one), name(other)));
        }
    }
}
