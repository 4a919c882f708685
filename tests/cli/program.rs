//! The built program, a county to spoil, and what a run said.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The program beside the test, built by `make test` before the tests run.
pub(crate) fn program() -> PathBuf {
    let here = std::env::current_exe().expect("the test knows where it is");
    let folder = here.ancestors().find(|folder| folder.join("xiaqu").is_file());
    folder.expect("the program is built: run `make test`, or `cargo build --release -p xiaqu-cli` first").join("xiaqu")
}

/// What a run of the program said.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) result: String,
    pub(crate) messages: String,
}

/// Runs the program in an English locale.
pub(crate) fn xiaqu<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Said {
    let mut command = Command::new(program());
    let output = command.args(arguments).env("LC_ALL", "C.UTF-8").output().expect("the program starts");
    said(output)
}

/// Puts what a process wrote into words.
pub(crate) fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Said { code: output.status.code(), result: text(output.stdout), messages: text(output.stderr) }
}

/// The embedded county in a folder of its own, with an older output beside it.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// Writes the county.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        xiaqu::write_demo_county(&folder.path().join("county"), false).expect("the county can be written");
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("temporary folders have plain names").to_owned()
    }

    /// Changes a file of the county.
    pub(crate) fn change(&self, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.path("county").join(file);
        let text = fs_err::read_to_string(&path).expect("the file can be read");
        let changed = change(text.clone());
        assert_ne!(text, changed, "{file} was not spoiled");
        fs_err::write(&path, changed).expect("the file can be written");
    }

    /// Changes one cell of a CSV table of the county; rows are counted from 1 after the header.
    pub(crate) fn change_cell(&self, file: &str, row: usize, column: &str, value: &str) {
        self.change(file, |text| {
            let mut lines: Vec<Vec<String>> =
                text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
            let position = lines[0].iter().position(|name| name == column).expect("the column is there");
            value.clone_into(&mut lines[row][position]);
            lines.iter().map(|cells| cells.join(",") + "\n").collect()
        });
    }

    /// Plans the county into `plan`.
    pub(crate) fn plan(&self, more: &[&str]) -> Said {
        let (county, output) = (self.text("county"), self.text("plan"));
        xiaqu(["plan", &county, "-o", &output].into_iter().chain(more.iter().copied()))
    }
}

/// Every file of a folder with its bytes.
pub(crate) fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs_err::read_dir(folder).expect("the folder can be read");
    entries
        .map(|entry| {
            let entry = entry.expect("an entry can be read");
            let bytes = fs_err::read(entry.path()).expect("a file can be read");
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect()
}
