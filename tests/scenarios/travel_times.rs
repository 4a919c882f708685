//! A county with a table of travel times instead of roads: the same plan and figures as from the roads that the table was
//! made from, areas that tile it, and every fault of the table by name.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;
use serde_json::Value;
use xiaqu::{
    Failure, Planned, ProblemReport, RoadRequest, RoadSource, Settings, Severity, check_county, dispatch_county,
    place_on_roads, read_roads_alone, verify,
};
use xiaqu_testkit::random::Random;
use xiaqu_tests::{
    CountyFolder, described,
    folder::files_of,
    plan_with,
    random_county::random_county,
    run_with, saved,
    tiling::{Border, polygons_of},
    travel_table::by_table,
};

const AREAS: [&str; 4] = ["dispatch_areas", "dispatch_areas_before", "jurisdictions", "jurisdictions_before"];
/// Layers that follow roads.
const OF_ROADS: [&str; 4] = ["dispatch_roads", "response_bands", "response_bands_before", "change"];

/// A table does not know which way is taken, so roads are asked without that rule.
fn any_way(settings: &mut Settings) {
    settings.adjacency.path_inside = false;
}

fn planned(county: &CountyFolder) -> Planned {
    plan_with(county, any_way).unwrap_or_else(|failure| panic!("{}", described(&failure)))
}

/// Plans, writes and verifies a county; its files and its land.
fn written(county: &CountyFolder, name: &str) -> (BTreeMap<String, Vec<u8>>, MultiPolygon<f64>) {
    let planned = planned(county);
    planned.save(&county.path(), &county.output(name), xiaqu::SaveOptions::default()).unwrap();
    let found = verify(&county.output(name), None, &run_with(&any_way)).unwrap();
    assert!(found.holds(), "{:?} {:?}", found.checks, found.violations);
    let tilings = found.checks.iter().filter(|check| check.what_en.ends_with("tile the county")).count();
    assert_eq!(tilings, AREAS.len());
    let land = planned.county.land.townships.dissolve(|_| ()).polygon(());
    (files_of(&county.output(name)), land)
}

fn assert_tiled(files: &BTreeMap<String, Vec<u8>>, land: &MultiPolygon<f64>, case: &str) {
    let land = Border::of(std::slice::from_ref(land));
    for layer in AREAS {
        let polygons = polygons_of(&files[&format!("{layer}.geojson")]);
        assert!(polygons.iter().all(geo::Validation::is_valid), "{case}: {layer} has an invalid polygon");
        let difference = Border::of(&polygons).difference(&land);
        assert!(difference <= 1.0, "{case}: {layer} differs from the land by {difference} m2");
    }
    for layer in OF_ROADS {
        assert!(files.keys().all(|name| !name.starts_with(&format!("{layer}."))), "{case}: {layer} was invented");
    }
}

fn features(files: &BTreeMap<String, Vec<u8>>, layer: &str) -> Vec<Value> {
    let layer: Value = serde_json::from_slice(&files[&format!("{layer}.geojson")]).unwrap();
    layer["features"].as_array().unwrap().clone()
}

#[test]
fn a_table_of_its_own_times_plans_the_embedded_county_as_its_roads_do() {
    let county = CountyFolder::demo();
    let by_roads = planned(&county);
    let (files_by_roads, land) = {
        by_roads.save(&county.path(), &county.output("roads"), xiaqu::SaveOptions::default()).unwrap();
        (files_of(&county.output("roads")), by_roads.county.land.townships.dissolve(|_| ()).polygon(()))
    };
    by_table(&county);
    let by_times = planned(&county);
    assert_eq!(by_times.county.problem.travel, by_roads.county.problem.travel);
    assert_eq!(by_times.county.problem, by_roads.county.problem);
    assert_eq!(by_times.plan, by_roads.plan);
    assert_eq!(by_times.proof, by_roads.proof);
    assert_eq!(by_times.figures, by_roads.figures, "every figure, those of the wet season included");
    assert!(by_times.after.along_roads.is_none() && by_times.change.is_none());
    let (files, _) = written(&county, "times");
    assert_tiled(&files, &land, "demo");
    for layer in ["villages", "stations", "jurisdictions", "jurisdictions_before"] {
        assert_eq!(features(&files, layer), features(&files_by_roads, layer), "{layer}");
    }
    for name in ["figures.csv", "figures.json", "complexity.csv", "complexity.json"] {
        assert!(files[name] == files_by_roads[name], "{name} differs");
    }
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert!(manifest["inputs"].as_array().unwrap().iter().any(|input| input["role"] == "travel_times"));
    let warnings = manifest["warnings"].to_string();
    assert!(
        OF_ROADS[..2].iter().all(|layer| warnings.contains(layer)),
        "the manifest says what is left out: {warnings}"
    );
}

#[test]
fn random_counties_by_table_have_the_figures_of_today_and_tile_in_every_border_style() {
    for seed in 0..12 {
        let county = random_county(seed);
        let today = dispatch_county(&county.path(), &run_with(&|_| ())).unwrap();
        by_table(&county);
        let again = dispatch_county(&county.path(), &run_with(&|_| ())).unwrap();
        assert_eq!(again.county.problem.travel, today.county.problem.travel, "random county {seed}");
        assert_eq!(again.figures, today.figures, "random county {seed}");
        let settings = county.read("xiaqu.toml");
        for borders in ["exact", "village", "township"] {
            county.write("xiaqu.toml", &format!("[dispatch]\nborders = \"{borders}\"\n{settings}"));
            let (files, land) = written(&county, borders);
            assert_tiled(&files, &land, &format!("random county {seed}, {borders}"));
            every_village_lies_in_its_area(&files, &format!("random county {seed}, {borders}"));
        }
    }
}

/// Villages that stand in their own township lie in the area of the centre that answers them.
fn every_village_lies_in_its_area(files: &BTreeMap<String, Vec<u8>>, case: &str) {
    use geo::Contains;
    let areas = features(files, "dispatch_areas");
    let polygons = polygons_of(&files["dispatch_areas.geojson"]);
    for village in features(files, "villages") {
        let at = &village["geometry"]["coordinates"];
        let point = geo_types::Point::new(at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
        let found = areas.iter().zip(&polygons).find(|(_, area)| area.contains(&point));
        let centre = found.map(|(area, _)| area["properties"]["centre"].clone());
        assert_eq!(centre, Some(village["properties"]["dispatch_centre"].clone()), "{case}: {village}");
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for (county, seed) in [(CountyFolder::demo(), 1), (random_county(301), 2)] {
        by_table(&county);
        let before = saved(&county, "before", 0);
        let text = county.read("times.csv");
        let mut lines: Vec<&str> = text.lines().collect();
        Random::new(seed).shuffle(&mut lines[1..]);
        county.write("times.csv", &(lines.join("\n") + "\n"));
        let after = saved(&county, "after", 1);
        assert!(before.keys().eq(after.keys()));
        let differing: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
        assert_eq!(differing, ["manifest.json", "plan.json"], "they hold the hash of the table");
    }
}

/// Codes of a county's problems, those of one severity, each once, in order.
fn codes(county: &CountyFolder, severity: Severity) -> Vec<&'static str> {
    let problems = match check_county(&county.path(), &run_with(&|_| ())) {
        Ok(county) => county.warnings,
        Err(Failure::Input(problems)) => problems,
        Err(failure) => panic!("{}", described(&failure)),
    };
    let mut codes: Vec<&str> =
        problems.iter().filter(|problem| problem.severity() == severity).map(ProblemReport::code).collect();
    codes.dedup();
    codes
}

fn errors(county: &CountyFolder) -> Vec<&'static str> {
    codes(county, Severity::Error)
}

#[test]
fn every_fault_of_a_table_is_found_at_once() {
    let county = CountyFolder::demo();
    by_table(&county);
    let text = county.read("times.csv");
    let of_station = |line: &&str| line.starts_with("S4,");
    let kept: Vec<&str> = text.lines().filter(|line| !of_station(line) && !line.contains(",V101,")).collect();
    county.write("times.csv", &kept.join("\n"));
    assert_eq!(errors(&county), ["E316", "E317"]);
    county.write("times.csv", &format!("{text}S44,V101,5,\nS4,W101,5,\nS1,V101,999,\nS1,V102,-5,\n"));
    assert_eq!(errors(&county), ["E156", "E315", "E310", "E311"]);
    county.write("stations.csv", &county.read("stations.csv").replace("S1,", "V101,"));
    county.write("times.csv", &text.replace("S1,", "V101,"));
    assert_eq!(errors(&county), ["E312"]);
    // A village that was refused is no unknown id.
    let county = CountyFolder::demo();
    by_table(&county);
    county.write("villages.csv", &county.read("villages.csv").replacen(",2623,", ",-2623,", 1));
    assert_eq!(errors(&county), ["E156"]);
}

#[test]
fn the_same_time_twice_is_no_fault_and_a_station_is_at_its_own_door() {
    let county = CountyFolder::demo();
    by_table(&county);
    let before = planned(&county);
    let text = county.read("times.csv");
    let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with("S3,S3,")).collect();
    assert_eq!(rows.len() + 2, text.lines().count());
    county.write("times.csv", &format!("{}\n{}\n", rows.join("\n"), rows[1]));
    let after = planned(&county);
    assert_eq!((after.plan, after.figures), (before.plan, before.figures));
}

#[test]
fn ways_that_are_not_in_the_table_are_counted_and_merge_nothing() {
    let county = CountyFolder::demo();
    by_table(&county);
    let text = county.read("times.csv");
    let merged = planned(&county);
    let group = merged.plan.groups().iter().find(|group| group.members.len() == 2).unwrap();
    let id = |station| merged.county.problem.stations[station].id.to_string();
    let pair = [id(group.members[0]), id(group.members[1])];
    // One direction alone is no road time.
    let one_way = format!("{},{},", pair[0], pair[1]);
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(&one_way)).collect();
    county.write("times.csv", &kept.join("\n"));
    let apart = plan_with(&county, |settings| {
        any_way(settings);
        settings.merge.closures = None;
    });
    let apart = apart.unwrap_or_else(|failure| panic!("{}", described(&failure)));
    assert!(!apart.plan.groups().iter().any(|other| other.members == group.members), "{pair:?} merged without a way");
    let said: Vec<String> = apart.warnings.iter().map(|problem| problem.render(xiaqu::Language::En)).collect();
    assert!(said.iter().any(|said| said.contains("W983") && said.contains("1 of 72 between stations")), "{said:?}");
}

#[test]
fn without_times_when_wet_nothing_is_said_of_the_wet_season() {
    let county = CountyFolder::demo();
    by_table(&county);
    let all = planned(&county);
    let text = county.read("times.csv");
    let dry: Vec<&str> = text.lines().filter(|line| !line.ends_with(",wet")).collect();
    county.write("times.csv", &dry.join("\n"));
    let planned = planned(&county);
    assert_eq!(planned.plan, all.plan);
    assert!(all.figures.row("wet_r2_mean").is_some());
    assert!(planned.figures.rows.iter().all(|row| !row.key.starts_with("wet_")));
    let dry_rows: Vec<_> = all.figures.rows.iter().filter(|row| !row.key.starts_with("wet_")).collect();
    assert_eq!(planned.figures.rows.iter().collect::<Vec<_>>(), dry_rows);
    assert!(codes(&county, Severity::Warning).contains(&"W984"));
    let (files, _) = written(&county, "dry");
    let complexity: Value = serde_json::from_slice(&files["complexity.json"]).unwrap();
    assert!(complexity["stations"][0]["cut_off_when_wet_percent"].is_null());
}

#[test]
fn roads_and_a_table_exclude_each_other_and_what_only_roads_have_is_refused() {
    let county = CountyFolder::demo();
    by_table(&county);
    let settings = county.read("xiaqu.toml");
    let with = |lines: &str| {
        county.write("xiaqu.toml", &settings.replace("[inputs]\n", &format!("[inputs]\n{lines}\n")));
        errors(&county)
    };
    assert_eq!(with("roads = \"roads.geojson\""), ["E415"]);
    assert_eq!(with("closures = \"closures.geojson\"\nelevation = \"N26E117.hgt\""), ["E417"]);
    let link = "[[roads.links]]\nname = \"f\"\nfrom = [117.1, 26.9]\nto = [117.2, 26.9]\nminutes = 5\n";
    county.write("xiaqu.toml", &format!("{settings}{link}"));
    assert_eq!(errors(&county), ["E417"]);
    county.write("xiaqu.toml", &settings.replace("travel_times = \"times.csv\"", ""));
    assert_eq!(errors(&county), ["E416"]);
    county.write("xiaqu.toml", &settings.replace("times.csv", "none.csv"));
    assert_eq!(errors(&county), ["E404"]);
    county.write("xiaqu.toml", &format!("{settings}\n[roads]\nprimary_kmh = 60.0\n[adjacency]\npath_inside = false\n"));
    assert_eq!(codes(&county, Severity::Warning), ["W985", "W981", "W952"]);
}

#[test]
fn questions_about_roads_say_that_there_are_none() {
    let county = CountyFolder::demo();
    by_table(&county);
    let source = RoadSource::County(county.path());
    let code = |failure: Failure| match failure {
        Failure::Input(problems) => problems.iter().map(ProblemReport::code).collect::<Vec<_>>(),
        other => panic!("{}", described(&other)),
    };
    assert_eq!(code(read_roads_alone(&source, &run_with(&|_| ())).unwrap_err()), ["E318"]);
    let request = RoadRequest { roads: source, from: None, to: None };
    assert_eq!(code(place_on_roads(&request, &run_with(&|_| ())).unwrap_err()), ["E318"]);
}
