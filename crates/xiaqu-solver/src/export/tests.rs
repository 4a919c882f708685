//! Both texts are read again by parsers of their own, and solved again.

#[path = "../../tests/support/county.rs"]
mod county;
mod reading;

use std::collections::BTreeSet;

use good_lp::{Expression, Variable, constraint, variable, variables};
use reading::{Text, read_lp, read_mps};
use xiaqu_model::{Aim, AimValue, Engine, Index as _, Mode, Problem, SolverBackend, StationId, StationIx};

use xiaqu_testkit::random::Random;

use self::county::{random_county, rich_county};
use super::{ProgramFormat, export_program};
use crate::{
    SearchControl,
    backend::{Backend as _, Ending, Limits, Model, choose},
    backends,
    error::SearchError,
    solve,
};

fn backend() -> SolverBackend {
    backends().first().map_or(SolverBackend::default(), |known| known.backend)
}

fn texts(problem: &Problem) -> [Text; 2] {
    [
        read_mps(&export_program(problem, ProgramFormat::Mps).unwrap()),
        read_lp(&export_program(problem, ProgramFormat::Lp).unwrap()),
    ]
}

/// The optimum of a program that was read; `None` if it has no point.
fn optimum(text: &Text, backend: SolverBackend) -> Option<f64> {
    let mut variables = variables!();
    let columns: Vec<(&String, Variable)> = text
        .columns
        .iter()
        .map(|(name, column)| {
            let definition = variable().min(column.lower).max(column.upper);
            (name, variables.add(if column.whole { definition.integer() } else { definition }))
        })
        .collect();
    let of = |name: &String| columns[columns.binary_search_by_key(&name, |(known, _)| known).unwrap()].1;
    // In units of a millionth, as the search does it: solvers like numbers near one.
    let scale = text.columns.values().map(|column| column.cost.abs()).fold(1.0, f64::max) / 1e6;
    let objective: Expression = text.columns.iter().map(|(name, column)| column.cost / scale * of(name)).sum();
    let rows = text.rows.values().map(|row| {
        let sum: Expression = row.terms.iter().map(|(name, factor)| *factor * of(name)).sum();
        match row.sign {
            '<' => constraint!(sum <= row.right),
            '>' => constraint!(sum >= row.right),
            _ => constraint!(sum == row.right),
        }
    });
    let model = Model { constraints: rows.collect(), variables, objective };
    let report = choose(backend).unwrap().solve(model, Limits::default()).unwrap();
    match report.ending {
        Ending::Infeasible => None,
        Ending::Proved => Some(report.bound * scale),
        Ending::Limit => panic!("{}", report.status),
    }
}

#[test]
fn both_texts_say_the_same_and_their_optimum_is_the_value_of_the_plan() {
    let (mut plans, mut without) = (0, 0);
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let stations = random.between(3, 7);
        let mut problem = if seed % 3 == 0 {
            rich_county(&mut random, stations.min(5))
        } else {
            random_county(&mut random, stations)
        };
        problem.policy.search.engine = Engine::Enumeration;
        problem.policy.limits.clear();
        if seed % 2 == 0 || seed % 3 == 0 {
            let sums = [Aim::Access, Aim::Disruption, Aim::OneOffCost, Aim::MostClosures, Aim::MeanSecondArrival];
            problem.policy.aims.insert(0, sums[usize::try_from(seed / 2 % 5).unwrap()]);
            problem.policy.groups.modes = vec![Mode::Merge, Mode::Pool];
        }
        let [mps, lp] = texts(&problem);
        assert_eq!(mps, lp, "county {seed}");
        let expected = solve(&problem, &SearchControl::default()).ok().map(|outcome| {
            let first = outcome.proof.aims().first().unwrap().objective;
            first.0.to_string().parse::<f64>().unwrap()
        });
        for known in backends() {
            let found = optimum(&mps, known.backend);
            let agrees = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() <= 1e-6 * expected.abs().max(1.0),
                (found, expected) => found.is_none() && expected.is_none(),
            };
            assert!(agrees, "county {seed} by {}: {found:?} for {expected:?}", known.backend);
        }
        if expected.is_some() { plans += 1 } else { without += 1 }
    }
    println!("{plans} plans, {without} without");
    assert!(plans >= 60 && without >= 10);
}

#[test]
fn aims_that_are_no_sum_and_limits_are_refused() {
    let mut problem = random_county(&mut Random::new(8), 5);
    problem.policy.limits = vec![(Aim::Access, AimValue(1))];
    assert!(matches!(export_program(&problem, ProgramFormat::Lp), Err(SearchError::NotWritable)));
    problem.policy.limits.clear();
    problem.policy.aims = vec![Aim::WorstVillage];
    assert!(matches!(export_program(&problem, ProgramFormat::Lp), Err(SearchError::NotWritable)));
}

#[test]
fn names_tell_members_and_centre_and_rows_their_number() {
    let mut problem = random_county(&mut Random::new(8), 6);
    problem.policy.aims = vec![Aim::MeanSecondArrival];
    // Numbers are what counties call their stations most often.
    for (number, station) in (101..).zip(problem.stations.iter_mut()) {
        station.id = StationId::new(number.to_string());
    }
    let [text, _] = texts(&problem);
    let ids: Vec<String> = problem.stations.iter().map(|station| station.id.to_string()).collect();
    for id in &ids {
        // The row of a station holds the groups that it is a member of, and no others.
        let row = &text.rows[&format!("r4_1_{id}")];
        let groups: BTreeSet<&String> = row.terms.keys().collect();
        let named: BTreeSet<&String> = text
            .columns
            .keys()
            .filter(|name| {
                let parts: Vec<&str> = name.split('_').collect();
                parts[0] == "x" && parts[1..parts.len() - 1].contains(&id.as_str())
            })
            .collect();
        assert_eq!(groups, named, "{id}");
        assert_eq!((row.sign, row.right), ('=', 1.0));
        let base = &text.rows[&format!("r4_2_{id}")];
        let closes = |name: &String| !name.ends_with(&format!("_{id}")) || name == &format!("y_{id}");
        assert!(base.terms.keys().all(closes), "{base:?}");
        assert!(text.columns.contains_key(&format!("y_{id}")));
    }
    let due = text.rows.iter().find(|(name, _)| name.starts_with("r4_4")).unwrap().1;
    assert_eq!((due.sign, due.right), ('>', 1.0), "written as in FORMULATION: {due:?}");
    assert!(due.terms.values().all(|factor| (factor - 1.0).abs() < 1e-12));
}

#[test]
fn hostile_ids_stay_legal_and_different() {
    let long = "x".repeat(300);
    let ids = [
        "A B",
        "A_B",
        "a_b",
        "城关派出所",
        "梅口派出所",
        &long,
        &format!("{long}y"),
        "e9",
        "1.5",
        "=SUM(1;2)",
        "A\nENDATA\n",
        "s4",
    ];
    let mut problem = random_county(&mut Random::new(12), u32::try_from(ids.len()).unwrap());
    for (position, id) in ids.iter().enumerate() {
        problem.stations[StationIx::from_position(position)].id = StationId::new(*id);
        problem.stations[StationIx::from_position(position)].name = format!("{id}\r\n\u{2028}End");
    }
    problem.policy.groups.size_max = 4;
    problem.policy.aims = vec![Aim::MeanSecondArrival];
    let [mps, lp] = texts(&problem);
    assert_eq!(mps, lp);
    let partitions = mps.rows.keys().filter(|name| name.starts_with("r4_1_")).count();
    assert_eq!(partitions, ids.len(), "a row for every station");
    for name in mps.columns.keys().chain(mps.rows.keys()) {
        let begins = name.starts_with(|letter: char| letter.is_ascii_alphabetic() && !"eE".contains(letter));
        assert!(begins && name.len() <= 255, "{name}");
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_'), "{name}");
    }
    for text in [ProgramFormat::Mps, ProgramFormat::Lp].map(|format| export_program(&problem, format).unwrap()) {
        assert!(text.lines().all(|line| line.len() <= 560), "a line is longer than readers take");
        assert!(text.lines().filter(|line| line.trim() == "ENDATA" || line.trim() == "End").count() == 1);
    }
}
