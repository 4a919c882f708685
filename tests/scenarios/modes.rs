//! Pooled groups and new sites, from the settings to a verified output folder.

use xiaqu::{
    Planned,
    model::{Aim, Mode, StationDuty},
    verify,
};
use xiaqu_tests::{CountyFolder, plan, run_with, saved};

fn is_verified(county: &CountyFolder) -> bool {
    saved(county, "out", 2);
    let found = verify(&county.output("out"), None, &run_with(&|_| ())).unwrap();
    assert!(found.holds(), "{:?} {:?}", found.checks, found.violations);
    true
}

/// The embedded county with `closures = 3` replaced.
fn demo_with(merge: &str) -> CountyFolder {
    let county = CountyFolder::demo();
    county.write("xiaqu.toml", &county.read("xiaqu.toml").replace("closures = 3", merge));
    county
}

#[test]
fn pooled_groups_keep_every_base_and_close_nothing() {
    let county = demo_with("modes = [\"pool\"]\ngroup_size_max = 3\naims = [\"beat_hours\"]");
    let planned: Planned = plan(&county);
    let pooled: Vec<_> = planned.plan.groups().iter().filter(|group| group.mode() == Mode::Pool).collect();
    assert!(!pooled.is_empty() && planned.plan.closures() == 0 && planned.plan.posts().is_empty());
    assert_eq!(planned.plan.bases(), planned.county.problem.today().collect::<Vec<_>>());
    // Nobody's station closes and every base stays, so every second arrival is today's.
    assert!(planned.judgement.arrivals.iter().all(|village| village.second_before == village.second_after));
    assert!(is_verified(&county));
}

#[test]
fn a_cheap_new_site_replaces_the_stations_of_its_group() {
    let county = demo_with("closures = 3\naims = [\"running_cost\"]");
    let stations = county.read("stations.csv");
    let mut rows: Vec<String> = Vec::new();
    for (number, line) in stations.lines().enumerate() {
        rows.push(format!("{line},{}", if number == 0 { "new_site" } else { "no" }));
        if line.starts_with("S4,") {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            let names = ["N1", "新址"];
            cells.splice(0..2, names.map(str::to_owned));
            cells[5] = "0".to_owned();
            cells[6] = "no".to_owned();
            cells[7] = "1000".to_owned();
            cells[8] = "1000".to_owned();
            rows.push(format!("{},yes", cells.join(",")));
        }
    }
    county.write("stations.csv", &rows.join("\n"));
    let planned = plan(&county);
    let problem = &planned.county.problem;
    let built = planned.plan.groups().iter().find(|group| problem.stations[group.centre].duty == StationDuty::NewSite);
    let built = built.unwrap();
    assert!(built.mode() == Mode::Merge && !built.members.contains(&built.centre));
    assert_eq!(built.posts().collect::<Vec<_>>(), built.members);
    assert_eq!(planned.plan.closures(), 3);
    assert!(planned.proof.as_ref().unwrap().objective(Aim::RunningCost).is_some());
    assert!(is_verified(&county));
}
