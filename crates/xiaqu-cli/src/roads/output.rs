//! Files that questions about roads write: whole or not at all.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xiaqu::Failure;

/// Writes a file whole.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Ok(xiaqu::write_whole_file(path, bytes)?)
}

/// The file of ids beside an `.npy`.
pub(super) fn ids_file(path: &Path) -> PathBuf {
    path.with_extension("ids.csv")
}

/// A path as JSON has it.
pub(super) fn path_json(path: &Path) -> Value {
    json!(path.display().to_string())
}
