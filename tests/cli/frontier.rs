//! `xiaqu frontier` on the embedded county.

use serde_json::Value;

use crate::support::{County, Ended, bytes_of_folder, command, grid_county, xiaqu};

fn frontier(county: &County, out: &str, more: &[&str]) -> Ended {
    let (folder, out) = (county.folder(), county.out(out));
    let mut arguments = vec!["frontier", folder.as_str(), "-o", out.as_str()];
    arguments.extend(more);
    xiaqu(&arguments)
}

fn read(county: &County, out: &str, name: &str) -> String {
    fs_err::read_to_string(std::path::Path::new(&county.out(out)).join(name)).unwrap()
}

fn written(county: &County, out: &str) -> Value {
    serde_json::from_str(&read(county, out, "frontier.json")).unwrap()
}

/// Values of an aim, point by point.
fn values(frontier: &Value, position: usize) -> Vec<f64> {
    let points = frontier["points"].as_array().unwrap();
    points.iter().map(|point| point["values"][position]["value"].as_f64().unwrap()).collect()
}

#[test]
fn closures_against_response_is_complete_monotone_and_holds_the_plan() {
    let county = County::demo();
    let done = frontier(&county, "frontier", &[]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.contains("complete:") && done.stdout.contains("`merge.closures = 3` is not heeded"));
    let found = written(&county, "frontier");
    assert_eq!(found["complete"], true);
    let (closures, response) = (values(&found, 0), values(&found, 1));
    assert!(closures.len() >= 3, "{closures:?}");
    assert!(closures.windows(2).all(|pair| pair[0] > pair[1]), "{closures:?}");
    assert!(response.windows(2).all(|pair| pair[0] > pair[1]), "{response:?}");
    assert_eq!(county.plan("plan", &["-q"]).code, Some(0));
    let plan: Value = serde_json::from_str(&read(&county, "plan", "plan.json")).unwrap();
    let points = found["points"].as_array().unwrap();
    let three = points.iter().find(|point| point["closures"] == 3).unwrap();
    assert_eq!(three["groups"], plan["groups"]);
    assert_eq!(three["staffing"], plan["staffing"]);
    assert_eq!(three["values"][1]["sum"], plan["proof"]["aims"][0]["objective_sum"]);
    let map = read(&county, "frontier", three["file"].as_str().unwrap());
    assert_eq!(map, read(&county, "plan", "jurisdictions.geojson"), "the same land in the same hands");
}

#[test]
fn the_folder_holds_what_it_says_and_nothing_else() {
    let county = County::demo();
    let done = frontier(&county, "frontier", &["--json", "--aims", "most_closures,mean_second_arrival,worst_village"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let said: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(said["frontier"], written(&county, "frontier"));
    let files = bytes_of_folder(county.out("frontier"));
    let names: Vec<&str> = said["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(files.keys().collect::<Vec<_>>(), names);
    let points = said["frontier"]["points"].as_array().unwrap();
    assert_eq!(names.iter().filter(|name| name.starts_with("plan_")).count(), 2 * points.len());
    let table = read(&county, "frontier", "frontier.csv");
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let expected = ["point", "closures", "mean_second_arrival_min", "worst_village_min", "merges", "knee", "proof"];
    assert_eq!(header.iter().collect::<Vec<_>>(), expected);
    let knees = rows.records().filter(|row| row.as_ref().unwrap().get(5) == Some("是")).count();
    assert_eq!(knees, usize::from(!said["frontier"]["knee"].is_null()));
    let chart = read(&county, "frontier", "frontier.svg");
    assert!(chart.starts_with("<svg ") && !chart.contains("<script") && !chart.contains("href"));
}

#[test]
fn equal_runs_give_equal_bytes() {
    let county = County::demo();
    assert_eq!(frontier(&county, "one", &[]).code, Some(0));
    let zh = frontier(&county, "other", &["--lang", "zh", "--threads", "1"]);
    assert!(zh.stdout.contains("完整") && zh.stdout.contains("未采用"), "{}", zh.stdout);
    assert_eq!(bytes_of_folder(county.out("one")), bytes_of_folder(county.out("other")));
    assert_eq!(frontier(&county, "one", &[]).code, Some(2), "an existing folder needs --force");
    assert_eq!(frontier(&county, "one", &["--force", "-q"]).code, Some(0));
}

#[test]
fn closures_of_the_county_hold_where_they_are_not_an_aim_or_kept() {
    let county = County::demo();
    assert_eq!(frontier(&county, "held", &["--aims", "mean_second_arrival,access"]).code, Some(0));
    let held = written(&county, "held");
    assert!(held["points"].as_array().unwrap().iter().all(|point| point["closures"] == 3));
    assert_eq!(held["dropped_settings"], serde_json::json!([]));
    assert_eq!(frontier(&county, "free", &["--aims", "mean_second_arrival,access", "--free-closures"]).code, Some(0));
    let free = written(&county, "free");
    assert_eq!(free["dropped_settings"][0]["key"], "merge.closures");
    assert!(free["points"].as_array().unwrap().iter().any(|point| point["closures"] == 0));
    assert_eq!(frontier(&county, "kept", &["--keep-closures"]).code, Some(0));
    let kept = written(&county, "kept");
    assert_eq!(values(&kept, 0), [3.0]);
    assert!(kept["knee"].is_null());
}

#[test]
fn wrong_aims_are_a_matter_of_usage_and_unknown_costs_one_of_input() {
    let county = County::demo();
    for (aims, said) in [
        ("access", "two or three"),
        ("access,access", "twice"),
        ("access,speed", "`speed` is no aim"),
        ("access,disruption,worst_tenth,worst_village", "two or three"),
    ] {
        let refused = frontier(&county, "frontier", &["--aims", aims]);
        assert_eq!(refused.code, Some(2), "{aims}");
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
    county.replace("xiaqu.toml", "cost_yuan_per_year = 60000.0", "");
    let refused = frontier(&county, "frontier", &["--aims", "running_cost,worst_village"]);
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(refused.stderr.contains("E412") && refused.stderr.contains("`running_cost`"), "{}", refused.stderr);
}

#[test]
fn a_county_without_a_plan_names_the_conflict() {
    let county = County::demo();
    county.replace("xiaqu.toml", "closures = 3", "closures = 8");
    let refused = frontier(&county, "frontier", &["--keep-closures"]);
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(refused.stderr.contains("at least 8 closures"), "{}", refused.stderr);
}

#[test]
fn a_time_limit_ends_with_five_or_six_and_says_that_points_may_be_missing() {
    let free =
        "[merge]\ngroup_size_max = 4\n[response]\nsecond_arrival_max_minutes = 240\nworsening_max_minutes = 120\n";
    let county = grid_county(4, 4, &format!("{free}[search]\nengine = \"enumeration\"\n"));
    let stopped = frontier(&county, "frontier", &["--time-limit", "0.3"]);
    match stopped.code {
        Some(6) => {
            assert!(stopped.stdout.contains("may be missing"), "{}", stopped.stdout);
            let found = written(&county, "frontier");
            assert_eq!((&found["complete"], &found["stopped_by"]), (&false.into(), &"time".into()));
            assert!(found["knee"].is_null());
            assert!(found["points"].as_array().unwrap().iter().all(|point| point["proof"]["kind"] == "stopped"));
        }
        code => assert_eq!(code, Some(5), "{}{}", stopped.stdout, stopped.stderr),
    }
}

#[test]
fn the_chart_shows_hostile_names_as_text() {
    let county = County::demo();
    county.replace("xiaqu.toml", "name = \"泰宁样例县\"", "name = \"</text><script>alert(1)</script>\"");
    assert_eq!(frontier(&county, "frontier", &["-q"]).code, Some(0));
    assert!(!read(&county, "frontier", "frontier.svg").contains("<script"));
}

#[test]
fn the_help_names_every_aim() {
    let help = String::from_utf8(command(&["frontier", "--help"]).output().unwrap().stdout).unwrap();
    for aim in xiaqu::model::Aim::ALL {
        assert!(help.contains(aim.name()), "{help}");
    }
}

/// Changes frontier.json and says what `verify` finds; then puts it back.
fn verify_changed(county: &County, change: impl FnOnce(&mut Value)) -> Ended {
    let path = std::path::Path::new(&county.out("frontier")).join("frontier.json");
    let text = fs_err::read_to_string(&path).unwrap();
    let mut frontier: Value = serde_json::from_str(&text).unwrap();
    change(&mut frontier);
    fs_err::write(&path, format!("{frontier:#}\n")).unwrap();
    let ended = xiaqu(&["verify", &county.out("frontier")]);
    fs_err::write(&path, text).unwrap();
    ended
}

#[test]
fn verify_judges_every_plan_of_a_frontier_again() {
    let county = County::demo();
    for (aims, out) in [("most_closures,mean_second_arrival", "frontier"), ("worst_village,disruption,access", "three")]
    {
        assert_eq!(frontier(&county, out, &["--aims", aims]).code, Some(0));
        let ended = xiaqu(&["verify", &county.out(out)]);
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
        assert!(ended.stdout.contains("plan_01 tile the county") && ended.stdout.contains(" 0 failed"));
    }
    let said = |change: &dyn Fn(&mut Value)| {
        let ended = verify_changed(&county, |frontier| change(frontier));
        assert_eq!(ended.code, Some(3), "{}", ended.stdout);
        format!("{}{}", ended.stdout, ended.stderr)
    };
    let flattered = said(&|found| found["points"][0]["values"][1]["sum"] = "1".into());
    assert!(flattered.contains("plan 1: `mean_second_arrival` written 1, the judge finds"), "{flattered}");
    let doubled = said(&|found| {
        let first = found["points"][0].clone();
        found["points"].as_array_mut().unwrap().push(first);
    });
    assert!(doubled.contains("plan 2 is as good as plan 1 in every aim"), "{doubled}");
    let unproved = said(&|found| found["points"][1]["proof"] = serde_json::json!({"kind": "stopped", "limit": "time"}));
    assert!(unproved.contains("plan 2 is not proved"), "{unproved}");
    let missing = said(&|found| {
        found["points"].as_array_mut().unwrap().remove(1);
    });
    assert!(missing.contains("`plan_02.geojson` differs") || missing.contains("differs"), "{missing}");
    let other_rule = said(&|found| found["dropped_settings"] = serde_json::json!([]));
    assert!(other_rule.contains("E510"), "the county's own rule holds again: {other_rule}");
    let moved = said(&|found| found["points"][0]["groups"][0]["centre"] = "no station".into());
    assert!(moved.contains("frontier.json"), "{moved}");
}
