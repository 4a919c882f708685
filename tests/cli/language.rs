//! `--lang` decides what a plan shows in QGIS; where it is not given, the county's settings do.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{County, Ended, bytes_of_folder, xiaqu};

fn has_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// The aliases of the fields of a style file.
fn aliases(style: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(style);
    let rows = text.split("<alias ").skip(1).filter_map(|row| row.split_once("name=\"")?.1.split('"').next());
    rows.map(str::to_owned).collect()
}

fn language_of(files: &BTreeMap<String, Vec<u8>>) -> Value {
    let plan: Value = serde_json::from_slice(&files["plan.json"]).unwrap();
    let row = plan["parameters"].as_array().unwrap().iter().find(|row| row["key"] == "county.language").unwrap();
    row["value"].clone()
}

fn verified(county: &County, out: &str, more: &[&str]) -> Ended {
    let out = county.out(out);
    let mut arguments = vec!["verify", out.as_str()];
    arguments.extend(more);
    xiaqu(&arguments)
}

#[test]
fn the_command_line_goes_before_the_county_and_the_county_before_the_default() {
    let county = County::demo();
    for (out, set, more, wanted) in [
        ("default", None, &[][..], "zh"),
        ("named", None, &["--lang", "en"][..], "en"),
        ("of_county", Some("language = \"en\""), &[], "en"),
        ("both", None, &["--lang", "zh"], "zh"),
    ] {
        if let Some(line) = set {
            county.set("county", line);
        }
        assert_eq!(county.plan(out, more).code, Some(0));
        let files = bytes_of_folder(county.out(out));
        assert_eq!(language_of(&files), wanted, "{out}");
        let is_style = |name: &&String| std::path::Path::new(name).extension().is_some_and(|end| end == "qml");
        let styles: Vec<&String> = files.keys().filter(is_style).collect();
        assert!(styles.len() > 5);
        for style in styles {
            let names = aliases(&files[style]);
            assert!(
                names.len() > 2 && names.iter().all(|name| has_chinese(name) == (wanted == "zh")),
                "{out}: {names:?}"
            );
        }
        for lang in ["en", "zh"] {
            let ended = verified(&county, out, &["--lang", lang]);
            assert_eq!(ended.code, Some(0), "{out} --lang {lang}: {}{}", ended.stdout, ended.stderr);
        }
    }
}

#[test]
fn the_language_named_gives_the_files_of_the_language_set() {
    let (named, set) = (County::demo(), County::demo());
    set.set("county", "language = \"en\"");
    assert_eq!(named.plan("plan", &["--lang", "en"]).code, Some(0));
    assert_eq!(set.plan("plan", &[]).code, Some(0));
    let (one, other) = (bytes_of_folder(named.out("plan")), bytes_of_folder(set.out("plan")));
    for (name, bytes) in &one {
        // These two hold the hash of the settings.
        if name != "plan.json" && name != "manifest.json" {
            assert!(bytes == &other[name], "{name} differs");
        }
    }
    let ended = xiaqu(&["explain", &named.out("plan"), "S6", "S9", "--lang", "zh"]);
    assert_eq!(ended.code, Some(0), "a plan in another language is explained too: {}", ended.stderr);
}

#[test]
fn the_locale_changes_messages_and_no_file() {
    let county = County::demo();
    let (folder, english, chinese) = (county.folder(), county.out("english"), county.out("chinese"));
    for (out, locale) in [(&english, "en_GB.UTF-8"), (&chinese, "zh_CN.UTF-8")] {
        let mut command = crate::support::command(&["dispatch", &folder, "-o", out]);
        assert!(command.env("LC_ALL", locale).output().unwrap().status.success());
    }
    assert_eq!(bytes_of_folder(&english), bytes_of_folder(&chinese));
}
