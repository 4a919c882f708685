//! Documents: what they name exists, and every problem code is raised.

use std::{collections::BTreeSet, path::Path};

use xiaqu::model::problem_report::all_codes;

use crate::{read, rust_files, workspace};

#[test]
fn every_code_is_raised_somewhere() {
    let is_declaration = |path: &Path| path.components().any(|part| part.as_os_str() == "problem_report");
    let files = rust_files("crates").into_iter().filter(|path| !is_declaration(path));
    let sources: String = files.map(read).collect();
    for code in all_codes() {
        let function = format!("{}_", code.code.to_lowercase());
        let calls = sources.match_indices(&function).filter(|(start, _)| {
            let rest = sources.get(*start..).unwrap_or_default();
            rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .is_some_and(|end| rest[end..].starts_with('('))
        });
        assert!(calls.count() > 0, "nothing raises {}", code.code);
    }
}

/// The numbers that `exit_code.rs` gives its constants.
fn exit_codes() -> Vec<u8> {
    let text = read("crates/xiaqu-cli/src/exit_code.rs");
    let values = text.lines().filter_map(|line| line.split_once(": u8 = ")?.1.strip_suffix(';')?.parse().ok());
    values.collect()
}

#[test]
fn the_help_names_every_exit_code() {
    let text = read("crates/xiaqu-cli/src/arguments.rs");
    let (_, help) = text.split_once("EXIT_CODES: &str = ").expect("the help has a part about exit codes");
    let (help, _) = help.split_once(';').expect("a constant ends");
    let named: BTreeSet<u8> = help
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        // The text is read as written, with its `\n`.
        .filter_map(|word| word.trim_start_matches('n').parse().ok())
        .collect();
    let codes = exit_codes();
    assert_eq!(named, codes.iter().copied().collect(), "constants and help differ");
    assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 130], "the contract (SPEC 2)");
}

#[test]
fn every_type_of_the_glossary_exists() {
    let sources: String = rust_files("crates").iter().map(read).collect();
    let glossary = read("GLOSSARY.md");
    let rows = glossary.lines().filter(|line| line.starts_with('|')).skip(2);
    let mut types = 0;
    for row in rows {
        let code = row.split('|').nth(3).expect("a row has a column of types");
        for name in code.split('`').skip(1).step_by(2) {
            let declared = ["struct", "enum", "trait"].iter().any(|word| {
                ["{", "(", "<", " ", ";"].iter().any(|end| sources.contains(&format!("pub {word} {name}{end}")))
            });
            // Ids and indices are declared by macros, arrival times too.
            let by_macro = sources.lines().any(|line| line.trim().trim_end_matches(',') == name);
            assert!(declared || by_macro, "the glossary names {name}, which does not exist");
            types += 1;
        }
    }
    assert!(types > 20, "only {types} types were seen");
}

#[test]
fn files_and_commands_that_documents_name_exist() {
    let commands = [
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
    ];
    for document in ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(document);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(target.starts_with("http") || workspace().join(target).exists(), "{document} names {target}");
        }
        let spoken = text.lines().filter_map(|line| line.trim_start().strip_prefix("xiaqu "));
        for command in spoken.filter_map(|rest| rest.split(' ').next()) {
            assert!(commands.contains(&command), "{document} names `xiaqu {command}`");
        }
        for path in
            text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("crates/") || code.starts_with("tests/"))
        {
            assert!(workspace().join(path).exists(), "{document} names {path}");
        }
    }
}
