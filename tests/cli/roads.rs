//! `xiaqu roads`: what it reads, writes, says and refuses.

use serde_json::{Value, json};

use crate::support::{County, Ended, bytes_of_folder, command, xiaqu};

/// Two towns, a one-way street to a third, an island, a dead end that nearly touches, in a file of lines.
const LINES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"r1","class":"primary","name":"High =Street"},"geometry":{"type":"LineString","coordinates":[[-8.6,41.0],[-8.59,41.0],[-8.58,41.0]]}},
{"type":"Feature","properties":{"id":"r2","class":"residential","name":"Low Street"},"geometry":{"type":"LineString","coordinates":[[-8.58,41.0],[-8.58,41.01]]}},
{"type":"Feature","properties":{"id":"r3","class":"residential","name":"Lost Lane"},"geometry":{"type":"LineString","coordinates":[[-8.5,41.1],[-8.49,41.1]]}},
{"type":"Feature","properties":{"id":"r4","class":"service"},"geometry":{"type":"LineString","coordinates":[[-8.59,41.01],[-8.59,41.00006]]}}]}"#;

const POINTS: &str = "id,name,lon,lat\nA,Alpha,-8.6,41.0\nB,Beta,-8.58,41.01\n=C,Gamma,-8.495,41.1\n";

/// A folder with the small network, and the command run in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("lines.geojson", LINES);
        folder.write("points.csv", POINTS);
        folder
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs_err::write(self.0.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs_err::read(self.0.path().join(name)).unwrap()
    }

    fn roads(&self, arguments: &str) -> Ended {
        let mut run = command(&["roads"]);
        run.args(arguments.split(' ')).current_dir(self.0.path());
        run.output().unwrap().into()
    }

    fn json(&self, arguments: &str) -> Value {
        let ended = self.roads(&format!("{arguments} --json"));
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
        serde_json::from_str(&ended.stdout).unwrap()
    }
}

#[test]
fn info_names_islands_and_dead_ends_in_both_languages() {
    let folder = Folder::new();
    let said = |more: &str| {
        let ended = folder.roads(&format!("info --roads lines.geojson {more}"));
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        ended.stdout
    };
    insta::assert_snapshot!("roads_info", format!("{}\n--lang zh\n{}", said("-q"), said("--lang zh")));
    let answer = folder.json("info --roads lines.geojson -o findings.geojson");
    assert_eq!(answer["islands"][1]["name"], "Lost Lane");
    assert_eq!(answer["dead_ends_near_roads"][0]["road"], "r4");
    assert_eq!(answer["extent"], json!([-8.6, 41.0, -8.49, 41.1]));
    let layer: Value = serde_json::from_slice(&folder.read("findings.geojson")).unwrap();
    let kinds: Vec<&Value> =
        layer["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]["finding"]).collect();
    assert_eq!(kinds, ["island", "island", "dead_end_near_road"]);
    assert_eq!(folder.roads("info --roads lines.geojson -o findings.geojson").code, Some(2), "never unasked");
    assert_eq!(folder.roads("info --roads lines.geojson -o findings.geojson --force").code, Some(0));
}

#[test]
fn info_looks_at_the_roads_of_a_county_whose_other_files_are_wrong() {
    let county = County::demo();
    county.write("villages.csv", "nothing\n");
    let ended = xiaqu(&["roads", "info", &county.folder(), "--json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let answer: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((&answer["islands"], &answer["edges"]), (&json!([]), &json!(4_697)));
    assert_eq!(xiaqu(&["roads", "matrix", &county.folder()]).code, Some(3), "a matrix needs the villages");
}

#[test]
fn every_format_of_a_matrix_says_the_same_and_so_do_routes() {
    let folder = Folder::new();
    let question = "matrix --roads lines.geojson --from points.csv";
    let answer = folder.json(question);
    assert_eq!(answer["from"], json!(["A", "B", "=C"]));
    assert_eq!(answer["milliseconds"][0][2], Value::Null, "no road leads to the island");
    let csv = folder.roads(question);
    assert_eq!(csv.code, Some(0));
    let rows: Vec<Vec<&str>> = csv.stdout.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(csv.stdout.lines().next(), Some("\u{feff}from,to,minutes,milliseconds"));
    let cell = |row: &[&str]| row[3].parse::<u64>().ok();
    let cells: Vec<Option<u64>> = rows.iter().map(|row| cell(row)).collect();
    let expected: Vec<Option<u64>> = answer["milliseconds"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row.as_array().unwrap())
        .map(Value::as_u64)
        .collect();
    assert_eq!(cells, expected);
    assert_eq!(rows[6][0], "'=C", "no cell is a formula");
    assert_eq!(folder.roads(&format!("{question} -o times.csv")).code, Some(0));
    assert_eq!(String::from_utf8(folder.read("times.csv")).unwrap(), csv.stdout);
    let written = folder.json(&format!("{question} -o times.npy --cache roads.hierarchy"));
    assert_eq!((&written["unreachable"], &written["files"]), (&json!(4), &json!(["times.npy", "times.ids.csv"])));
    for name in ["one.parquet", "other.parquet"] {
        assert_eq!(folder.roads(&format!("{question} -o {name}")).code, Some(0));
        assert!(folder.read(name).starts_with(b"PAR1") && folder.read(name).ends_with(b"PAR1"));
    }
    assert_eq!(folder.read("one.parquet"), folder.read("other.parquet"));
    let npy = folder.read("times.npy");
    let numbers: Vec<i64> =
        npy[npy.len() - 72..].chunks(8).map(|bytes| i64::from_le_bytes(bytes.try_into().unwrap())).collect();
    let signed = |time: &Option<u64>| time.map_or(-1, |time| i64::try_from(time).unwrap());
    assert_eq!(numbers, expected.iter().map(signed).collect::<Vec<_>>());
    for (from, to, time) in [("A", "B", expected[1]), ("B", "A", expected[3]), ("Alpha", "-8.58,41.01", expected[1])] {
        let route = folder.json(&format!("route {from} {to} --roads lines.geojson --from points.csv"));
        assert_eq!(route["milliseconds"].as_u64(), time, "{from} to {to}");
    }
    let bare = folder.json("route -8.6,41.0 -8.58,41.01 --roads lines.geojson --to points.csv");
    assert_eq!(bare["milliseconds"].as_u64(), expected[1]);
}

#[test]
fn a_route_names_its_streets_in_order() {
    let folder = Folder::new();
    let said = |more: &str| {
        let ended = folder.roads(&format!("route A B --roads lines.geojson --from points.csv -q {more}"));
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.stdout
    };
    insta::assert_snapshot!(
        "roads_route",
        format!("{}\n--lang zh\n{}", said("-o a.geojson"), said("--lang zh --scenario wet"))
    );
    let layer: Value = serde_json::from_slice(&folder.read("a.geojson")).unwrap();
    let streets: Vec<&Value> =
        layer["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]["name"]).collect();
    assert_eq!(streets, ["High =Street", "Low Street"]);
}

#[test]
fn refusals_name_what_is_wrong_and_the_nearest_that_is_known() {
    let folder = Folder::new();
    folder.write("far.csv", "id,lon,lat\nX,-8.6,42.0\n");
    folder.write("broken.osm.pbf", [0, 0, 0, 9, 255, 3, 1]);
    folder.write("broken.geojson", "{\"type\":");
    folder.write("twice.csv", "id,name,lon,lat\nA,same,-8.6,41.0\nB,same,-8.58,41.01\n");
    let mut said = Vec::new();
    for (arguments, code) in [
        ("route A Bta --roads lines.geojson --from points.csv", 3),
        ("route A same --roads lines.geojson --from twice.csv", 3),
        ("route A =C --roads lines.geojson --from points.csv", 4),
        ("route A 8.6,241 --roads lines.geojson --from points.csv", 3),
        ("route A B", 2),
        ("matrix --roads lines.geojson", 2),
        ("matrix --roads lines.geojson --from far.csv", 3),
        ("matrix --roads lines.geojson --from nothing.csv", 3),
        ("matrix --roads lines.geojson --from points.csv -o times.xlsx", 2),
        ("matrix --roads broken.osm.pbf --from points.csv", 3),
        ("isochrones --roads lines.geojson --from points.csv --minutes 5,5", 2),
        ("cells --roads points.csv --from points.csv -o out", 3),
        ("info --roads broken.geojson", 3),
        ("info nowhere", 3),
        ("info county --roads lines.geojson", 2),
    ] {
        let (english, chinese) =
            (folder.roads(&format!("{arguments} -q")), folder.roads(&format!("{arguments} -q --lang zh")));
        assert_eq!((english.code, chinese.code), (Some(code), Some(code)), "{arguments}: {}", english.stderr);
        let text = if code == 2 { String::new() } else { format!("{}{}", english.stderr, chinese.stderr) };
        said.push(format!("> {arguments} ({code})\n{text}"));
    }
    insta::assert_snapshot!("roads_refusals", said.join("\n"));
    let files: Vec<String> = bytes_of_folder(folder.0.path()).into_keys().collect();
    assert_eq!(files.len(), 6, "a refusal writes nothing: {files:?}");
}

#[test]
fn the_file_of_the_hierarchy_is_made_again_when_it_does_not_fit_and_never_over_another_file() {
    let folder = Folder::new();
    let question = "matrix --roads lines.geojson --from points.csv --cache kept";
    let expected = folder.roads(question).stdout;
    let good = folder.read("kept");
    let ended = folder.roads(question);
    assert!(!ended.stderr.contains("again"), "{}", ended.stderr);
    let mut damaged = good.clone();
    damaged.pop();
    folder.write("kept", damaged);
    let ended = folder.roads(question);
    assert!(ended.stderr.contains("made the hierarchy file again `kept`: it is damaged"), "{}", ended.stderr);
    assert_eq!((ended.stdout, folder.read("kept")), (expected.clone(), good));
    folder.write("other.geojson", LINES.replace("[-8.59,41.01],[-8.59,41.00006]", "[-8.59,41.01],[-8.59,41.0]"));
    let ended = folder.roads("matrix --roads other.geojson --from points.csv --cache kept");
    assert!(ended.stderr.contains("it was made from other roads"), "{}", ended.stderr);
    folder.write("kept", POINTS);
    let ended = folder.roads(question);
    assert_eq!((ended.code, folder.read("kept")), (Some(2), POINTS.as_bytes().to_vec()), "{}", ended.stderr);
    assert!(ended.stderr.contains("is not a hierarchy file of this version\n  hint: "), "{}", ended.stderr);
    let ended = folder.roads(&format!("{question} --force"));
    assert_eq!((ended.code, ended.stdout), (Some(0), expected), "{}", ended.stderr);
}

#[test]
fn a_region_file_answers_as_the_roads_it_was_made_from_and_every_misuse_is_named() {
    let folder = Folder::new();
    let said = folder.roads("import --roads lines.geojson -o kept.xqroads");
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    let info = folder.roads("info --roads lines.geojson").stdout;
    assert_eq!(said.stdout, format!("{}\nwritten to kept.xqroads\n", info.trim_end()));
    for question in ["matrix --from points.csv", "isochrones --from points.csv", "route A B --from points.csv --json"] {
        let [lines, region] = ["lines.geojson", "kept.xqroads"].map(|roads| {
            let ended = folder.roads(&format!("{question} -q --roads {roads}"));
            assert_eq!(ended.code, Some(0), "{}", ended.stderr);
            ended.stdout
        });
        assert_eq!(lines, region, "{question}");
    }
    let before = folder.read("kept.xqroads");
    let mut damaged = before.clone();
    damaged.pop();
    folder.write("damaged.xqroads", damaged);
    folder.write("foreign.xqroads", POINTS);
    let mut said = Vec::new();
    for (arguments, code) in [
        ("import --roads lines.geojson -o kept.xqroads", 2),
        ("import --roads lines.geojson -o kept.bin", 2),
        ("import -o other.xqroads", 2),
        ("import --roads nothing.geojson -o other.xqroads", 3),
        ("import --roads kept.xqroads -o other.xqroads", 3),
        ("info --roads kept.xqroads", 3),
        ("matrix --roads damaged.xqroads --from points.csv", 3),
        ("matrix --roads foreign.xqroads --from points.csv", 3),
        ("matrix --roads nothing.xqroads --from points.csv", 3),
        ("matrix --roads kept.xqroads --roads-datum gcj02 --from points.csv", 3),
    ] {
        let [english, chinese] = ["", " --lang zh"].map(|more| folder.roads(&format!("{arguments} -q{more}")));
        assert_eq!((english.code, chinese.code), (Some(code), Some(code)), "{arguments}: {}", english.stderr);
        let text = if code == 2 { String::new() } else { format!("{}{}", english.stderr, chinese.stderr) };
        said.push(format!("> {arguments} ({code})\n{text}"));
    }
    insta::assert_snapshot!("region_refusals", said.join("\n"));
    assert_eq!(folder.read("kept.xqroads"), before);
    assert!(!folder.0.path().join("other.xqroads").exists());
    assert_eq!(folder.roads("import --roads lines.geojson -o kept.xqroads --force").code, Some(0));
    assert_eq!(folder.read("kept.xqroads"), before, "the same roads give the same bytes");
    let county = County::demo();
    let (settings, kept) = (county.place().join("county/xiaqu.toml"), county.place().join("county/kept.xqroads"));
    fs_err::write(kept, before).unwrap();
    let text = fs_err::read_to_string(&settings).unwrap();
    assert!(text.contains("\"roads.geojson\""));
    fs_err::write(&settings, text.replace("\"roads.geojson\"", "\"kept.xqroads\"")).unwrap();
    let ended: Ended = command(&["check", &county.folder()]).output().unwrap().into();
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(ended.stderr.contains("E325 kept.xqroads: `kept.xqroads` is a region file"), "{}", ended.stderr);
}

#[test]
fn bands_and_cells_are_the_same_bytes_for_any_number_of_threads_and_say_which_land_they_divide() {
    let folder = Folder::new();
    folder.write("doors.csv", "id,lon,lat,start_minutes\nA,-8.6,41.0,0\nA2,-8.6,41.0,3\nB,-8.58,41.01,1\n");
    for threads in [1, 3] {
        let more = format!("--roads lines.geojson --from doors.csv --threads {threads}");
        let bands = folder.json(&format!("isochrones {more} --minutes 1,2 -o bands{threads}.geojson"));
        assert!(bands["land"].as_str().unwrap().contains("box around the roads, 2000 m wider"), "{bands}");
        let cells = folder.roads(&format!("cells {more} -o cells{threads}"));
        assert_eq!(cells.code, Some(0), "{}", cells.stderr);
        assert!(
            cells.stderr.contains("W938") && cells.stderr.contains("`A2` reaches no road first"),
            "{}",
            cells.stderr
        );
    }
    assert_eq!(folder.read("bands1.geojson"), folder.read("bands3.geojson"));
    let files = |name: &str| bytes_of_folder(folder.0.path().join(name));
    assert_eq!(files("cells1"), files("cells3"));
    let names: Vec<String> = files("cells1").into_keys().collect();
    assert_eq!(names, ["cell_areas.geojson", "cell_roads.geojson", "manifest.json"]);
    let roads = String::from_utf8(folder.read("cells1/cell_roads.geojson")).unwrap();
    assert!(roads.contains("\"centre\":\"A\",\"minutes_from\":0.0"), "{roads}");
    assert!(roads.contains("\"centre\":null,\"minutes_from\":null"), "the island belongs to nobody: {roads}");
    let again = "cells --roads lines.geojson --from doors.csv -o cells1";
    assert_eq!(folder.roads(again).code, Some(2));
    assert_eq!(folder.roads(&format!("{again} --force")).code, Some(0));
}

#[test]
fn a_county_answers_with_its_own_stations_and_villages() {
    let county = County::demo();
    let said = |arguments: &[&str]| {
        let mut all = vec!["roads", arguments[0], county.out("county").leak()];
        all.extend(&arguments[1..]);
        let ended = xiaqu(&all);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{arguments:?}");
        county.without_path(&ended.stdout)
    };
    let out = county.out("cells");
    let text = [
        said(&["isochrones", "--turnout", "2", "--minutes", "5,10,20", "--scenario", "night"]),
        said(&["route", "杉城派出所", "V101"]),
        said(&["cells", "-o", &out, "--lang", "zh"]),
    ];
    insta::assert_snapshot!("roads_county", text.join("\n"));
}
