//! The three border styles: every one tiles the county, keeps whole what it promises, and says what it costs.

use std::collections::{BTreeMap, BTreeSet};

use geo::Contains;
use geo_types::{MultiPolygon, Point};
use serde_json::Value;
use xiaqu::{
    model::{BorderStyle, cast},
    verify,
};
use xiaqu_tests::{
    CountyFolder, described,
    folder::files_of,
    random_county::random_county,
    real_counties, run_with,
    tiling::{Border, polygons_of},
};

const AREAS: [&str; 2] = ["dispatch_areas", "dispatch_areas_before"];
const BANDS: [&str; 3] = ["response_bands", "response_bands_before", "change"];

/// The output of a plan with other borders, and the land of the county.
fn planned(county: &CountyFolder, borders: &str, hysteresis: f64) -> (BTreeMap<String, Vec<u8>>, MultiPolygon<f64>) {
    let settings = county.read("xiaqu.toml");
    county.write(
        "xiaqu.toml",
        &format!("[dispatch]\nborders = \"{borders}\"\nhysteresis_minutes = {hysteresis:.1}\n{settings}"),
    );
    let made = xiaqu::plan_county(&county.path(), &run_with(&|_| ()))
        .unwrap_or_else(|failure| panic!("{}", described(&failure)));
    let options = xiaqu::SaveOptions { replace: true, ..xiaqu::SaveOptions::default() };
    made.save(&county.path(), &county.output(borders), options).unwrap();
    let land = made.county.land.townships.dissolve(|_| ()).polygon(());
    let found = verify(&county.output(borders), None, &run_with(&|_| ())).unwrap();
    assert!(found.holds(), "{borders}: {:?} {:?}", found.checks, found.violations);
    county.write("xiaqu.toml", &settings);
    (files_of(&county.output(borders)), land)
}

fn features(layer: &[u8]) -> Vec<Value> {
    let layer: Value = serde_json::from_slice(layer).unwrap();
    layer["features"].as_array().unwrap().clone()
}

fn people(layer: &[u8]) -> f64 {
    features(layer).iter().map(|feature| feature["properties"]["population"].as_f64().unwrap()).sum()
}

/// Every style of one county, as its files promise.
fn every_style(county: Option<CountyFolder>, case: &str) {
    let Some(county) = county else { return };
    let styles = [("exact", 0.0), ("village", 0.0), ("township", 0.0), ("village", 3.0), ("township", 3.0)];
    for (borders, hysteresis) in styles {
        let (files, land) = planned(&county, borders, hysteresis);
        let case = format!("{case}, {borders}, {hysteresis} min");
        let land = Border::of(&[land]);
        let file = |name: &str| &files[&format!("{name}.geojson")];
        for layer in AREAS.into_iter().chain(BANDS) {
            let polygons = polygons_of(file(layer));
            assert!(polygons.iter().all(geo::Validation::is_valid), "{case}: {layer} has an invalid polygon");
            let difference = Border::of(&polygons).difference(&land);
            let tolerance = if AREAS.contains(&layer) { 1.0 } else { 5.0 };
            assert!(difference <= tolerance, "{case}: {layer} differs from the land by {difference} m2");
            assert!((people(file(layer)) - people(file(AREAS[0]))).abs() < 0.5, "{case}: people of {layer}");
        }
        assert_eq!(files.contains_key("border_costs.csv"), borders != "exact", "{case}");
        if borders != "exact" {
            roads_lie_in_their_areas(&files, &case);
        }
        if borders == "township" && hysteresis == 0.0 {
            townships_are_whole(&files, &case);
        }
    }
}

/// The middle of every road piece lies in the area of the centre that answers on it.
fn roads_lie_in_their_areas(files: &BTreeMap<String, Vec<u8>>, case: &str) {
    let areas = features(&files["dispatch_areas.geojson"]);
    let polygons = polygons_of(&files["dispatch_areas.geojson"]);
    let area_of: BTreeMap<&str, &MultiPolygon<f64>> =
        areas.iter().map(|area| area["properties"]["centre"].as_str().unwrap()).zip(&polygons).collect();
    let (mut inside, mut outside) = (0, Vec::new());
    for road in features(&files["dispatch_roads.geojson"]) {
        let Some(centre) = road["properties"]["centre"].as_str() else { continue };
        let line: Vec<Point> = road["geometry"]["coordinates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| Point::new(point[0].as_f64().unwrap(), point[1].as_f64().unwrap()))
            .collect();
        let long = line.windows(2).max_by(|one, other| span(one).total_cmp(&span(other))).unwrap();
        let middle = Point::new(f64::midpoint(long[0].x(), long[1].x()), f64::midpoint(long[0].y(), long[1].y()));
        let off_the_land = !polygons.iter().any(|area| area.contains(&middle));
        if off_the_land || area_of.get(centre).is_some_and(|area| area.contains(&middle)) {
            inside += 1;
        } else if span(long) > 4e-4 {
            outside.push(middle);
        }
    }
    assert!(outside.len() * 200 <= inside, "{case}: {inside} inside, {outside:?}");
}

/// Length in degrees.
fn span(pair: &[Point]) -> f64 {
    (pair[1].x() - pair[0].x()).hypot(pair[1].y() - pair[0].y())
}

/// A township has one dispatch centre, unless a warning says why not.
fn townships_are_whole(files: &BTreeMap<String, Vec<u8>>, case: &str) {
    let mut centres: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for village in features(&files["villages.geojson"]) {
        let text = |key: &str| village["properties"][key].as_str().unwrap().to_owned();
        if village["properties"]["second_arrival_after_min"].is_number() {
            centres.entry(text("township")).or_default().insert(text("dispatch_centre"));
        }
    }
    let manifest = String::from_utf8_lossy(&files["manifest.json"]).into_owned();
    for (township, centres) in centres {
        let is_said = manifest.contains(&format!("no base reaches every village of `{township}`"));
        assert!(centres.len() == 1 || is_said, "{case}: {township} is answered by {centres:?}");
    }
}

#[test]
fn every_border_style_tiles_the_embedded_county() {
    every_style(Some(CountyFolder::demo()), "demo");
}

#[test]
fn every_border_style_tiles_gozo() {
    every_style(real_counties::gozo(), "gozo");
}

#[test]
fn every_border_style_tiles_andorra() {
    every_style(real_counties::andorra(), "andorra");
}

#[test]
fn every_border_style_tiles_liechtenstein() {
    every_style(real_counties::liechtenstein(), "liechtenstein");
}

#[test]
fn every_border_style_tiles_jeongseon() {
    every_style(real_counties::jeongseon(), "jeongseon");
}

#[test]
fn every_border_style_tiles_random_counties() {
    // In number 900 a border ends on an outline edge of two kilometres that runs along the lattice.
    for seed in (0..7).chain([900]) {
        every_style(Some(random_county(seed)), &format!("random county {seed}"));
    }
}

#[test]
fn an_island_that_no_base_of_the_mainland_reaches_is_answered_by_its_own_and_that_is_said() {
    let Some(county) = real_counties::gozo() else { return };
    let settings = county.read("xiaqu.toml");
    let without_ferry: Vec<&str> = settings.lines().filter(|line| !line.starts_with("links")).collect();
    county.write("xiaqu.toml", &without_ferry.join("\n"));
    let (files, _) = planned(&county, "township", 0.0);
    let villages = features(&files["villages.geojson"]);
    let comino = villages.iter().find(|village| village["properties"]["name"] == "Kemmuna").unwrap();
    assert!(comino["properties"]["second_arrival_after_min"].is_number(), "{comino}");
    assert!(String::from_utf8_lossy(&files["manifest.json"]).contains("W962"));
}

#[test]
fn whole_townships_follow_the_township_borders_and_add_no_vertex() {
    let county = CountyFolder::demo();
    let (files, _) = planned(&county, "township", 0.0);
    let lines = |layer: &[u8]| -> BTreeSet<((i64, i64), (i64, i64))> {
        let mut lines = BTreeSet::new();
        for polygon in polygons_of(layer).iter().flatten() {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                let unit = |degrees: f64| cast::to_i64(degrees * 1e7).unwrap();
                let vertex = |at: usize| (unit(ring.0[at].x), unit(ring.0[at].y));
                for at in 1..ring.0.len() {
                    let (from, to) = (vertex(at - 1), vertex(at));
                    lines.insert((from.min(to), from.max(to)));
                }
            }
        }
        lines
    };
    let townships = lines(county.read("townships.geojson").as_bytes());
    for line in lines(&files["dispatch_areas.geojson"]) {
        assert!(townships.contains(&line), "{line:?} is no border of a township");
    }
}

#[test]
fn hysteresis_with_exact_borders_is_refused() {
    let county = CountyFolder::demo();
    let adjust = |settings: &mut xiaqu::Settings| settings.dispatch.hysteresis_minutes = 3.0;
    let failure = xiaqu::plan_county(&county.path(), &run_with(&adjust)).unwrap_err();
    assert!(described(&failure).starts_with("E414"), "{}", described(&failure));
    let mended = |settings: &mut xiaqu::Settings| {
        settings.dispatch.hysteresis_minutes = 3.0;
        settings.dispatch.borders = BorderStyle::Village;
    };
    assert!(xiaqu::check_county(&county.path(), &run_with(&mended)).is_ok());
}
