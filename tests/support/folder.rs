//! County folders in a temporary place, and runs of the whole program on them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use xiaqu::{Failure, Planned, Run, SaveOptions, SearchControl, Settings, with_threads};

/// A county folder that disappears with its owner.
#[derive(Debug)]
pub struct CountyFolder {
    dir: TempDir,
}

impl CountyFolder {
    /// An empty one.
    pub fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs_err::create_dir(dir.path().join("county")).unwrap();
        Self { dir }
    }

    /// The embedded county.
    pub fn demo() -> Self {
        let folder = Self::new();
        xiaqu::write_demo_county(&folder.path(), false).unwrap();
        folder
    }

    /// The county folder.
    pub fn path(&self) -> PathBuf {
        self.dir.path().join("county")
    }

    /// A place for an output folder of this name, beside the county.
    pub fn output(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file of the county.
    pub fn write(&self, name: &str, text: &str) {
        fs_err::write(self.path().join(name), text).unwrap();
    }

    /// Leaves the county on the disk, and says how to run it again.
    pub fn keep(self) -> String {
        let county = self.path();
        // The owner of the folder is forgotten, so that nothing removes it.
        let _ = self.dir.keep();
        let output = county.with_file_name("plan");
        format!("run it again: xiaqu plan {} -o {}", county.display(), output.display())
    }

    /// Reads a file of the county.
    pub fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.path().join(name)).unwrap()
    }
}

impl Default for CountyFolder {
    fn default() -> Self {
        Self::new()
    }
}

/// Plans a county as it is set.
pub fn plan(county: &CountyFolder) -> Planned {
    plan_with(county, |_| ()).unwrap_or_else(|failure| panic!("{}", described(&failure)))
}

/// Plans a county with other settings.
///
/// # Errors
/// As [`xiaqu::plan_county`].
pub fn plan_with(county: &CountyFolder, adjust: impl Fn(&mut Settings)) -> Result<Planned, Failure> {
    xiaqu::plan_county(&county.path(), &run_with(&adjust))
}

/// A run without progress, with changed settings.
pub fn run_with(adjust: &dyn Fn(&mut Settings)) -> Run<'_> {
    Run { adjust, on_stage: &|_| (), control: SearchControl::default() }
}

/// A failure with all its errors, for a panic.
pub fn described(failure: &Failure) -> String {
    match failure {
        Failure::Input(problems) => {
            let errors = problems.iter().filter(|problem| problem.severity() == xiaqu::Severity::Error);
            errors.map(|problem| problem.render(xiaqu::Language::En)).collect::<Vec<_>>().join("\n")
        }
        other => format!("{other}: {other:?}"),
    }
}

/// Plans and writes with so many threads; all files of the output folder by name.
pub fn saved(county: &CountyFolder, name: &str, threads: u32) -> BTreeMap<String, Vec<u8>> {
    let output = county.output(name);
    let work = || {
        let options = SaveOptions { replace: true, ..SaveOptions::default() };
        plan(county).save(&county.path(), &output, options).unwrap();
    };
    with_threads(threads, work).unwrap();
    files_of(&output)
}

/// All files of a folder by name.
pub fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs_err::read(entry.path()).unwrap())).collect()
}
