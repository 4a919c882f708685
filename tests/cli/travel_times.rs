//! A county with a table of travel times, made by the command itself from the roads of another.

use serde_json::Value;

use crate::support::{County, xiaqu};

/// The embedded county, its roads replaced by what `roads matrix` says of them.
fn county() -> County {
    let county = County::demo();
    let folder = county.folder();
    let matrix = |more: &[&str]| {
        let mut arguments = vec!["roads", "matrix", folder.as_str(), "-q"];
        arguments.extend(more);
        let ended = xiaqu(&arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.stdout.trim_start_matches('\u{feff}').to_owned()
    };
    let tables = [matrix(&[]), matrix(&["--to", "stations"])];
    let mut rows = tables.iter().flat_map(|table| table.lines().skip(1)).collect::<Vec<_>>();
    rows.insert(0, "from,to,minutes,milliseconds");
    county.write("times.csv", rows.join("\n"));
    county.replace("xiaqu.toml", "roads = \"roads.geojson\"", "travel_times = \"times.csv\"");
    fs_err::remove_file(std::path::Path::new(&folder).join("roads.geojson")).unwrap();
    county
}

#[test]
fn every_command_takes_a_table_in_place_of_roads() {
    let county = county();
    let (folder, out) = (county.folder(), county.out("plan"));
    assert_eq!(xiaqu(&["check", &folder]).code, Some(0));
    let planned = county.plan("plan", &[]);
    assert_eq!(planned.code, Some(0), "{}", planned.stderr);
    let chinese = county.plan("chinese", &["--lang", "zh"]);
    let said = [&planned, &chinese].map(|ended| format!("{}\n{}", ended.stderr, ended.stdout)).join("\n--lang zh\n");
    insta::assert_snapshot!("travel_times_plan", county.without_path(&said));
    assert_eq!(xiaqu(&["verify", &out]).code, Some(0));
    let explained = xiaqu(&["explain", &out, "朱口派出所", "上青派出所"]);
    assert_eq!(explained.code, Some(0), "{}", explained.stderr);
    assert_eq!(xiaqu(&["explain", &out]).code, Some(0));
    let frontier = ["frontier", &folder, "-o", &county.out("front"), "--aims", "most_closures,mean_second_arrival"];
    let frontier = xiaqu(&frontier);
    assert_eq!(frontier.code, Some(0), "{}", frontier.stderr);
    let today = xiaqu(&["dispatch", &folder, "-o", &county.out("today"), "--json"]);
    let answer: Value = serde_json::from_str(&today.stdout).unwrap();
    let files: Vec<&str> = answer["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(files.contains(&"dispatch_areas.geojson") && !files.contains(&"dispatch_roads.geojson"), "{files:?}");
    for question in ["info", "matrix", "isochrones"] {
        let asked = xiaqu(&["roads", question, &folder]);
        assert_eq!(asked.code, Some(3), "{question}");
        assert!(asked.stderr.contains("E318") && asked.stderr.contains("`times.csv`"), "{}", asked.stderr);
    }
}
