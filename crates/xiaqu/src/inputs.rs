//! First stage: the county folder to raw records, every problem collected.

use std::path::{Path, PathBuf};

use xiaqu_formats::{
    FileKind, RawClosure, RawStation, RawTownship, RawVillage, Source, companion_files, decode_text, read_closures,
    read_elevation, read_road_lines, read_stations, read_townships, read_villages, sha256_of, split_layer,
};
use xiaqu_model::{
    Datum, Kph, Metres, Place, ProblemReport, Severity, Words, e152_unreadable_file, e167_unknown_format,
    e193_no_date_planned_for, e303_no_usable_road, e404_file_missing, e409_no_settings, w994_closures_on_other_days,
};
use xiaqu_roads::{
    Closure, ElevationGrid, ImportReport, Link, Passage, RoadClass, RoadError, RoadImport, RoadLine, RoadSettings,
    SlopeRule, SurfaceSpeeds, TurnRestriction, read_osm_pbf, read_osm_xml,
};

use crate::{Failure, Settings, settings::RoadSectionSettings};

/// An input file with its hash, for the manifest. A Shapefile is one for each of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// What it is: `townships`, `villages`, `stations`, `roads`, `closures`, `elevation` or `settings`.
    pub role: &'static str,
    /// Its name as the settings write it.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Everything the county folder holds, read but not yet put together.
#[derive(Clone, Debug)]
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
    /// Turn restrictions, for OpenStreetMap files.
    pub turns: Vec<TurnRestriction>,
    /// Crossings that the settings add.
    pub links: Vec<Link>,
    /// Closures and slow-downs in force on the day that is planned for.
    pub closures: Vec<Closure>,
    /// Heights of the ground, from which slopes are taken.
    pub elevation: Option<ElevationGrid>,
    /// What the road reader read and dropped, for OpenStreetMap files.
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
        let columns = settings.columns.of(role);
        Some(Source { path, name: name.to_owned(), datum, datum_is_stated, columns, frame: None })
    };
    let names = &settings.inputs;
    let townships = source("townships", &names.townships, names.townships_datum, &mut problems);
    let villages = source("villages", &names.villages, names.villages_datum, &mut problems);
    let stations = source("stations", &names.stations, names.stations_datum, &mut problems);
    let roads = source("roads", &names.roads, names.roads_datum, &mut problems);
    let closures = names.closures.as_deref();
    let closures = closures.and_then(|name| source("closures", name, names.closures_datum, &mut problems));
    let elevation = names.elevation.as_deref();
    let elevation = elevation.and_then(|name| source("elevation", name, Datum::Wgs84, &mut problems));
    let sources = Sources { townships, villages, stations, roads, closures, elevation };
    Ok(sources.read(folder, settings, (files, problems)))
}

/// Where the tables of a county are: files of its folder, or frames in memory.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) townships: Option<Source>,
    pub(crate) villages: Option<Source>,
    pub(crate) stations: Option<Source>,
    pub(crate) roads: Option<Source>,
    pub(crate) closures: Option<Source>,
    pub(crate) elevation: Option<Source>,
}

impl Sources {
    /// Reads every table.
    pub(crate) fn read(
        self,
        folder: &Path,
        settings: Settings,
        (files, mut problems): (Vec<InputFile>, Vec<ProblemReport>),
    ) -> Inputs {
        let Self { townships, villages, stations, roads, closures, elevation } = self;
        let townships = townships.map(|source| read_townships(&source, &mut problems)).unwrap_or_default();
        let villages = villages.map(|source| read_villages(&source, &mut problems)).unwrap_or_default();
        let stations = stations.map(|source| read_stations(&source, &mut problems)).unwrap_or_default();
        let (RoadImport { lines: roads, turns, .. }, road_import) =
            roads.map(|source| read_roads(&source, &road_settings(&settings), &mut problems)).unwrap_or_default();
        let closures = closures.map(|source| closures_in_force(&source, &settings, &mut problems)).unwrap_or_default();
        let elevation = elevation.and_then(|source| read_elevation(&source, &mut problems));
        let links = links_of(&settings);
        Inputs {
            folder: folder.to_owned(),
            settings,
            townships,
            villages,
            stations,
            roads,
            turns,
            links,
            closures,
            elevation,
            road_import,
            files,
            problems,
        }
    }
}

/// The keys of `[inputs]` that the settings write, defaults not counted.
pub(crate) fn stated_datums(settings: &[u8]) -> Vec<String> {
    let table = decode_text(settings).and_then(|(text, _)| text.parse::<toml::Table>().ok()).unwrap_or_default();
    let section = table.get("inputs").and_then(toml::Value::as_table);
    section.map(|section| section.keys().cloned().collect()).unwrap_or_default()
}

/// An input file with those that belong to it; `None` if it cannot be read.
pub(crate) fn hashed_files(role: &'static str, name: &str, path: &Path) -> Option<Vec<InputFile>> {
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

/// Lines and turn restrictions; and the report, where the file is OpenStreetMap's.
pub(crate) fn read_roads(
    source: &Source,
    settings: &RoadSettings,
    problems: &mut Vec<ProblemReport>,
) -> (RoadImport, Option<ImportReport>) {
    let place = || Place::table(&source.name);
    let before = problems.len();
    let kind = if source.frame.is_some() { Some(FileKind::Frame) } else { FileKind::of(&source.name) };
    let (import, report) = match kind {
        Some(kind @ (FileKind::OsmPbf | FileKind::OsmXml)) => {
            let read = if kind == FileKind::OsmXml { read_osm_xml } else { read_osm_pbf };
            match read(&source.path, settings) {
                Ok(import) => {
                    problems.extend(import.report.to_problems(&source.name));
                    let report = import.report.clone();
                    (import, Some(report))
                }
                Err(error) => {
                    problems.push(e152_unreadable_file(place(), &source.name, kind.name(), cause_of(&error)));
                    return Default::default();
                }
            }
        }
        Some(
            FileKind::GeoJson
            | FileKind::Shapefile
            | FileKind::GeoPackage
            | FileKind::FlatGeobuf
            | FileKind::Frame
            | FileKind::PlainFrame,
        ) => {
            let lines = read_road_lines(source, settings, problems);
            (RoadImport { lines, ..RoadImport::default() }, None)
        }
        Some(FileKind::Csv | FileKind::Excel) | None => {
            let readable = Words::new(
                "OSM PBF, OSM XML, or lines as GeoJSON, Shapefile, GeoPackage or FlatGeobuf",
                "OSM PBF、OSM XML，或 GeoJSON、Shapefile、GeoPackage、FlatGeobuf 线",
            );
            problems.push(e167_unknown_format(place(), &source.name, readable));
            return Default::default();
        }
    };
    if import.lines.is_empty() && !has_errors(problems.get(before..).unwrap_or_default()) {
        problems.push(e303_no_usable_road(place()));
    }
    (import, report)
}

/// The innermost reason of a road error.
fn cause_of(error: &RoadError) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

/// The road settings of the county in the road crate's own terms. Ranges were checked, so every value is valid.
pub(crate) fn road_settings(settings: &Settings) -> RoadSettings {
    let roads = &settings.roads;
    let metres = |value: f64| Metres::new(value).unwrap_or_default();
    let mut road_settings = RoadSettings {
        join_tolerance: metres(roads.join_tolerance_m),
        node_crossings: roads.node_crossings,
        crossing_tolerance: metres(roads.crossing_tolerance_m),
        closure_tolerance: metres(roads.closure_tolerance_m),
        access_max: metres(roads.access_max_m),
        passage: Passage {
            private: roads.allow_private,
            forbidden: roads.allow_forbidden,
            bus: roads.allow_bus,
            locked_gates: roads.allow_locked_gates,
            ferries: roads.allow_ferries,
        },
        turns: roads.turn_restrictions,
        surfaces: surface_speeds(roads),
        slopes: slope_rule(roads),
        winter_month: roads.winter_month,
        night_factor: roads.night_factor,
        wet_factor: roads.wet_factor,
        winter_factor: roads.winter_factor,
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

fn slope_rule(roads: &RoadSectionSettings) -> SlopeRule {
    SlopeRule {
        up_from_percent: roads.slope_up_from_percent,
        up_loss: roads.slope_up_loss,
        down_from_percent: roads.slope_down_from_percent,
        down_loss: roads.slope_down_loss,
        speed_least: roads.slope_speed_least,
        stretch: Metres::new(roads.slope_stretch_m).unwrap_or_default(),
    }
}

fn surface_speeds(roads: &RoadSectionSettings) -> SurfaceSpeeds {
    let kph = |value: f64| Kph::new(value).unwrap_or_default();
    SurfaceSpeeds {
        rough: kph(roads.rough_surface_kmh),
        poor: kph(roads.poor_surface_kmh),
        bad: kph(roads.bad_surface_kmh),
        ferry: kph(roads.ferry_kmh),
    }
}

/// The closures that hold on the day that is planned for; where one has dates, there must be such a day.
pub(crate) fn closures_in_force(
    source: &Source,
    settings: &Settings,
    problems: &mut Vec<ProblemReport>,
) -> Vec<Closure> {
    let place = || Place::table(&source.name);
    let all = read_closures(source, problems);
    let Some(date) = settings.roads.date else {
        if all.iter().any(RawClosure::has_dates) {
            problems.push(e193_no_date_planned_for(place(), &source.name, "roads.date"));
        }
        return all.into_iter().filter(|raw| !raw.has_dates()).map(|raw| raw.closure).collect();
    };
    let count = all.len();
    let holding: Vec<Closure> = all.into_iter().filter(|raw| raw.holds_on(date)).map(|raw| raw.closure).collect();
    if holding.len() < count {
        problems.push(w994_closures_on_other_days(place(), count - holding.len(), date));
    }
    holding
}

pub(crate) fn links_of(settings: &Settings) -> Vec<Link> {
    let links = settings.roads.links.iter();
    links
        .map(|link| Link { name: link.name.as_str().into(), from: link.from, to: link.to, minutes: link.minutes })
        .collect()
}
