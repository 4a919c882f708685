//! Bad input, one spoiled county a case: refused with code, place, cause and remedy, and no output touched.

use serde_json::{Value, json};

use crate::support::{County, bytes_of_folder, gcj02_of, grid_county};

/// Plans the spoiled county over an earlier output: exit code 3, nothing on standard output, the output untouched.
fn refused(county: &County, more: &[&str]) -> String {
    refused_with(county, more, 3)
}

fn refused_with(county: &County, more: &[&str], code: i32) -> String {
    let out = county.out("plan");
    fs_err::create_dir_all(&out).unwrap();
    for (name, text) in [("manifest.json", "{\"program\": \"xiaqu\"}"), ("report.html", "of an earlier run")] {
        fs_err::write(std::path::Path::new(&out).join(name), text).unwrap();
    }
    let before = bytes_of_folder(&out);
    let mut arguments = vec!["--force"];
    arguments.extend(more);
    let ended = county.plan("plan", &arguments);
    assert_eq!(ended.code, Some(code), "{}", ended.stderr);
    assert_eq!(ended.stdout, "", "a refusal is no result");
    assert_eq!(bytes_of_folder(&out), before, "an earlier output was touched");
    assert_eq!(fs_err::read_dir(county.place()).unwrap().count(), 2, "nothing else was left behind");
    county.without_path(&ended.stderr)
}

/// The English message is pinned; the Chinese one must have the same codes and a remedy for each.
fn pinned(name: &str, county: &County) {
    let english = refused(county, &[]);
    let chinese = refused(county, &["--lang", "zh"]);
    let codes = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split([' ', '：', ':']).next())
            .map(str::to_owned)
            .collect()
    };
    let is_code = |word: &String| word.starts_with(['E', 'W']);
    let of = |text: &str| codes(text).into_iter().filter(is_code).collect::<Vec<_>>();
    assert_eq!(of(&english), of(&chinese), "{chinese}");
    assert_eq!(english.matches("hint: ").count(), of(&english).len());
    assert_eq!(chinese.matches("提示：").count(), of(&chinese).len());
    insta::assert_snapshot!(name, format!("{english}\n--lang zh\n{chinese}"));
}

#[test]
fn a_missing_column_is_named_with_its_synonyms() {
    let county = County::demo();
    county.replace("villages.csv", "population", "residents");
    pinned("missing_column", &county);
}

#[test]
fn a_duplicate_id_is_named_with_its_first_row() {
    let county = County::demo();
    county.replace("villages.csv", "V102,", "V101,");
    pinned("duplicate_id", &county);
}

#[test]
fn a_station_outside_the_county_is_named_with_its_distance() {
    let county = County::demo();
    county.replace("stations.csv", "117.2706317,26.979511", "118.9,26.979511");
    pinned("station_outside", &county);
}

#[test]
fn points_in_gcj02_under_wgs84_polygons_are_recognised() {
    let county = County::demo();
    for table in ["villages.csv", "stations.csv"] {
        county.edit_csv(table, |number, cells| {
            if number > 0 {
                let (lon, lat) = gcj02_of(cells[3].parse().unwrap(), cells[4].parse().unwrap());
                cells[3] = format!("{lon:.7}");
                cells[4] = format!("{lat:.7}");
            }
        });
    }
    let said = refused(&county, &[]);
    assert!(said.contains("E355") && said.contains("`villages_datum = \"gcj02\"`"), "{said}");
    // The remedy helps: nothing else is wrong with the county.
    county.set("inputs", "villages_datum = \"gcj02\"\nstations_datum = \"gcj02\"");
    assert_eq!(county.plan("new", &["-q"]).code, Some(0));
}

#[test]
fn points_that_the_shift_moves_out_of_their_townships_name_gcj02_too() {
    // Villages stand 300 m west of their township's eastern border: the shift carries them over it.
    let county = grid_county(3, 3, "");
    county.edit_csv("villages.csv", |number, cells| {
        if number > 0 && number % 2 == 0 {
            let column = (cells[3].parse::<f64>().unwrap() - 117.0).div_euclid(0.05);
            let (lon, lat) = gcj02_of(117.0 + column * 0.05 + 0.047, cells[4].parse().unwrap());
            cells[3] = format!("{lon:.7}");
            cells[4] = format!("{lat:.7}");
        }
    });
    pinned("gcj02", &county);
}

#[test]
fn a_polygon_that_crosses_itself_is_shown_where() {
    let county = County::demo();
    county.edit_json("townships.geojson", |layer| {
        let ring = layer["features"][2]["geometry"]["coordinates"][0].as_array_mut().unwrap();
        let far = ring.len() / 2;
        ring.swap(2, far);
    });
    let said = refused(&county, &[]);
    assert!(said.contains("E113 townships.geojson row 3 (T3): a ring crosses itself at `1"), "{said}");
    assert!(!said.contains("E160"), "villages cannot be judged without the township: {said}");
}

#[test]
fn impossible_numbers_are_refused_each_with_its_reason() {
    let county = County::demo();
    county.edit_csv("villages.csv", |number, cells| match number {
        1 => cells[5] = "-5".to_owned(),
        2 => cells[5] = "NaN".to_owned(),
        3 => cells[5] = "1,234".to_owned(),
        4 => cells[5] = "12.5".to_owned(),
        5 => cells[3] = "117,17".to_owned(),
        6 => cells[4] = "2690.5".to_owned(),
        7 => cells[3] = "inf".to_owned(),
        _ => {}
    });
    pinned("impossible_numbers", &county);
}

#[test]
fn empty_files_are_named() {
    let county = County::demo();
    county.write("villages.csv", "");
    county.write("stations.csv", "id,name,lon,lat,officers\n");
    county.write("xiaqu.toml", county.read("xiaqu.toml"));
    pinned("empty_files", &county);
}

#[test]
fn roads_that_are_no_pbf_are_refused() {
    let county = County::demo();
    county.replace("xiaqu.toml", "roads.geojson", "roads.osm.pbf");
    // A blob header that promises 13 bytes and a file that ends after five of them.
    county.write("roads.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSM");
    let truncated = refused(&county, &[]);
    assert!(truncated.contains("E152 roads.osm.pbf: `roads.osm.pbf` cannot be read as OSM PBF"), "{truncated}");
    county.write("roads.osm.pbf", "<osm version=\"0.6\"></osm>\n");
    assert!(refused(&county, &["--lang", "zh"]).contains("E152 roads.osm.pbf：`roads.osm.pbf` 不能按 OSM PBF 读取"));
    county.write("roads.osm.pbf", "");
    let empty = refused(&county, &[]);
    assert!(empty.contains("E303") || empty.contains("E152"), "{empty}");
}

#[test]
fn files_of_another_format_are_called_what_they_are() {
    let county = County::demo();
    county.write("villages.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    county.write("stations.csv", b"PK\x03\x04\x14\0\x06\0\x08\0");
    county.write("townships.geojson", "id,name\nT1,shan\n");
    county.replace("xiaqu.toml", "roads.geojson", "roads.dwg");
    county.write("roads.dwg", b"AC1032");
    pinned("other_formats", &county);
}

#[test]
fn villages_drawn_as_polygons_are_one_report() {
    let county = County::demo();
    county.set("inputs", "villages = \"villages.geojson\"");
    let square =
        json!({"type": "Polygon", "coordinates": [[[117.1, 26.9], [117.2, 26.9], [117.2, 27.0], [117.1, 26.9]]]});
    let village = |number: usize| {
        json!({"type": "Feature", "geometry": square,
        "properties": {"id": format!("V{number}"), "name": "村", "population": 5}})
    };
    let layer = json!({"type": "FeatureCollection", "features": (1..50).map(village).collect::<Vec<_>>()});
    county.write("villages.geojson", layer.to_string());
    pinned("villages_as_polygons", &county);
}

#[test]
fn an_empty_column_is_one_entry_with_all_rows() {
    let county = County::demo();
    county.edit_csv("villages.csv", |number, cells| {
        if number > 0 {
            cells[5].clear();
        }
    });
    let said = refused(&county, &[]);
    assert!(said.starts_with("E154 villages.csv rows 1-119: `population` is empty"), "{said}");
    assert!(said.lines().count() < 10, "{said}");
}

#[test]
fn a_village_on_an_island_names_the_way_out() {
    let county = County::demo();
    // All roads within 4 km of a village go: it stands on an island.
    let (lon, lat) = (117.098_613_2, 26.705_656_7);
    county.edit_json("roads.geojson", |layer| {
        let features = layer["features"].as_array_mut().unwrap();
        features.retain(|feature| !near(&feature["geometry"]["coordinates"], (lon, lat), 0.04));
    });
    let said = refused(&county, &[]);
    assert!(said.contains("E301 villages.csv row 116 (V913): village is `"), "{said}");
    assert!(said.contains("`roads.links`"), "{said}");
}

fn near(line: &Value, (lon, lat): (f64, f64), reach: f64) -> bool {
    let points = line.as_array().unwrap();
    points.iter().any(|point| {
        let (x, y) = (point[0].as_f64().unwrap() - lon, point[1].as_f64().unwrap() - lat);
        x.hypot(y) < reach
    })
}

#[test]
fn settings_are_refused_with_the_nearest_key_the_type_and_the_range() {
    let county = County::demo();
    county.set(
        "merge",
        "group_size_maximum = 3\nmust_keep = \"S1\"\naims = [\"fastest\"]\nforbidden_pairs = [[\"S1\", \"S22\"]]",
    );
    county.set("response", "target_minutes = 999\nturnout_minutes = \"2\"");
    county.set("strength", "officers_min = -1");
    county.set("serach", "seed = 1");
    pinned("settings", &county);
}

#[test]
fn settings_that_are_no_toml_show_the_line() {
    let county = County::demo();
    county.set("county", "name_en = Taining");
    let said = refused(&county, &[]);
    assert!(said.contains("E405 xiaqu.toml") && said.contains("name_en = Taining"), "{said}");
}

#[test]
fn an_unset_file_and_a_folder_without_settings_are_named() {
    let county = County::demo();
    fs_err::remove_file(county.place().join("county/roads.geojson")).unwrap();
    assert!(refused(&county, &[]).contains("E404 xiaqu.toml (inputs.roads): `roads.geojson`"));
    fs_err::remove_file(county.place().join("county/xiaqu.toml")).unwrap();
    assert!(refused(&county, &[]).contains("E409"));
}

#[test]
fn several_problems_are_all_listed_in_one_run() {
    let county = County::demo();
    county.edit_csv("villages.csv", |number, cells| match number {
        3 => cells[0] = "V101".to_owned(),
        4 => cells[5] = "-1".to_owned(),
        5 => cells[2] = "T99".to_owned(),
        6 => cells[4] = "28.5".to_owned(),
        _ => {}
    });
    county.replace("stations.csv", "117.2706317,26.979511", "118.9,26.979511");
    county.set("merge", "must_keep = [\"S99\"]\nmust_merge = [\"S2\"]\nuntouched = [\"S2\"]");
    county.set("roads", "wet_factor = 0.5");
    county.edit_json("roads.geojson", |layer| layer["features"][0]["properties"]["class"] = json!("highstreet"));
    let said = refused(&county, &[]);
    for code in ["E101", "E156", "E159", "E160", "E201", "E403", "E351", "E406", "E407"] {
        assert!(said.contains(code), "{code} is not in\n{said}");
    }
    insta::assert_snapshot!("several", said);
}

#[test]
fn names_and_columns_that_could_mean_two_things_are_refused() {
    let county = County::demo();
    county.edit_json("townships.geojson", |layer| layer["features"][1]["properties"]["name"] = json!("杉城镇"));
    county.edit_csv("villages.csv", |number, cells| {
        if number == 1 {
            cells[2] = "杉城镇".to_owned();
        }
    });
    assert!(refused(&county, &[]).contains("E166 villages.csv row 1 (V101): several townships are called `杉城镇`"));
    county.replace("villages.csv", "population,elderly", "人口,常住人口");
    let said = refused(&county, &[]);
    assert!(said.contains("E168 villages.csv: several columns could be `population`: `人口`, `常住人口`"), "{said}");
}

#[test]
fn more_closures_than_adjacency_allows_are_proved_impossible() {
    let county = County::demo();
    county.replace("xiaqu.toml", "closures = 3", "closures = 8");
    let english = refused_with(&county, &[], 4);
    let chinese = refused_with(&county, &["--lang", "zh"], 4);
    assert!(english.contains("at least 8 closures") && english.contains("at most 3 closures"), "{english}");
    insta::assert_snapshot!("too_many_closures", format!("{english}\n--lang zh\n{chinese}"));
}

#[test]
fn a_table_of_travel_times_is_refused_with_every_fault() {
    let county = grid_county(2, 2, "");
    county.replace("xiaqu.toml", "roads = \"roads.geojson\"", "travel_times = \"times.csv\"");
    county.set("roads", "primary_kmh = 70.0");
    let rows = [
        "起点,终点,分钟,情景",
        "S01,V01a,12.5,",
        "S01,V01a,13,day",
        "S01,V1,4,",
        "S01,S9,4,",
        "S07,V02a,5,",
        "S07,V02b,5,",
        "S02,V02b,-5,",
        "S02,V02a,NaN,",
        "S02,V03a,999999,",
        "S02,V03b,4,night",
        "S02,,4,",
        "S02,S01",
    ];
    county.write("times.csv", rows.join("\n"));
    pinned("travel_times", &county);
    // A whole table that leaves places out.
    county.write("times.csv", "from,to,minutes\nS01,V01a,5\nS01,V01b,6\nS02,V01a,5\nS02,S01,9\n");
    pinned("travel_times_incomplete", &county);
    county.set("inputs", "roads = \"roads.geojson\"");
    pinned("travel_times_and_roads", &county);
}
