//! The shell examples of the first hour run as they stand, one after the other, in an empty folder.

use crate::{Page, pages, run_in};

/// The lines of the fences marked `sh` of a page.
fn shell_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut in_shell = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_shell = line == "```sh";
        } else if in_shell {
            lines.push(line.split('#').next().unwrap_or_default().trim().to_owned());
        }
    }
    lines
}

#[test]
fn the_first_hour_runs_as_it_is_written() {
    let said = Page::BOTH.map(|page| {
        let pages = pages(page);
        let (_, text) = pages.iter().find(|(name, _)| name == "first-hour.md").expect("there is a first hour");
        shell_lines(text)
    });
    assert_eq!(said[0], said[1], "both languages give the same commands");
    let place = tempfile::tempdir().unwrap();
    for line in &said[0] {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(arguments.first(), Some(&"xiaqu"), "{line}");
        if line.contains("two-closures") {
            let settings = place.path().join("xiaqu-demo/county/xiaqu.toml");
            let text = fs_err::read_to_string(&settings).unwrap();
            assert!(text.contains("closures = 3"), "the page says what to change");
            fs_err::write(&settings, text.replace("closures = 3", "closures = 2")).unwrap();
        }
        let ended = run_in(place.path(), &arguments[1..]);
        // The new county is empty: its check lists what is missing.
        let wanted = if line.contains("check") { 3 } else { 0 };
        assert_eq!(ended.status.code(), Some(wanted), "{line}: {}", String::from_utf8_lossy(&ended.stderr));
    }
    for file in ["xiaqu-demo/plan/plan.qgz", "two-closures/plan.json", "trade-off/frontier.svg", "county/xiaqu.toml"] {
        assert!(place.path().join(file).is_file(), "{file} is not there");
    }
}
