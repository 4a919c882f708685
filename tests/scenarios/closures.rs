//! Closures end to end: a closed road is a deleted one, dates and scenarios decide, and what was closed is on record.

use serde_json::{Value, json};
use xiaqu::{
    Failure, Language, Planned, ProblemReport, ReadRoads, RoadSource, dispatch_county, read_roads_alone,
    roads::{Along, Scenario},
};
use xiaqu_testkit::random::Random;
use xiaqu_tests::{CountyFolder, described, plan_with, run_with, saved};

/// The embedded county with closures.
fn county_with(features: &[Value]) -> CountyFolder {
    let county = CountyFolder::demo();
    let settings = county.read("xiaqu.toml").replace("[inputs]", "[inputs]\nclosures = \"closures.geojson\"");
    county.write("xiaqu.toml", &settings);
    close(&county, features);
    county
}

fn close(county: &CountyFolder, features: &[Value]) {
    county.write("closures.geojson", &json!({"type": "FeatureCollection", "features": features}).to_string());
}

fn feature(properties: &Value, geometry: &Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

fn dispatched(county: &CountyFolder) -> Result<Planned, Failure> {
    dispatch_county(&county.path(), &run_with(&|_| ()))
}

fn roads(county: &CountyFolder) -> Vec<Value> {
    let layer: Value = serde_json::from_str(&county.read("roads.geojson")).unwrap();
    layer["features"].as_array().unwrap().clone()
}

fn refusal(county: &CountyFolder) -> Vec<ProblemReport> {
    match plan_with(county, |_| ()) {
        Err(Failure::Input(problems)) => problems,
        Err(failure) => panic!("{}", described(&failure)),
        Ok(_) => panic!("the county was planned"),
    }
}

fn codes(problems: &[ProblemReport]) -> Vec<&'static str> {
    let of_closures = |problem: &&ProblemReport| problem.place().table.as_deref() == Some("closures.geojson");
    problems.iter().filter(of_closures).map(ProblemReport::code).collect()
}

#[test]
fn closing_a_road_does_what_deleting_it_does_to_times_and_areas() {
    let county = county_with(&[]);
    county.write("closures.geojson", "");
    let layer = roads(&county);
    let open = dispatched(&CountyFolder::demo()).unwrap();
    let mut numbers: Vec<usize> = (0..layer.len()).collect();
    Random::new(190).shuffle(&mut numbers);
    let through =
        |number: &usize| ["secondary", "tertiary"].map(Value::from).contains(&layer[*number]["properties"]["class"]);
    numbers.retain(through);
    let (mut compared, mut felt) = (0, 0);
    for number in numbers {
        let deleted = CountyFolder::demo();
        let mut fewer = layer.clone();
        fewer.remove(number);
        deleted.write("roads.geojson", &json!({"type": "FeatureCollection", "features": fewer}).to_string());
        let id = &layer[number]["properties"]["id"];
        close(&county, &[feature(&json!({"osm_id": id}), &Value::Null)]);
        match (dispatched(&deleted), dispatched(&county)) {
            (Ok(deleted), Ok(closed)) => {
                assert_eq!(deleted.judgement.arrivals, closed.judgement.arrivals, "{id}");
                assert_eq!(deleted.judgement.dispatch, closed.judgement.dispatch, "{id}");
                for centre in deleted.after.land.labels() {
                    assert_eq!(
                        deleted.after.land.polygon(centre),
                        closed.after.land.polygon(centre),
                        "{id} {centre:?}"
                    );
                }
                felt += usize::from(open.judgement.arrivals != closed.judgement.arrivals);
                compared += 1;
            }
            (Err(Failure::Input(_)), Err(Failure::Input(_))) => {}
            (deleted, closed) => panic!("{id}: {:?}, {:?}", deleted.err(), closed.err()),
        }
        if compared == 8 {
            break;
        }
    }
    assert!(compared == 8 && felt >= 2, "{compared} compared, {felt} of them felt");
}

/// A road whose closing is felt, as a closure of its id.
fn felt_road(county: &CountyFolder) -> (Value, Vec<Value>) {
    let open = dispatched(&CountyFolder::demo()).unwrap();
    for road in roads(county) {
        let id = road["properties"]["id"].clone();
        close(county, &[feature(&json!({"osm_id": id}), &Value::Null)]);
        if road["properties"]["class"] == "tertiary"
            && dispatched(county).is_ok_and(|closed| closed.judgement.arrivals != open.judgement.arrivals)
        {
            let points = road["geometry"]["coordinates"].as_array().unwrap().clone();
            return (id, points);
        }
    }
    panic!("no road is felt")
}

#[test]
fn line_date_and_scenario_decide_what_a_closure_does() {
    let county = county_with(&[]);
    let (_, points) = felt_road(&county);
    let open = dispatched(&CountyFolder::demo()).unwrap();
    let line = json!({"type": "LineString", "coordinates": points});
    let with = |properties: Value| {
        close(&county, &[feature(&properties, &line)]);
    };
    let day = |date: &str| {
        let date = xiaqu::model::CalendarDate::parse(date);
        plan_free(&county, date)
    };
    with(json!({"from": "2026-07-01", "to": "2026-07-31"}));
    let [before, first, last, after] = ["2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01"].map(day);
    for outside in [&before, &after] {
        assert_eq!(outside.judgement.arrivals, open.judgement.arrivals);
        assert_eq!(codes(&outside.warnings), ["W994"]);
    }
    for inside in [&first, &last] {
        assert_ne!(inside.judgement.arrivals, open.judgement.arrivals);
        assert_eq!(codes(&inside.warnings), ["W992"]);
    }
    with(json!({"scenario": "wet"}));
    let wet = plan_free(&county, None);
    assert_eq!(wet.county.problem.travel.day, open.county.problem.travel.day);
    assert_ne!(wet.county.problem.travel.wet, open.county.problem.travel.wet);
    with(json!({"时间倍数": 3}));
    let slow = plan_free(&county, None);
    assert_eq!(codes(&slow.warnings), ["W993"]);
    assert_ne!(slow.county.problem.travel.day, open.county.problem.travel.day);
}

fn plan_free(county: &CountyFolder, date: Option<xiaqu::model::CalendarDate>) -> Planned {
    let adjust = |settings: &mut xiaqu::Settings| settings.roads.date = date;
    dispatch_county(&county.path(), &run_with(&adjust)).unwrap_or_else(|failure| panic!("{}", described(&failure)))
}

#[test]
fn what_was_closed_is_on_record_and_verify_sees_a_change() {
    let county = county_with(&[]);
    let (id, _) = felt_road(&county);
    let files = saved(&county, "out", 1);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let plan: Value = serde_json::from_slice(&files["plan.json"]).unwrap();
    assert!(plan["inputs"].as_array().unwrap().iter().any(|input| input["role"] == "closures"), "{}", plan["inputs"]);
    let warnings = manifest["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning.as_str().unwrap().starts_with("W992 closures.geojson")));
    let verify = || xiaqu::verify(&county.output("out"), Some(county.path()), &run_with(&|_| ())).unwrap();
    assert!(verify().checks.iter().all(|check| check.faults.is_empty()));
    close(&county, &[feature(&json!({"osm_id": id, "factor": 2}), &Value::Null)]);
    let faults: Vec<String> = verify().checks.into_iter().flat_map(|check| check.faults).collect();
    assert_eq!(faults[0], "`closures.geojson` has changed since");
    assert!(faults.len() > 1, "what the judge finds differs as well");
}

#[test]
fn every_fault_of_every_closure_is_named_at_once() {
    let line = json!({"type": "LineString", "coordinates": [[117.0, 27.0], [117.1, 27.0]]});
    let ring = json!([[[117.0, 27.0], [117.1, 27.0], [117.1, 27.1], [117.0, 27.0]]]);
    let polygon = json!({"type": "Polygon", "coordinates": ring});
    let collection = json!({"type": "GeometryCollection", "geometries": [line]});
    let county = county_with(&[
        feature(&json!({}), &Value::Null),
        feature(&json!({"from": "1.7.2026", "to": "2026-02-30"}), &line),
        feature(&json!({"from": "2026-08-01", "to": "2026-07-01"}), &line),
        feature(&json!({"scenario": "wet, dusk"}), &line),
        feature(&json!({"factor": 0.5, "minutes": -1, "speed_factor": 2}), &line),
        feature(&json!({"minutes": 5}), &polygon),
        feature(&json!({"osm_id": 1}), &collection),
        feature(&json!({"factor": "double"}), &line),
        feature(&json!({"from": "2026-08-01"}), &line),
    ]);
    let expected = ["E190", "E191", "E191", "E192", "E194", "E195", "E195", "E195", "E196", "E163", "E155", "E193"];
    let mut found = codes(&refusal(&county));
    let mut expected = expected.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    for problem in refusal(&county) {
        assert!(!problem.hint(Language::Zh).is_empty() && !problem.hint(Language::En).is_empty());
    }
}

#[test]
fn a_closures_file_that_is_none_is_refused() {
    let county = county_with(&[]);
    for (text, code) in [("", "E151"), ("PK\u{3}\u{4}", "E152"), ("{}", "E152"), ("id,factor\n1,2\n", "E152")] {
        county.write("closures.geojson", text);
        assert!(codes(&refusal(&county)).contains(&code), "{text:?}: {:?}", codes(&refusal(&county)));
    }
    fs_err::remove_file(county.path().join("closures.geojson")).unwrap();
    assert!(refusal(&county).iter().any(|problem| problem.code() == "E404"));
}

#[test]
fn questions_about_roads_alone_know_the_closures_too() {
    let county = county_with(&[]);
    let (id, _) = felt_road(&county);
    close(&county, &[feature(&json!({"osm_id": id}), &Value::Null)]);
    let read = |county: &CountyFolder| read_roads_alone(&RoadSource::County(county.path()), &run_with(&|_| ()));
    let impassable = |roads: &ReadRoads| {
        let weights = roads.network.weights(Scenario::Day);
        roads.network.edges().indices().filter(|edge| weights.time(*edge, Along::Forward).is_none()).count()
    };
    let roads = read(&county).unwrap();
    assert_eq!(roads.repairs.closures.len(), 1);
    let told: Vec<&str> = roads.warnings.iter().map(ProblemReport::code).collect();
    assert!(told.contains(&"W992"), "{told:?}");
    assert!(impassable(&roads) > impassable(&read(&CountyFolder::demo()).unwrap()));
    close(&county, &[feature(&json!({"osm_id": "no such road", "factor": -1}), &Value::Null)]);
    assert!(matches!(read(&county), Err(Failure::Input(_))));
}
