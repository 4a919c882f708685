//! The same bodies against every backend of the build.

use good_lp::{Constraint, Expression, Variable, constraint, variable, variables};

use super::{Backend, Ending, Limits, Model, Report, compiled_in};
use crate::error::SearchError;

/// Distance at which an answer counts as the one that arithmetic gives; programs here are small whole numbers.
const NEAR: f64 = 1e-6;

/// Runs a body with every backend and its name.
fn with_each(body: impl Fn(&str, &dyn Backend)) {
    let backends = compiled_in();
    for backend in &backends {
        body(backend.capabilities().name, backend.as_ref());
    }
}

fn minimise(backend: &dyn Backend, model: Model) -> Report {
    backend.solve(model, Limits::default()).unwrap()
}

/// A knapsack whose relaxation is fractional: worth 21 = 11 + 6 + 4 at weight 14.
fn knapsack() -> Model {
    let mut variables = variables!();
    let taken: Vec<Variable> = (0..4).map(|_| variables.add(variable().binary())).collect();
    let sum =
        |factors: [f64; 4]| -> Expression { factors.iter().zip(&taken).map(|(factor, one)| *factor * *one).sum() };
    let constraints = vec![constraint!(sum([5.0, 7.0, 4.0, 3.0]) <= 14.0)];
    Model { objective: -sum([8.0, 11.0, 6.0, 4.0]), variables, constraints }
}

fn assert_values(name: &str, report: &Report, expected: &[f64]) {
    let values = report.values.as_deref().unwrap_or_default();
    assert_eq!(values.len(), expected.len(), "{name}: {report:?}");
    for (value, wanted) in values.iter().zip(expected) {
        assert!((value - wanted).abs() < NEAR, "{name}: {report:?}");
    }
}

#[test]
fn an_optimum_comes_with_its_bound_its_values_and_its_nodes() {
    with_each(|name, backend| {
        let report = minimise(backend, knapsack());
        assert_eq!(report.ending, Ending::Proved, "{name}");
        assert_values(name, &report, &[0.0, 1.0, 1.0, 1.0]);
        assert!((report.bound + 21.0).abs() < NEAR, "{name}: {report:?}");
        assert!(report.nodes.is_some(), "{name}: {report:?}");
        assert_eq!(report.status, format!("{name} Optimal"));
    });
}

#[test]
fn the_same_question_has_the_same_answer_and_the_same_nodes() {
    with_each(|name, backend| {
        let [one, other] = [(), ()].map(|()| minimise(backend, knapsack()));
        assert_eq!((one.values, one.nodes), (other.values, other.nodes), "{name}");
    });
}

#[test]
fn programs_without_a_point_are_infeasible() {
    let contradiction = || {
        let mut variables = variables!();
        let x = variables.add(variable().binary());
        let y = variables.add(variable().binary());
        let constraints = vec![constraint!(x + y >= 2.0), constraint!(x + y <= 1.0)];
        Model { objective: x + y, variables, constraints }
    };
    let no_whole_number = || {
        let mut variables = variables!();
        let x = variables.add(variable().integer().min(0.0).max(9.0));
        Model { objective: x.into(), variables, constraints: vec![constraint!(2.0 * x == 5.0)] }
    };
    // A village with a ceiling and no station within it gives such a row.
    let empty_row = || {
        let mut variables = variables!();
        let x = variables.add(variable().binary());
        let nothing: Expression = std::iter::empty::<Variable>().sum();
        Model { objective: x.into(), variables, constraints: vec![constraint!(nothing >= 1.0)] }
    };
    with_each(|name, backend| {
        for model in [contradiction(), no_whole_number(), empty_row()] {
            let report = minimise(backend, model);
            assert_eq!(report.ending, Ending::Infeasible, "{name}");
            assert!(report.values.is_none(), "{name}");
        }
    });
}

#[test]
fn a_program_without_a_least_value_is_not_called_infeasible() {
    with_each(|name, backend| {
        let mut variables = variables!();
        let x = variables.add(variable().binary());
        let y = variables.add(variable());
        let constraints = vec![constraint!(x - y >= 0.0)];
        let report = backend.solve(Model { objective: x + y, variables, constraints }, Limits::default());
        assert!(matches!(report, Err(SearchError::Backend { .. })), "{name}: {report:?}");
    });
}

#[test]
fn equalities_bind_and_free_variables_go_below_zero() {
    with_each(|name, backend| {
        let mut variables = variables!();
        let x = variables.add(variable().integer().min(-5.0).max(5.0));
        let y = variables.add(variable());
        // y = 3 - 2x, and x + y = 3 - x is least at x = 5.
        let constraints = vec![constraint!(2.0 * x + y == 3.0)];
        let report = minimise(backend, Model { objective: x + y, variables, constraints });
        assert_values(name, &report, &[5.0, -7.0]);
        assert!((report.bound + 2.0).abs() < NEAR, "{name}: {report:?}");
    });
}

#[test]
fn a_constant_of_the_objective_is_part_of_the_bound() {
    with_each(|name, backend| {
        let mut variables = variables!();
        let x = variables.add(variable().integer().min(1.0).max(4.0));
        let report = minimise(backend, Model { objective: x + 10.0, variables, constraints: Vec::new() });
        assert!((report.bound - 11.0).abs() < NEAR, "{name}: {report:?}");
    });
}

#[test]
fn without_whole_variables_the_optimum_is_the_bound() {
    with_each(|name, backend| {
        let mut variables = variables!();
        let x = variables.add(variable().min(0.0).max(4.0));
        let y = variables.add(variable().min(0.0).max(4.0));
        let constraints = vec![constraint!(2.0 * x + y <= 5.0)];
        let report = minimise(backend, Model { objective: -x - 0.25 * y, variables, constraints });
        assert!((report.bound + 2.5).abs() < NEAR, "{name}: {report:?}");
        assert_values(name, &report, &[2.5, 0.0]);
    });
}

#[test]
fn of_a_tie_one_whole_point_is_given() {
    with_each(|name, backend| {
        let mut variables = variables!();
        let chosen: Vec<Variable> = (0..6).map(|_| variables.add(variable().binary())).collect();
        let sum: Expression = chosen.iter().copied().sum();
        let constraints = vec![constraint!(sum.clone() == 2.0)];
        let report = minimise(backend, Model { objective: sum, variables, constraints });
        let values = report.values.unwrap();
        assert!(values.iter().all(|value| value.abs() < NEAR || (value - 1.0).abs() < NEAR), "{name}: {values:?}");
        assert!((values.iter().sum::<f64>() - 2.0).abs() < NEAR, "{name}");
    });
}

/// A knapsack with an even capacity that even weights cannot fill by an odd sum: the proof takes a very large tree.
fn parity(items: u32) -> Model {
    let mut variables = variables!();
    let taken: Vec<Variable> = (0..items).map(|_| variables.add(variable().binary())).collect();
    let rest = variables.add(variable().min(0.0).max(1.0));
    let sum: Expression = taken.iter().map(|one| 2.0 * *one).sum();
    let rows: Vec<Constraint> = vec![constraint!(sum + rest == f64::from(items / 2 * 2 + 1))];
    Model { objective: rest.into(), variables, constraints: rows }
}

#[test]
fn a_time_limit_ends_with_a_true_bound_and_no_proof_that_is_none() {
    with_each(|name, backend| {
        for seconds in [0.0, 0.05] {
            let limits = Limits { seconds: Some(seconds), ..Limits::default() };
            let report = backend.solve(parity(40), limits).unwrap();
            // The optimum is 1; a solver that proves it before it looks at its clock is right too.
            assert!(report.bound <= 1.0 + NEAR, "{name}: {report:?}");
            match report.ending {
                Ending::Limit => {
                    let knows = backend.capabilities().bound_without_point || report.values.is_some();
                    assert!(knows || report.bound == f64::NEG_INFINITY, "{name}: {report:?}");
                }
                Ending::Proved => assert!((report.bound - 1.0).abs() < NEAR, "{name}: {report:?}"),
                Ending::Infeasible => panic!("{name} calls it infeasible"),
            }
        }
    });
}

#[test]
fn a_gap_is_kept() {
    with_each(|name, backend| {
        let report = backend.solve(knapsack(), Limits { gap: 0.5, ..Limits::default() }).unwrap();
        assert_eq!(report.ending, Ending::Proved, "{name}");
        let worth: f64 = report.values.unwrap().iter().zip([8.0, 11.0, 6.0, 4.0]).map(|(one, worth)| one * worth).sum();
        assert!(report.bound <= -21.0 + NEAR && -worth <= report.bound * 0.5 + NEAR, "{name}: {worth}");
    });
}

/// Every 0-1 point of a random program, tried one by one.
fn brute_force(costs: &[i32], rows: &[(Vec<i32>, i32)]) -> Option<i32> {
    let points = 0..1_u32 << costs.len();
    let worth = |factors: &[i32], point: u32| -> i32 {
        factors.iter().enumerate().map(|(column, factor)| if point >> column & 1 == 1 { *factor } else { 0 }).sum()
    };
    let allowed = points.filter(|&point| rows.iter().all(|(factors, right)| worth(factors, point) <= *right));
    allowed.map(|point| worth(costs, point)).min()
}

#[test]
fn random_small_programs_have_the_optimum_that_brute_force_finds() {
    let mut state = 20_261_124_u64;
    let mut draw = |most: i32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from(state >> 33).unwrap() % (2 * most + 1) - most
    };
    let (mut solved, mut without) = (0, 0);
    for case in 0..300 {
        let costs: Vec<i32> = (0..8).map(|_| draw(9)).collect();
        let rows: Vec<(Vec<i32>, i32)> = (0..4).map(|_| ((0..8).map(|_| draw(5)).collect(), draw(8))).collect();
        let least = brute_force(&costs, &rows);
        with_each(|name, backend| {
            let mut variables = variables!();
            let x: Vec<Variable> = costs.iter().map(|_| variables.add(variable().binary())).collect();
            let sum = |factors: &[i32]| -> Expression {
                factors.iter().zip(&x).map(|(factor, one)| f64::from(*factor) * *one).sum()
            };
            let constraints =
                rows.iter().map(|(factors, right)| constraint!(sum(factors) <= f64::from(*right))).collect();
            let report = minimise(backend, Model { objective: sum(&costs), variables, constraints });
            match least {
                None => assert_eq!(report.ending, Ending::Infeasible, "{name}, case {case}"),
                Some(least) => {
                    assert_eq!(report.ending, Ending::Proved, "{name}, case {case}");
                    assert!((report.bound - f64::from(least)).abs() < NEAR, "{name}, case {case}: {report:?}");
                }
            }
        });
        if least.is_some() { solved += 1 } else { without += 1 }
    }
    println!("{solved} solved, {without} without a point");
    assert!(solved >= 100 && without >= 20);
}
