//! `--progress`: what programs that run this one read of how far it is.

use serde_json::Value;

use crate::support::County;

/// The lines of JSON on standard error.
fn stages(stderr: &str) -> Vec<Value> {
    stderr.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn json_gives_a_line_for_each_stage_even_where_nothing_else_is_said() {
    let county = County::demo();
    let ended = county.plan("plan", &["-q", "--progress", "json"]);
    assert_eq!(ended.code, Some(0));
    let said = stages(&ended.stderr);
    assert_eq!(said.len(), ended.stderr.lines().count(), "only JSON: {}", ended.stderr);
    let names: Vec<&str> = said.iter().filter_map(|line| line["stage"].as_str()).collect();
    assert_eq!(names, xiaqu::STAGES.map(xiaqu::Stage::name));
    for (line, number) in said.iter().zip(1..) {
        assert_eq!((&line["number"], &line["of"]), (&Value::from(number), &Value::from(said.len())));
        assert!(line["text"].as_str().is_some_and(|text| !text.is_empty()));
    }
    assert!(stages(&county.plan("other", &["--progress", "json", "--lang", "zh"]).stderr)[0]["text"] == "读取县数据");
}

#[test]
fn lines_are_written_where_they_are_asked_for_and_not_otherwise() {
    let county = County::demo();
    let said = |out: &str, when: &str| county.plan(out, &["--progress", when]).stderr;
    assert!(said("always", "always").contains("5/8 searching the best plan"));
    for quiet in ["auto", "never"] {
        assert!(!said(quiet, quiet).contains("searching"), "standard error is no terminal here");
    }
}
