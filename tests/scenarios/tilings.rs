//! The areas tile the land: real counties and random ones, checked on the written files by whole numbers.

use std::collections::BTreeMap;

use geo::BooleanOps;
use geo_types::MultiPolygon;
use serde_json::Value;
use xiaqu::{
    model::{IxVec, Place, TownshipIx},
    townships::{Coverage, CoverageSettings, TownshipShape},
};
use xiaqu_tests::{
    CountyFolder, plan,
    random_county::random_county,
    real_counties, saved,
    tiling::{Border, area, polygons_of, turned},
};

const LAYERS: [&str; 7] = [
    "dispatch_areas",
    "dispatch_areas_before",
    "jurisdictions",
    "jurisdictions_before",
    "response_bands",
    "response_bands_before",
    "change",
];
/// Square metres. Where a border ends on the outline, the outline bends by up to a lattice step, and bands have many ends.
const TOLERANCE: f64 = 1.0;
const TOLERANCE_OF_BANDS: f64 = 5.0;

/// Every area layer of a plan against the land of `townships`.
fn assert_tiled(files: &BTreeMap<String, Vec<u8>>, land: &Border, case: &str) {
    for layer in LAYERS {
        let polygons = polygons_of(&files[&format!("{layer}.geojson")]);
        assert!(polygons.iter().all(geo::Validation::is_valid), "{case}: {layer} has an invalid polygon");
        let difference = Border::of(&polygons).difference(land);
        let tolerance = if layer.starts_with("response") || layer == "change" { TOLERANCE_OF_BANDS } else { TOLERANCE };
        assert!(difference <= tolerance, "{case}: {layer} differs from the land by {difference} m2");
    }
    let sums = LAYERS.map(|layer| totals(&files[&format!("{layer}.geojson")]));
    for (people, area) in &sums {
        assert!((people - sums[0].0).abs() < 0.5, "{case}: {sums:?} people and km2");
        // Each area is rounded to 100 m2.
        assert!((area - sums[0].1).abs() < 0.003, "{case}: {sums:?} people and km2");
    }
}

/// Sums of the properties `population` and `area_km2`.
fn totals(geojson: &[u8]) -> (f64, f64) {
    let layer: Value = serde_json::from_slice(geojson).unwrap();
    let features = layer["features"].as_array().unwrap();
    let sum = |key: &str| features.iter().map(|feature| feature["properties"][key].as_f64().unwrap()).sum();
    (sum("population"), sum("area_km2"))
}

fn townships_of(county: &CountyFolder) -> Vec<MultiPolygon<f64>> {
    let settings: String = county.read("xiaqu.toml");
    let line = settings.lines().find(|line| line.starts_with("townships"));
    let name = line.map_or("townships.geojson", |line| line.split('"').nth(1).unwrap());
    polygons_of(&fs_err::read(county.path().join(name)).unwrap()).iter().map(turned).collect()
}

fn tiles(county: Option<CountyFolder>, case: &str) {
    let Some(county) = county else { return };
    assert_tiled(&saved(&county, "plan", 0), &Border::of(&townships_of(&county)), case);
}

#[test]
fn the_areas_of_gozo_tile_its_localities_and_islets() {
    tiles(real_counties::gozo(), "gozo");
}

#[test]
fn the_areas_of_andorra_tile_its_parishes() {
    tiles(real_counties::andorra(), "andorra");
}

#[test]
fn the_areas_of_liechtenstein_tile_its_communes_and_exclaves() {
    tiles(real_counties::liechtenstein(), "liechtenstein");
}

#[test]
fn the_areas_of_the_embedded_county_tile_it() {
    tiles(Some(CountyFolder::demo()), "demo");
}

#[test]
fn the_areas_of_random_counties_tile_them() {
    for seed in 0..24 {
        tiles(Some(random_county(seed)), &format!("random county {seed}"));
    }
}

#[test]
fn the_areas_of_jeongseon_tile_the_union_of_its_townships_and_the_gaps_reported_as_filled() {
    let Some(county) = real_counties::jeongseon() else { return };
    let planned = plan(&county);
    let frame = planned.county.land.frame;
    let land = [planned.county.land.townships.dissolve(|_| ()).polygon(())];
    assert_tiled(&saved(&county, "plan", 0), &Border::of(&land), "jeongseon");

    let raw = townships_of(&county);
    let shape = |land: &MultiPolygon<f64>| TownshipShape { land: land.clone(), place: Place::default() };
    let shapes: IxVec<TownshipIx, TownshipShape> = IxVec::from_rows(raw.iter().map(shape).collect());
    let build = Coverage::build(&shapes, frame, &CoverageSettings::default());
    let filled = build.filled_area.as_square_metres();
    assert!(filled > 1.0 && build.overlap_area.as_square_metres() > 1.0, "{filled} m2 filled");
    let union = raw.iter().fold(MultiPolygon(Vec::new()), |union, township| union.union(township));
    let difference = area(&land, &frame) - area(&[union], &frame) - filled;
    // The union of polygons whose borders cross at shallow angles is itself uncertain by some square metres.
    assert!(difference.abs() <= 10.0, "{difference} m2 of {filled} m2 filled are not accounted for");
}
