//! What the program writes about itself: settings, schema, help.

use serde_json::Value;
use xiaqu::Settings;

use crate::support::xiaqu;

fn init(lang: &str) -> (tempfile::TempDir, String) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("county").display().to_string();
    let ended = xiaqu(&["init", &folder, "--lang", lang]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    (place, folder)
}

/// The settings of `xiaqu init` with every key in force.
fn uncommented(text: &str) -> String {
    let is_key = |line: &&str| {
        let key = line.strip_prefix("# ").and_then(|line| line.split_once(" = ")).map(|(key, _)| key);
        key.is_some_and(|key| {
            key.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
        })
    };
    text.lines()
        .map(|line| if is_key(&line) { line.trim_start_matches("# ") } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn check_of_a_new_county_lists_what_is_missing() {
    for (lang, words) in [("en", "has no rows"), ("zh", "没有数据行")] {
        let (place, folder) = init(lang);
        let map = place.path().join("map.geojson").display().to_string();
        let ended = xiaqu(&["check", &folder, "-o", &map, "--lang", lang]);
        assert_eq!(ended.code, Some(3));
        for file in ["townships.geojson", "villages.csv", "stations.csv"] {
            assert!(
                ended.stderr.contains(&format!("`{file}` {words}")) || ended.stderr.contains(&format!("`{file}`")),
                "{}",
                ended.stderr
            );
        }
        assert!(ended.stderr.contains("E416") && ended.stderr.contains("inputs.travel_times"), "{}", ended.stderr);
    }
}

#[test]
fn init_leaves_a_folder_with_files_alone() {
    let (_place, folder) = init("en");
    assert_eq!(xiaqu(&["init", &folder]).code, Some(2));
}

#[test]
fn the_schema_holds_every_key_of_every_section_and_the_defaults_are_valid() {
    let schema: Value = serde_json::from_str(&xiaqu(&["schema"]).stdout).unwrap();
    let sections = schema["settings"]["properties"].as_object().unwrap();
    for lang in ["en", "zh"] {
        let (_place, folder) = init(lang);
        let text = fs_err::read_to_string(std::path::Path::new(&folder).join("xiaqu.toml")).unwrap();
        let mut problems = Vec::new();
        let untouched = Settings::from_toml(&text, &mut problems);
        assert_eq!(untouched, Settings::default());
        let settings = Settings::from_toml(&uncommented(&text), &mut problems);
        let said: Vec<String> = problems.iter().map(|problem| problem.render(xiaqu::Language::En)).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        let (mut section, mut keys) = (String::new(), 0);
        for line in uncommented(&text).lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                name.clone_into(&mut section);
            } else if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
                assert!(sections[&section]["properties"][key].is_object(), "{section}.{key} is not in the schema");
                keys += 1;
            }
        }
        assert_eq!(keys, settings.rows().len(), "a setting is not in the file");
        let defaults = Settings::default().rows();
        for (row, default) in settings.rows().iter().zip(defaults) {
            assert!(default.value.is_none() || row.value == default.value, "{} does not show its default", row.key);
        }
    }
    for table in ["townships", "villages", "stations", "roads", "travel_times", "closures"] {
        assert!(schema["tables"][table]["properties"].is_object());
    }
}

#[test]
fn every_setting_that_a_message_names_exists() {
    let known: Vec<String> = Settings::default().rows().into_iter().map(|row| row.key).collect();
    let sections: Vec<&str> = known.iter().filter_map(|key| key.split_once('.')).map(|(section, _)| section).collect();
    for code in xiaqu::model::all_codes() {
        for text in [code.cause_en, code.hint_en, code.cause_zh, code.hint_zh] {
            for name in text.split('`').skip(1).step_by(2) {
                let Some((section, key)) = name.split_once('.') else { continue };
                if sections.contains(&section) && !key.contains(['{', ' ']) {
                    assert!(known.iter().any(|known| known == name), "{} names `{name}`", code.code);
                }
            }
        }
    }
}

#[test]
fn every_command_has_help_and_the_manual_names_the_exit_codes() {
    let help = xiaqu(&["--help"]).stdout;
    for command in [
        "demo",
        "init",
        "check",
        "plan",
        "dispatch",
        "frontier",
        "verify",
        "explain",
        "locate",
        "roads",
        "schema",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("  {command} ")), "{help}");
        assert_eq!(xiaqu(&[command, "--help"]).code, Some(0));
    }
    assert!(help.contains("130 interrupted"));
    assert!(xiaqu(&["man"]).stdout.starts_with(".ie") || xiaqu(&["man"]).stdout.contains(".TH xiaqu"));
    assert!(xiaqu(&["completions", "bash"]).stdout.contains("_xiaqu"));
}
