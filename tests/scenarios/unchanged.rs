//! What must not change a plan: the order of the rows, the names of the ids, twice the demand, the number of threads.
//! On random county folders with every mode, aim and limit.

use std::collections::BTreeSet;

use xiaqu::{
    check_county,
    model::{Aim, AimValue, Mode, Problem, StationIx},
    with_threads,
};
use xiaqu_solver::{SearchControl, solve};
use xiaqu_testkit::random::Random;
use xiaqu_tests::{
    CountyFolder, csv_rows::table_text, described, random_county::random_county, random_settings::with_random_settings,
    run_with,
};

use crate::permuted::shuffle;

/// Larger counties are left out: to search them takes seconds.
const STATIONS_MAX: usize = 11;

/// A plan in words that do not depend on positions: members and centre by id, mode, officers; and the values.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    groups: BTreeSet<(Vec<String>, String, Mode, u32)>,
    aims: Vec<(Aim, AimValue)>,
}

/// The answer for a county, ids without a prefix; nothing if there is no plan.
fn answer(county: &CountyFolder, prefix: &str) -> Option<Answer> {
    let checked = check_county(&county.path(), &run_with(&|_| ()));
    let problem: Problem = checked.unwrap_or_else(|failure| panic!("{}", described(&failure))).problem;
    let outcome = solve(&problem, &SearchControl::default()).ok()?;
    let id = |station: StationIx| problem.stations[station].id.as_str().trim_start_matches(prefix).to_owned();
    let rows = outcome.plan.groups().iter().zip(outcome.plan.officers()).map(|(group, officers)| {
        (group.members.iter().map(|&member| id(member)).collect(), id(group.centre), group.mode(), officers.heads())
    });
    let aims = outcome.proof.aims().iter().map(|aim| (aim.aim, aim.objective)).collect();
    Some(Answer { groups: rows.collect(), aims })
}

/// Rewrites the cells of a table under its heading.
fn rewrite(county: &CountyFolder, name: &str, change: impl Fn(&[String], usize, &str) -> String) {
    let text = county.read(name);
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    let heading = lines.next().unwrap();
    let changed = |row: Vec<String>| row.iter().enumerate().map(|(at, cell)| change(&heading, at, cell)).collect();
    let rows: Vec<Vec<String>> = lines.map(changed).collect();
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    county.write(name, &table_text(&heading, &rows));
}

fn each_county(seeds: std::ops::Range<u64>, check: impl Fn(&CountyFolder, u64)) {
    let mut checked = 0;
    for seed in seeds {
        let county = with_random_settings(random_county(30_000 + seed), seed);
        if county.read("stations.csv").lines().count() <= STATIONS_MAX + 1 {
            checked += 1;
            check(&county, seed);
        }
    }
    assert!(checked >= 20, "{checked}");
}

#[test]
fn ids_of_other_names_give_the_same_plan() {
    each_county(0..40, |county, seed| {
        let before = answer(county, "");
        let prefixed = |heading: &[String], at: usize, cell: &str| {
            if heading[at] == "id" { format!("Q-{cell}") } else { cell.to_owned() }
        };
        rewrite(county, "stations.csv", prefixed);
        rewrite(county, "villages.csv", prefixed);
        let settings = county.read("xiaqu.toml");
        county.write("xiaqu.toml", &settings.replace("\"S", "\"Q-S"));
        assert_eq!(before, answer(county, "Q-"), "county {seed}");
    });
}

#[test]
fn permuted_rows_give_the_same_plan_for_every_aim() {
    each_county(100..140, |county, seed| {
        let before = answer(county, "");
        shuffle(county, &mut Random::new(seed));
        assert_eq!(before, answer(county, ""), "county {seed}");
    });
}

#[test]
fn the_number_of_threads_does_not_change_the_plan() {
    each_county(200..240, |county, seed| {
        let by = |threads| with_threads(threads, || answer(county, "")).unwrap();
        assert_eq!(by(1), by(2), "county {seed}");
    });
}

#[test]
fn twice_the_demand_gives_the_same_plan_with_scaled_figures() {
    each_county(300..340, |county, seed| {
        let multiply = |by: u64| {
            rewrite(county, "villages.csv", |heading, at, cell| {
                let is_people = heading[at] == "population";
                if is_people { (cell.parse::<u64>().unwrap() * by).to_string() } else { cell.to_owned() }
            });
            let scaled = |line: &str| match line.split_once(" = ") {
                Some((key @ ("group_people_max" | "disruption_people" | "busiest_station_hours"), value)) => {
                    format!("{key} = {}", value.parse::<u64>().unwrap() * by)
                }
                _ => line.to_owned(),
            };
            let settings = county.read("xiaqu.toml");
            county.write("xiaqu.toml", &(settings.lines().map(scaled).collect::<Vec<_>>().join("\n") + "\n"));
        };
        // A tenth of the people is then a whole number before and after.
        multiply(10);
        let before = answer(county, "");
        multiply(2);
        let after = answer(county, "");
        assert_eq!(before.as_ref().map(|one| &one.groups), after.as_ref().map(|other| &other.groups), "county {seed}");
        let (Some(before), Some(after)) = (before, after) else { return };
        for ((aim, one), (_, other)) in before.aims.iter().zip(&after.aims) {
            match aim {
                Aim::MeanSecondArrival | Aim::WorstTenth | Aim::Access | Aim::Disruption => {
                    assert_eq!(2 * one.0, other.0, "county {seed}: {aim:?}");
                }
                // Divided downwards by the officers.
                Aim::BusiestStation => assert!((other.0 - 2 * one.0).abs() <= 1, "county {seed}"),
                Aim::BeatHours => {}
                _ => assert_eq!(one, other, "county {seed}: {aim:?}"),
            }
        }
    });
}
