//! `explain`: the opposite of a choice is what a plan with that opposite in its settings gives.

use std::path::PathBuf;

use xiaqu::{
    Answer, Failure, Forcing, PairExplanation, Role, SaveOptions, Settings, Stability, StationPair,
    model::{Aim, AimValue, RefusalReason, StationIx},
};
use xiaqu_tests::{CountyFolder, plan_with, random_county::random_county, run_with};

/// The embedded county with settings under which opposites are possible.
fn roomy(settings: &mut Settings) {
    settings.merge.closures = None;
    settings.merge.closures_min = Some(2);
    settings.response.worsening_max_minutes = 40.0;
    settings.response.second_arrival_max_minutes = 90.0;
}

fn planned(county: &CountyFolder, adjust: &dyn Fn(&mut Settings)) -> PathBuf {
    let output = county.output("plan");
    let plan = xiaqu::plan_county(&county.path(), &run_with(adjust)).unwrap();
    plan.save(&county.path(), &output, SaveOptions { replace: true, ..SaveOptions::default() }).unwrap();
    output
}

fn explain_pair(county: &CountyFolder, adjust: &dyn Fn(&mut Settings), pair: (&str, &str)) -> PairExplanation {
    xiaqu::explain_pair(&planned(county, adjust), None, pair, &run_with(adjust)).unwrap()
}

/// Values of a plan with further settings.
fn values_with(county: &CountyFolder, adjust: impl Fn(&mut Settings)) -> Option<Vec<AimValue>> {
    match plan_with(county, adjust) {
        Ok(plan) => Some(plan.proof.unwrap().aims().iter().map(|aim| aim.objective).collect()),
        Err(Failure::NoPlan(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

fn values_of(answer: &Answer) -> Option<Vec<AimValue>> {
    answer.alternative().map(|alternative| alternative.aims.iter().map(|change| change.other).collect())
}

fn named(one: &str, other: &str) -> Vec<StationPair> {
    vec![StationPair(one.to_owned(), other.to_owned())]
}

#[test]
fn a_merged_pair_costs_what_forbidding_it_costs() {
    let county = CountyFolder::demo();
    let found = explain_pair(&county, &roomy, ("S9", "S6"));
    assert!(found.together && found.if_allowed.is_none());
    let expected = values_with(&county, |settings| {
        roomy(settings);
        settings.merge.forbidden_pairs = named("S6", "S9");
    });
    assert_eq!(values_of(&found.opposite.answer), expected);
    let first = found.opposite.answer.first().unwrap();
    assert_eq!(first.aim, Aim::MeanSecondArrival);
    assert!(first.regret().0 >= 0);
    assert_eq!(first.written, found.opened.value(first.aim));
    let rows = &found.opposite.figures;
    let mean = rows.iter().find(|row| row.key == "r2_mean_by_calls").unwrap();
    assert!((mean.difference().unwrap() - first.difference()).abs() < 1e-9);
}

#[test]
fn every_neighbour_costs_what_demanding_it_costs() {
    let county = CountyFolder::demo();
    let found = explain_pair(&county, &roomy, ("S8", "S7"));
    let rows = found.alternatives.iter().filter(|row| !row.in_plan);
    let id = |station: StationIx| found.opened.county.problem.stations[station].id.to_string();
    let mut possible = 0;
    for row in rows {
        let (one, other) = (id(row.station), id(row.neighbour));
        if [&one, &other].iter().any(|id| *id == "S1") {
            assert!(matches!(row.answer, Answer::Impossible(_)), "the county seat stays as it is");
            continue;
        }
        let expected = values_with(&county, |settings| {
            roomy(settings);
            settings.merge.must_merge_pairs = named(&one, &other);
        });
        assert_eq!(values_of(&row.answer), expected, "{one} {other}");
        possible += usize::from(expected.is_some());
    }
    assert!(possible > 0);
}

#[test]
fn a_refused_pair_names_its_reasons_and_what_allowing_it_gives() {
    let county = CountyFolder::demo();
    let found = explain_pair(&county, &roomy, ("S3", "上青派出所"));
    let studied = found.studied.as_ref().unwrap();
    assert!(studied.refusals.iter().any(|reason| matches!(reason, RefusalReason::RoadTooLong { .. })));
    assert!(matches!(&found.opposite.answer, Answer::Impossible(obstacle) if obstacle.conflict.is_empty()));
    let expected = values_with(&county, |settings| {
        roomy(settings);
        settings.merge.allowed_pairs = named("S3", "S4");
        settings.merge.must_merge_pairs = named("S3", "S4");
    });
    assert!(expected.is_some());
    assert_eq!(values_of(&found.if_allowed.as_ref().unwrap().answer), expected);
}

#[test]
fn an_impossible_opposite_names_its_conflict_and_the_ways_out() {
    let county = CountyFolder::demo();
    let found = explain_pair(&county, &|_| (), ("S2", "S4"));
    let Answer::Impossible(obstacle) = &found.opposite.answer else { panic!("{:?}", found.opposite.answer) };
    assert_eq!(obstacle.conflict.len(), 2);
    assert!(obstacle.lines_en[0].contains("`merge.closures`") && obstacle.lines_zh[0].contains("撤并"));
    assert_eq!(found.opposite.ways_out.len(), 2);
    let with_one_closure_fewer = values_with(&county, |settings| {
        settings.merge.closures = None;
        settings.merge.closures_min = Some(2);
        settings.merge.closures_max = Some(3);
        settings.merge.forbidden_pairs = named("S2", "S4");
    });
    assert_eq!(values_of(&found.opposite.ways_out[0].answer), with_one_closure_fewer);
}

#[test]
fn a_station_costs_what_its_duty_costs() {
    let county = CountyFolder::demo();
    let output = planned(&county, &roomy);
    let found = xiaqu::explain_station(&output, None, "S6", &run_with(&roomy)).unwrap();
    assert!(matches!(found.role, Role::Post | Role::Centre), "{:?}", found.role);
    for other in &found.opposites {
        let expected = match other.forcing {
            Forcing::Alone(_) => values_with(&county, |settings| {
                roomy(settings);
                settings.merge.untouched = vec!["S6".to_owned()];
            }),
            Forcing::Open(_) => values_with(&county, |settings| {
                roomy(settings);
                settings.merge.must_keep = vec!["S6".to_owned()];
            }),
            _ => continue,
        };
        assert_eq!(values_of(&other.answer), expected, "{:?}", other.forcing);
    }
    let seat = xiaqu::explain_station(&output, None, "S1", &run_with(&roomy)).unwrap();
    assert_eq!(seat.role, Role::Kept);
    assert!(seat.opposites.iter().all(|other| matches!(other.answer, Answer::Impossible(_))));
}

#[test]
fn demand_alone_changes_no_pair_and_no_rule_gains_by_being_kept() {
    let county = CountyFolder::demo();
    let output = planned(&county, &|_| ());
    let found = xiaqu::explain_plan(&output, None, &run_with(&|_| ())).unwrap();
    let gains = found.relaxations.iter().filter_map(|row| row.answer.first()).map(|first| first.regret().0);
    assert!(gains.clone().all(|gain| gain <= 0), "a relaxed rule never costs");
    assert!(found.relaxations.iter().any(xiaqu::Relaxation::binds));
    for row in &found.robustness.scenarios {
        if matches!(row.scenario, xiaqu::Scenario::DemandPercent(_) | xiaqu::Scenario::AsPlanned) {
            let plan = &row.answer.alternative().unwrap().plan;
            assert_eq!(plan.groups(), found.opened.plan.groups(), "{:?}", row.scenario);
        }
    }
    let in_plan = found.robustness.pairs.iter().filter(|row| row.in_plan);
    assert!(in_plan.clone().count() == 3 && in_plan.clone().all(|row| row.stability() == Stability::Robust));
}

#[test]
fn the_plan_leads_the_near_plans_and_their_pairs_add_up() {
    let county = CountyFolder::demo();
    let output = planned(&county, &roomy);
    let found = xiaqu::explain_plan(&output, None, &run_with(&roomy)).unwrap();
    let xiaqu::Nearby::Listed(near) = &found.nearby else { panic!("{:?}", found.nearby) };
    assert!(near.complete && near.seen >= near.plans.len());
    assert_eq!(near.plans[0].plan, found.opened.plan);
    let within = |row: &xiaqu::NearbyPlan| {
        let first = row.aims[0];
        first.regret().0 >= 0 && first.difference() <= near.percent / 100.0 * first.written_in_units + 1e-9
    };
    assert!(near.plans.iter().all(within));
    assert!(near.pairs.iter().all(|row| row.of == near.seen && row.plans > 0 && row.plans <= row.of));
}

#[test]
fn on_random_counties_no_opposite_beats_the_plan() {
    let (mut plans, mut opposites) = (0, 0);
    for seed in 0..12 {
        let county = random_county(900 + seed);
        let output = county.output("plan");
        let Ok(plan) = plan_with(&county, |_| ()) else { continue };
        plans += 1;
        plan.save(&county.path(), &output, SaveOptions::default()).unwrap();
        let ids: Vec<String> = plan.county.problem.stations.iter().map(|station| station.id.to_string()).collect();
        for pair in plan.county.problem.adjacency.pairs().iter().take(3) {
            let id = |station: StationIx| plan.county.problem.stations[station].id.to_string();
            let (one, other) = (id(pair.first), id(pair.second));
            let found = xiaqu::explain_pair(&output, None, (&one, &other), &run_with(&|_| ())).unwrap();
            if let (Some(forced), true) = (values_of(&found.opposite.answer), found.opened.proved) {
                let order = found.opened.county.problem.policy.order();
                let written: Vec<AimValue> = order.into_iter().map(|aim| found.opened.value(aim)).collect();
                assert!(forced >= written, "county {seed}: {one} {other}");
                opposites += 1;
            }
        }
        let first = ids.first().unwrap();
        xiaqu::explain_station(&output, None, first, &run_with(&|_| ())).unwrap();
    }
    assert!(plans >= 6 && opposites >= 6, "{plans} plans, {opposites} opposites");
}
