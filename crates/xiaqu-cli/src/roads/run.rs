//! The questions: arguments to calls of the library, answers to files, messages and an exit code.

use std::{
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use clap::{CommandFactory as _, error::ErrorKind};
use xiaqu::{
    Failure, PlacedRoads, PointSource, ReadRoads, RoadFile, RoadRequest, RoadSource, RoadsInfo, Run, SearchControl,
    Stage, ensure_free, import_roads, place_on_roads, read_roads_alone,
};

use super::{
    answers::{Asked, cells, isochrones, matrix, route},
    arguments::{Map, Origins, Roads, RoadsCommand, RoadsFile, Targets},
    info_text::info_text,
    output::{path_json, write},
    words::written,
};
use crate::{arguments::Arguments, commands::Ended, console::Console, exit_code};

/// Answers a question.
pub(crate) fn run(question: &RoadsCommand, console: &Console, interrupt: &Arc<AtomicBool>) -> Result<u8, Ended> {
    if let Some(misused) = question.misused() {
        // A closed stream leaves nobody to tell.
        let _ = Arguments::command().error(ErrorKind::MissingRequiredArgument, misused).print();
        return Ok(exit_code::USAGE);
    }
    let on_stage = |stage: Stage| console.stage(stage);
    let run = Run { adjust: &|_| (), on_stage: &on_stage, control: SearchControl::new(Arc::clone(interrupt)) };
    let asked = Asked { console, run: &run };
    match question {
        RoadsCommand::Import { file, output, force } => import(&asked, file, (output, *force))?,
        RoadsCommand::Info { roads, map } => info(&asked, roads, map)?,
        RoadsCommand::Matrix { roads, from, to, driving, output, cache, force } => {
            let request = request(source(roads), Some(from), Some(to));
            matrix(&asked, &request, driving.scenario(), (output.as_deref(), cache.as_deref(), *force))?;
        }
        RoadsCommand::Isochrones { roads, from, driving, delay, minutes, map } => {
            let request = request(source(roads), Some(from), None);
            let ends = minutes.as_ref().map(|minutes| minutes.0.as_slice());
            isochrones(&asked, &request, (driving.scenario(), ends, delay.time), map)?;
        }
        RoadsCommand::Route { first, second, third, file, from, to, driving, map } => {
            let (roads, ends) = match third {
                Some(third) => (RoadSource::County(first.into()), [second, third]),
                None => (file_source(file), [first, second]),
            };
            let request = request(roads, Some(from), Some(to));
            route(&asked, &request, (driving.scenario(), ends), map)?;
        }
        RoadsCommand::Cells { roads, from, driving, delay, output, force } => {
            let request = request(source(roads), Some(from), None);
            cells(&asked, &request, (driving.scenario(), delay.time), (output, *force))?;
        }
    }
    Ok(exit_code::DONE)
}

impl Asked<'_> {
    /// Reads roads and places, and says what was noticed.
    pub(super) fn place(&self, request: &RoadRequest) -> Result<PlacedRoads, Failure> {
        let placed = place_on_roads(request, self.run)?;
        self.console.finish();
        self.console.problems(&placed.warnings);
        Ok(placed)
    }
}

fn info(asked: &Asked<'_>, roads: &Roads, map: &Map) -> Result<(), Ended> {
    let console = asked.console;
    if let Some(path) = &map.path {
        ensure_free(path, map.force)?;
    }
    let read = read_roads_alone(&source(roads), asked.run)?;
    read.ensure_reported()?;
    if let Some(path) = &map.path {
        write(path, read.findings_layer(console.language).to_geojson().as_bytes())?;
    }
    tell(console, &read, map.path.as_deref());
    Ok(())
}

fn import(asked: &Asked<'_>, file: &RoadsFile, (region, force): (&Path, bool)) -> Result<(), Ended> {
    ensure_free(region, force)?;
    let read = import_roads(&road_file(file), region, asked.run)?;
    tell(asked.console, &read, Some(region));
    Ok(())
}

/// Tells what was read, dropped and repaired, and the file that was written.
fn tell(console: &Console, read: &ReadRoads, file: Option<&Path>) {
    console.finish();
    console.problems(&read.warnings);
    if console.json {
        let mut answer = read.written(console.language);
        if let (Some(object), Some(path)) = (answer.as_object_mut(), file) {
            object.insert("file".to_owned(), path_json(path));
        }
        console.result(answer.to_string());
    } else {
        let said = info_text(read, &RoadsInfo::of(read), console.language);
        let written = file.map(|file| written(&[file], console.language));
        console.result([Some(said), written].into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }
}

fn source(roads: &Roads) -> RoadSource {
    roads.county.as_ref().map_or_else(|| file_source(&roads.file), |county| RoadSource::County(county.clone()))
}

fn file_source(file: &RoadsFile) -> RoadSource {
    RoadSource::File(road_file(file))
}

fn road_file(file: &RoadsFile) -> RoadFile {
    RoadFile { path: file.path.clone().unwrap_or_default(), datum: file.roads_datum, frame: None }
}

fn request(roads: RoadSource, from: Option<&Origins>, to: Option<&Targets>) -> RoadRequest {
    let datum = from.and_then(|from| from.places_datum);
    let in_county = matches!(roads, RoadSource::County(_));
    let points = |text: &String| match text.as_str() {
        "stations" if in_county => PointSource::Stations,
        "villages" if in_county => PointSource::Villages,
        path => PointSource::File(RoadFile { path: path.into(), datum, frame: None }),
    };
    let from = from.and_then(|from| from.places.as_ref()).map(points);
    let to = to.and_then(|to| to.places.as_ref()).map(points);
    RoadRequest { roads, from, to }
}
