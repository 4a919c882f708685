//! Exit codes, the two streams, languages.

use std::{
    io::Read as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::support::{County, Ended, bytes_of_folder, command, grid_county, xiaqu};

/// Rules that leave the search free, so that it is long.
const FREE: &str =
    "[merge]\ngroup_size_max = 4\n[response]\nsecond_arrival_max_minutes = 240\nworsening_max_minutes = 120\n";

fn one_object(ended: &Ended) -> Value {
    assert_eq!(ended.stdout.trim_end().lines().count(), 1, "{}", ended.stdout);
    let value: Value = serde_json::from_str(&ended.stdout).expect("standard output is JSON");
    assert!(value.is_object());
    value
}

#[test]
fn usage_errors_end_with_two() {
    for arguments in
        [&["plan"][..], &["nonsense"], &["plan", "x", "-o", "y", "--threads", "many"], &["-q", "-v", "schema"]]
    {
        assert_eq!(xiaqu(arguments).code, Some(2), "{arguments:?}");
    }
    for seconds in ["0", "-1", "nan"] {
        let limit = format!("--time-limit={seconds}");
        let ended = xiaqu(&["plan", "x", "-o", "y", &limit]);
        assert_eq!(ended.code, Some(2), "{seconds}");
        assert!(ended.stderr.contains("above zero"));
    }
    assert_eq!(xiaqu(&["--help"]).code, Some(0));
    assert_eq!(xiaqu(&["--version"]).code, Some(0));
}

#[test]
fn an_existing_folder_is_replaced_only_with_force() {
    let county = County::demo();
    assert_eq!(county.plan("plan", &["-q"]).code, Some(0));
    let before = bytes_of_folder(county.out("plan"));
    for (lang, said) in [("en", "exists already"), ("zh", "已存在")] {
        let again = county.plan("plan", &["--lang", lang]);
        assert_eq!(again.code, Some(2));
        assert!(again.stderr.contains(said) && again.stderr.contains("--force"), "{}", again.stderr);
    }
    assert_eq!(bytes_of_folder(county.out("plan")), before);
    assert_eq!(county.plan("plan", &["-q", "--force"]).code, Some(0));
    assert_eq!(bytes_of_folder(county.out("plan")), before, "the same input gives the same bytes");
    // A folder of somebody else is not replaced, force or not.
    let thesis = county.out("thesis");
    fs_err::create_dir_all(&thesis).unwrap();
    fs_err::write(std::path::Path::new(&thesis).join("thesis.doc"), "years").unwrap();
    assert_eq!(county.plan("thesis", &["--force"]).code, Some(2));
}

#[test]
fn json_is_one_object_on_standard_output_and_nothing_else() {
    let county = County::demo();
    let folder = county.folder();
    let map = county.out("problems.geojson");
    let done = one_object(&county.plan("plan", &["--json"]));
    assert_eq!(done["proof"]["plans"], 80, "{}", done["proof"]);
    assert!(done["figures"]["rows"].as_array().unwrap().len() > 50);
    assert!(done["warnings"].is_array());
    let plan = county.out("plan");
    assert_eq!(one_object(&xiaqu(&["verify", &plan, "--json"]))["holds"], true);
    assert!(one_object(&xiaqu(&["check", &folder, "-o", &map, "--json"]))["problems"].is_array());
    assert!(one_object(&county.plan("plan", &["--json"]))["error"].as_str().unwrap().contains("exists"));
    assert!(one_object(&xiaqu(&["init", &county.out("new"), "--json"]))["folder"].is_string());
    county.replace("xiaqu.toml", "closures = 3", "closures = 8");
    assert!(one_object(&county.plan("other", &["--json"]))["no_plan"].is_array());
    county.replace("villages.csv", "V102,", "V101,");
    let refused = county.plan("other", &["--json"]);
    assert_eq!(one_object(&refused)["problems"][0]["code"], "E101");
    assert!(refused.stderr.contains("E101"), "a person still sees the message");
}

#[test]
fn quiet_leaves_only_errors() {
    let county = County::demo();
    let done = county.plan("plan", &["-q"]);
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    county.replace("villages.csv", "V102,", "V101,");
    let refused = county.plan("other", &["-q"]);
    assert!(refused.stderr.starts_with("E101") && !refused.stderr.contains("W9"), "{}", refused.stderr);
}

#[test]
fn the_language_follows_the_locale_unless_it_is_named() {
    let empty = tempfile::tempdir().unwrap();
    let said = |variables: &[(&str, &str)], more: &[&str]| {
        let mut run = command(&["check", &empty.path().display().to_string()]);
        run.args(more).envs(variables.iter().copied());
        Ended::from(run.output().unwrap()).stderr
    };
    let is_chinese = |text: &str| text.contains("提示");
    assert!(!is_chinese(&said(&[], &[])));
    assert!(is_chinese(&said(&[("LANG", "zh_CN.UTF-8")], &[])));
    assert!(!is_chinese(&said(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], &[])));
    assert!(is_chinese(&said(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")], &[])), "an empty variable is not set");
    assert!(!is_chinese(&said(&[("LANG", "zh_CN.UTF-8")], &["--lang", "en"])));
    assert!(is_chinese(&said(&[], &["--lang", "zh"])));
}

#[test]
fn no_progress_bar_is_drawn_into_a_pipe() {
    let county = County::demo();
    let done = county.plan("plan", &[]);
    assert!(!done.stderr.contains(['\u{1b}', '\r', '█']), "{}", done.stderr);
    assert!(county.plan("other", &["-v"]).stderr.contains("searching the best plan"));
}

#[test]
fn a_time_limit_ends_with_five_or_six_and_says_the_gap() {
    let county = grid_county(6, 5, &format!("{FREE}[search]\nengine = \"integer_program\"\n"));
    let ended = county.plan("plan", &["--time-limit", "0.0001"]);
    match ended.code {
        Some(5) => {
            assert!(ended.stderr.contains("time_limit"), "{}", ended.stderr);
            assert!(!std::path::Path::new(&county.out("plan")).exists());
        }
        Some(6) => assert_stopped_plan(&county),
        other => panic!("{other:?}\n{}\n{}", ended.stdout, ended.stderr),
    }
}

fn assert_stopped_plan(county: &County) {
    let plan: Value = serde_json::from_slice(&bytes_of_folder(county.out("plan"))["plan.json"]).unwrap();
    assert_eq!(plan["proof"]["kind"], "stopped");
    assert!(plan["proof"]["gap"].as_f64().is_some_and(|gap| gap >= 0.0), "{}", plan["proof"]);
}

#[test]
fn an_interrupt_keeps_the_best_plan_with_its_gap() {
    let county = grid_county(5, 4, &format!("{FREE}[search]\nengine = \"enumeration\"\nenumerate_up_to = 20\n"));
    let (folder, out) = (county.folder(), county.out("plan"));
    let mut child =
        command(&["plan", &folder, "-o", &out, "-v"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    // The search has begun when its stage is announced.
    let mut said = String::new();
    let mut byte = [0; 1];
    while !said.contains("searching") && stderr.read(&mut byte).unwrap() == 1 {
        said.push(char::from(byte[0]));
    }
    std::thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none(), "the search was too short to be interrupted");
    let interrupted = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let code = child.wait().unwrap().code();
    assert!(interrupted.elapsed() < Duration::from_secs(20), "it took {:?} to stop", interrupted.elapsed());
    match code {
        Some(130) => assert_stopped_plan(&county),
        Some(5) => assert!(!std::path::Path::new(&out).exists()),
        other => panic!("{other:?}"),
    }
}
