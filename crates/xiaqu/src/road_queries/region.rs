//! Region files: the network of a road file kept ready to be searched.

use std::path::Path;

use xiaqu_model::{
    Place, ProblemReport, Words, e152_unreadable_file, e320_not_a_region, e321_damaged_region,
    e322_region_of_other_settings, e323_region_without_report, e324_region_has_its_datum,
};
use xiaqu_roads::{RegionError, RegionOrigin, RepairReport, RoadNetwork};

use super::{
    read::{ReadRoads, read_roads_alone},
    request::{RoadFile, RoadSource},
};
use crate::{
    Failure, Run, Settings, Stage,
    county_files::hashed_files,
    inputs::{cause_of, road_settings},
};

/// Reads the roads of a file and keeps their network in `region`, a file that [`RoadFile`] also names; it appears whole or
/// not at all. What was read, dropped and repaired is told now: the region keeps the network alone.
///
/// # Errors
/// As [`read_roads_alone`]; [`Failure::Region`] if the file cannot be written.
///
/// # Example
/// ```
/// use xiaqu::{RoadFile, RoadSource, Run, SearchControl, import_roads, read_roads_alone, write_demo_county};
///
/// let folder = tempfile::tempdir()?;
/// let county = folder.path().join("county");
/// write_demo_county(&county, false)?;
/// let run = Run { adjust: &|_| (), on_stage: &|_| (), control: SearchControl::default() };
/// let region = folder.path().join("roads.xqroads");
/// let read = import_roads(&RoadFile::new(&county.join("roads.geojson")), &region, &run)?;
/// let again = read_roads_alone(&RoadSource::File(RoadFile::new(&region)), &run)?;
/// assert_eq!(again.network.edges().len(), read.network.edges().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_roads(file: &RoadFile, region: &Path, run: &Run<'_>) -> Result<ReadRoads, Failure> {
    let read = read_roads_alone(&RoadSource::File(file.clone()), run)?;
    if read.region.is_some() {
        return Err(Failure::Input(vec![no_report(&read)]));
    }
    (run.on_stage)(Stage::Write);
    let hashes = hashed_files("roads", &file.source()).unwrap_or_default();
    let sha256 = hashes.first().map(|file| file.sha256.clone()).unwrap_or_default();
    let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    read.network.write_region(region, &RegionOrigin { file: name, sha256, lines: read.lines })?;
    Ok(read)
}

/// Opens a region file.
pub(super) fn read_region(file: &RoadFile, settings: Settings) -> Result<ReadRoads, Failure> {
    let name = file.name();
    if file.datum.is_some() {
        return Err(Failure::Input(vec![e324_region_has_its_datum(Place::table(&name), &name)]));
    }
    let opened = RoadNetwork::open_region(&file.path, &road_settings(&settings));
    let region = opened.map_err(|error| Failure::Input(vec![problem(&error, &name)]))?;
    Ok(ReadRoads {
        file: name,
        settings,
        import: None,
        lines: region.origin.lines,
        network: region.network,
        repairs: RepairReport::default(),
        region: Some(region.origin),
        warnings: Vec::new(),
    })
}

fn problem(error: &RegionError, name: &str) -> ProblemReport {
    let place = Place::table(name);
    match error {
        RegionError::NotARegion { .. } => e320_not_a_region(place, name),
        RegionError::Damaged { .. } => e321_damaged_region(place, name),
        RegionError::OtherSettings { .. } => e322_region_of_other_settings(place, name),
        other => e152_unreadable_file(place, name, Words::new("a region file", "路网文件"), cause_of(other)),
    }
}

fn no_report(read: &ReadRoads) -> ProblemReport {
    let origin = read.region.as_ref().map(|region| region.file.as_str()).unwrap_or_default();
    e323_region_without_report(Place::table(&read.file), &read.file, origin)
}

impl ReadRoads {
    /// What was repaired and found; a region file does not tell.
    pub fn reported(&self) -> Option<&RepairReport> {
        Some(&self.repairs).filter(|_| self.region.is_none())
    }

    /// Refuses roads of a region file, which do not tell what was read, dropped and repaired.
    ///
    /// # Errors
    /// [`Failure::Input`].
    pub fn ensure_reported(&self) -> Result<(), Failure> {
        self.reported().map(|_| ()).ok_or_else(|| Failure::Input(vec![no_report(self)]))
    }
}
