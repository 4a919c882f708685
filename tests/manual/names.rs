//! Commands, settings, codes and files that pages name exist.

use std::collections::BTreeSet;

use xiaqu::Settings;

use crate::{Page, help::every_help, pages, workspace};

/// What stands between single back quotes, outside fences.
fn quoted(text: &str) -> Vec<String> {
    let mut in_fence = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
        } else if !in_fence {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Every line of every fence and every quoted text that begins with `xiaqu `.
fn spoken(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
    lines.extend(quoted(text));
    lines.retain(|line| line.starts_with("xiaqu ") && !line.contains("::"));
    lines
}

#[test]
fn every_command_and_option_that_a_page_names_exists() {
    let helps = every_help();
    let mut seen = 0;
    for page in Page::BOTH {
        for (name, text) in pages(page) {
            for line in spoken(&text) {
                let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().skip(1).collect();
                let depth = (0..=words.len()).rev().find(|depth| {
                    helps.iter().any(|help| help.path.iter().map(String::as_str).eq(words.iter().take(*depth).copied()))
                });
                let depth = depth.unwrap_or(0);
                assert!(depth > 0, "{name} names `{line}`, and there is no such command");
                let help = helps
                    .iter()
                    .find(|help| {
                        help.path.len() == depth && help.path.iter().zip(&words).all(|(one, other)| one == other)
                    })
                    .unwrap();
                for option in words.iter().filter(|word| word.starts_with('-')) {
                    let option = option.split('=').next().unwrap_or(option);
                    let known =
                        help.options.iter().any(|entry| entry.spec.split([',', ' ', '[']).any(|part| part == option));
                    assert!(known, "{name} names `{line}`: `{}` has no {option}", help.name());
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "only {seen} commands were seen");
}

#[test]
fn every_setting_that_a_page_names_exists() {
    let rows = Settings::default().rows();
    let known: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let sections: BTreeSet<&str> =
        known.iter().filter_map(|key| key.split_once('.')).map(|(section, _)| section).collect();
    let mut seen = 0;
    for page in Page::BOTH {
        // The page of problems mistypes settings in its examples.
        for (name, text) in pages(page).into_iter().filter(|(name, _)| *name != "problems.md") {
            for quoted in quoted(&text) {
                let key = quoted.split([' ', '=']).next().unwrap_or_default();
                let Some((_, rest)) = key.split_once('.').filter(|(section, _)| sections.contains(section)) else {
                    continue;
                };
                // `plan.json` is a file, `roads.osm.pbf` too.
                let is_file = ["json", "gpkg", "qgz", "csv", "geojson"].iter().any(|end| rest.ends_with(end))
                    || rest.contains("osm");
                assert!(
                    is_file || rest.contains('{') || known.contains(key),
                    "docs/{}/{name} names `{quoted}`",
                    page.folder()
                );
                seen += usize::from(!is_file);
            }
        }
    }
    assert!(seen > 5, "only {seen} settings were seen");
}

#[test]
fn every_code_that_a_page_names_exists() {
    let known: BTreeSet<&str> = xiaqu::model::all_codes().map(|code| code.code).collect();
    for page in Page::BOTH {
        for (name, text) in pages(page) {
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
            let is_code = |word: &&str| {
                word.len() == 4 && word.starts_with(['E', 'W']) && word[1..].chars().all(|digit| digit.is_ascii_digit())
            };
            for code in words.filter(is_code) {
                assert!(known.contains(code), "docs/{}/{name} names {code}", page.folder());
            }
        }
    }
}

#[test]
fn links_and_pictures_of_the_manual_exist_and_both_languages_have_the_same_pages() {
    let [english, chinese] = Page::BOTH.map(|page| pages(page).into_iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert_eq!(english, chinese);
    let mut pictures = BTreeSet::new();
    for page in Page::BOTH {
        let folder = workspace().join("docs").join(page.folder());
        for (name, text) in pages(page) {
            for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = target.split('#').next().unwrap_or(target);
                assert!(folder.join(file).exists(), "docs/{}/{name} names {target}", page.folder());
                if let Some(picture) = file.strip_prefix("../pictures/") {
                    pictures.insert(picture.to_owned());
                }
            }
        }
    }
    let stored = fs_err::read_dir(workspace().join("docs/pictures")).unwrap();
    for picture in stored.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()) {
        assert!(pictures.contains(&picture) || picture == "README.md", "no page shows docs/pictures/{picture}");
    }
}
