//! The p-median and contiguous districts against brute force on small random instances.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod support;

use support::location::Instance;
use xiaqu_solver::locate::{
    Contiguity, CostMatrix, Districting, LocateCause, LocateControl, LocateError, LocateOutcome, Neighbourhood,
    SiteRules, districts, p_median,
};
use xiaqu_testkit::random::Random;

const LEVELS: [Contiguity; 4] = [Contiguity::Free, Contiguity::Connected, Contiguity::Doubled, Contiguity::Compact];

/// The value of an answer, or nothing if there is none; every other ending fails the test.
fn value(outcome: Result<LocateOutcome, LocateError>, seed: u64) -> Option<i128> {
    match outcome {
        Ok(outcome) => {
            assert_eq!(outcome.proof.kind(), "optimal", "case {seed}");
            assert_eq!(outcome.bound, outcome.objective, "case {seed}");
            assert!(outcome.gap.abs() < 1e-12, "case {seed}");
            Some(outcome.objective)
        }
        Err(LocateError::Infeasible(_)) => None,
        Err(error) => panic!("case {seed}: {error}"),
    }
}

#[test]
fn the_p_median_agrees_with_brute_force() {
    let (mut solved, mut infeasible) = (0, 0);
    for seed in 0..2_000 {
        let instance = Instance::random(&mut Random::new(seed));
        let outcome = p_median(&instance.matrix(), instance.centres, &instance.rules, &LocateControl::default());
        if let Ok(outcome) = &outcome {
            assert_eq!(instance.cost(&outcome.centres, false), Some(outcome.objective), "case {seed}");
            assert!(outcome.assignment.iter().all(|centre| outcome.centres.contains(centre)), "case {seed}");
        }
        let value = value(outcome, seed);
        assert_eq!(value, instance.best(false), "case {seed}: {instance:?}");
        solved += u32::from(value.is_some());
        infeasible += u32::from(value.is_none());
    }
    assert!(solved > 1_000 && infeasible > 50, "{solved} solved, {infeasible} infeasible");
}

#[test]
fn districts_agree_with_brute_force_at_every_level() {
    let (mut solved, mut infeasible, mut dearer) = (0, 0, 0);
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let instance = Instance::areas(&mut random);
        let neighbourhood = Neighbourhood::from_distances(instance.distances()).unwrap();
        let mut before = None;
        for contiguity in LEVELS {
            let question = Districting { centres: instance.centres, contiguity, neighbourhood: &neighbourhood };
            let outcome = districts(&instance.matrix(), &question, &instance.rules, &LocateControl::default());
            let value = value(outcome, seed);
            let expected = instance.best_districts(contiguity);
            assert_eq!(value, expected, "case {seed} {contiguity:?}: {instance:?}");
            solved += u32::from(value.is_some());
            infeasible += u32::from(value.is_none());
            dearer += u32::from(before.is_some() && before != value);
            before = value;
        }
    }
    assert!(solved > 500 && infeasible > 25 && dearer > 100, "{solved} {infeasible} {dearer}");
}

#[test]
fn the_order_of_rows_and_columns_changes_nothing() {
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let instance = Instance::random(&mut random);
        let shuffled = instance.shuffled(&mut random);
        let solve = |instance: &Instance| {
            p_median(&instance.matrix(), instance.centres, &instance.rules, &LocateControl::default())
        };
        assert_eq!(value(solve(&instance), seed), value(solve(&shuffled), seed), "case {seed}");
    }
}

#[test]
fn a_run_without_time_says_what_it_does_not_know() {
    for seed in 0..60 {
        let instance = Instance::areas(&mut Random::new(seed));
        let neighbourhood = Neighbourhood::from_distances(instance.distances()).unwrap();
        for (contiguity, seconds) in [(Contiguity::Free, 0.0), (Contiguity::Compact, 0.0), (Contiguity::Compact, 1e-4)]
        {
            let question = Districting { centres: instance.centres, contiguity, neighbourhood: &neighbourhood };
            let control = LocateControl { time_limit_seconds: Some(seconds), ..LocateControl::default() };
            let best = instance.best_districts(contiguity);
            match districts(&instance.matrix(), &question, &instance.rules, &control) {
                Ok(outcome) => {
                    let best = best.unwrap();
                    assert!((outcome.bound..=outcome.objective).contains(&best), "case {seed}: {outcome:?}");
                }
                Err(LocateError::Infeasible(_)) => assert_eq!(best, None, "case {seed}"),
                Err(error) => assert!(matches!(error, LocateError::NotFound(_)), "case {seed}: {error}"),
            }
        }
    }
}

#[test]
fn a_gap_is_kept_to() {
    for seed in 0..300 {
        let instance = Instance::random(&mut Random::new(seed));
        let control = LocateControl { gap: 0.1, ..LocateControl::default() };
        if let Ok(outcome) = p_median(&instance.matrix(), instance.centres, &instance.rules, &control) {
            let best = instance.best(false).unwrap();
            assert!((outcome.bound..=outcome.objective).contains(&best), "case {seed}: {outcome:?}");
            assert!(outcome.gap <= 0.1 + 1e-9 || outcome.objective <= 10, "case {seed}: {outcome:?}");
        }
    }
}

#[test]
fn the_impossible_is_refused_with_its_cause() {
    let matrix = CostMatrix::from_texts([["1", "", ""], ["", "1", ""], ["", "", ""]]).unwrap();
    let cause = |centres, rules: SiteRules| match p_median(&matrix, centres, &rules, &LocateControl::default()) {
        Err(LocateError::Infeasible(cause)) => cause,
        other => panic!("{other:?}"),
    };
    let all = SiteRules::default();
    assert_eq!(cause(2, all.clone()), LocateCause::Unreached { client: 2 });
    assert_eq!(cause(0, all.clone()), LocateCause::NoCentres);
    assert_eq!(cause(4, all), LocateCause::TooFewCandidates { centres: 4, candidates: 3 });
    let fixed = SiteRules { candidates: Some(vec![0, 1]), fixed: vec![2] };
    assert_eq!(cause(1, fixed), LocateCause::FixedNotCandidate { site: 2 });
    let two = SiteRules { candidates: None, fixed: vec![0, 1] };
    assert_eq!(cause(1, two), LocateCause::TooManyFixed { fixed: 2, centres: 1 });
    let far = SiteRules { candidates: Some(vec![7]), fixed: vec![] };
    assert_eq!(cause(1, far), LocateCause::UnknownSite { site: 7, sites: 3 });
    let diagonal = CostMatrix::from_texts([["1", ""], ["", "1"]]).unwrap();
    let refused = p_median(&diagonal, 1, &SiteRules::default(), &LocateControl::default());
    assert!(matches!(refused, Err(LocateError::Infeasible(LocateCause::TooFewCentres { centres: 1 }))), "{refused:?}");
}
