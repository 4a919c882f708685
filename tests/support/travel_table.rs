//! Counties whose travel times stand in a table, made from counties with roads.

use std::fmt::Write as _;

use xiaqu::{
    dispatch_county,
    model::{IxVec, Problem, StationIx, TravelTime, TravelTimes},
};

use crate::{CountyFolder, described, run_with};

/// Writes the times of a county's roads into `times.csv`, names the table in place of the roads and removes these.
pub fn by_table(county: &CountyFolder) {
    let drawn = dispatch_county(&county.path(), &run_with(&|_| ()));
    let drawn = drawn.unwrap_or_else(|failure| panic!("{}", described(&failure)));
    county.write("times.csv", &table_of(&drawn.county.problem));
    let settings = county.read("xiaqu.toml");
    assert!(settings.contains("roads = \"roads.geojson\""), "{settings}");
    county.write("xiaqu.toml", &settings.replace("roads = \"roads.geojson\"", "travel_times = \"times.csv\""));
    fs_err::remove_file(county.path().join("roads.geojson")).unwrap();
}

/// All times of a county as rows of `from,to,minutes,scenario`; ways that do not exist have no row.
fn table_of(problem: &Problem) -> String {
    let mut text = String::from("from,to,minutes,scenario\n");
    write_times(&mut text, problem, (&problem.travel.day, ""));
    write_times(&mut text, problem, (problem.travel.wet.as_ref().unwrap(), "wet"));
    text
}

fn write_times(text: &mut String, problem: &Problem, (times, scenario): (&TravelTimes, &str)) {
    let mut write = |from: StationIx, to: &dyn std::fmt::Display, time: Option<TravelTime>| {
        // Seven decimals of a minute tell every millisecond.
        if let Some(time) = time {
            let from = &problem.stations[from].id;
            writeln!(text, "{from},{to},{:.7},{scenario}", time.as_minutes()).unwrap();
        }
    };
    for (from, row) in times.to_village.iter_enumerated() {
        row.iter_enumerated().for_each(|(to, time)| write(from, &problem.villages[to].id, *time));
    }
    for (from, row) in times.to_station.iter_enumerated() {
        let row: &IxVec<StationIx, Option<TravelTime>> = row;
        row.iter_enumerated().for_each(|(to, time)| write(from, &problem.stations[to].id, *time));
    }
}
