//! Slopes end to end: flat ground changes nothing, hills do, and the raster is an input like any other.

use serde_json::Value;
use xiaqu::{Failure, Planned, ProblemReport, ReadRoads, RoadSource, Settings, dispatch_county, read_roads_alone};
use xiaqu_tests::{CountyFolder, described, run_with, saved};

/// Samples along one side of an SRTM tile of three seconds of arc.
const SIDE: u32 = 1_201;

/// Writes a tile whose heights depend on row and column.
fn write_tile(county: &CountyFolder, name: &str, height: impl Fn(u32, u32) -> i16) {
    let samples = (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (row, column)));
    let bytes: Vec<u8> = samples.flat_map(|(row, column)| height(row, column).to_be_bytes()).collect();
    fs_err::write(county.path().join(name), bytes).unwrap();
}

/// The embedded county with the name of a raster in its settings, and the name of the tile its middle lies in.
fn county_on_ground() -> (CountyFolder, String) {
    let county = CountyFolder::demo();
    let corner = first_point(&county);
    let name = format!("N{:02}E{:03}.hgt", corner.1, corner.0);
    let settings = county.read("xiaqu.toml").replace("[inputs]", &format!("[inputs]\nelevation = \"{name}\""));
    county.write("xiaqu.toml", &settings);
    (county, name)
}

/// Whole degrees of longitude and latitude of the first road point.
fn first_point(county: &CountyFolder) -> (u32, u32) {
    let roads = read(county).unwrap();
    let point = *roads.network.nodes().iter().next().unwrap();
    let whole = |degrees: f64| xiaqu::model::cast::to_u32(degrees.floor()).unwrap();
    (whole(point.longitude()), whole(point.latitude()))
}

fn read(county: &CountyFolder) -> Result<ReadRoads, Failure> {
    read_roads_alone(&RoadSource::County(county.path()), &run_with(&|_| ()))
}

fn dispatched(county: &CountyFolder, adjust: &dyn Fn(&mut Settings)) -> Planned {
    dispatch_county(&county.path(), &run_with(adjust)).unwrap_or_else(|failure| panic!("{}", described(&failure)))
}

fn codes(result: Result<ReadRoads, Failure>) -> Vec<&'static str> {
    match result {
        Ok(roads) => roads.warnings.iter().map(ProblemReport::code).collect(),
        Err(Failure::Input(problems)) => problems.iter().map(ProblemReport::code).collect(),
        Err(failure) => panic!("{}", described(&failure)),
    }
}

#[test]
fn flat_ground_changes_no_time_and_hills_do() {
    let plain = dispatched(&CountyFolder::demo(), &|_| ());
    let (county, name) = county_on_ground();
    write_tile(&county, &name, |_, _| 350);
    let flat = dispatched(&county, &|_| ());
    assert_eq!(flat.county.problem.travel, plain.county.problem.travel);
    // Waves of 300 m over 40 samples, 3.7 km: up to some 25 per cent.
    write_tile(&county, &name, |row, column| {
        let wave = i16::try_from((row + column) % 40).unwrap();
        500 + 15 * wave.min(40 - wave)
    });
    let hilly = dispatched(&county, &|_| ());
    assert_ne!(hilly.county.problem.travel.day, plain.county.problem.travel.day);
    let careless = dispatched(&county, &|settings: &mut Settings| {
        (settings.roads.slope_up_loss, settings.roads.slope_down_loss) = (0.0, 0.0);
    });
    assert_eq!(careless.county.problem.travel, plain.county.problem.travel);
}

#[test]
fn the_raster_is_on_record_and_verify_sees_a_change() {
    let (county, name) = county_on_ground();
    write_tile(&county, &name, |_, _| 350);
    let files = saved(&county, "out", 1);
    let plan: Value = serde_json::from_slice(&files["plan.json"]).unwrap();
    assert!(plan["inputs"].as_array().unwrap().iter().any(|input| input["role"] == "elevation"), "{}", plan["inputs"]);
    let verify = || xiaqu::verify(&county.output("out"), Some(county.path()), &run_with(&|_| ())).unwrap();
    assert!(verify().checks.iter().all(|check| check.faults.is_empty()));
    write_tile(&county, &name, |row, _| i16::from(row == 0));
    let faults: Vec<String> = verify().checks.into_iter().flat_map(|check| check.faults).collect();
    assert_eq!(faults[0], format!("`{name}` has changed since"));
}

#[test]
fn a_folder_of_tiles_is_one_raster_and_every_tile_is_on_record() {
    let (county, name) = county_on_ground();
    let hills = |row: u32, column: u32| {
        let wave = i16::try_from((row + column) % 40).unwrap();
        500 + 15 * wave.min(40 - wave)
    };
    write_tile(&county, &name, hills);
    let alone = dispatched(&county, &|_| ());
    fs_err::create_dir_all(county.path().join("heights")).unwrap();
    let settings = county.read("xiaqu.toml").replace(&format!("\"{name}\""), "\"heights\"");
    county.write("xiaqu.toml", &settings);
    assert_eq!(codes(read(&county)), ["E210"], "a folder without tiles");
    write_tile(&county, &format!("heights/{name}"), hills);
    write_tile(&county, "heights/S10W060.hgt", |_, _| 9);
    assert_eq!(dispatched(&county, &|_| ()).county.problem.travel, alone.county.problem.travel);
    let files = saved(&county, "out", 1);
    let plan: Value = serde_json::from_slice(&files["plan.json"]).unwrap();
    let heights = plan["inputs"].as_array().unwrap().iter().filter(|input| input["role"] == "elevation");
    let names: Vec<&str> = heights.map(|input| input["name"].as_str().unwrap()).collect();
    assert_eq!(names, [format!("heights/{name}").as_str(), "heights/S10W060.hgt"]);
    let verify = || xiaqu::verify(&county.output("out"), Some(county.path()), &run_with(&|_| ())).unwrap();
    assert!(verify().checks.iter().all(|check| check.faults.is_empty()));
    write_tile(&county, "heights/S10W060.hgt", |_, _| 10);
    let faults: Vec<String> = verify().checks.into_iter().flat_map(|check| check.faults).collect();
    assert_eq!(faults[0], "`heights/S10W060.hgt` has changed since");
}

#[test]
fn a_raster_that_is_none_of_this_county_is_named() {
    let (county, name) = county_on_ground();
    assert_eq!(codes(read(&county)), ["E404"]);
    county.write(&name, "cut short");
    assert_eq!(codes(read(&county)), ["E211"]);
    write_tile(&county, &name, |_, _| i16::MIN);
    assert!(codes(read(&county)).contains(&"E213"));
    let settings = county.read("xiaqu.toml").replace(&name, "S10W060.hgt");
    county.write("xiaqu.toml", &settings);
    write_tile(&county, "S10W060.hgt", |_, _| 350);
    assert!(codes(read(&county)).contains(&"E213"));
    match dispatch_county(&county.path(), &run_with(&|_| ())) {
        Err(Failure::Input(problems)) => assert!(problems.iter().any(|problem| problem.code() == "E213")),
        _ => panic!("a raster of another continent was taken"),
    }
}
