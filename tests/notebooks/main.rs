//! Every notebook runs: its code cells, in order, in a plain Python, with their own assertions.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The program beside the test, built by `make test` before the tests run.
fn program() -> PathBuf {
    let here = std::env::current_exe().expect("the test knows where it is");
    let folder = here.ancestors().find(|folder| folder.join("xiaqu").is_file());
    folder.expect("the program is built: run `make test`, or `cargo build --release -p xiaqu-cli` first").join("xiaqu")
}

fn code_of(notebook: &Value) -> String {
    let cells = notebook["cells"].as_array().expect("a notebook has cells");
    let code = cells.iter().filter(|cell| cell["cell_type"] == "code");
    let lines = code.flat_map(|cell| cell["source"].as_array().into_iter().flatten().chain([&Value::Null]));
    lines.map(|line| line.as_str().unwrap_or("\n")).collect()
}

fn notebooks() -> Vec<PathBuf> {
    let entries = fs_err::read_dir(workspace().join("notebooks")).expect("there is a folder of notebooks");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "ipynb")).collect();
    paths.sort();
    paths
}

#[test]
fn every_notebook_runs_and_its_assertions_hold() {
    let has_python = Command::new("python3").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !has_python {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "notebooks need python3");
        println!("skipped: python3 is not installed");
        return;
    }
    assert!(!notebooks().is_empty());
    for path in notebooks() {
        let text = fs_err::read_to_string(&path).expect("the notebook can be read");
        let notebook: Value = serde_json::from_str(&text).expect("the notebook is JSON");
        let mut python = Command::new("python3")
            .arg("-")
            .env("XIAQU", program())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("python3 starts");
        let mut input = python.stdin.take().expect("its input is a pipe");
        input.write_all(code_of(&notebook).as_bytes()).expect("the code is sent");
        drop(input);
        assert!(python.wait().expect("python3 ends").success(), "{} fails", path.display());
    }
}

#[test]
fn notebooks_are_stored_without_output() {
    for path in notebooks() {
        let text = fs_err::read_to_string(&path).expect("the notebook can be read");
        let notebook: Value = serde_json::from_str(&text).expect("the notebook is JSON");
        for cell in notebook["cells"].as_array().expect("a notebook has cells") {
            assert!(cell["outputs"].as_array().is_none_or(Vec::is_empty), "{} has output", path.display());
        }
    }
}
