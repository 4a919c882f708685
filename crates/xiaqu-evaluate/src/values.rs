//! Values of all aims, re-derived from the tables by plain loops (FORMULATION 3).

use std::collections::BTreeMap;

use xiaqu_model::{Aim, AimValue, Group, Mode, Officers, Plan, Problem, TravelTime, VillageIx, Work, cast};

use crate::{
    figures::Unit,
    judge::{Maps, VillageArrivals},
    workload::{management_work_of_centres, response_work_of_bases},
};

/// Milliseconds that stand for a way that does not exist: the longest there is (FORMULATION 3.6).
const NO_ROAD: u32 = u32::MAX;

/// The value of every aim. Villages that no base reaches are left out of arrivals; they are violations of their own.
pub(crate) fn values_of(problem: &Problem, plan: &Plan, maps: &Maps) -> BTreeMap<Aim, AimValue> {
    Aim::ALL.into_iter().map(|aim| (aim, AimValue(value(aim, problem, plan, maps)))).collect()
}

fn value(aim: Aim, problem: &Problem, plan: &Plan, maps: &Maps) -> i128 {
    match aim {
        Aim::MostClosures => -count(plan.closures()),
        Aim::MeanSecondArrival => mean(problem, maps),
        Aim::WorstTenth => worst_tenth(problem, maps),
        Aim::WorstVillage => arrivals(maps).map(|(_, time)| i128::from(time)).max().unwrap_or(0),
        Aim::BusiestStation => busiest(problem, plan, maps),
        Aim::RunningCost => plan.rows().map(|(group, officers)| running_fen(problem, group, officers)).sum(),
        Aim::OneOffCost => plan.groups().iter().map(|group| one_off_fen(problem, group)).sum(),
        Aim::BeatHours => beat_hours(problem, plan, maps),
        Aim::Access => access(problem, plan),
        Aim::Disruption => disruption(problem, plan),
    }
}

fn count(number: usize) -> i128 {
    number as i128
}

fn signed(number: u128) -> i128 {
    i128::try_from(number).unwrap_or(i128::MAX)
}

/// Villages with their second arrival in milliseconds.
fn arrivals(maps: &Maps) -> impl Iterator<Item = (VillageIx, u32)> + '_ {
    let rows = maps.arrivals.iter_enumerated();
    let time = |row: &VillageArrivals| row.second_after.map(|after| after.time().as_milliseconds());
    rows.filter_map(move |(village, row)| Some((village, time(row)?)))
}

fn mean(problem: &Problem, maps: &Maps) -> i128 {
    let calls = |village: VillageIx| i128::from(problem.villages[village].calls.thousandths());
    arrivals(maps).map(|(village, time)| calls(village) * i128::from(time)).sum()
}

/// Everybody who is reached, longest wait first; the first tenth counts.
fn worst_tenth(problem: &Problem, maps: &Maps) -> i128 {
    let mut waits: Vec<(u32, u64)> =
        arrivals(maps).map(|(village, time)| (time, u64::from(problem.villages[village].people.count()))).collect();
    waits.sort_unstable();
    let mut tenth = tenth_of_people(problem, maps);
    let mut sum = 0;
    while let (Some((time, people)), true) = (waits.pop(), tenth > 0) {
        let counted = people.min(tenth);
        sum += i128::from(counted) * i128::from(time);
        tenth -= counted;
    }
    sum
}

/// A tenth of the people that a station reaches today, rounded up.
fn tenth_of_people(problem: &Problem, maps: &Maps) -> u64 {
    let reached = maps.arrivals.iter_enumerated().filter(|(_, row)| row.second_before.is_some());
    let people: u64 = reached.map(|(village, _)| u64::from(problem.villages[village].people.count())).sum();
    people.div_ceil(10)
}

/// Work of every group, in the order of the plan: what its bases answer and what it manages.
pub(crate) fn group_work(problem: &Problem, plan: &Plan, maps: &Maps) -> Vec<Work> {
    let response = response_work_of_bases(problem, &maps.dispatch);
    let management = management_work_of_centres(problem, &maps.jurisdiction);
    let of = |group: &Group| group.bases().fold(management[group.centre], |sum, base| sum.plus(response[base]));
    plan.groups().iter().map(of).collect()
}

fn busiest(problem: &Problem, plan: &Plan, maps: &Maps) -> i128 {
    let rows = group_work(problem, plan, maps).into_iter().zip(plan.officers());
    let each = rows.map(|(work, officers)| match u128::from(officers.heads()) {
        0 => i128::MAX,
        heads => signed((work.count() << 32) / heads),
    });
    each.max().unwrap_or(0)
}

/// Houses of all bases, officers at the rate of the centre, and posts, fen a year; unknown costs count nothing.
fn running_fen(problem: &Problem, group: &Group, officers: Officers) -> i128 {
    let houses = group.bases().filter_map(|base| problem.stations[base].cost).map(|cost| cost.fixed.as_fen());
    let each = problem.stations[group.centre].cost.map_or(0, |cost| cost.for_each_officer.as_fen());
    let post = problem.policy.posts.cost.map_or(0, xiaqu_model::YuanPerYear::as_fen);
    houses.map(i128::from).sum::<i128>()
        + i128::from(each) * i128::from(officers.heads())
        + i128::from(post) * count(group.posts().count())
}

fn one_off_fen(problem: &Problem, group: &Group) -> i128 {
    let works = if group.mode() == Mode::Keep { 0 } else { problem.stations[group.centre].works.as_fen() };
    i128::from(works) + i128::from(problem.policy.posts.one_off.as_fen()) * count(group.posts().count())
}

/// Hours spent on desks, posts and calls less those that the county's officers have, whatever their plan.
fn beat_hours(problem: &Problem, plan: &Plan, maps: &Maps) -> i128 {
    let response = response_work_of_bases(problem, &maps.dispatch).iter().fold(Work::default(), |sum, w| sum.plus(*w));
    let posts = problem.policy.posts.work().times(plan.posts().len());
    let spent = Work::DESK.times(plan.groups().len()).plus(posts).plus(response);
    let supply = Work::supplied_by(problem.officers_after(), problem.policy.strength.worked_hours);
    signed(spent.count()) - signed(supply.count())
}

fn access(problem: &Problem, plan: &Plan) -> i128 {
    let way = |village: VillageIx| {
        let territory = problem.villages[village].territory;
        let counter = plan.group_of(territory).map_or(territory, |group| group.counter_of(territory));
        problem.travel.day.to_village[counter][village].map_or(NO_ROAD, TravelTime::as_milliseconds)
    };
    let rows = problem.villages.iter_enumerated();
    rows.map(|(village, row)| i128::from(row.people.count()) * i128::from(way(village))).sum()
}

fn disruption(problem: &Problem, plan: &Plan) -> i128 {
    let posts = plan.posts();
    let closed = problem.villages.iter().filter(|row| posts.contains(&row.territory));
    closed.map(|row| i128::from(row.people.count())).sum()
}

/// The value of an aim in the unit that people read: minutes for each call or person, hours, yuan, people, closures.
///
/// ```
/// use xiaqu_evaluate::{Unit, in_units};
/// use xiaqu_model::{Aim, AimValue, Policy, Problem};
///
/// let problem = Problem {
///     townships: Default::default(), villages: Default::default(), stations: Default::default(),
///     adjacency: Default::default(), travel: Default::default(), policy: Policy::default(),
/// };
/// assert_eq!(in_units(&problem, Aim::WorstVillage, AimValue(90_000)), (1.5, Unit::Minutes));
/// assert_eq!(in_units(&problem, Aim::MostClosures, AimValue(-3)), (3.0, Unit::Count));
/// ```
pub fn in_units(problem: &Problem, aim: Aim, value: AimValue) -> (f64, Unit) {
    let number = cast::wide_to_f64(value.0);
    let rows = || problem.villages.iter();
    let calls: u64 = rows().map(|village| village.calls.thousandths()).sum();
    let people: u64 = rows().map(|village| u64::from(village.people.count())).sum();
    let each = |count: u64| if count == 0 { 0.0 } else { number / cast::to_f64(count) / 60_000.0 };
    let hours = number / 3.6e9;
    match aim {
        Aim::MostClosures => (0.0 - number, Unit::Count),
        Aim::MeanSecondArrival => (each(calls), Unit::Minutes),
        Aim::WorstTenth => (each(people.div_ceil(10)), Unit::Minutes),
        Aim::Access => (each(people), Unit::Minutes),
        Aim::WorstVillage => (number / 60_000.0, Unit::Minutes),
        Aim::BusiestStation => (hours / 4_294_967_296.0, Unit::HoursPerYear),
        Aim::RunningCost => (number / 100.0, Unit::YuanPerYear),
        Aim::OneOffCost => (number / 100.0, Unit::Yuan),
        Aim::BeatHours => (0.0 - hours, Unit::HoursPerYear),
        Aim::Disruption => (number, Unit::People),
    }
}
