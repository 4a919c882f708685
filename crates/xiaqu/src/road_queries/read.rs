//! Roads alone: of a county, whose other files are not looked at, or of a file.

use std::path::Path;

use xiaqu_formats::{Source, read_elevation};
use xiaqu_model::{
    Datum, LocalFrame, LonLat, Place, ProblemReport, Words, e152_unreadable_file, e318_no_roads_but_times,
};
use xiaqu_roads::{ImportReport, RegionOrigin, RepairReport, RoadData, RoadLine, RoadNetwork, is_region_file};

use super::{region::read_region, request::RoadSource};
use crate::{
    Failure, Run, Settings, Stage,
    county_files::{CountyFiles, read_settings},
    inputs::{closures_in_force, has_errors, links_of, read_roads, road_settings},
};

/// Roads that were read and built, and nothing else.
#[derive(Debug)]
pub struct ReadRoads {
    /// Name of the file, as the settings or the caller write it.
    pub file: String,
    /// Settings in force; the defaults where there is no county.
    pub settings: Settings,
    /// What the reader read and dropped, for OpenStreetMap files.
    pub import: Option<ImportReport>,
    /// Lines read.
    pub lines: usize,
    /// The network.
    pub network: RoadNetwork,
    /// What was repaired and found; nothing for a region file.
    pub repairs: RepairReport,
    /// What the network was made from, where it was opened from a region file.
    pub region: Option<RegionOrigin>,
    /// What else was noticed: settings, columns, encodings.
    pub warnings: Vec<ProblemReport>,
}

/// Reads roads and builds their network. Of a county only settings and roads are looked at, so that roads can be judged
/// while other files are still wrong.
///
/// # Errors
/// [`Failure::Input`] with every problem there is, if one of them is an error.
///
/// # Example
/// ```
/// use xiaqu::{RoadSource, RoadsInfo, Run, SearchControl, read_roads_alone, write_demo_county};
///
/// let folder = tempfile::tempdir()?;
/// let county = folder.path().join("county");
/// write_demo_county(&county, false)?;
/// let run = Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() };
/// let roads = read_roads_alone(&RoadSource::County(county), &run)?;
/// assert!(RoadsInfo::of(&roads).length_km > 500.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_roads_alone(source: &RoadSource, run: &Run<'_>) -> Result<ReadRoads, Failure> {
    (run.on_stage)(Stage::Read);
    let mut problems = Vec::new();
    let (settings, CountySources { roads, closures, elevation }) = match source {
        RoadSource::County(folder) => county_roads(folder, run, &mut problems)?,
        RoadSource::File(file) => {
            let mut settings = Settings::default();
            (run.adjust)(&mut settings);
            if is_region_file(&file.path) {
                return read_region(file, settings);
            }
            (settings, CountySources { roads: Some(file.source()), ..CountySources::default() })
        }
    };
    let Some(roads) = roads else { return Err(Failure::Input(problems)) };
    let closures = closures.map(|source| closures_in_force(&source, &settings, &mut problems)).unwrap_or_default();
    let elevation = elevation.and_then(|source| read_elevation(&source, &mut problems));
    let road_settings = road_settings(&settings);
    let (import, report) = read_roads(&roads, &road_settings, &mut problems);
    // The reader's own findings are in its report; they are not said twice.
    let of_import: Vec<_> = report.iter().flat_map(|report| report.to_problems(&roads.name)).collect();
    let is_said = |problem: &ProblemReport| of_import.iter().any(|said| said.code() == problem.code());
    problems.retain(|problem| !is_said(problem));
    let Some(middle) = middle_of(&import.lines).filter(|_| !has_errors(&problems)) else {
        return Err(Failure::Input(problems));
    };
    (run.on_stage)(Stage::Roads);
    let frame = LocalFrame::centred_on(middle);
    let links = links_of(&settings);
    let data = RoadData {
        lines: &import.lines,
        links: &links,
        turns: &import.turns,
        closures: &closures,
        elevation: elevation.as_ref(),
    };
    let built = RoadNetwork::build_from(data, frame, &road_settings);
    let (network, repairs) = built.map_err(|error| {
        let what = Words::new("a road network", "路网");
        problems.push(e152_unreadable_file(Place::table(&roads.name), &roads.name, what, error));
        Failure::Input(std::mem::take(&mut problems))
    })?;
    let of_closures = settings.inputs.closures.as_deref().unwrap_or_default();
    problems.extend(repairs.closures.iter().map(|found| found.problem(of_closures)));
    let of_elevation = settings.inputs.elevation.as_deref().unwrap_or_default();
    problems.extend(repairs.slopes.and_then(|found| found.problem(of_elevation)));
    if has_errors(&problems) {
        return Err(Failure::Input(problems));
    }
    let count = import.lines.len();
    Ok(ReadRoads {
        file: roads.name,
        settings,
        import: report,
        lines: count,
        network,
        repairs,
        region: None,
        warnings: problems,
    })
}

/// The files of a county that its roads are made of.
#[derive(Default)]
struct CountySources {
    roads: Option<Source>,
    closures: Option<Source>,
    elevation: Option<Source>,
}

/// The settings of a county, and the files its roads are made of; files that are not there are told.
fn county_roads(
    folder: &Path,
    run: &Run<'_>,
    problems: &mut Vec<ProblemReport>,
) -> Result<(Settings, CountySources), Failure> {
    let (settings, bytes) = read_settings(folder, run.adjust, problems)?;
    let files = CountyFiles::new(folder, &settings, &bytes);
    let times_from = files.source_of_times(problems);
    if let Some(table) = times_from.table {
        problems.push(e318_no_roads_but_times(Place::table("xiaqu.toml").id("inputs.travel_times"), table));
        return Err(Failure::Input(std::mem::take(problems)));
    }
    let mut source = |role, name: Option<&str>, datum| files.source(role, name?, datum, problems);
    let names = &settings.inputs;
    let roads = source("roads", times_from.roads, names.roads_datum);
    let closures = source("closures", times_from.closures, names.closures_datum);
    let elevation = source("elevation", times_from.elevation, Datum::Wgs84);
    Ok((settings, CountySources { roads, closures, elevation }))
}

/// The least and the greatest longitude and latitude of some points, as west, south, east, north.
pub(super) fn box_around<'a>(points: impl Iterator<Item = &'a LonLat>) -> Option<[f64; 4]> {
    points.fold(None, |corners: Option<[f64; 4]>, point| {
        let (lon, lat) = (point.longitude(), point.latitude());
        let [west, south, east, north] = corners.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    })
}

/// Middle of the box around lines; `None` without lines.
fn middle_of(lines: &[RoadLine]) -> Option<LonLat> {
    let [west, south, east, north] = box_around(lines.iter().flat_map(|line| &line.points))?;
    LonLat::new(f64::midpoint(west, east), f64::midpoint(south, north))
}
