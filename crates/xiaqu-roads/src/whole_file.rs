//! Files that appear whole or not at all.

use std::{io, os::unix::fs::PermissionsExt as _, path::Path};

/// Writes a file under a temporary name beside its place, then renames it. What a power cut may leave is refused by its
/// checksums when it is opened.
pub(crate) fn write_whole(path: &Path, write: impl FnOnce(&mut std::fs::File) -> io::Result<()>) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut staged = tempfile::Builder::new().prefix(".xiaqu-").tempfile_in(parent)?;
    write(staged.as_file_mut())?;
    staged.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    staged.persist(path).map_err(|error| error.error)?;
    Ok(())
}
