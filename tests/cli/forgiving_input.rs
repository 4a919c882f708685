//! Input as offices really export it: read without complaint, or with a warning, and the same plan.

use serde_json::{Value, json};

use crate::support::{County, Ended, bytes_of_folder};

fn figures_of(county: &County, out: &str) -> Vec<u8> {
    bytes_of_folder(county.out(out))["figures.json"].clone()
}

/// The plan of the embedded county.
fn expected() -> Vec<u8> {
    let county = County::demo();
    assert_eq!(county.plan("plan", &["-q"]).code, Some(0));
    figures_of(&county, "plan")
}

fn same_plan(what: &str, county: &County) -> Ended {
    let done = county.plan("plan", &[]);
    assert_eq!(done.code, Some(0), "{what}: {}", done.stderr);
    assert!(figures_of(county, "plan") == expected(), "{what}: the plan differs");
    done
}

#[test]
fn separators_of_spreadsheets_are_recognised() {
    for separator in [';', '\t'] {
        let county = County::demo();
        for table in ["villages.csv", "stations.csv"] {
            county.write(table, county.read(table).replace(',', &separator.to_string()));
        }
        same_plan(&format!("separator {separator:?}"), &county);
    }
}

#[test]
fn windows_line_ends_empty_rows_and_byte_order_marks_do_no_harm() {
    let county = County::demo();
    for table in ["villages.csv", "stations.csv"] {
        let text = county.read(table).replace('\n', "\r\n");
        let commas = ",".repeat(text.lines().next().unwrap().matches(',').count());
        county.write(table, format!("\u{feff}{text}{commas}\r\n\r\n  \r\n"));
    }
    county.write("xiaqu.toml", format!("\u{feff}{}", county.read("xiaqu.toml").replace('\n', "\r\n")));
    county.write("townships.geojson", format!("\u{feff}{}", county.read("townships.geojson")));
    same_plan("byte order marks", &county);
}

#[test]
fn text_in_gb18030_and_utf16_is_read() {
    let county = County::demo();
    // `石` and `村` of GB18030, written by hand: the whole file in that encoding needs no library.
    let text = county.read("stations.csv");
    let bytes: Vec<u8> =
        text.chars().flat_map(|letter| if letter.is_ascii() { vec![letter as u8] } else { vec![0xB4, 0xE5] }).collect();
    county.write("stations.csv", bytes);
    let done = county.plan("plan", &[]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stderr.contains("W951 stations.csv"), "{}", done.stderr);
    assert!(done.stdout.contains("村村村"), "{}", done.stdout);
    let county = County::demo();
    let wide: Vec<u8> =
        format!("\u{feff}{}", county.read("villages.csv")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    county.write("villages.csv", wide);
    same_plan("UTF-16", &county);
}

#[test]
fn chinese_columns_quoted_commas_and_mapped_names_are_read() {
    let county = County::demo();
    county.replace("villages.csv", "id,name,township,lon,lat,population", "编号,村名,所属乡镇,经度,纬度,\"人口,2024\"");
    county.set("columns.villages", "population = \"人口,2024\"");
    same_plan("Chinese columns", &county);
}

fn as_geojson(county: &County, third: bool) -> Value {
    let text = county.read("villages.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let features: Vec<Value> = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let number = |column: usize| record[column].parse::<f64>().unwrap();
            let mut position = vec![number(3), number(4)];
            position.extend(third.then_some(512.5));
            json!({"type": "Feature", "id": &record[0], "geometry": {"type": "Point", "coordinates": position},
                "properties": {"name": &record[1], "township": &record[2], "population": number(5)}})
        })
        .collect();
    json!({"type": "FeatureCollection", "features": features})
}

#[test]
fn villages_may_be_geojson_points_with_heights_and_feature_ids() {
    let county = County::demo();
    county.set("inputs", "villages = \"villages.geojson\"");
    county.write("villages.geojson", as_geojson(&county, true).to_string());
    same_plan("GeoJSON points", &county);
}

#[test]
fn a_single_feature_is_a_layer_of_one() {
    let county = County::demo();
    county.set("inputs", "villages = \"villages.geojson\"");
    let layer = as_geojson(&county, false);
    county.write("villages.geojson", layer["features"][0].to_string());
    let ended = county.plan("plan", &[]);
    assert!(!ended.stderr.contains("E152"), "{}", ended.stderr);
}

#[test]
fn many_warnings_of_a_kind_are_one_entry_and_all_are_on_the_map() {
    let county = County::demo();
    // Villages that state another township than the one they lie in.
    county.edit_csv("villages.csv", |number, cells| {
        if number > 0 && number <= 9 {
            cells[2] = "T2".to_owned();
        }
    });
    let map = county.out("map.geojson");
    let folder = county.folder();
    let ended = crate::support::xiaqu(&["check", &folder, "-o", &map]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("W953").count(), 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("and 8 more like this"), "{}", ended.stderr);
    let layer: Value = serde_json::from_str(&fs_err::read_to_string(&map).unwrap()).unwrap();
    let shown = layer["features"].as_array().unwrap().iter().filter(|feature| feature["properties"]["code"] == "W953");
    assert_eq!(shown.count(), 9);
    let all = crate::support::xiaqu(&["check", &folder, "-o", &map, "-v"]);
    assert_eq!(all.stderr.matches("W953").count(), 9);
}

#[test]
fn threads_of_the_settings_count_and_change_nothing() {
    let county = County::demo();
    county.set("search", "threads = 1");
    let done = county.plan("plan", &["-q"]);
    assert_eq!(done.code, Some(0));
    assert!(figures_of(&county, "plan") == expected());
    county.replace("xiaqu.toml", "threads = 1", "threads = 5000");
    assert!(county.plan("other", &[]).stderr.contains("E403 xiaqu.toml (search.threads)"));
}
