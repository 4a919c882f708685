//! Files that questions about roads write: whole or not at all, and never over others unasked.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xiaqu::{Failure, FolderError};

/// Refuses an existing file before the work, not after it.
pub(super) fn ensure_free(path: &Path, force: bool) -> Result<(), Failure> {
    if path.exists() && !force { Err(FolderError::Exists(path.to_owned()).into()) } else { Ok(()) }
}

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
