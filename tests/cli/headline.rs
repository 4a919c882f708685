//! The figures that a command ends with.

use serde_json::Value;

use crate::support::{County, xiaqu};

/// Keys that `crates/xiaqu-cli/src/headline.rs` shows, read from its source.
fn headline_keys() -> Vec<String> {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/xiaqu-cli/src/headline.rs");
    let text = fs_err::read_to_string(source).unwrap();
    let (_, list) = text.split_once("const KEYS").unwrap();
    let (list, _) = list.split_once("];").unwrap();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_of_the_headline_is_a_figure_of_the_sheet() {
    let county = County::demo();
    assert_eq!(county.plan("plan", &["-q"]).code, Some(0));
    let figures = fs_err::read_to_string(std::path::Path::new(&county.out("plan")).join("figures.json")).unwrap();
    let figures: Value = serde_json::from_str(&figures).unwrap();
    let rows: Vec<&str> = figures["rows"].as_array().unwrap().iter().filter_map(|row| row["key"].as_str()).collect();
    let keys = headline_keys();
    assert!(keys.len() > 10);
    for key in keys {
        assert!(rows.contains(&key.as_str()), "`{key}` is no figure; there are {rows:?}");
    }
}

#[test]
fn the_headline_is_what_the_committee_asks_first() {
    let county = County::demo();
    let english = county.plan("plan", &["-q"]).stdout;
    let chinese = county.plan("plan", &["-q", "--force", "--lang", "zh"]).stdout;
    insta::assert_snapshot!(county.without_path(&format!("{english}\n--lang zh\n{chinese}")));
}

#[test]
fn today_can_be_drawn_without_a_plan() {
    let county = County::demo();
    let out = county.out("today");
    let ended = xiaqu(&["dispatch", &county.folder(), "-o", &out]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(xiaqu(&["verify", &out]).code, Some(0));
}
