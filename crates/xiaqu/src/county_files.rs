//! The files of a county folder as its settings name them.

use std::path::{Path, PathBuf};

use xiaqu_formats::{Source, companion_files, decode_text, elevation_tiles, sha256_of, split_layer};
use xiaqu_model::{Datum, Place, ProblemReport, e404_file_missing, e409_no_settings};

use crate::{
    Failure, Settings,
    source_of_times::{SourceOfTimes, source_of_times},
};

/// An input file with its hash, for the manifest. A Shapefile, and a folder of elevation tiles, is one for each of
/// its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// What it is: `townships`, `villages`, `stations`, `roads`, `travel_times`, `closures`, `elevation` or `settings`.
    pub role: &'static str,
    /// Its name as the settings write it.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The settings of a county folder, with changes of the caller, and the bytes they were read from.
pub(crate) fn read_settings(
    folder: &Path,
    adjust: impl FnOnce(&mut Settings),
    problems: &mut Vec<ProblemReport>,
) -> Result<(Settings, Vec<u8>), Failure> {
    let bytes = fs_err::read(folder.join("xiaqu.toml"))
        .map_err(|_| Failure::Input(vec![e409_no_settings(Place::default(), folder.display())]))?;
    let mut settings = Settings::from_bytes(&bytes, problems);
    adjust(&mut settings);
    Ok((settings, bytes))
}

/// Where the files of a county are.
pub(crate) struct CountyFiles<'a> {
    folder: &'a Path,
    pub(crate) settings: &'a Settings,
    /// The keys of `[inputs]` that the settings write, defaults not counted.
    stated: Vec<String>,
}

impl<'a> CountyFiles<'a> {
    /// Of a folder with its settings and the bytes they were read from.
    pub(crate) fn new(folder: &'a Path, settings: &'a Settings, bytes: &[u8]) -> Self {
        let table = decode_text(bytes).and_then(|(text, _)| text.parse::<toml::Table>().ok()).unwrap_or_default();
        let section = table.get("inputs").and_then(toml::Value::as_table);
        let stated = section.map(|section| section.keys().cloned().collect()).unwrap_or_default();
        Self { folder, settings, stated }
    }

    /// The files that travel times are made from; what contradicts is reported.
    pub(crate) fn source_of_times(&self, problems: &mut Vec<ProblemReport>) -> SourceOfTimes<'a> {
        let roads = self.settings.inputs.roads.as_deref();
        let is_default = !self.states("roads") && self.settings.inputs.roads == Settings::default().inputs.roads;
        let has_roads = roads.is_some_and(|roads| !is_default || self.has(roads));
        source_of_times(self.settings, has_roads, problems)
    }

    /// Whether the settings write a key of `[inputs]`.
    pub(crate) fn states(&self, key: &str) -> bool {
        self.stated.iter().any(|stated| stated == key)
    }

    /// Whether a file of this name is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.folder.join(split_layer(name).0).is_file()
    }

    /// The file of this role, as readers take it; a file that is not there is reported.
    pub(crate) fn source(
        &self,
        role: &str,
        name: &str,
        datum: Datum,
        problems: &mut Vec<ProblemReport>,
    ) -> Option<Source> {
        let path = self.folder.join(split_layer(name).0);
        // Heights may be a folder of tiles.
        let is_there = path.is_file() || role == "elevation" && path.is_dir();
        if !is_there {
            problems.push(missing(role, name));
            return None;
        }
        let datum_is_stated = datum != Datum::default() || self.states(&format!("{role}_datum"));
        let columns = self.settings.columns.of(role);
        Some(Source { path, name: name.to_owned(), datum, datum_is_stated, columns, frame: None })
    }
}

/// The hashes of a file and of those that belong to it; reported if one cannot be read.
pub(crate) fn hashed(role: &'static str, source: &Source, problems: &mut Vec<ProblemReport>) -> Option<Vec<InputFile>> {
    let files = hashed_files(role, source);
    if files.is_none() {
        problems.push(missing(role, &source.name));
    }
    files
}

fn missing(role: &str, name: &str) -> ProblemReport {
    let key = format!("inputs.{role}");
    e404_file_missing(Place::table("xiaqu.toml").id(&key), name, &key)
}

/// The file with those that belong to it, or the frame in its stead; `None` if it cannot be read.
pub(crate) fn hashed_files(role: &'static str, source: &Source) -> Option<Vec<InputFile>> {
    if let Some(frame) = &source.frame {
        return Some(vec![InputFile { role, name: source.name.clone(), sha256: sha256_of(&frame.to_bytes()) }]);
    }
    let hashed = |path: &Path, name: String| {
        let bytes = fs_err::read(path).ok()?;
        Some(InputFile { role, name, sha256: sha256_of(&bytes) })
    };
    let beside = |path: &Path, name: PathBuf| hashed(path, name.to_string_lossy().into_owned());
    let name = Path::new(&source.name);
    if source.path.is_dir() {
        let tiles = elevation_tiles(&source.path).ok()?;
        return tiles.iter().map(|tile| beside(tile, name.join(tile.file_name()?))).collect();
    }
    let companions = companion_files(&source.path);
    let companions = companions.iter().map(|path| beside(path, name.with_file_name(path.file_name()?)));
    std::iter::once(hashed(&source.path, source.name.clone())).chain(companions).collect()
}
