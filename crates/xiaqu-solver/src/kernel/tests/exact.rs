//! Optima, ties, infeasibility and complete lists against brute force.

use std::{
    ops::{ControlFlow, Range},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use xiaqu_model::{Index, SearchRules};

use super::{brute, random::Random};
use crate::{
    control::{SearchControl, Watch},
    kernel::{
        evaluate::ValuedPlan,
        index::{ClassIx, FunctionalIx},
        ordered::{Answer, all_within, minimise, minimise_in_order},
        program::{Bases, DemandClass, Nearest, Program},
        search::Settings,
    },
};

pub(super) fn patient() -> Watch {
    Watch::start(&SearchControl::default(), &rules(None))
}

pub(super) fn rules(time_limit_seconds: Option<f64>) -> SearchRules {
    SearchRules {
        engine: xiaqu_model::Engine::Auto,
        enumerate_up_to: 0,
        time_limit_seconds,
        gap: 0.0,
        threads: 1,
        seed: 1,
        ..SearchRules::default()
    }
}

/// No completion, pricing from the start, interior point: what large programs use, on small ones.
fn sparing() -> Settings {
    Settings { completion_work: 0, first_work: 0, small_pool: 3, interior_from: 0, ..Settings::default() }
}

fn functional(position: usize) -> FunctionalIx {
    FunctionalIx::from_position(position)
}

fn best_plans_agree(seeds: Range<u64>, settings: Settings) {
    let (mut feasible, mut count) = (0, 0);
    for seed in seeds {
        let program = brute::program(seed);
        let plans = brute::all_plans(&program);
        let mut random = Random::new(seed ^ 0xA1);
        let first = usize::try_from(random.between(0, 3)).unwrap();
        let length = usize::try_from(random.between(1, 4)).unwrap();
        let aims: Vec<FunctionalIx> = (0..length).map(|step| functional((first + step) % 4)).collect();
        let key = |plan: &ValuedPlan| -> (Vec<i128>, Vec<_>) {
            (aims.iter().map(|&aim| plan.values[aim]).collect(), plan.columns.clone())
        };
        let best = plans.iter().min_by_key(|plan| key(plan));
        match (minimise_in_order(&program, &aims, None, (&patient(), settings)).unwrap(), best) {
            (Answer::Best(found), Some(best)) => {
                assert_eq!(key(&found.plan), key(best), "seed {seed}, aims {aims:?}");
                assert!(found.is_first, "seed {seed}");
                feasible += 1;
            }
            (Answer::Infeasible(_), None) => {}
            (answer, best) => panic!("seed {seed}, aims {aims:?}: {answer:?} but {best:?}"),
        }
        count += 1;
    }
    assert!(count / 4 < feasible && feasible < count, "{feasible} of {count} feasible");
}

#[test]
fn the_best_plan_in_a_stated_order_is_the_one_of_brute_force() {
    best_plans_agree(0..2_000, Settings::default());
}

#[test]
fn the_means_for_large_programs_find_the_same_plan() {
    best_plans_agree(10_000..10_600, sparing());
    best_plans_agree(11_000..11_600, Settings { completion_work: 0, first_work: 0, ..Settings::default() });
}

fn lists_agree(seeds: Range<u64>, settings: Settings) {
    for seed in seeds {
        let program = brute::program(seed);
        let mut plans = brute::all_plans(&program);
        let mut random = Random::new(seed ^ 0xB2);
        let aim = functional(usize::try_from(random.between(0, 3)).unwrap());
        let mut values: Vec<i128> = plans.iter().map(|plan| plan.values[aim]).collect();
        values.sort_unstable();
        let at_most = values.get(values.len() / 3).copied().unwrap_or(i128::MAX);
        plans.retain(|plan| plan.values[aim] <= at_most);
        plans.sort_by(|one, other| (one.values[aim], &one.columns).cmp(&(other.values[aim], &other.columns)));
        let within = all_within(&program, aim, (at_most, 100_000), (&patient(), settings)).unwrap();
        assert!(within.complete, "seed {seed}");
        assert_eq!(within.plans, plans, "seed {seed}");
        if plans.len() > 2 {
            let within = all_within(&program, aim, (at_most, 2), (&patient(), settings)).unwrap();
            assert!(!within.complete && within.plans.iter().all(|plan| plans.contains(plan)), "seed {seed}");
        }
    }
}

#[test]
fn all_plans_within_a_value_are_those_of_brute_force() {
    lists_agree(0..1_000, Settings::default());
    lists_agree(20_000..20_150, sparing());
}

/// Whole lists, given away piece by piece.
#[derive(Debug)]
struct Piecewise(Vec<Bases>);

impl Nearest for Piecewise {
    fn nearest(&self, class: ClassIx, wanted: usize) -> (Bases, bool) {
        let all = &self.0[class.position()];
        (all.iter().copied().take(wanted).collect(), wanted >= all.len())
    }
}

#[test]
fn lists_that_are_extended_on_demand_give_the_same_plan() {
    for seed in 0..300 {
        let whole = brute::program(seed);
        let lists = whole.classes.iter().map(|class| class.bases.clone()).collect();
        let cut = |class: &DemandClass| DemandClass {
            bases: class.bases.iter().copied().take(1).collect(),
            complete: false,
            weights: class.weights.clone(),
        };
        let lazy = Program::new(
            whole.stations,
            whole.columns.iter().cloned().collect(),
            whole.functionals.iter().cloned().collect(),
            whole.classes.iter().map(cut).collect(),
            Some(Arc::new(Piecewise(lists))),
        );
        for class in whole.classes.indices() {
            let mut walked = Vec::new();
            lazy.walk(class, |milliseconds, base| {
                walked.push((milliseconds, base));
                ControlFlow::<()>::Continue(())
            });
            assert_eq!(walked, whole.classes[class].bases);
        }
        let plan = |program: &Program| match minimise(program, functional(2), None, &patient()).unwrap() {
            Answer::Best(best) => Some(best.plan),
            _ => None,
        };
        assert_eq!(plan(&lazy), plan(&whole), "seed {seed}");
    }
}

/// A watch that is interrupted when it hears of so many nodes.
fn impatient(nodes: u64) -> Watch {
    let flag = Arc::new(AtomicBool::new(nodes == 0));
    let control = SearchControl::new(Arc::clone(&flag));
    let control = control.with_progress(move |progress| flag.store(progress.plans >= nodes, Ordering::Relaxed));
    Watch::start(&control, &rules(None))
}

#[test]
fn a_stopped_search_brackets_the_optimum() {
    let mut stops = 0;
    for seed in 0..400 {
        let program = brute::program(seed);
        let aim = functional(2);
        let least = brute::all_plans(&program).iter().map(|plan| plan.values[aim]).min();
        let watches = [0, 1, 2, 4]
            .map(impatient)
            .into_iter()
            .chain([Watch::start(&SearchControl::default(), &rules(Some(0.000_2)))]);
        for watch in watches {
            match minimise_in_order(&program, &[aim], None, (&watch, sparing())).unwrap() {
                Answer::Stopped(stopped) => {
                    let least = least.unwrap_or(i128::MAX);
                    assert!(stopped.bound.is_none_or(|bound| bound <= least), "seed {seed}");
                    assert!(stopped.incumbent.is_none_or(|plan| plan.values[aim] >= least), "seed {seed}");
                    stops += usize::from(stopped.bound.is_some());
                }
                Answer::Best(best) => assert_eq!(Some(best.plan.values[aim]), least, "seed {seed}"),
                Answer::Infeasible(_) => assert_eq!(least, None, "seed {seed}"),
            }
        }
    }
    assert!(stops > 10, "{stops} stops with a bound");
}
