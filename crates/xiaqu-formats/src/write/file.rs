//! One file of its own, which appears whole or not at all.

use std::{io::Write as _, path::Path};

use xiaqu_roads::write_whole;

use crate::FolderError;

/// Writes one file, and the folder it is in; it appears whole or not at all, and replaces one that is there.
///
/// # Errors
/// If the file system refuses.
pub fn write_whole_file(target: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs_err::create_dir_all(parent)?;
    }
    Ok(write_whole(target, |file| file.write_all(bytes))?)
}
