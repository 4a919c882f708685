//! The two engines and the oracle give the same plan, or agree that there is none.

#![allow(clippy::panic, reason = "a test that cannot go on fails")]

mod support;

use std::sync::{Arc, atomic::AtomicBool};

use support::county::{random_county, rich_county};
use xiaqu_evaluate::judge;
use xiaqu_model::{
    Adjacency, Aim, AimValue, ClosureRule, Engine, Limit, NoPlan, Outcome, Problem, ProblemReport, Proof, Requirement,
    SolverBackend, StationDuty,
};
use xiaqu_solver::{SearchControl, SearchError, SolveError, backends, solve};
use xiaqu_testkit::{oracle, random::Random};

const COUNTIES: u64 = 360;

fn solve_by(problem: &Problem, engine: Engine) -> Result<Outcome, SolveError> {
    let mut problem = problem.clone();
    problem.policy.search.engine = engine;
    solve(&problem, &SearchControl::default())
}

/// The integer program by every solver of the build.
fn programs(problem: &Problem) -> Vec<(SolverBackend, Result<Outcome, SolveError>)> {
    let solve_with = |backend: SolverBackend| {
        let mut problem = problem.clone();
        problem.policy.search.backend = backend;
        (backend, solve_by(&problem, Engine::IntegerProgram))
    };
    backends().iter().map(|known| solve_with(known.backend)).collect()
}

fn counties() -> impl Iterator<Item = (u64, Problem)> {
    (0..COUNTIES).map(|seed| {
        let mut random = Random::new(seed);
        let stations = if seed % 12 == 0 { random.between(9, 12) } else { random.between(4, 8) };
        (seed, random_county(&mut random, stations))
    })
}

#[test]
fn enumeration_integer_program_and_oracle_give_the_same_plan() {
    let (mut plans, mut infeasible, mut by_oracle) = (0, 0, 0);
    for (seed, problem) in counties() {
        let enumerated = solve_by(&problem, Engine::Enumeration);
        same_as_exact(seed, &problem, &enumerated);
        let oracle =
            (problem.stations.len() <= 8).then(|| oracle::best_plan(&problem, &oracle::all_requirements(&problem)));
        by_oracle += u32::from(oracle.is_some());
        if let Ok(one) = &enumerated {
            plans += 1;
            if let Some(oracle) = oracle {
                let (values, groups) = oracle.expect("the oracle finds no plan");
                assert_eq!(one.plan.groups(), groups, "county {seed}");
                assert_eq!(values_of(one), values, "county {seed}");
            }
            the_judge_agrees(seed, &problem, one);
        } else {
            infeasible += 1;
            assert!(oracle.is_none_or(|oracle| oracle.is_none()), "county {seed}: the oracle finds a plan");
        }
        for (backend, programmed) in programs(&problem) {
            let case = format!("county {seed} by {backend}");
            match (&enumerated, programmed) {
                (Ok(one), Ok(other)) => {
                    assert_eq!(one.plan, other.plan, "{case}");
                    assert_eq!(one.proof.aims(), other.proof.aims(), "{case}");
                    assert!(
                        other.proof.aims().iter().all(xiaqu_model::ProvedAim::is_proved),
                        "{case}: {:?}",
                        other.proof
                    );
                    assert!(matches!(other.proof, Proof::Optimal { .. }), "{case}");
                }
                (Err(SolveError::NoPlan(one)), Err(SolveError::NoPlan(other))) => assert_eq!(*one, other, "{case}"),
                (one, other) => panic!("{case}: {one:?} against {other:?}"),
            }
        }
    }
    println!("{plans} plans, {infeasible} without, {by_oracle} checked by the oracle");
    assert!(plans >= 150 && infeasible >= 30 && by_oracle >= 250);
}

/// The same plan with the same proof of every aim, or the same conflict.
#[allow(clippy::panic, reason = "test support: a miss is a broken test")]
fn same_answer(seed: u64, one: &Result<Outcome, SolveError>, other: &Result<Outcome, SolveError>) {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one.plan, other.plan, "county {seed}");
            assert_eq!(one.proof.aims(), other.proof.aims(), "county {seed}");
        }
        (Err(SolveError::NoPlan(one)), Err(SolveError::NoPlan(other))) => assert_eq!(one, other, "county {seed}"),
        (one, other) => panic!("county {seed}: {one:?} against {other:?}"),
    }
}

/// The exact search, where this build has its solver, answers like enumeration.
fn same_as_exact(seed: u64, problem: &Problem, enumerated: &Result<Outcome, SolveError>) {
    if backends().iter().any(|known| known.backend == SolverBackend::Highs) {
        same_answer(seed, enumerated, &solve_by(problem, Engine::Exact));
    }
}

fn values_of(outcome: &Outcome) -> Vec<AimValue> {
    outcome.proof.aims().iter().map(|aim| aim.objective).collect()
}

fn the_judge_agrees(seed: u64, problem: &Problem, outcome: &Outcome) {
    let judgement = judge(problem, &outcome.plan);
    let said: Vec<&str> = judgement.violations.iter().map(ProblemReport::code).collect();
    assert!(said.is_empty(), "county {seed}: the judge says {said:?}");
    for proved in outcome.proof.aims() {
        assert_eq!(judgement.value(proved.aim), proved.objective, "county {seed}: {:?}", proved.aim);
    }
}

#[test]
fn every_mode_aim_and_limit_gives_the_plan_of_the_oracle() {
    let (mut plans, mut infeasible) = (0, 0);
    for seed in 0..600 {
        let mut random = Random::new(10_000 + seed);
        let stations = random.between(4, 6);
        let mut problem = rich_county(&mut random, stations);
        limit_something(&mut random, &mut problem);
        let oracle = oracle::best_plan(&problem, &oracle::all_requirements(&problem));
        let enumerated = solve_by(&problem, Engine::Enumeration);
        same_as_exact(seed, &problem, &enumerated);
        match enumerated {
            Ok(outcome) => {
                plans += 1;
                let (values, groups) = oracle.unwrap_or_else(|| panic!("county {seed}: the oracle finds no plan"));
                assert_eq!(outcome.plan.groups(), groups, "county {seed}");
                assert_eq!(values_of(&outcome), values, "county {seed}");
                the_judge_agrees(seed, &problem, &outcome);
            }
            Err(SolveError::NoPlan(NoPlan::Infeasible { .. })) => {
                infeasible += 1;
                assert!(oracle.is_none(), "county {seed}: the oracle finds {oracle:?}");
            }
            Err(other) => panic!("county {seed}: {other}"),
        }
    }
    println!("{plans} plans, {infeasible} without");
    assert!(plans >= 250 && infeasible >= 50);
}

/// Holds an aim below the value of some plan, now and then below that of every plan.
fn limit_something(random: &mut Random, problem: &mut Problem) {
    if random.chance(60) {
        return;
    }
    let aim = Aim::ALL[random.between(0, 9) as usize];
    let mut values = Vec::new();
    oracle::each_plan(problem, &oracle::all_requirements(problem), &mut |_, value| values.push(value(aim)));
    values.sort_unstable();
    let position = values.len() * (random.between(0, 100) as usize) / 150;
    let limit = values.get(position).copied().unwrap_or(AimValue(1));
    let stricter = i128::from(random.chance(20));
    problem.policy.limits.push((aim, AimValue(limit.0 - stricter)));
}

/// The exact search leaves an aim within the gap and says so: never below the bound that it gives, and aims before it
/// are proved.
#[test]
fn the_exact_search_stops_within_the_gap_asked_for() {
    if backends().iter().all(|known| known.backend != SolverBackend::Highs) {
        return;
    }
    let orders = [
        vec![Aim::MeanSecondArrival],
        vec![Aim::WorstTenth],
        vec![Aim::WorstVillage],
        vec![Aim::Access],
        vec![Aim::MostClosures, Aim::Disruption],
        vec![Aim::BusiestStation],
    ];
    let mut early = 0;
    for seed in 0..60 {
        let mut problem = plain_county(seed, 9, 3);
        problem.policy.aims = orders[usize::try_from(seed).unwrap() % orders.len()].clone();
        let exact = solve_by(&problem, Engine::Enumeration);
        problem.policy.search.gap = 0.3;
        let (Ok(exact), Ok(near)) = (exact, solve_by(&problem, Engine::Exact)) else { continue };
        let (last, before) = near.proof.aims().split_last().unwrap();
        assert!(before.iter().all(xiaqu_model::ProvedAim::is_proved), "county {seed}: {:?}", near.proof);
        assert!(matches!(near.proof, Proof::Optimal { .. }) && near.proof.gap() <= 0.3, "county {seed}");
        let optimum = exact.proof.objective(last.aim).unwrap();
        assert!(last.bound <= optimum && optimum <= last.objective, "county {seed}: {last:?}");
        assert!(judge(&problem, &near.plan).is_sound(), "county {seed}");
        assert_eq!(judge(&problem, &near.plan).value(last.aim), last.objective, "county {seed}");
        early += u32::from(!last.is_proved());
    }
    println!("{early} left early");
    assert!(early >= 5);
}

#[test]
fn the_status_names_the_solver_and_counts_its_nodes() {
    let problem = plain_county(6, 10, 3);
    let known = backends();
    for (backend, outcome) in programs(&problem) {
        let name = known.iter().find(|known| known.backend == backend).unwrap().name;
        let Proof::Optimal { status, .. } = outcome.unwrap().proof else { panic!("{backend} proves nothing") };
        assert!(status.starts_with(name), "{status}");
        // A program that a solver finds infeasible at once may have no count; then none is given.
        assert!(status.ends_with(" nodes") || status.ends_with("Infeasible"), "{status}");
    }
}

#[test]
fn a_solver_that_is_not_compiled_in_is_refused_by_name() {
    for missing in SolverBackend::ALL.into_iter().filter(|one| backends().iter().all(|known| known.backend != *one)) {
        let mut problem = plain_county(6, 10, 3);
        problem.policy.search.backend = missing;
        match solve_by(&problem, Engine::IntegerProgram) {
            Err(SolveError::Search(error @ SearchError::NotCompiledIn { .. })) => {
                assert!(error.to_string().contains(&format!("--features {missing}")), "{error}");
            }
            other => panic!("{missing}: {other:?}"),
        }
    }
}

#[test]
fn a_conflict_is_minimal() {
    let mut conflicts = 0;
    for (seed, problem) in counties().filter(|(_, problem)| problem.stations.len() <= 7) {
        let Err(SolveError::NoPlan(NoPlan::Infeasible { conflict, most_closures })) =
            solve_by(&problem, Engine::Enumeration)
        else {
            continue;
        };
        conflicts += 1;
        assert!(oracle::best_plan(&problem, &conflict).is_none(), "county {seed}: {conflict:?} is no conflict");
        for dropped in &conflict {
            let others: Vec<Requirement> = conflict.iter().filter(|other| *other != dropped).cloned().collect();
            assert!(oracle::best_plan(&problem, &others).is_some(), "county {seed}: {dropped:?} is not needed");
        }
        let demand = conflict.iter().any(|requirement| matches!(requirement, Requirement::ClosuresMin(_)));
        if demand {
            let is_demand = |requirement: &Requirement| matches!(requirement, Requirement::ClosuresMin(_));
            let mut relaxed = problem.clone();
            relaxed.policy.aims = vec![Aim::MostClosures];
            let others: Vec<Requirement> =
                oracle::all_requirements(&problem).into_iter().filter(|other| !is_demand(other)).collect();
            let most = oracle::best_plan(&relaxed, &others).map(|best| best.0[0]);
            assert_eq!(most_closures.map(|most| AimValue(-i128::from(most))), most, "county {seed}");
        } else {
            assert_eq!(most_closures, None, "county {seed}");
        }
    }
    println!("{conflicts} conflicts");
    assert!(conflicts >= 20);
}

#[test]
fn an_interrupt_stops_both_engines() {
    let problem = random_county(&mut Random::new(3), 12);
    for engine in [Engine::Enumeration, Engine::IntegerProgram] {
        let mut problem = problem.clone();
        problem.policy.search.engine = engine;
        match solve(&problem, &SearchControl::new(Arc::new(AtomicBool::new(true)))) {
            Ok(outcome) => assert!(matches!(outcome.proof, Proof::Stopped { limit: Limit::Interrupt, .. })),
            Err(SolveError::NoPlan(no_plan)) => assert_eq!(no_plan, NoPlan::NotFound(Limit::Interrupt)),
            Err(error) => panic!("{error}"),
        }
    }
}

/// A county without demands but for the number of closures.
fn plain_county(seed: u64, stations: u32, closures: u32) -> Problem {
    let mut problem = random_county(&mut Random::new(seed), stations);
    let quiet = xiaqu_testkit::county::policy();
    problem.policy.closures = ClosureRule { min: Some(closures), max: None };
    problem.policy.must_merge_pairs.clear();
    problem.policy.response = quiet.response;
    problem.policy.strength = quiet.strength;
    problem.policy.groups.size_max = 2;
    for station in &mut problem.stations {
        station.duty = StationDuty::Free;
    }
    problem
}

#[test]
fn more_closures_than_adjacency_allows_name_the_demand_and_the_most() {
    let mut problem = plain_county(2, 7, 2);
    let one_pair = problem.adjacency.pairs().iter().filter(|pair| pair.is_adjacent()).take(1).cloned().collect();
    problem.adjacency = Adjacency::new(one_pair);
    for engine in [Engine::Enumeration, Engine::IntegerProgram] {
        let Err(SolveError::NoPlan(NoPlan::Infeasible { conflict, most_closures })) = solve_by(&problem, engine) else {
            panic!("there is one pair only");
        };
        // No group size would help, so the demand is alone in conflict with the map.
        assert_eq!(conflict, [Requirement::ClosuresMin(2)]);
        assert_eq!(most_closures, Some(1));
    }
}

#[test]
fn pairs_of_seven_stations_close_three_at_most() {
    let problem = plain_county(4, 7, 4);
    let Err(SolveError::NoPlan(NoPlan::Infeasible { conflict, most_closures })) = solve_by(&problem, Engine::Auto)
    else {
        panic!("pairs of seven stations close three");
    };
    assert_eq!(conflict.first(), Some(&Requirement::ClosuresMin(4)));
    assert!(conflict.contains(&Requirement::GroupSizeMax(2)), "{conflict:?}");
    assert!(most_closures.is_some_and(|most| most <= 3));
}

#[test]
fn a_time_limit_gives_the_best_plan_so_far_and_a_true_bound() {
    let mut problem = plain_county(8, 24, 8);
    problem.policy.search.time_limit_seconds = Some(0.05);
    let mut proved = problem.clone();
    proved.policy.search.time_limit_seconds = None;
    let least = solve_by(&proved, Engine::IntegerProgram).unwrap().proof.decisive().unwrap().objective;
    for engine in [Engine::Enumeration, Engine::IntegerProgram] {
        match solve_by(&problem, engine) {
            Ok(outcome) => {
                let found = outcome.proof.decisive().unwrap();
                assert!(found.bound <= least && least <= found.objective, "{:?}", outcome.proof);
                assert!(judge(&problem, &outcome.plan).is_sound());
            }
            Err(SolveError::NoPlan(no_plan)) => assert_eq!(no_plan, NoPlan::NotFound(Limit::Time)),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn progress_is_told() {
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let control = SearchControl::default().with_progress(move |progress| sink.lock().unwrap().push(progress.stage));
    let mut problem = plain_county(6, 10, 3);
    problem.policy.search.engine = Engine::IntegerProgram;
    solve(&problem, &control).unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.contains(&xiaqu_solver::Stage::Centres) && seen.contains(&xiaqu_solver::Stage::Ties));
}
