//! Files that appear whole or not at all.

use std::{io, os::unix::fs::PermissionsExt as _, path::Path};

/// Writes a file under a temporary name beside its place, then renames it: it appears whole or not at all, and replaces one
/// that is there. Every file that this workspace writes by itself is written so.
///
/// # Errors
/// What `write` or the file system says; nothing is left behind then.
///
/// # Example
/// ```
/// use std::io::Write;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("answer.json");
/// xiaqu_roads::write_whole(&path, |file| file.write_all(b"{}"))?;
/// assert_eq!(std::fs::read(&path)?, b"{}");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_whole(path: &Path, write: impl FnOnce(&mut std::fs::File) -> io::Result<()>) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut staged = tempfile::Builder::new().prefix(".xiaqu-").tempfile_in(parent)?;
    write(staged.as_file_mut())?;
    staged.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    // What a power cut may leave is refused by the checksums of files that have some.
    staged.persist(path).map_err(|error| error.error)?;
    Ok(())
}
