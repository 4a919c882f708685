//! The manual: pages that the program's own tables write, and whether everything that pages name exists.
//!
//! `UPDATE_GOLDEN=1` rewrites the generated pages.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod commands_page;
mod examples;
mod help;
mod names;
mod problems_page;
mod settings_page;
mod words;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The languages of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    English,
    Chinese,
}

impl Page {
    pub(crate) const BOTH: [Self; 2] = [Self::English, Self::Chinese];

    /// The folder of its pages below `docs`.
    pub(crate) fn folder(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// The words of this language.
    pub(crate) fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The program that was built beside this test.
pub(crate) fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let program = test.ancestors().nth(2).expect("a test stands in target/*/deps").join("xiaqu");
    assert!(program.is_file(), "{} is not built: run `make test`", program.display());
    program
}

/// Runs the program in a folder, in English.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(program());
    command.args(arguments).current_dir(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.output().expect("the program starts")
}

/// Compares a generated page with what stands in `docs`, or writes it there.
pub(crate) fn compare(page: Page, name: &str, expected: &str) {
    let path = workspace().join("docs").join(page.folder()).join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs_err::write(&path, expected).expect("the page can be written");
    }
    let written = fs_err::read_to_string(&path).unwrap_or_default();
    assert!(written == expected, "docs/{}/{name} is out of date: UPDATE_GOLDEN=1 make test rewrites it", page.folder());
}

/// Every page of one language: its name and its text.
pub(crate) fn pages(page: Page) -> Vec<(String, String)> {
    let folder = workspace().join("docs").join(page.folder());
    let mut found: Vec<(String, String)> = fs_err::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs_err::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    assert!(found.len() > 7, "the manual has pages");
    found
}
