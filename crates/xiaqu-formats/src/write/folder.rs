//! The output folder: written under a temporary name beside its place, then renamed, so that it appears whole.

use std::{
    fmt::Write as _,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use xiaqu_model::Language;

/// Why an output folder could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// The folder exists and may not be replaced.
    #[error("`{0}` exists already\n  hint: choose another folder or replace it with --force")]
    Exists(PathBuf),
    /// The name exists and is no folder that Xiaqu wrote.
    #[error(
        "`{0}` exists and holds no manifest.json\n  hint: it is not an output of xiaqu, so --force does not replace it; choose another name"
    )]
    NotOurs(PathBuf),
    /// The file system refused.
    #[error("the output folder cannot be written: {0}")]
    Io(#[from] io::Error),
}

impl FolderError {
    /// The cause and what to do, in one language.
    pub fn describe(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::En) => self.to_string(),
            (Self::Exists(folder), Language::Zh) => {
                format!("`{}` 已存在\n  提示：请另选文件夹，或用 --force 替换", folder.display())
            }
            (Self::NotOurs(folder), Language::Zh) => format!(
                "`{}` 已存在且其中没有 manifest.json\n  提示：它不是 xiaqu 的输出，--force 也不会替换；请另选名称",
                folder.display()
            ),
            (Self::Io(error), Language::Zh) => format!("无法写出结果文件夹：{error}"),
        }
    }
}

/// Whether a folder may be written at `target`: nothing is there, or an empty folder, or an output of ours and `replace`.
///
/// # Errors
/// If not, with the reason.
pub fn ensure_replaceable(target: &Path, replace: bool) -> Result<(), FolderError> {
    let is_empty_folder = fs_err::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if !target.exists() || is_empty_folder {
        return Ok(());
    }
    if !replace {
        return Err(FolderError::Exists(target.to_owned()));
    }
    if target.join("manifest.json").is_file() { Ok(()) } else { Err(FolderError::NotOurs(target.to_owned())) }
}

/// An output folder in the making.
#[derive(Debug)]
pub struct OutputFolder {
    staging: TempDir,
    target: PathBuf,
}

impl OutputFolder {
    /// Begins a folder at `target`; an existing one is replaced only if `replace` says so and it is an output of ours.
    ///
    /// # Errors
    /// If the target exists and may not be replaced, or the place beside it cannot be written.
    pub fn begin(target: &Path, replace: bool) -> Result<Self, FolderError> {
        ensure_replaceable(target, replace)?;
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        fs_err::create_dir_all(parent)?;
        let staging = tempfile::Builder::new().prefix(".xiaqu-").tempdir_in(parent)?;
        Ok(Self { staging, target: target.to_owned() })
    }

    /// Writes one file of the folder, or of a folder in it.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), FolderError> {
        self.write_with(name, |file| file.write_all(bytes.as_ref()))
    }

    /// The same of a file that is not held in memory: `put` writes it piece by piece.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn write_with(
        &self,
        name: &str,
        put: impl FnOnce(&mut BufWriter<fs_err::File>) -> io::Result<()>,
    ) -> Result<(), FolderError> {
        let path = self.staging.path().join(name);
        if let Some(folder) = path.parent() {
            fs_err::create_dir_all(folder)?;
        }
        let mut file = BufWriter::new(fs_err::File::create(path)?);
        put(&mut file)?;
        Ok(file.flush()?)
    }

    /// Puts the folder in its place: the old one, if any, vanishes only when the new one is complete.
    ///
    /// # Errors
    /// If the file system refuses; the old folder is then put back.
    pub fn finish(self) -> Result<PathBuf, FolderError> {
        let fresh = self.staging.keep();
        let readable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs_err::set_permissions(&fresh, readable)?;
        if !self.target.exists() {
            fs_err::rename(&fresh, &self.target)?;
            return Ok(self.target);
        }
        let mut old = fresh.clone().into_os_string();
        old.push("-old");
        fs_err::rename(&self.target, &old)?;
        if let Err(error) = fs_err::rename(&fresh, &self.target) {
            fs_err::rename(&old, &self.target)?;
            fs_err::remove_dir_all(&fresh)?;
            return Err(error.into());
        }
        fs_err::remove_dir_all(&old)?;
        Ok(self.target)
    }
}

/// SHA-256 of bytes, in lower-case hexadecimal digits.
pub fn sha256_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{FolderError, OutputFolder, sha256_of};

    #[test]
    fn a_folder_appears_only_when_it_is_finished() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("plan");
        let folder = OutputFolder::begin(&target, false).unwrap();
        folder.write("manifest.json", "{}").unwrap();
        assert!(!target.exists());
        folder.finish().unwrap();
        assert!(target.join("manifest.json").is_file());
        assert_eq!(fs_err::read_dir(place.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn an_existing_folder_is_replaced_as_a_whole_and_only_on_request() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("plan");
        for name in ["manifest.json", "old.txt"] {
            fs_err::create_dir_all(&target).unwrap();
            fs_err::write(target.join(name), "old").unwrap();
        }
        assert!(matches!(OutputFolder::begin(&target, false), Err(FolderError::Exists(_))));
        let folder = OutputFolder::begin(&target, true).unwrap();
        folder.write("manifest.json", "new").unwrap();
        folder.finish().unwrap();
        assert_eq!(fs_err::read_to_string(target.join("manifest.json")).unwrap(), "new");
        assert!(!target.join("old.txt").exists());
    }

    #[test]
    fn a_folder_of_somebody_else_is_never_replaced() {
        let place = tempfile::tempdir().unwrap();
        fs_err::write(place.path().join("thesis.doc"), "years of work").unwrap();
        assert!(matches!(OutputFolder::begin(place.path(), true), Err(FolderError::NotOurs(_))));
    }

    #[test]
    fn hashes_are_the_published_ones() {
        assert_eq!(sha256_of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
