//! Who answers each village under other borders, against a stupid reading of the rule, and what the figures make of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use support::{county, plan, s, three_stations, today, v};
use xiaqu_evaluate::{
    Alternatives, answering, border_costs, figures, judge, judge_as_dispatched, villages_beyond_ceiling,
};
use xiaqu_model::{
    BorderStyle, CallsPerYear, DispatchRules, Index, IxVec, People, Problem, StationIx, Township, TownshipId,
    TownshipIx, TravelTime, VillageIx,
};

/// A small generator: the same numbers everywhere (Knuth's linear congruence, upper half).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn minutes(minutes: u32) -> TravelTime {
    TravelTime::from_milliseconds(minutes * 60_000)
}

/// A county on a line with random townships, territories, calls, and a third of the roads missing.
fn random_problem(dice: &mut Dice) -> Problem {
    let stations = dice.below(5) + 1;
    let sites: Vec<(u32, u32)> = (0..stations).map(|_| (dice.below(8) * 5, 4)).collect();
    let homes: Vec<(u32, usize, u32, f64)> = (0..=dice.below(12))
        .map(|_| (dice.below(8) * 5, usize::try_from(dice.below(stations)).unwrap(), 100, f64::from(dice.below(3))))
        .collect();
    let mut problem = county(&sites, &homes);
    problem.townships = IxVec::from_fn(3, |township: TownshipIx| Township {
        id: TownshipId::new(format!("T{}", township.position())),
        ..problem.townships[TownshipIx::from_position(0)].clone()
    });
    for village in &mut problem.villages {
        village.township = TownshipIx::from_position(usize::try_from(dice.below(3)).unwrap());
        village.people = People::new(dice.below(500));
    }
    for row in &mut problem.travel.day.to_village {
        for time in row {
            if dice.below(3) == 0 {
                *time = None;
            }
        }
    }
    problem.policy.dispatch = DispatchRules {
        borders: BorderStyle::ALL[usize::try_from(dice.below(3)).unwrap()],
        hysteresis: minutes(dice.below(3) * 4),
    };
    problem
}

/// Every sentence of the rule, word for word, one village at a time.
fn by_the_words(problem: &Problem, bases: &[StationIx], village: VillageIx) -> Option<StationIx> {
    let time = |base: StationIx, village| problem.arrival(base, village).map(|time| u128::from(time.as_milliseconds()));
    let nearest = |village| {
        bases.iter().copied().filter(|&base| time(base, village).is_some()).min_by_key(|&base| time(base, village))
    };
    let rules = problem.policy.dispatch;
    let delta = u128::from(rules.hysteresis.as_milliseconds());
    let (near, row) = (nearest(village)?, &problem.villages[village]);
    match rules.borders {
        BorderStyle::Exact => Some(near),
        BorderStyle::Village => {
            let own = row.territory;
            let near_time = time(near, village)?;
            let within = time(own, village).is_some_and(|time| time <= near_time + delta);
            let stays = delta > 0 && bases.contains(&own) && within;
            Some(if stays { own } else { near })
        }
        BorderStyle::Township => {
            let whole: Vec<VillageIx> = problem
                .villages
                .indices()
                .filter(|&other| problem.villages[other].township == row.township && nearest(other).is_some())
                .collect();
            let silent = whole.iter().all(|&other| problem.villages[other].calls == CallsPerYear::default());
            let calls =
                |other: VillageIx| if silent { 1 } else { u128::from(problem.villages[other].calls.thousandths()) };
            let missed = |base| whole.iter().filter(|&&other| time(base, other).is_none()).count();
            let cost = |base| whole.iter().filter_map(|&other| Some(calls(other) * time(base, other)?)).sum::<u128>();
            let fewest = bases.iter().map(|&base| missed(base)).min()?;
            let fit: Vec<StationIx> = bases.iter().copied().filter(|&base| missed(base) == fewest).collect();
            let mut best = fit[0];
            for &base in &fit {
                if cost(base) < cost(best) {
                    best = base;
                }
            }
            let own = row.territory;
            let all_own = whole.iter().all(|&other| problem.villages[other].territory == own);
            let weight: u128 = whole.iter().map(|&other| calls(other)).sum();
            if delta > 0 && all_own && fit.contains(&own) && cost(own) <= cost(best) + delta * weight {
                best = own;
            }
            Some(if time(best, village).is_some() { best } else { near })
        }
    }
}

#[test]
fn the_base_that_answers_is_the_one_the_rule_names_in_random_counties() {
    let mut dice = Dice(7);
    let (mut differing, mut kept, mut split) = (0, 0, 0);
    for case in 0..3_000 {
        let problem = random_problem(&mut dice);
        let bases: Vec<StationIx> = problem.stations.indices().filter(|_| dice.below(4) > 0).collect();
        let found = answering(&problem, &bases);
        let mut plain = problem.clone();
        plain.policy.dispatch = DispatchRules::default();
        let nearest = answering(&plain, &bases);
        for village in problem.villages.indices() {
            assert_eq!(found[village], by_the_words(&problem, &bases, village), "case {case}, village {village:?}");
            assert_eq!(
                found[village].is_some(),
                nearest[village].is_some(),
                "case {case}: forced borders leave somebody behind"
            );
            differing += u32::from(found[village] != nearest[village]);
            kept += u32::from(
                found[village] == Some(problem.villages[village].territory) && found[village] != nearest[village],
            );
        }
        let one = |township: TownshipIx| {
            let of = problem.villages.iter_enumerated().filter(|(_, row)| row.township == township);
            let mut answered: Vec<StationIx> = of.filter_map(|(village, _)| found[village]).collect();
            answered.sort_unstable();
            answered.dedup();
            answered.len() <= 1
        };
        split += u32::from(
            problem.policy.dispatch.borders == BorderStyle::Township && !problem.townships.indices().all(one),
        );
    }
    assert!(differing > 500 && kept > 100 && split > 100, "{differing} {kept} {split}");
}

/// Three stations at 0, 20 and 40 minutes; the villages at 10 and 20 minutes are one township, all others another each.
fn whole_township() -> Problem {
    let mut problem = three_stations();
    problem.townships = IxVec::from_fn(4, |_| problem.townships[TownshipIx::from_position(0)].clone());
    for (village, township) in [0, 1, 1, 2, 3].into_iter().enumerate() {
        problem.villages[v(village)].township = TownshipIx::from_position(township);
    }
    problem.policy.dispatch.borders = BorderStyle::Township;
    problem
}

#[test]
fn a_whole_township_goes_to_the_base_that_costs_its_calls_the_fewest_minutes_and_the_figures_are_of_that_base() {
    let problem = whole_township();
    // Both sites of the first group are ten minutes from the village at 10; the seven calls more at 20 decide for S1.
    let plan = plan(&[(&[0], 0, 4), (&[1], 1, 4), (&[2], 2, 4)]);
    let judgement = judge_as_dispatched(&problem, &plan);
    assert_eq!((judgement.dispatch.0[v(1)], judgement.dispatch.0[v(2)]), (s(1), s(1)));
    // Under nearest response the tie at 10 goes to the lower id, and nobody waits longer for it.
    assert_eq!(judge(&problem, &plan).dispatch.0[v(1)], s(0));
    assert_eq!(border_costs(&problem, &plan), []);
    let sheet = figures(&problem, Alternatives { do_nothing: &plan, transfers_only: &plan, plan: &plan });
    assert_eq!(sheet.row("borders_extra_mean").unwrap().after, Some(0.0));
    assert_eq!(sheet.row("borders_later_villages").unwrap().after, Some(0.0));
}

#[test]
fn what_borders_cost_is_the_difference_of_two_second_arrivals() {
    let mut problem = whole_township();
    // The village at 10 minutes and the one at 32 are one township: S0 10 and 32, S1 10 and 12, S2 30 and 8.
    for (village, township) in [0, 1, 2, 1, 3].into_iter().enumerate() {
        problem.villages[v(village)].township = TownshipIx::from_position(township);
    }
    let plan = today(&problem);
    let costs = border_costs(&problem, &plan);
    assert_eq!(costs.len(), 1);
    assert_eq!((costs[0].village, costs[0].answering, costs[0].nearest), (v(3), s(1), s(2)));
    assert!((costs[0].extra_minutes() - 4.0).abs() < 1e-9);
    let sheet = figures(&problem, Alternatives { do_nothing: &plan, transfers_only: &plan, plan: &plan });
    let after = |key: &str| sheet.row(key).unwrap().after.unwrap();
    // Three calls of 35 wait four minutes longer.
    assert!((after("borders_extra_mean") - 12.0 / 35.0).abs() < 1e-9);
    assert!((after("borders_extra_max") - 4.0).abs() < 1e-9);
    assert!((after("borders_later_people") - 300.0).abs() < 1e-9);
    let mut nearest = problem.clone();
    nearest.policy.dispatch = DispatchRules::default();
    let without = figures(&nearest, Alternatives { do_nothing: &plan, transfers_only: &plan, plan: &plan });
    assert!(without.row("borders_extra_mean").is_none());
    let difference = after("r2_mean_by_calls") - without.row("r2_mean_by_calls").unwrap().after.unwrap();
    assert!((difference - after("borders_extra_mean")).abs() < 1e-9);
}

#[test]
fn borders_never_raise_a_ceiling() {
    let mut problem = whole_township();
    for (village, township) in [0, 1, 2, 1, 3].into_iter().enumerate() {
        problem.villages[v(village)].township = TownshipIx::from_position(township);
    }
    problem.policy.response.worsening_max = minutes(3);
    let plan = today(&problem);
    assert!(villages_beyond_ceiling(&problem, &judge(&problem, &plan)).is_empty());
    let beyond = villages_beyond_ceiling(&problem, &judge_as_dispatched(&problem, &plan));
    assert_eq!(beyond, [(v(3), minutes(16), minutes(15))]);
}

#[test]
fn the_own_station_is_left_only_for_one_that_is_faster_by_more_than_the_hysteresis() {
    let mut problem = three_stations();
    // The village at 32 minutes is in the territory of S1 now: 12 minutes against 8 from S2.
    problem.villages[v(3)].territory = s(1);
    problem.policy.dispatch.borders = BorderStyle::Village;
    let plan = today(&problem);
    for (hysteresis, base) in [(0, s(2)), (3, s(2)), (4, s(1)), (20, s(1))] {
        problem.policy.dispatch.hysteresis = minutes(hysteresis);
        assert_eq!(judge_as_dispatched(&problem, &plan).dispatch.0[v(3)], base, "{hysteresis} minutes");
    }
    let sheet = figures(&problem, Alternatives { do_nothing: &plan, transfers_only: &plan, plan: &plan });
    let after = |key: &str| sheet.row(key).unwrap().after.unwrap();
    assert!((after("hysteresis_extra_mean") - 12.0 / 35.0).abs() < 1e-9);
    assert!((after("hysteresis_extra_mean") - after("borders_extra_mean")).abs() < 1e-12);
    // A station that closed keeps nothing.
    let bases = [s(0), s(2)];
    assert_eq!(answering(&problem, &bases)[v(3)], Some(s(2)));
}
