//! `xiaqu explain` as a user meets it.

use serde_json::Value;

use crate::support::{County, Ended, bytes_of_folder, xiaqu};

fn planned() -> County {
    let county = County::demo();
    assert_eq!(county.plan("plan", &[]).code, Some(0));
    county
}

fn explain(county: &County, more: &[&str]) -> Ended {
    let out = county.out("plan");
    let mut arguments = vec!["explain", out.as_str()];
    arguments.extend(more);
    xiaqu(&arguments)
}

/// Both languages of one question.
fn both(county: &County, question: &[&str]) -> String {
    let said = |lang: &str| {
        let mut arguments = question.to_vec();
        arguments.extend(["--lang", lang]);
        let ended = explain(county, &arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.stdout
    };
    county.without_path(&format!("{}\n--lang zh\n{}", said("en"), said("zh")))
}

#[test]
fn a_merged_pair_is_explained_in_both_languages() {
    insta::assert_snapshot!(both(&planned(), &["S6", "S9"]));
}

#[test]
fn a_refused_pair_is_explained_in_both_languages() {
    insta::assert_snapshot!(both(&planned(), &["新桥派出所", "S4"]));
}

#[test]
fn a_station_is_explained_in_both_languages() {
    insta::assert_snapshot!(both(&planned(), &["S5"]));
}

#[test]
fn a_plan_is_explained_in_both_languages() {
    insta::assert_snapshot!(both(&planned(), &[]));
}

#[test]
fn the_result_is_one_json_object_and_the_same_in_a_file() {
    let county = planned();
    let file = county.out("why.json");
    for question in [vec!["S6", "S9"], vec!["S6", "S4"], vec!["S6"], vec![]] {
        let mut arguments = question.clone();
        arguments.extend(["--json", "-o", &file]);
        let ended = explain(&county, &arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let said: Value = serde_json::from_str(&ended.stdout).unwrap();
        let written: Value = serde_json::from_str(&fs_err::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(said, written, "{question:?}");
        assert_eq!(said["plan_proved"], true);
    }
    let left = bytes_of_folder_names(&county);
    assert!(left.iter().all(|name| !name.starts_with(".xiaqu")), "{left:?}");
}

fn bytes_of_folder_names(county: &County) -> Vec<String> {
    let entries = fs_err::read_dir(county.place()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn names_that_are_no_station_get_the_nearest_one() {
    let county = planned();
    let ended = explain(&county, &["朱口", "S4"]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("E406") && ended.stderr.contains("朱口派出所"), "{}", ended.stderr);
    let ended = explain(&county, &["S2", "朱口派出所"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("named twice") && ended.stderr.contains("hint:"), "{}", ended.stderr);
    assert_eq!(explain(&county, &["S1", "S2", "S3"]).code, Some(2), "three stations are too many");
}

#[test]
fn changed_inputs_and_folders_that_are_no_plan_are_refused_with_a_remedy() {
    let county = planned();
    let before = bytes_of_folder(county.out("plan"));
    county.edit_csv("stations.csv", |row, cells| {
        if row == 2 {
            cells[5] = "5".to_owned();
        }
    });
    let ended = explain(&county, &["S2", "S4"]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("stations.csv") && ended.stderr.contains("xiaqu plan"), "{}", ended.stderr);
    let ended = explain(&county, &["S2", "S4", "--lang", "zh"]);
    assert!(ended.stderr.contains("已有改动"), "{}", ended.stderr);
    assert_eq!(bytes_of_folder(county.out("plan")), before, "explain changes no plan");
    let ended = xiaqu(&["explain", &county.folder()]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("hint: name an output folder of `xiaqu plan`"), "{}", ended.stderr);
}

#[test]
fn a_plan_that_was_edited_by_hand_is_refused() {
    let county = planned();
    let path = std::path::Path::new(&county.out("plan")).join("plan.json");
    let text = fs_err::read_to_string(&path).unwrap();
    fs_err::write(&path, text.replacen("\"kind\": \"plan\"", "\"kind\":  \"plan\"", 1)).unwrap();
    let ended = explain(&county, &[]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("plan.json"), "{}", ended.stderr);
}

#[test]
fn a_limit_that_stops_a_search_ends_with_six_and_says_so() {
    let county = planned();
    let ended = explain(&county, &["--time-limit", "0.000001"]);
    assert_eq!(ended.code, Some(6), "{}", ended.stdout);
    assert!(ended.stdout.contains("the time limit stopped a search"), "{}", ended.stdout);
}
