//! First stage: the county folder to raw records, every problem collected.

use std::path::{Path, PathBuf};

use xiaqu_formats::{
    FileKind, RawClosure, RawStation, RawTownship, RawTravelTime, RawVillage, Source, read_closures, read_elevation,
    read_road_lines, read_stations, read_townships, read_travel_times, read_villages, sha256_of,
};
use xiaqu_model::{
    Datum, Kph, Metres, Place, ProblemReport, Severity, Words, e152_unreadable_file, e167_unknown_format,
    e193_no_date_planned_for, e303_no_usable_road, e325_region_of_a_county, w994_closures_on_other_days,
};
use xiaqu_roads::{
    Closure, ElevationGrid, ImportReport, Link, Passage, RoadClass, RoadImport, RoadLine, RoadSettings, SlopeRule,
    SurfaceSpeeds, TurnRestriction, is_region_file, read_osm_pbf, read_osm_xml,
};

use crate::{
    Failure, Settings,
    county_files::{CountyFiles, InputFile, hashed, read_settings},
    settings::RoadSectionSettings,
};

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
    /// Travel times that stand for the roads, where the settings name a table of them.
    pub travel_times: Option<Vec<RawTravelTime>>,
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
    let (settings, bytes) = read_settings(folder, adjust, &mut problems)?;
    let mut files = vec![InputFile { role: "settings", name: "xiaqu.toml".to_owned(), sha256: sha256_of(&bytes) }];
    let folder_files = CountyFiles::new(folder, &settings, &bytes);
    let names = &settings.inputs;
    let times_from = folder_files.source_of_times(&mut problems);
    let mut source = |role: &'static str, name: Option<&str>, datum: Datum, problems: &mut Vec<ProblemReport>| {
        let source = folder_files.source(role, name?, datum, problems)?;
        files.extend(hashed(role, &source, problems)?);
        Some(source)
    };
    let sources = Sources {
        townships: source("townships", Some(&names.townships), names.townships_datum, &mut problems),
        villages: source("villages", Some(&names.villages), names.villages_datum, &mut problems),
        stations: source("stations", Some(&names.stations), names.stations_datum, &mut problems),
        roads: source("roads", times_from.roads, names.roads_datum, &mut problems),
        travel_times: source("travel_times", times_from.table, Datum::default(), &mut problems),
        closures: source("closures", times_from.closures, names.closures_datum, &mut problems),
        elevation: source("elevation", times_from.elevation, Datum::Wgs84, &mut problems),
    };
    Ok(sources.read(folder, settings, (files, problems)))
}

/// Where the tables of a county are: files of its folder, or frames in memory.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) townships: Option<Source>,
    pub(crate) villages: Option<Source>,
    pub(crate) stations: Option<Source>,
    pub(crate) roads: Option<Source>,
    pub(crate) travel_times: Option<Source>,
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
        let Self { townships, villages, stations, roads, travel_times, closures, elevation } = self;
        let townships = townships.map(|source| read_townships(&source, &mut problems)).unwrap_or_default();
        let villages = villages.map(|source| read_villages(&source, &mut problems)).unwrap_or_default();
        let stations = stations.map(|source| read_stations(&source, &mut problems)).unwrap_or_default();
        let (RoadImport { lines: roads, turns, .. }, road_import) =
            roads.map(|source| read_roads(&source, &road_settings(&settings), &mut problems)).unwrap_or_default();
        let travel_times = travel_times.map(|source| read_travel_times(&source, &mut problems));
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
            travel_times,
            closures,
            elevation,
            road_import,
            files,
            problems,
        }
    }
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
    if is_region_file(&source.path) {
        problems.push(e325_region_of_a_county(place(), &source.name));
        return Default::default();
    }
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

/// What stands behind an error, where something does.
pub(crate) fn cause_of(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
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
