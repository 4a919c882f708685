//! A county folder that a test may spoil.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tempfile::TempDir;

use super::{Ended, xiaqu};

/// A county folder and, beside it, an output folder of an earlier run.
pub(crate) struct County {
    place: TempDir,
}

impl County {
    /// The embedded county.
    pub(crate) fn demo() -> Self {
        let place = tempfile::tempdir().unwrap();
        xiaqu::write_demo_county(&place.path().join("county"), false).unwrap();
        Self { place }
    }

    /// A county of the test's own.
    pub(crate) fn of(files: &[(&str, String)]) -> Self {
        let place = tempfile::tempdir().unwrap();
        fs_err::create_dir_all(place.path().join("county")).unwrap();
        let county = Self { place };
        for (name, text) in files {
            county.write(name, text);
        }
        county
    }

    /// The folder that holds county and outputs.
    pub(crate) fn place(&self) -> &Path {
        self.place.path()
    }

    /// The county folder.
    pub(crate) fn folder(&self) -> String {
        self.place.path().join("county").display().to_string()
    }

    /// An output folder beside it.
    pub(crate) fn out(&self, name: &str) -> String {
        self.place.path().join(name).display().to_string()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.place.path().join("county").join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.file(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs_err::write(self.file(name), bytes).unwrap();
    }

    /// Replaces a text that is in the file.
    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold `{from}`");
        self.write(name, text.replacen(from, to, 1));
    }

    /// Adds lines to the settings.
    pub(crate) fn set(&self, section: &str, line: &str) {
        let text = self.read("xiaqu.toml");
        let head = format!("[{section}]\n");
        let text = if text.contains(&head) {
            text.replacen(&head, &format!("{head}{line}\n"), 1)
        } else {
            format!("{text}\n{head}{line}\n")
        };
        self.write("xiaqu.toml", text);
    }

    /// Changes every row of a CSV table.
    pub(crate) fn edit_csv(&self, name: &str, edit: impl Fn(usize, &mut Vec<String>)) {
        let text = self.read(name);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (number, record) in reader.records().enumerate() {
            let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            edit(number, &mut cells);
            writer.write_record(cells).unwrap();
        }
        self.write(name, writer.into_inner().unwrap());
    }

    /// Changes a GeoJSON layer.
    pub(crate) fn edit_json(&self, name: &str, edit: impl FnOnce(&mut Value)) {
        let mut value = serde_json::from_str(&self.read(name)).unwrap();
        edit(&mut value);
        self.write(name, value.to_string());
    }

    /// Plans the county into `out`.
    pub(crate) fn plan(&self, out: &str, more: &[&str]) -> Ended {
        let (folder, out) = (self.folder(), self.out(out));
        let mut arguments = vec!["plan", folder.as_str(), "-o", out.as_str()];
        arguments.extend(more);
        xiaqu(&arguments)
    }

    /// A message without the path of the temporary folder.
    pub(crate) fn without_path(&self, text: &str) -> String {
        text.replace(&self.place.path().display().to_string(), "PLACE")
    }
}

/// Every file of a folder.
pub(crate) fn bytes_of_folder(folder: impl AsRef<Path>) -> BTreeMap<String, Vec<u8>> {
    let entries = fs_err::read_dir(folder.as_ref()).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs_err::read(&path).unwrap())
        })
        .collect()
}
