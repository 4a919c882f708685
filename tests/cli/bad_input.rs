//! Bad input never gives a plan: every problem at once, with code, place, cause and remedy, and older output untouched.

use crate::program::{Place, files_of};

/// Spoils the county, plans it over an older output with `--force`, and returns what was said.
fn refused(spoil: impl FnOnce(&Place), code: i32) -> String {
    let place = Place::new();
    assert_eq!(place.plan(&["-q"]).code, Some(0));
    let before = files_of(&place.path("plan"));
    spoil(&place);
    let said = place.plan(&["--force"]);
    assert_eq!(said.code, Some(code), "{}", said.messages);
    assert_eq!(said.result, "");
    assert_eq!(files_of(&place.path("plan")), before, "the older output was touched");
    said.messages
}

/// Asserts that a message has a code, all the words, and a remedy.
fn assert_says(messages: &str, words: &[&str]) {
    for word in words.iter().chain(&["hint: "]) {
        assert!(messages.contains(word), "`{word}` is not said:\n{messages}");
    }
}

#[test]
fn a_missing_column_is_named_with_what_was_found() {
    let said = refused(|place| place.change("villages.csv", |text| text.replacen("population", "poplation", 1)), 3);
    assert_says(&said, &["E153 villages.csv", "`population`", "`poplation`", "人口", "[columns]"]);
}

#[test]
fn a_duplicate_id_is_named_with_both_rows() {
    let said = refused(|place| place.change_cell("villages.csv", 2, "id", "V101"), 3);
    assert_says(&said, &["E101 villages.csv row 2 (V101)", "row 1"]);
}

#[test]
fn a_station_outside_the_county_is_named_with_its_distance() {
    let said = refused(|place| place.change_cell("stations.csv", 3, "lon", "119.0"), 3);
    assert_says(&said, &["E201 stations.csv row 3", "m outside every township"]);
}

#[test]
fn a_self_crossing_polygon_is_named_with_its_place() {
    let said = refused(
        |place| {
            place.change("townships.geojson", |text| {
                let mut layer: serde_json::Value = serde_json::from_str(&text).expect("the layer is JSON");
                let ring = layer["features"][0]["geometry"]["coordinates"][0].as_array_mut().expect("it has a ring");
                let middle = ring.len() / 2;
                ring.swap(1, middle);
                layer.to_string()
            });
        },
        3,
    );
    assert_says(&said, &["townships.geojson row 1 (T1)", "cross"]);
}

#[test]
fn negative_and_missing_numbers_are_named_all_at_once() {
    let said = refused(
        |place| {
            place.change_cell("villages.csv", 4, "population", "-12");
            place.change_cell("villages.csv", 5, "population", "NaN");
            place.change_cell("villages.csv", 6, "lon", "");
            place.change_cell("stations.csv", 2, "officers", "3.5");
            place.change("xiaqu.toml", |text| text.replace("closures = 3", "closure = 3"));
        },
        3,
    );
    assert_says(
        &said,
        &[
            "E156 villages.csv row 4",
            "`-12`",
            "E155 villages.csv row 5",
            "`NaN`",
            "E154 villages.csv row 6",
            "`lon` is empty",
            "E157 stations.csv row 2",
            "E401 xiaqu.toml (merge.closure)",
            "did you mean `merge.closures`?",
        ],
    );
}

#[test]
fn an_empty_file_and_files_of_other_formats_are_named() {
    let empty = refused(|place| place.change("villages.csv", |_| String::new()), 3);
    assert_says(&empty, &["E151", "villages.csv"]);
    let other = refused(
        |place| {
            fs_err::write(place.path("county/villages.csv"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
                .expect("it can be written");
            place.change("townships.geojson", |_| "id,name\nT1,a\n".to_owned());
        },
        3,
    );
    assert_says(&other, &["E152 villages.csv", "binary", "E152 townships.geojson", "GeoJSON"]);
}

#[test]
fn a_truncated_pbf_is_named() {
    let said = refused(
        |place| {
            place.change("xiaqu.toml", |text| text.replace("roads.geojson", "roads.osm.pbf"));
            // The first bytes of a blob header, cut short.
            fs_err::write(place.path("county/roads.osm.pbf"), b"\0\0\0\x0d\x0a\x09OSMHead").expect("it can be written");
        },
        3,
    );
    assert_says(&said, &["E152 roads.osm.pbf", "OSM PBF"]);
}

#[test]
fn shifted_points_are_recognised_as_gcj02() {
    let said = refused(
        |place| {
            place.change("villages.csv", |text| {
                let mut lines = text.lines();
                let header = lines.next().expect("there is a header");
                let shifted = lines.map(|line| {
                    let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
                    let number = |cell: &String| cell.parse::<f64>().expect("a coordinate is a number");
                    let (lon, lat) = to_gcj02(number(&cells[3]), number(&cells[4]));
                    (cells[3], cells[4]) = (lon.to_string(), lat.to_string());
                    cells.join(",")
                });
                std::iter::once(header.to_owned()).chain(shifted).map(|line| line + "\n").collect()
            });
        },
        3,
    );
    assert_says(&said, &["E355 villages.csv", "gcj02", "[inputs]"]);
}

/// The published forward formula of GCJ-02, written independently of the program's.
fn to_gcj02(lon: f64, lat: f64) -> (f64, f64) {
    use std::f64::consts::PI;
    let (x, y) = (lon - 105.0, lat - 35.0);
    let wave = |v: f64| (20.0 * (6.0 * v * PI).sin() + 20.0 * (2.0 * v * PI).sin()) * 2.0 / 3.0;
    let mut north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    north += wave(x);
    north += (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0;
    north += (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let mut east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    east += wave(x);
    east += (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0;
    east += (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let (axis, squared) = (6_378_245.0, 0.006_693_421_622_965_943);
    let sine = lat.to_radians().sin();
    let magic = 1.0 - squared * sine * sine;
    let north = north * 180.0 / (axis * (1.0 - squared) / (magic * magic.sqrt()) * PI);
    let east = east * 180.0 / (axis / magic.sqrt() * lat.to_radians().cos() * PI);
    (lon + east, lat + north)
}

#[test]
fn a_village_without_a_road_is_named_with_the_way_out() {
    let said = refused(|place| place.change("xiaqu.toml", |text| text + "\n[roads]\naccess_max_m = 10.0\n"), 3);
    assert_says(&said, &["E301 villages.csv row", "roads.links", "access_max_m"]);
}

#[test]
fn settings_of_wrong_type_and_out_of_range_are_named_with_what_to_write() {
    let said = refused(
        |place| {
            place.change("xiaqu.toml", |text| {
                text.replace("closures = 3", "closures = \"three\"") + "\n[response]\nturnout_minutes = 99.0\n"
            });
        },
        3,
    );
    assert_says(&said, &["E402", "merge.closures", "a whole number", "E403", "response.turnout_minutes", "0 to 30"]);
}

#[test]
fn more_closures_than_adjacency_allows_are_proved_impossible() {
    let said = refused(|place| place.change("xiaqu.toml", |text| text.replace("closures = 3", "closures = 5")), 4);
    assert_says(&said, &["at least 5 closures", "groups of at most 2", "at most 3 closures"]);
}

#[test]
fn messages_exist_in_chinese() {
    let place = Place::new();
    place.change_cell("villages.csv", 4, "population", "-12");
    let said = place.plan(&["--lang", "zh"]);
    assert!(said.messages.contains("为负") && said.messages.contains("提示"), "{}", said.messages);
}
