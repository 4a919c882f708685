//! Forcing the opposite of a choice: never better than the plan, and found in full by changing the problem.

#![expect(clippy::panic, reason = "a search that fails is a broken test")]

mod support;

use support::county::{random_county, rich_county};
use xiaqu_model::{AimValue, Group, Mode, NoPlan, Plan, Problem, StationDuty, StationIx};
use xiaqu_solver::{SearchControl, SolveError, solve};
use xiaqu_testkit::{oracle, random::Random};

/// Groups and values of the best plan; nothing if there is none.
fn best(problem: &Problem) -> Option<(Vec<AimValue>, Plan)> {
    match solve(problem, &SearchControl::default()) {
        Ok(outcome) => Some((outcome.proof.aims().iter().map(|aim| aim.objective).collect(), outcome.plan)),
        Err(SolveError::NoPlan(NoPlan::Infeasible { .. })) => None,
        Err(other) => panic!("{other}"),
    }
}

fn counties(count: u64) -> impl Iterator<Item = (u64, Problem)> {
    (0..count).map(|seed| {
        let mut random = Random::new(70_000 + seed);
        let stations = random.between(4, 6);
        let problem =
            if seed % 2 == 0 { random_county(&mut random, stations) } else { rich_county(&mut random, stations) };
        (seed, problem)
    })
}

fn together(problem: &Problem, one: StationIx, other: StationIx) -> Problem {
    let mut changed = problem.clone();
    changed.policy.must_merge_pairs.push((one, other));
    changed
}

fn is_together(plan: &Plan, one: StationIx, other: StationIx) -> bool {
    plan.group_of(one).is_some_and(|group| group.members.contains(&other))
}

#[test]
fn one_of_two_opposites_is_the_plan_and_the_other_is_never_better() {
    let mut studied = 0;
    for (seed, problem) in counties(300) {
        let Some((values, plan)) = best(&problem) else { continue };
        for pair in problem.adjacency.pairs().iter().filter(|pair| pair.is_adjacent()) {
            let (one, other) = (pair.first, pair.second);
            let mut apart = problem.clone();
            apart.policy.forbidden_pairs.push((one, other));
            let joined = best(&together(&problem, one, other));
            let divided = best(&apart);
            let (same, opposite) = if is_together(&plan, one, other) { (joined, divided) } else { (divided, joined) };
            assert_eq!(same, Some((values.clone(), plan.clone())), "county {seed}: {one:?} {other:?}");
            if let Some((forced, other_plan)) = opposite {
                assert!(forced >= values, "county {seed}: forcing {one:?} {other:?} gives {forced:?}, not {values:?}");
                assert_ne!(is_together(&other_plan, one, other), is_together(&plan, one, other), "county {seed}");
            }
            studied += 1;
        }
    }
    assert!(studied > 500, "only {studied} pairs");
}

/// The best values of all plans that `is_meant`.
fn best_by_oracle(problem: &Problem, is_meant: impl Fn(&[Group]) -> bool) -> Option<Vec<AimValue>> {
    let order = problem.policy.order();
    let mut least: Option<Vec<AimValue>> = None;
    oracle::each_plan(problem, &oracle::all_requirements(problem), &mut |groups, value| {
        if is_meant(groups) {
            let values: Vec<AimValue> = order.iter().map(|&aim| value(aim)).collect();
            if least.as_ref().is_none_or(|known| values < *known) {
                least = Some(values);
            }
        }
    });
    least
}

fn least(problems: impl Iterator<Item = Problem>) -> Option<Vec<AimValue>> {
    problems.filter_map(|problem| best(&problem)).map(|(values, _)| values).min()
}

fn with_duty(problem: &Problem, station: StationIx, duty: StationDuty) -> Problem {
    let mut changed = problem.clone();
    changed.stations[station].duty = duty;
    changed
}

#[test]
fn a_closed_station_is_found_through_its_duty_with_pools_and_new_sites() {
    let (mut studied, mut pooling, mut with_sites) = (0, 0, 0);
    for (seed, problem) in counties(200) {
        let has_sites = problem.stations.iter().any(|row| row.duty == StationDuty::NewSite);
        for station in problem.today().filter(|&station| problem.stations[station].duty.may_close()) {
            let forced = with_duty(&problem, station, StationDuty::MustClose);
            let found = if problem.stations[station].duty == StationDuty::MustMerge {
                least(problem.adjacency.neighbours(station).map(|other| together(&forced, station, other)))
            } else {
                least(std::iter::once(forced))
            };
            let closes = |groups: &[Group]| groups.iter().any(|group| group.posts().any(|post| post == station));
            assert_eq!(found, best_by_oracle(&problem, closes), "county {seed}: {station:?}");
            studied += 1;
            pooling += u32::from(problem.policy.groups.modes.contains(&Mode::Pool));
            with_sites += u32::from(has_sites);
        }
    }
    assert!(studied > 300 && pooling > 100 && with_sites > 50, "{studied} stations, {pooling}, {with_sites}");
}

#[test]
fn a_grouped_station_is_found_through_its_neighbours() {
    for (seed, problem) in counties(120) {
        for station in problem.today() {
            let forced = problem.adjacency.neighbours(station).map(|other| together(&problem, station, other));
            let grouped = |groups: &[Group]| {
                groups.iter().any(|group| group.members.len() > 1 && group.members.contains(&station))
            };
            assert_eq!(least(forced), best_by_oracle(&problem, grouped), "county {seed}: {station:?}");
        }
    }
}

#[test]
fn a_station_alone_or_open_is_found_through_its_duty() {
    for (seed, problem) in counties(150) {
        for station in problem.today().filter(|&station| problem.stations[station].duty == StationDuty::Free) {
            let alone = |groups: &[Group]| groups.contains(&Group::keep(station));
            let found = best(&with_duty(&problem, station, StationDuty::Untouched)).map(|(values, _)| values);
            assert_eq!(found, best_by_oracle(&problem, alone), "county {seed}: {station:?} alone");
            let open = |groups: &[Group]| groups.iter().any(|group| group.bases().any(|base| base == station));
            let found = best(&with_duty(&problem, station, StationDuty::MustStayOpen)).map(|(values, _)| values);
            assert_eq!(found, best_by_oracle(&problem, open), "county {seed}: {station:?} open");
        }
    }
}
