//! Chinese web-map coordinates: the same county in GCJ-02 gives the same dispatch areas.

use std::collections::BTreeMap;

use xiaqu::Planned;
use xiaqu_tests::{
    CountyFolder,
    csv_rows::{number, read_rows, table_text},
    gcj02, plan, plan_with,
};

fn shift(county: &CountyFolder, table: &str) {
    let rows = read_rows(&county.path().join(table));
    let header: Vec<&str> = rows[0].keys().map(String::as_str).collect();
    let shifted = rows.iter().map(|row| {
        let (longitude, latitude) = gcj02::from_wgs84(number(row, "lon"), number(row, "lat"));
        let cell = |name: &&str| match *name {
            "lon" => format!("{longitude:.8}"),
            "lat" => format!("{latitude:.8}"),
            other => row[other].clone(),
        };
        header.iter().map(cell).collect()
    });
    let shifted: Vec<Vec<String>> = shifted.collect();
    county.write(table, &table_text(&header, &shifted));
}

fn owners(planned: &Planned) -> BTreeMap<String, String> {
    let problem = &planned.county.problem;
    let owner = |village| problem.stations[planned.judgement.dispatch.0[village]].id.to_string();
    problem.villages.iter_enumerated().map(|(village, row)| (row.id.to_string(), owner(village))).collect()
}

#[test]
fn a_county_in_gcj02_that_says_so_has_the_same_plan_and_dispatch_owners() {
    let county = CountyFolder::demo();
    let plain = plan(&county);
    shift(&county, "villages.csv");
    shift(&county, "stations.csv");
    let settings = county.read("xiaqu.toml");
    let stated = "[inputs]\nvillages_datum = \"gcj02\"\nstations_datum = \"gcj02\"";
    county.write("xiaqu.toml", &settings.replace("[inputs]", stated));
    let shifted = plan(&county);
    assert_eq!(plain.plan, shifted.plan);
    assert_eq!(owners(&plain), owners(&shifted));
    for (village, row) in plain.county.problem.villages.iter_enumerated() {
        let other = shifted.county.problem.villages[village].position;
        let frame = plain.county.land.frame;
        let moved = frame.to_local(row.position).distance_to(frame.to_local(other));
        assert!(moved < 0.05, "{} moved by {moved} m", row.name);
    }
}

#[test]
fn a_county_in_gcj02_that_does_not_say_so_is_refused() {
    let county = CountyFolder::demo();
    shift(&county, "villages.csv");
    shift(&county, "stations.csv");
    let Err(xiaqu::Failure::Input(problems)) = plan_with(&county, |_| ()) else { panic!("it was planned") };
    let said: Vec<&str> = problems.iter().map(xiaqu::ProblemReport::code).collect();
    assert!(said.contains(&"E355"), "{said:?}");
}
