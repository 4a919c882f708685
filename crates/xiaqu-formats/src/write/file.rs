//! One file of its own: written under a temporary name beside its place, then renamed, so that it appears whole.

use std::{io::Write as _, os::unix::fs::PermissionsExt as _, path::Path};

use crate::FolderError;

/// Writes one file; it appears whole or not at all, and replaces one that is there.
///
/// # Errors
/// If the file system refuses.
pub fn write_whole_file(target: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs_err::create_dir_all(parent)?;
    let mut staged = tempfile::Builder::new().prefix(".xiaqu-").tempfile_in(parent)?;
    staged.write_all(bytes)?;
    staged.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    staged.persist(target).map_err(|error| error.error)?;
    Ok(())
}
