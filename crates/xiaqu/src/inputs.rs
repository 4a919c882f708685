//! First stage: the county folder to raw records, every problem collected.

use std::path::{Path, PathBuf};

use xiaqu_formats::{
    FileKind, RawStation, RawTownship, RawVillage, Source, companion_files, decode_text, read_road_lines,
    read_stations, read_townships, read_villages, sha256_of, split_layer,
};
use xiaqu_model::{
    Datum, Kph, Metres, Place, ProblemReport, Severity, Words, e152_unreadable_file, e167_unknown_format,
    e303_no_usable_road, e404_file_missing, e409_no_settings,
};
use xiaqu_roads::{ImportReport, Link, RoadClass, RoadLine, RoadSettings, read_osm_pbf};

use crate::{Failure, Settings};

/// An input file with its hash, for the manifest. A Shapefile is one for each of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// What it is: `townships`, `villages`, `stations`, `roads` or `settings`.
    pub role: &'static str,
    /// Its name as the settings write it.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Everything the county folder holds, read but not yet put together.
#[derive(Debug)]
pub struct Inputs {
    /// The county folder.
    pub folder: PathBuf,
    /// Settings, defaults filled in.
    pub settings: Settings,
    /// Townships.
    pub townships: Vec<RawTownship>,
    /// Villages.
    pub villages: Vec<RawVillage>,
    /// Stations.
    pub stations: Vec<RawStation>,
    /// Road lines.
    pub roads: Vec<RoadLine>,
    /// Crossings that the settings add.
    pub links: Vec<Link>,
    /// What the road reader read and dropped, for OSM PBF.
    pub road_import: Option<ImportReport>,
    /// Hashes of all files.
    pub files: Vec<InputFile>,
    /// Problems so far.
    pub problems: Vec<ProblemReport>,
}

/// Reads a county folder. What is wrong is in [`Inputs::problems`]; nothing is put together yet.
///
/// # Errors
/// Only where there is nothing to go on with: no settings file.
pub fn read_inputs(folder: &Path, adjust: impl FnOnce(&mut Settings)) -> Result<Inputs, Failure> {
    let mut problems = Vec::new();
    let settings_path = folder.join("xiaqu.toml");
    let bytes = fs_err::read(&settings_path)
        .map_err(|_| Failure::Input(vec![e409_no_settings(Place::default(), folder.display())]))?;
    let mut settings = Settings::from_bytes(&bytes, &mut problems);
    adjust(&mut settings);
    let mut files = vec![InputFile { role: "settings", name: "xiaqu.toml".to_owned(), sha256: sha256_of(&bytes) }];
    let stated = stated_datums(&bytes);
    let mut source = |role: &'static str, name: &str, datum: Datum, problems: &mut Vec<ProblemReport>| {
        let path = folder.join(split_layer(name).0);
        let Some(read) = hashed_files(role, name, &path) else {
            let key = format!("inputs.{role}");
            problems.push(e404_file_missing(Place::table("xiaqu.toml").id(&key), name, &key));
            return None;
        };
        files.extend(read);
        let datum_is_stated = datum != Datum::default() || stated.contains(&format!("{role}_datum"));
        Some(Source { path, name: name.to_owned(), datum, datum_is_stated, columns: settings.columns.of(role) })
    };
    let names = &settings.inputs;
    let townships = source("townships", &names.townships, names.townships_datum, &mut problems);
    let villages = source("villages", &names.villages, names.villages_datum, &mut problems);
    let stations = source("stations", &names.stations, names.stations_datum, &mut problems);
    let roads = source("roads", &names.roads, names.roads_datum, &mut problems);
    let townships = townships.map(|source| read_townships(&source, &mut problems)).unwrap_or_default();
    let villages = villages.map(|source| read_villages(&source, &mut problems)).unwrap_or_default();
    let stations = stations.map(|source| read_stations(&source, &mut problems)).unwrap_or_default();
    let (roads, road_import) =
        roads.map(|source| read_roads(&source, &road_settings(&settings), &mut problems)).unwrap_or_default();
    let links = links_of(&settings);
    Ok(Inputs {
        folder: folder.to_owned(),
        settings,
        townships,
        villages,
        stations,
        roads,
        links,
        road_import,
        files,
        problems,
    })
}

/// The keys of `[inputs]` that the settings write, defaults not counted.
fn stated_datums(settings: &[u8]) -> Vec<String> {
    let table = decode_text(settings).and_then(|(text, _)| text.parse::<toml::Table>().ok()).unwrap_or_default();
    let section = table.get("inputs").and_then(toml::Value::as_table);
    section.map(|section| section.keys().cloned().collect()).unwrap_or_default()
}

/// An input file with those that belong to it; `None` if it cannot be read.
fn hashed_files(role: &'static str, name: &str, path: &Path) -> Option<Vec<InputFile>> {
    let bytes = fs_err::read(path).ok()?;
    let mut files = vec![InputFile { role, name: name.to_owned(), sha256: sha256_of(&bytes) }];
    for companion in companion_files(path) {
        let bytes = fs_err::read(&companion).ok()?;
        let name = Path::new(name).with_file_name(companion.file_name().unwrap_or_default());
        files.push(InputFile { role, name: name.to_string_lossy().into_owned(), sha256: sha256_of(&bytes) });
    }
    Some(files)
}

impl Inputs {
    /// Whether a problem forbids to go on.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.problems)
    }
}

/// Whether the rows of a file are incomplete: then what refers to them cannot be judged, and is not reported as unknown.
pub(crate) fn is_incomplete(file: &str, problems: &[ProblemReport]) -> bool {
    let of_file = problems.iter().filter(|problem| problem.place().table.as_deref() == Some(file));
    of_file.into_iter().any(|problem| problem.severity() == Severity::Error)
}

/// Whether any problem is an error.
pub(crate) fn has_errors(problems: &[ProblemReport]) -> bool {
    problems.iter().any(|problem| problem.severity() == Severity::Error)
}

fn read_roads(
    source: &Source,
    settings: &RoadSettings,
    problems: &mut Vec<ProblemReport>,
) -> (Vec<RoadLine>, Option<ImportReport>) {
    let place = || Place::table(&source.name);
    let before = problems.len();
    let (lines, report) = match FileKind::of(&source.name) {
        Some(FileKind::OsmPbf) => match read_osm_pbf(&source.path, settings) {
            Ok(import) => {
                problems.extend(import.report.to_problems(&source.name));
                (import.lines, Some(import.report))
            }
            Err(error) => {
                let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                problems.push(e152_unreadable_file(place(), &source.name, FileKind::OsmPbf.name(), why));
                return (Vec::new(), None);
            }
        },
        Some(FileKind::GeoJson | FileKind::Shapefile | FileKind::GeoPackage) => {
            (read_road_lines(source, settings, problems), None)
        }
        Some(FileKind::Csv) | None => {
            let readable = Words::new(
                "OSM PBF, or lines as GeoJSON, Shapefile or GeoPackage",
                "OSM PBF，或 GeoJSON、Shapefile、GeoPackage 线",
            );
            problems.push(e167_unknown_format(place(), &source.name, readable));
            return (Vec::new(), None);
        }
    };
    if lines.is_empty() && !has_errors(problems.get(before..).unwrap_or_default()) {
        problems.push(e303_no_usable_road(place()));
    }
    (lines, report)
}

/// The road settings of the county in the road crate's own terms. Ranges were checked, so every value is valid.
pub(crate) fn road_settings(settings: &Settings) -> RoadSettings {
    let roads = &settings.roads;
    let metres = |value: f64| Metres::new(value).unwrap_or_default();
    let mut road_settings = RoadSettings {
        join_tolerance: metres(roads.join_tolerance_m),
        access_max: metres(roads.access_max_m),
        allow_private: roads.allow_private,
        wet_factor: roads.wet_factor,
        ..RoadSettings::default()
    };
    let speeds = [
        (RoadClass::Motorway, roads.motorway_kmh),
        (RoadClass::Trunk, roads.trunk_kmh),
        (RoadClass::Primary, roads.primary_kmh),
        (RoadClass::Secondary, roads.secondary_kmh),
        (RoadClass::Tertiary, roads.tertiary_kmh),
        (RoadClass::Unclassified, roads.unclassified_kmh),
        (RoadClass::Road, roads.unclassified_kmh),
        (RoadClass::Residential, roads.residential_kmh),
        (RoadClass::LivingStreet, roads.service_kmh),
        (RoadClass::Service, roads.service_kmh),
    ];
    for (class, kph) in speeds {
        if let Some(speed) = Kph::new(kph) {
            road_settings.class_speeds.insert(class, speed);
        }
    }
    if let Some(speed) = Kph::new(roads.off_road_kmh) {
        road_settings.off_road_speed = speed;
    }
    road_settings
}

fn links_of(settings: &Settings) -> Vec<Link> {
    let links = settings.roads.links.iter();
    links
        .map(|link| Link { name: link.name.as_str().into(), from: link.from, to: link.to, minutes: link.minutes })
        .collect()
}
