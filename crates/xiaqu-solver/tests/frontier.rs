//! Frontiers and near-optimal plans against every plan of small random counties.

mod support;

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
};

use support::county::{random_county, rich_county};
use xiaqu_evaluate::judge;
use xiaqu_model::{Aim, AimValue, Engine, Group, Limit, NoPlan, Officers, Problem, StationIx};
use xiaqu_solver::{
    Frontier, FrontierMethod, Missing, PointProof, SearchControl, SearchError, SolveError, Verdict, frontier,
    frontier_by, near_optimal, solve,
};
use xiaqu_testkit::{oracle, random::Random};

/// Values of the aims, values of the further aims, groups.
type Row = (Vec<AimValue>, Vec<AimValue>, Vec<Group>);

/// Every plan with its values.
fn all_plans(problem: &Problem, aims: &[Aim]) -> Vec<Row> {
    let further: Vec<Aim> = problem.policy.order().into_iter().filter(|aim| !aims.contains(aim)).collect();
    let mut rows = Vec::new();
    oracle::each_plan(problem, &oracle::all_requirements(problem), &mut |groups, value| {
        let values = |aims: &[Aim]| aims.iter().map(|&aim| value(aim)).collect();
        rows.push((values(aims), values(&further), groups.to_vec()));
    });
    rows
}

/// The frontier by comparing every plan with every other.
fn stupid_frontier(problem: &Problem, aims: &[Aim]) -> Vec<Row> {
    // Of plans with the same values only the first can be in the frontier.
    let mut first: BTreeMap<Vec<AimValue>, Row> = BTreeMap::new();
    for row in all_plans(problem, aims) {
        let entry = first.entry(row.0.clone()).or_insert_with(|| row.clone());
        if row < *entry {
            *entry = row;
        }
    }
    let beats = |one: &[AimValue], other: &[AimValue]| one != other && one.iter().zip(other).all(|(a, b)| a <= b);
    let rows = || first.values();
    rows().filter(|row| !rows().any(|other| beats(&other.0, &row.0))).cloned().collect()
}

fn random_aims(random: &mut Random, count: usize) -> Vec<Aim> {
    let mut aims: Vec<(u32, Aim)> = Aim::ALL.into_iter().map(|aim| (random.between(0, u32::MAX - 1), aim)).collect();
    aims.sort_unstable();
    aims.into_iter().take(count).map(|(_, aim)| aim).collect()
}

fn equals(seed: u64, problem: &Problem, found: &Frontier, expected: &[Row]) {
    assert!(found.is_complete(), "county {seed}");
    let values: Vec<&Vec<AimValue>> = found.points.iter().map(|point| &point.values).collect();
    let wanted: Vec<&Vec<AimValue>> = expected.iter().map(|row| &row.0).collect();
    assert_eq!(values, wanted, "county {seed}: {:?}", found.aims);
    for (point, (_, _, groups)) in found.points.iter().zip(expected) {
        assert_eq!(point.plan.groups(), groups, "county {seed}: {:?}", found.aims);
        let judgement = judge(problem, &point.plan);
        assert!(judgement.is_sound(), "county {seed}");
        let judged: Vec<AimValue> = found.aims.iter().map(|&aim| judgement.value(aim)).collect();
        assert_eq!(judged, point.values, "county {seed}");
    }
}

#[test]
fn both_methods_give_the_frontier_of_the_oracle() {
    let (mut points, mut largest, mut infeasible) = (0, 0, 0);
    for seed in 0..500 {
        let mut random = Random::new(50_000 + seed);
        let stations = random.between(4, 6);
        let mut problem = rich_county(&mut random, stations);
        if random.chance(75) {
            problem.policy.closures = xiaqu_model::ClosureRule::default();
            problem.policy.strength.officers_min = Officers::new(2);
        }
        let aims = random_aims(&mut random, if seed % 2 == 0 { 2 } else { 3 });
        let expected = stupid_frontier(&problem, &aims);
        for method in [FrontierMethod::Enumeration, FrontierMethod::EpsilonConstraints] {
            match frontier_by(method, &problem, &aims, &SearchControl::default()) {
                Ok(found) => equals(seed, &problem, &found, &expected),
                Err(SolveError::NoPlan(NoPlan::Infeasible { .. })) => {
                    infeasible += 1;
                    assert!(expected.is_empty(), "county {seed}");
                }
                Err(other) => panic!("county {seed}: {other}"),
            }
        }
        points += expected.len();
        largest = largest.max(expected.len());
    }
    println!("{points} points, at most {largest}, {infeasible} times none");
    assert!(points >= 500 && largest >= 9 && infeasible >= 20);
}

#[test]
fn the_exact_search_gives_the_frontier_of_the_enumeration() {
    let (mut points, mut given_up) = (0, 0);
    for seed in 0..50 {
        let mut random = Random::new(55_000 + seed);
        let stations = random.between(4, 7);
        let mut problem = rich_county(&mut random, stations);
        problem.policy.closures = xiaqu_model::ClosureRule::default();
        let aims = random_aims(&mut random, if seed % 2 == 0 { 2 } else { 3 });
        // How officers are shared out is no sum: such a search may give up, and then says so.
        let staffed = [Aim::RunningCost, Aim::BusiestStation];
        let may_give_up = staffed.iter().any(|aim| aims.contains(aim) || problem.policy.order().contains(aim));
        let enumerated = frontier(&problem, &aims, &SearchControl::default());
        problem.policy.search.engine = Engine::Exact;
        let searched = frontier(&problem, &aims, &SearchControl::default());
        let rows = |found: &Frontier| -> Vec<_> {
            found.points.iter().map(|point| (point.values.clone(), point.plan.clone())).collect()
        };
        match (enumerated, searched) {
            (Ok(one), Ok(other)) if other.is_complete() => {
                points += one.points.len();
                assert_eq!((rows(&one), one.knee), (rows(&other), other.knee), "county {seed}: {aims:?}");
            }
            (Ok(one), Ok(other)) => {
                given_up += 1;
                assert!(may_give_up && other.stopped == Some(Limit::Effort), "county {seed}: {aims:?}");
                assert!(rows(&other).iter().all(|row| rows(&one).contains(row)), "county {seed}: {aims:?}");
            }
            (Ok(_), Err(SolveError::NoPlan(NoPlan::NotFound(Limit::Effort)))) => {
                given_up += 1;
                assert!(may_give_up, "county {seed}: {aims:?}");
            }
            (Err(SolveError::NoPlan(_)), Err(SolveError::NoPlan(_))) => {}
            (one, other) => panic!("county {seed}: {one:?} against {other:?}"),
        }
    }
    println!("{points} points, {given_up} times given up");
    assert!(points >= 40 && given_up <= 10);
}

#[test]
fn the_integer_program_gives_the_frontier_of_closures_and_response() {
    let mut points = 0;
    let aims = [Aim::MostClosures, Aim::MeanSecondArrival];
    for seed in 0..60 {
        let mut random = Random::new(60_000 + seed);
        let stations = random.between(4, 9);
        let mut problem = random_county(&mut random, stations);
        problem.policy.closures.min = None;
        let enumerated = frontier(&problem, &aims, &SearchControl::default());
        problem.policy.search.engine = Engine::IntegerProgram;
        let programmed = frontier(&problem, &aims, &SearchControl::default());
        match (enumerated, programmed) {
            (Ok(one), Ok(other)) => {
                points += one.points.len();
                assert_eq!(one.knee, other.knee, "county {seed}");
                let rows = |found: &Frontier| -> Vec<_> {
                    found.points.iter().map(|point| (point.values.clone(), point.plan.clone())).collect()
                };
                assert_eq!(rows(&one), rows(&other), "county {seed}");
                let is_optimal = |proof: &PointProof| matches!(proof, PointProof::Optimal { .. });
                assert!(other.points.iter().all(|point| is_optimal(&point.proof)), "county {seed}");
            }
            (Err(SolveError::NoPlan(one)), Err(SolveError::NoPlan(other))) => assert_eq!(one, other, "county {seed}"),
            (one, other) => panic!("county {seed}: {one:?} against {other:?}"),
        }
    }
    println!("{points} points");
    assert!(points >= 100);
}

#[test]
fn the_ends_of_a_frontier_are_the_best_plans_of_its_aims() {
    for seed in 0..60 {
        let problem = random_county(&mut Random::new(70_000 + seed), 7);
        let aims = [Aim::MeanSecondArrival, Aim::WorstVillage];
        let Ok(found) = frontier(&problem, &aims, &SearchControl::default()) else { continue };
        let best = |aims: Vec<Aim>| {
            let mut problem = problem.clone();
            problem.policy.aims = aims;
            solve(&problem, &SearchControl::default()).unwrap().proof.decisive().unwrap().objective
        };
        assert_eq!(found.points[0].values[0], best(vec![aims[0]]), "county {seed}");
        assert_eq!(found.points.last().unwrap().values[1], best(vec![aims[1]]), "county {seed}");
    }
}

#[test]
fn one_aim_four_aims_and_an_aim_twice_are_refused() {
    let problem = random_county(&mut Random::new(1), 5);
    for aims in [&Aim::ALL[..1], &Aim::ALL[..4], &[Aim::Access, Aim::Access]] {
        let refused = frontier(&problem, aims, &SearchControl::default());
        assert!(matches!(refused, Err(SolveError::Search(SearchError::FrontierAims { .. }))), "{aims:?}");
    }
}

#[test]
fn an_interrupted_frontier_claims_nothing_it_did_not_prove() {
    let mut problem = random_county(&mut Random::new(3), 12);
    for engine in [Engine::Enumeration, Engine::IntegerProgram] {
        problem.policy.search.engine = engine;
        let stopped = SearchControl::new(Arc::new(AtomicBool::new(true)));
        let aims = [Aim::MostClosures, Aim::MeanSecondArrival];
        match frontier(&problem, &aims, &stopped) {
            Ok(found) => {
                assert_eq!((found.stopped, found.knee), (Some(Limit::Interrupt), None));
                let open = PointProof::Stopped { limit: Limit::Interrupt };
                assert!(found.points.iter().all(|point| engine == Engine::IntegerProgram || point.proof == open));
            }
            Err(SolveError::NoPlan(no_plan)) => assert_eq!(no_plan, NoPlan::NotFound(Limit::Interrupt)),
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn points_proved_before_a_time_limit_belong_to_the_frontier() {
    let aims = [Aim::MeanSecondArrival, Aim::Access, Aim::WorstTenth];
    let mut stopped = 0;
    for seed in 0..12 {
        let mut problem = random_county(&mut Random::new(80_000 + seed), 9);
        let control = SearchControl::default();
        let Ok(whole) = frontier(&problem, &aims, &control) else { continue };
        problem.policy.search.time_limit_seconds = Some(0.002);
        let Ok(part) = frontier_by(FrontierMethod::EpsilonConstraints, &problem, &aims, &control) else { continue };
        stopped += u32::from(!part.is_complete());
        for point in &part.points {
            let known = whole.points.iter().find(|known| known.values == point.values);
            assert_eq!(known.map(|known| &known.plan), Some(&point.plan), "county {seed}");
        }
    }
    println!("{stopped} stopped with points");
}

#[test]
fn near_optimal_plans_and_shares_are_those_of_the_oracle() {
    let (mut counties, mut shared) = (0, 0);
    for seed in 0..300 {
        let mut random = Random::new(90_000 + seed);
        let stations = random.between(4, 6);
        let problem = rich_county(&mut random, stations);
        let percent = [0, 2, 5, 20][usize::try_from(random.between(0, 3)).unwrap()];
        let order = problem.policy.order();
        let mut rows = all_plans(&problem, &order);
        rows.sort();
        let found = match near_optimal(&problem, f64::from(percent), 5, &SearchControl::default()) {
            Ok(found) => found,
            Err(SolveError::NoPlan(_)) => {
                assert!(rows.is_empty(), "county {seed}");
                continue;
            }
            Err(other) => panic!("county {seed}: {other}"),
        };
        counties += 1;
        let best = rows[0].0[0].0;
        // In a fraction, not rounded: 100 · (value - best) ≤ percent · |best|.
        rows.retain(|row| 100 * (row.0[0].0 - best) <= i128::from(percent) * best.abs());
        assert_eq!((found.best.0, found.missing), (best, None), "county {seed}");
        assert_eq!(found.seen, rows.len() as u64, "county {seed}");
        let listed: Vec<(&[AimValue], &[Group])> =
            found.plans.iter().map(|plan| (plan.values.as_slice(), plan.plan.groups())).collect();
        let wanted: Vec<(&[AimValue], &[Group])> =
            rows.iter().take(5).map(|row| (row.0.as_slice(), row.2.as_slice())).collect();
        assert_eq!(listed, wanted, "county {seed}");
        shared += check_pairs(seed, &problem, &found, &rows);
    }
    println!("{counties} counties, {shared} pairs");
    assert!(counties >= 120 && shared >= 300);
}

#[test]
fn the_exact_search_lists_the_near_plans_of_the_enumeration() {
    let (mut counties, mut plans) = (0, 0);
    for seed in 0..80 {
        let mut random = Random::new(95_000 + seed);
        let stations = random.between(4, 7);
        let mut problem = rich_county(&mut random, stations);
        let control = SearchControl::default();
        let Ok(all) = near_optimal(&problem, 10.0, 1_000, &control) else { continue };
        problem.policy.search.engine = Engine::Exact;
        match near_optimal(&problem, 10.0, 1_000, &control) {
            Ok(found) => {
                counties += 1;
                plans += found.plans.len();
                assert_eq!(found, all, "county {seed}");
            }
            Err(SolveError::Search(SearchError::ListNeedsEnumeration { .. })) => {
                let first = problem.policy.order()[0];
                let cannot = [Aim::WorstTenth, Aim::BusiestStation, Aim::RunningCost];
                assert!(cannot.contains(&first), "county {seed}: {first:?}");
            }
            Err(other) => panic!("county {seed}: {other}"),
        }
        if all.seen > 2
            && let Ok(few) = near_optimal(&problem, 10.0, 2, &control)
        {
            assert_eq!((few.plans.len(), few.missing), (2, Some(Missing::Cap)), "county {seed}");
            assert!(few.plans.iter().all(|plan| all.plans.contains(plan)), "county {seed}");
        }
    }
    println!("{counties} counties, {plans} plans");
    assert!(counties >= 15 && plans >= 40);
}

fn check_pairs(seed: u64, problem: &Problem, found: &xiaqu_solver::NearOptimal, rows: &[Row]) -> usize {
    let stations: Vec<StationIx> = problem.stations.indices().collect();
    let mut together = 0;
    for (position, &one) in stations.iter().enumerate() {
        for &other in &stations[position + 1..] {
            let holds = |group: &Group| group.members.contains(&one) && group.members.contains(&other);
            let count = rows.iter().filter(|row| row.2.iter().any(holds)).count();
            let pair = found.pairs.iter().find(|pair| (pair.first, pair.second) == (one, other));
            assert_eq!(pair.map_or(0, |pair| pair.plans), count as u64, "county {seed}");
            let Some(pair) = pair else { continue };
            together += 1;
            let verdict = match count * 100 {
                many if many > 80 * rows.len() => Verdict::Robust,
                few if few < 20 * rows.len() => Verdict::Artefact,
                _ => Verdict::Open,
            };
            assert_eq!(pair.verdict, verdict, "county {seed}");
        }
    }
    assert_eq!(together, found.pairs.len(), "county {seed}");
    together
}

#[test]
fn a_larger_county_says_that_its_near_plans_cannot_be_listed() {
    let mut counties = (0..100).map(|seed| random_county(&mut Random::new(seed), 6));
    let mut problem = counties.find(|county| solve(county, &SearchControl::default()).is_ok()).unwrap();
    problem.policy.search.engine = Engine::IntegerProgram;
    let refused = near_optimal(&problem, 2.0, 10, &SearchControl::default());
    assert!(
        matches!(refused, Err(SolveError::Search(SearchError::ListNeedsEnumeration { stations: 6 }))),
        "{refused:?}"
    );
    for percent in [-1.0, f64::NAN, 2_000.0] {
        let refused = near_optimal(&problem, percent, 10, &SearchControl::default());
        assert!(matches!(refused, Err(SolveError::Search(SearchError::Percent { .. }))));
    }
}

#[test]
fn interrupted_near_plans_are_said_to_be_incomplete() {
    let mut problem = random_county(&mut Random::new(3), 12);
    problem.policy.search.engine = Engine::Enumeration;
    match near_optimal(&problem, 2.0, 10, &SearchControl::new(Arc::new(AtomicBool::new(true)))) {
        Ok(found) => assert!(matches!(found.missing, Some(Missing::BestUnproved | Missing::Limit(_)))),
        Err(SolveError::NoPlan(no_plan)) => assert_eq!(no_plan, NoPlan::NotFound(Limit::Interrupt)),
        Err(other) => panic!("{other}"),
    }
}
