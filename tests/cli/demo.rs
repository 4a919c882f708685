//! The embedded county: the same bytes every time, and a check that notices every change.

use std::path::Path;

use crate::support::{bytes_of_folder, xiaqu};

struct Demo {
    place: tempfile::TempDir,
}

impl Demo {
    fn run(more: &[&str]) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("demo").display().to_string();
        let mut arguments = vec!["demo", folder.as_str()];
        arguments.extend(more);
        let ended = xiaqu(&arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        Self { place }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.place.path().join("demo").join(name)
    }

    fn verify(&self) -> (Option<i32>, String) {
        let ended = xiaqu(&["verify", &self.file("plan").display().to_string()]);
        (ended.code, format!("{}{}", ended.stdout, ended.stderr))
    }

    /// Changes a file and says what `verify` finds; then puts the file back.
    fn tampered(&self, name: &str, from: &str, to: &str) -> (Option<i32>, String) {
        let path = self.file(name);
        let text = fs_err::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name} does not hold `{from}`");
        fs_err::write(&path, text.replacen(from, to, 1)).unwrap();
        let found = self.verify();
        fs_err::write(&path, text).unwrap();
        found
    }
}

#[test]
fn two_runs_give_the_same_bytes_whatever_the_number_of_threads() {
    let first = Demo::run(&[]);
    for more in [&[][..], &["--threads", "1"], &["--threads", "2"], &["--lang", "zh"]] {
        let again = Demo::run(more);
        for folder in ["county", "plan"] {
            let (one, other) = (bytes_of_folder(first.file(folder)), bytes_of_folder(again.file(folder)));
            assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
            for (name, bytes) in &one {
                assert!(bytes == &other[name], "{folder}/{name} differs with {more:?}");
            }
        }
    }
}

#[test]
fn the_county_and_its_plan_can_be_moved_together() {
    let demo = Demo::run(&["-q"]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs_err::rename(demo.place.path().join("demo"), elsewhere.path().join("moved")).unwrap();
    let moved = elsewhere.path().join("moved/plan").display().to_string();
    assert_eq!(xiaqu(&["verify", &moved]).code, Some(0));
}

#[test]
fn verify_passes_what_was_written_and_fails_what_was_changed() {
    let demo = Demo::run(&["-q"]);
    let (code, said) = demo.verify();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("11 passed, 0 failed"), "{said}");
    let changes = [
        ("plan/plan.json", "\"objective\": ", "\"objective\": 1"),
        ("plan/plan.json", "\"S2\"", "\"S3\""),
        ("plan/dispatch_areas.geojson", "[117.1", "[117.2"),
        ("plan/villages.geojson", "\"change_min\":", "\"change_min\":1"),
        ("plan/figures.csv", "stations", "stationz"),
        ("county/villages.csv", ",2623,", ",2624,"),
        ("county/xiaqu.toml", "closures = 3", "closures = 2"),
    ];
    for (name, from, to) in changes {
        let (code, said) = demo.tampered(name, from, to);
        assert_eq!(code, Some(3), "{name}: {from} -> {to}\n{said}");
    }
    fs_err::remove_file(demo.file("plan/figures.json")).unwrap();
    assert_eq!(demo.verify().0, Some(3));
}

#[test]
fn verify_of_something_else_says_so() {
    let empty = tempfile::tempdir().unwrap();
    let ended = xiaqu(&["verify", &empty.path().display().to_string()]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("manifest.json"), "{}", ended.stderr);
}

#[test]
fn a_second_demo_needs_force() {
    let demo = Demo::run(&["-q"]);
    let folder = demo.place.path().join("demo").display().to_string();
    assert_eq!(xiaqu(&["demo", &folder]).code, Some(2));
    assert_eq!(xiaqu(&["demo", &folder, "--force", "-q"]).code, Some(0));
    assert!(Path::new(&folder).join("plan/plan.json").is_file());
}
