//! Where a county comes from: its folder, or tables that a script holds in memory.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;
use xiaqu_formats::{Frame, Source, sha256_of, split_layer};
use xiaqu_model::{Datum, Place, ProblemReport, e404_file_missing};

use crate::{
    Failure, InputFile, Inputs, Settings,
    county_files::hashed_files,
    inputs::{Sources, read_inputs},
    source_of_times::source_of_times,
};

/// A table of a county that is not in its folder.
#[derive(Clone, Debug)]
pub enum GivenTable {
    /// In memory.
    Frame(Arc<Frame>),
    /// A file anywhere; a layer of a GeoPackage behind `#`.
    File(PathBuf),
}

/// The tables of a county, piece by piece.
#[derive(Clone, Debug)]
pub struct GivenTables {
    /// Township polygons.
    pub townships: GivenTable,
    /// Villages.
    pub villages: GivenTable,
    /// Stations.
    pub stations: GivenTable,
    /// Road lines, or an OpenStreetMap file.
    pub roads: Option<GivenTable>,
    /// Travel times in place of roads.
    pub travel_times: Option<GivenTable>,
    /// Closures and slow-downs.
    pub closures: Option<GivenTable>,
    /// File of the heights of the ground.
    pub elevation: Option<PathBuf>,
}

/// Where the tables of a county are.
#[derive(Clone, Debug)]
pub enum CountyTables {
    /// In a county folder, with its settings.
    Folder(PathBuf),
    /// Wherever a script has them; settings are the defaults.
    Given(Box<GivenTables>),
}

/// Where a county comes from, and the settings laid over those it brings.
///
/// ```
/// use xiaqu::{CountySource, CountyTables, write_demo_county};
///
/// let folder = tempfile::tempdir()?;
/// write_demo_county(&folder.path().join("county"), false)?;
/// let source = CountySource {
///     tables: CountyTables::Folder(folder.path().join("county")),
///     settings: serde_json::json!({"merge": {"closures": 1}}),
/// };
/// assert_eq!(source.read(|_| ())?.settings.merge.closures, Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CountySource {
    /// Its tables.
    pub tables: CountyTables,
    /// Settings as sections of keys, as in xiaqu.toml.
    pub settings: Value,
}

impl CountySource {
    /// Reads every table; `adjust` has the last word on the settings. What is wrong is in [`Inputs::problems`].
    ///
    /// # Errors
    /// Only where there is nothing to go on with: a folder without settings file.
    pub fn read(&self, adjust: impl FnOnce(&mut Settings)) -> Result<Inputs, Failure> {
        let mut problems = Vec::new();
        match &self.tables {
            CountyTables::Folder(folder) => {
                let mut inputs = read_inputs(folder, |settings| {
                    *settings = settings.laid_under(&self.settings, &mut problems);
                    adjust(settings);
                })?;
                inputs.problems.extend(problems);
                Ok(inputs)
            }
            CountyTables::Given(tables) => {
                let mut settings = Settings::default().laid_under(&self.settings, &mut problems);
                adjust(&mut settings);
                Ok(self.read_given(tables, settings, problems))
            }
        }
    }

    /// The county folder, if there is one.
    pub fn folder(&self) -> Option<&Path> {
        match &self.tables {
            CountyTables::Folder(folder) => Some(folder),
            CountyTables::Given(_) => None,
        }
    }

    fn read_given(&self, tables: &GivenTables, mut settings: Settings, mut problems: Vec<ProblemReport>) -> Inputs {
        let bytes = self.settings.to_string().into_bytes();
        let settings_file = InputFile { role: "settings", name: "settings".to_owned(), sha256: sha256_of(&bytes) };
        tables.name_in(&mut settings);
        let times_from = source_of_times(&settings, tables.roads.is_some(), &mut problems);
        let is_read = [times_from.roads, times_from.table, times_from.closures, times_from.elevation];
        let [roads, travel_times, closures, elevation] = is_read.map(|name| name.is_some());
        let mut given = Given { source: self, settings: &settings, files: vec![settings_file], problems };
        let names = &settings.inputs;
        let mut optional = |is_read: bool, role: &'static str, table: &Option<GivenTable>, datum: Datum| {
            table.as_ref().filter(|_| is_read).and_then(|table| given.table(role, table, datum))
        };
        let roads = optional(roads, "roads", &tables.roads, names.roads_datum);
        let travel_times = optional(travel_times, "travel_times", &tables.travel_times, Datum::default());
        let closures = optional(closures, "closures", &tables.closures, names.closures_datum);
        let elevation = tables.elevation.as_ref().filter(|_| elevation);
        let sources = Sources {
            townships: given.table("townships", &tables.townships, names.townships_datum),
            villages: given.table("villages", &tables.villages, names.villages_datum),
            stations: given.table("stations", &tables.stations, names.stations_datum),
            roads,
            travel_times,
            closures,
            elevation: elevation.and_then(|path| given.file("elevation", path, Datum::Wgs84)),
        };
        let Given { files, problems, .. } = given;
        sources.read(Path::new(""), settings, (files, problems))
    }
}

impl GivenTables {
    /// Messages and figures name tables as the settings do.
    fn name_in(&self, settings: &mut Settings) {
        let name = |role: &str, table: &Option<GivenTable>| table.as_ref().map(|table| table.name(role));
        let inputs = &mut settings.inputs;
        inputs.townships = self.townships.name("townships");
        inputs.villages = self.villages.name("villages");
        inputs.stations = self.stations.name("stations");
        inputs.roads = name("roads", &self.roads);
        inputs.travel_times = name("travel_times", &self.travel_times);
        inputs.closures = name("closures", &self.closures);
        inputs.elevation = self.elevation.as_ref().map(|path| path.display().to_string());
    }
}

impl GivenTable {
    /// The name in messages: that of the file, or what the frame is.
    fn name(&self, role: &str) -> String {
        match self {
            Self::Frame(_) => role.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

/// The tables as the readers take them, their hashes, and what is wrong.
struct Given<'a> {
    source: &'a CountySource,
    settings: &'a Settings,
    files: Vec<InputFile>,
    problems: Vec<ProblemReport>,
}

impl Given<'_> {
    fn table(&mut self, role: &'static str, table: &GivenTable, datum: Datum) -> Option<Source> {
        let frame = match table {
            GivenTable::File(path) => return self.file(role, path, datum),
            GivenTable::Frame(frame) => frame,
        };
        self.files.push(InputFile { role, name: role.to_owned(), sha256: sha256_of(&frame.to_bytes()) });
        let source = self.described(role, role.to_owned(), datum);
        Some(Source { frame: Some(Arc::clone(frame)), ..source })
    }

    fn file(&mut self, role: &'static str, path: &Path, datum: Datum) -> Option<Source> {
        let name = path.display().to_string();
        let path = PathBuf::from(split_layer(&name).0);
        let source = Source { path, ..self.described(role, name, datum) };
        let Some(read) = hashed_files(role, &source) else {
            self.problems.push(e404_file_missing(Place::table(role), &source.name, role));
            return None;
        };
        self.files.extend(read);
        Some(source)
    }

    fn described(&self, role: &str, name: String, datum: Datum) -> Source {
        let inputs = self.source.settings.get("inputs");
        let datum_is_stated = inputs.and_then(|inputs| inputs.get(format!("{role}_datum"))).is_some();
        Source { name, datum, datum_is_stated, columns: self.settings.columns.of(role), ..Source::default() }
    }
}
