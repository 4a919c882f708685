//! The house: who may depend on whom, what a file may hold, and that documents speak the truth.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod dependencies;
mod documents;
mod features;
mod files;

use std::path::{Path, PathBuf};

/// The root of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the workspace.
fn read(name: impl AsRef<Path>) -> String {
    fs_err::read_to_string(workspace().join(name)).expect("the file can be read")
}

/// Every Rust file below a folder of the workspace, in order; none if there is no such folder.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![workspace().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
