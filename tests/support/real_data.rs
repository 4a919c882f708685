//! Where the real counties are.

use std::path::{Path, PathBuf};

/// The folder of the real counties: `XIAQU_REAL_DATA`, or `../shared/data` beside the workspace.
///
/// They are too large and too differently licensed to stand in the repository. Without them a test says that it was
/// skipped and why; with `CI=true` it fails instead, so that nobody takes silence for success.
pub fn real_data() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = match std::env::var_os("XIAQU_REAL_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => workspace.join("../shared/data"),
    };
    if let Ok(folder) = fs_err::canonicalize(&folder)
        && folder.join("gozo").is_dir()
    {
        return Some(folder);
    }
    let why = format!("no real counties in `{}`; set XIAQU_REAL_DATA to their folder", folder.display());
    assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "{why}");
    eprintln!("skipped: {why}");
    None
}
