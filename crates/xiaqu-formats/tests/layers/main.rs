//! Shapefiles, GeoPackages and FlatGeobuf, against the same layer as GeoJSON; and what is refused, with the reason.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod damaged;
mod flatgeobuf;

use std::path::PathBuf;

use tempfile::TempDir;
use xiaqu_formats::{
    ColumnNames, Source, companion_files, read_road_lines, read_stations, read_townships, read_villages,
};
use xiaqu_model::{Datum, Language, LonLat, ProblemReport, ReferenceSystem};
use xiaqu_roads::RoadSettings;
use xiaqu_testkit::layer_files::{LayerTable, LayerText};

const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

const GAUSS_KRUGER: &str = "PROJCS[\"CGCS2000_3_Degree_GK_CM_117E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",\
    DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
    UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],\
    PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",117.0],PARAMETER[\"Scale_Factor\",1.0],\
    PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

/// Townships: one with a hole, one in two parts.
const TOWNSHIPS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"编号": "T1", "名称": "城关镇"}, "geometry": {"type": "Polygon", "coordinates": [
        [[117.1, 26.9], [117.1, 27.0], [117.2, 27.0], [117.2, 26.9], [117.1, 26.9]],
        [[117.14, 26.94], [117.16, 26.94], [117.16, 26.96], [117.14, 26.96], [117.14, 26.94]]]}},
    {"type": "Feature", "properties": {"编号": "T2", "名称": "水东乡"}, "geometry": {"type": "MultiPolygon", "coordinates": [
        [[[117.2, 26.9], [117.2, 27.0], [117.3, 27.0], [117.3, 26.9], [117.2, 26.9]]],
        [[[117.14, 26.94], [117.14, 26.96], [117.16, 26.96], [117.16, 26.94], [117.14, 26.94]]]]}}]}"#;

const VILLAGES: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"id": "V1", "村名": "城东村", "人口": 1200, "所属乡镇": "城关镇", "年警情": 12.5},
     "geometry": {"type": "Point", "coordinates": [117.12, 26.93]}},
    {"type": "Feature", "properties": {"id": "V2", "村名": "鄂尔多斯路口", "人口": 86, "所属乡镇": "水东乡", "年警情": null},
     "geometry": {"type": "Point", "coordinates": [117.25, 26.95]}}]}"#;

const STATIONS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"id": "S1", "所名": "城关派出所", "警力": 12, "county_seat": "yes"},
     "geometry": {"type": "Point", "coordinates": [117.13, 26.95]}},
    {"type": "Feature", "properties": {"id": "S2", "所名": "水东派出所", "警力": 5, "county_seat": "no"},
     "geometry": {"type": "Point", "coordinates": [117.26, 26.96]}}]}"#;

const ROADS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"编号": "R1", "等级": "secondary", "路名": "人民路", "单行": "否", "level": 0},
     "geometry": {"type": "LineString", "coordinates": [[117.12, 26.93], [117.15, 26.93], [117.25, 26.95]]}},
    {"type": "Feature", "properties": {"编号": "R2", "等级": "tertiary", "路名": null, "单行": "是", "level": 1},
     "geometry": {"type": "MultiLineString", "coordinates": [
        [[117.13, 26.95], [117.13, 26.94]], [[117.26, 26.96], [117.27, 26.96], [117.27, 26.97]]]}}]}"#;

const LAYERS: [(&str, &str); 4] =
    [("townships", TOWNSHIPS), ("villages", VILLAGES), ("stations", STATIONS), ("roads", ROADS)];

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn source(&self, name: &str) -> Source {
        let path = self.path(xiaqu_formats::split_layer(name).0);
        Source { path, name: name.to_owned(), ..Source::default() }
    }

    fn shapefile(&self, name: &str, layer: &LayerTable, text: LayerText, projection: Option<&str>) -> Source {
        let path = self.path(name);
        layer.write_shapefile(&path, text).unwrap();
        if let Some(projection) = projection {
            fs_err::write(path.with_extension("prj"), projection).unwrap();
        }
        self.source(name)
    }
}

fn layer(text: &str) -> LayerTable {
    LayerTable::from_geojson(text).unwrap()
}

/// What a layer is read as, as text without the name of its file, and the problems.
fn read(role: &str, source: &Source) -> (String, Vec<ProblemReport>) {
    let mut problems = Vec::new();
    let found = match role {
        "townships" => format!("{:#?}", read_townships(source, &mut problems)),
        "villages" => format!("{:#?}", read_villages(source, &mut problems)),
        "stations" => format!("{:#?}", read_stations(source, &mut problems)),
        _ => format!("{:#?}", read_road_lines(source, &RoadSettings::default(), &mut problems)),
    };
    let quoted = format!("{:?}", source.name);
    (found.replace(&quoted, "\"FILE\""), problems)
}

fn codes(problems: &[ProblemReport]) -> Vec<&'static str> {
    problems.iter().map(ProblemReport::code).collect()
}

fn expected(role: &str, text: &str) -> String {
    let folder = Folder::new();
    let source = folder.source("layer.geojson");
    fs_err::write(&source.path, text).unwrap();
    let (found, problems) = read(role, &source);
    assert!(problems.is_empty(), "{role}: {:?}", codes(&problems));
    assert!(found.len() > 50, "{role}: {found}");
    found
}

#[test]
fn shapefiles_in_utf8_and_gbk_with_and_without_a_word_about_it_are_the_layer_that_geojson_is() {
    for (role, text) in LAYERS {
        let expected = expected(role, text);
        for (encoding, code_page, warned) in [
            (LayerText::Utf8, Some("UTF-8"), false),
            (LayerText::Utf8, None, false),
            (LayerText::Gbk, Some("GBK"), false),
            (LayerText::Gbk, Some("936\r\n"), false),
            (LayerText::Gbk, None, true),
        ] {
            let folder = Folder::new();
            let source = folder.shapefile("layer.shp", &layer(text), encoding, Some(WGS84));
            if let Some(code_page) = code_page {
                fs_err::write(folder.path("layer.CPG"), code_page).unwrap();
            }
            let (found, problems) = read(role, &source);
            assert_eq!(
                codes(&problems),
                if warned { vec!["W951"] } else { vec![] },
                "{role}, {encoding:?}, {code_page:?}"
            );
            assert_eq!(found, expected, "{role}, {encoding:?}, {code_page:?}");
        }
    }
}

#[test]
fn geopackages_are_the_layer_that_geojson_is() {
    let folder = Folder::new();
    for (role, text) in LAYERS {
        layer(text).write_geopackage(&folder.path("county.gpkg"), role, 4490).unwrap();
        layer(text).write_geopackage(&folder.path(&format!("{role}.gpkg")), "a \"layer\"", 4326).unwrap();
    }
    for (role, text) in LAYERS {
        for name in [format!("county.gpkg#{role}"), format!("{role}.gpkg"), format!("{role}.gpkg#a \"layer\"")] {
            let (found, problems) = read(role, &folder.source(&name));
            assert!(problems.is_empty(), "{name}: {:?}", codes(&problems));
            assert_eq!(found, expected(role, text), "{name}");
        }
    }
}

/// Farthest a point of the projected roads is from where it was, in degrees.
fn farthest(source: &Source) -> f64 {
    let mut problems = Vec::new();
    let found = read_road_lines(source, &RoadSettings::default(), &mut problems);
    assert!(problems.is_empty(), "{:?}", codes(&problems));
    let folder = Folder::new();
    let plain = folder.source("roads.geojson");
    fs_err::write(&plain.path, ROADS).unwrap();
    let truth = read_road_lines(&plain, &RoadSettings::default(), &mut problems);
    let points = |lines: &[xiaqu_roads::RoadLine]| -> Vec<LonLat> {
        lines.iter().flat_map(|line| line.points.clone()).collect()
    };
    let (found, truth) = (points(&found), points(&truth));
    assert_eq!(found.len(), truth.len());
    let gaps = found
        .iter()
        .zip(&truth)
        .map(|(one, other)| (one.longitude() - other.longitude()).abs().max((one.latitude() - other.latitude()).abs()));
    gaps.fold(0.0, f64::max)
}

fn in_zone(code: u32) -> LayerTable {
    let Some(ReferenceSystem::TransverseMercator(plane)) = ReferenceSystem::of_epsg(code) else { panic!("no zone") };
    layer(ROADS).mapped(|(x, y)| plane.to_metres(LonLat::new(x, y).unwrap()))
}

#[test]
fn projected_layers_come_back_to_their_degrees_by_declaration_or_by_settings() {
    let folder = Folder::new();
    let declared = folder.shapefile("declared.shp", &in_zone(4548), LayerText::Utf8, Some(GAUSS_KRUGER));
    assert!(farthest(&declared) < 1e-9);
    let agreed = Source { datum: Datum::Epsg(4548), datum_is_stated: true, ..declared };
    assert!(farthest(&agreed) < 1e-9);
    let bare = folder.shapefile("bare.shp", &in_zone(4527), LayerText::Utf8, None);
    assert!(farthest(&Source { datum: Datum::Epsg(4527), datum_is_stated: true, ..bare }) < 1e-9);
    in_zone(32_650).write_geopackage(&folder.path("utm.gpkg"), "roads", 32_650).unwrap();
    assert!(farthest(&folder.source("utm.gpkg")) < 1e-9);
    // Without a declaration, degrees are taken at the word of the settings.
    let degrees = folder.shapefile("degrees.shp", &layer(ROADS), LayerText::Utf8, None);
    assert!(farthest(&Source { datum_is_stated: true, ..degrees }) < 1e-12);
}

#[test]
fn tables_and_geojson_in_metres_are_read_where_the_settings_say_so() {
    let Some(ReferenceSystem::TransverseMercator(plane)) = ReferenceSystem::of_epsg(4548) else { panic!("no zone") };
    let folder = Folder::new();
    let (x, y) = plane.to_metres(LonLat::new(117.12, 26.93).unwrap());
    fs_err::write(folder.path("v.csv"), format!("id,name,lon,lat,population\nV1,a,{x},{y},5\nV2,b,117.1,26.9,5\n"))
        .unwrap();
    let source = Source { datum: Datum::Epsg(4548), datum_is_stated: true, ..folder.source("v.csv") };
    let mut problems = Vec::new();
    let villages = read_villages(&source, &mut problems);
    assert_eq!(codes(&problems), ["E184"], "the second is in degrees");
    assert!((villages[0].position.longitude() - 117.12).abs() < 1e-9);
    assert!((villages[0].raw_position.latitude - 26.93).abs() < 1e-9);
    fs_err::write(
        folder.path("v.geojson"),
        format!(r#"{{"type":"Feature","properties":{{"id":"V1","name":"a","population":5}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#),
    )
    .unwrap();
    let source = Source { datum: Datum::Epsg(4548), datum_is_stated: true, ..folder.source("v.geojson") };
    let mut problems = Vec::new();
    assert!((read_villages(&source, &mut problems)[0].position.longitude() - 117.12).abs() < 1e-9);
    assert!(problems.is_empty());
}

#[test]
fn shifted_coordinates_are_unshifted_whatever_their_label_says() {
    let folder = Folder::new();
    let source = folder.shapefile("v.shp", &layer(VILLAGES), LayerText::Utf8, Some(WGS84));
    let mut problems = Vec::new();
    let plain = read_villages(&source, &mut problems);
    let shifted = read_villages(&Source { datum: Datum::Gcj02, datum_is_stated: true, ..source }, &mut problems);
    let moved = (plain[0].position.longitude() - shifted[0].position.longitude()).abs();
    assert!(problems.is_empty() && moved > 0.003, "{moved}");
}

#[test]
fn reference_systems_that_are_missing_unknown_contradicting_or_untrue_are_errors_with_a_code() {
    let folder = Folder::new();
    let roads = || layer(ROADS);
    let refused =
        |name: &str, layer: &LayerTable, projection: Option<&str>, datum: Option<Datum>| -> Vec<&'static str> {
            let source = folder.shapefile(name, layer, LayerText::Utf8, projection);
            let source = Source { datum: datum.unwrap_or_default(), datum_is_stated: datum.is_some(), ..source };
            let (found, problems) = read("roads", &source);
            assert_eq!(found, "[]");
            codes(&problems)
        };
    assert_eq!(refused("a.shp", &roads(), None, None), ["E181"]);
    assert_eq!(refused("b.shp", &in_zone(4548), None, Some(Datum::Wgs84)), ["E184"]);
    assert_eq!(refused("c.shp", &in_zone(4548), Some(WGS84), None), ["E184"]);
    assert_eq!(refused("d.shp", &roads(), Some(GAUSS_KRUGER), None), ["E184"]);
    assert_eq!(refused("e.shp", &in_zone(4527), Some(GAUSS_KRUGER), None), ["E184"]);
    assert_eq!(refused("f.shp", &in_zone(4548), Some(GAUSS_KRUGER), Some(Datum::Epsg(4547))), ["E183"]);
    assert_eq!(refused("g.shp", &roads(), Some("PROJCS[\"Xian_1980\",broken"), None), ["E182"]);
    let older = WGS84.replace("WGS_1984", "Xian_1980").replace("6378137.0,298.257223563", "6378140.0,298.257");
    let source = folder.shapefile("h.shp", &roads(), LayerText::Utf8, Some(&older));
    let (_, problems) = read("roads", &source);
    assert!(problems[0].cause(Language::En).contains("not public"), "{}", problems[0].render(Language::En));
    roads().write_geopackage(&folder.path("i.gpkg"), "roads", 2435).unwrap();
    assert_eq!(codes(&read("roads", &folder.source("i.gpkg")).1), ["E182"]);
    roads().write_geopackage(&folder.path("j.gpkg"), "roads", 4547).unwrap();
    assert_eq!(codes(&read("roads", &folder.source("j.gpkg")).1), ["E184"]);
}

#[test]
fn missing_parts_wrong_layers_and_wrong_geometry_are_named() {
    let folder = Folder::new();
    let source = folder.shapefile("roads.shp", &layer(ROADS), LayerText::Gbk, Some(WGS84));
    fs_err::write(folder.path("roads.cpg"), "UTF-8").unwrap();
    assert!(codes(&read("roads", &source).1).contains(&"E188"));
    fs_err::write(folder.path("roads.cpg"), "klingon").unwrap();
    assert_eq!(codes(&read("roads", &source).1), ["E187"]);
    assert_eq!(companion_files(&source.path).len(), 4);
    fs_err::remove_file(folder.path("roads.shx")).unwrap();
    fs_err::remove_file(folder.path("roads.dbf")).unwrap();
    assert_eq!(codes(&read("roads", &source).1), ["E180", "E180"]);
    for role in ["roads", "villages"] {
        layer(ROADS).write_geopackage(&folder.path("two.gpkg"), role, 4326).unwrap();
    }
    let (_, problems) = read("roads", &folder.source("two.gpkg"));
    assert_eq!(codes(&problems), ["E185"]);
    assert!(problems[0].cause(Language::En).contains("`roads`, `villages`"));
    assert_eq!(codes(&read("roads", &folder.source("two.gpkg#railways")).1), ["E186"]);
    assert_eq!(codes(&read("villages", &folder.source("two.gpkg#villages")).1), ["E163"]);
    fs_err::write(folder.path("two.gpkg-wal"), "changes").unwrap();
    assert_eq!(codes(&read("roads", &folder.source("two.gpkg#roads")).1), ["E152"]);
}

#[test]
fn columns_are_found_by_mapping_and_by_what_a_shapefile_leaves_of_their_names() {
    let folder = Folder::new();
    let text = STATIONS.replace("警力", "headcount");
    let source = folder.shapefile("s.shp", &layer(&text), LayerText::Utf8, Some(WGS84));
    let columns = ColumnNames([("officers".to_owned(), "headcount".to_owned())].into_iter().collect());
    let mut problems = Vec::new();
    let stations = read_stations(&Source { columns, ..source }, &mut problems);
    assert!(problems.is_empty(), "{:?}", codes(&problems));
    assert!(stations[0].county_seat && !stations[1].county_seat, "`county_sea` is `county_seat`");
    assert_eq!(stations[0].officers, 12);
}

#[test]
fn a_view_in_a_geopackage_is_not_run() {
    let folder = Folder::new();
    let path = folder.path("view.gpkg");
    layer(ROADS).write_geopackage(&path, "roads", 4326).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("ALTER TABLE roads RENAME TO hidden; CREATE VIEW roads AS SELECT * FROM hidden").unwrap();
    drop(connection);
    let (_, problems) = read("roads", &folder.source("view.gpkg"));
    assert!(problems[0].cause(Language::En).contains("view"), "{}", problems[0].render(Language::En));
}

#[test]
fn a_geojson_layer_may_declare_the_metres_that_the_settings_state() {
    let folder = Folder::new();
    let Some(ReferenceSystem::TransverseMercator(plane)) = ReferenceSystem::of_epsg(4548) else { panic!("no zone") };
    let (x, y) = plane.to_metres(LonLat::new(117.12, 26.93).unwrap());
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::4548"}}}},"features":[
        {{"type":"Feature","properties":{{"id":"V1","name":"a","population":5}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}]}}"#
    );
    fs_err::write(folder.path("v.geojson"), text).unwrap();
    let source = folder.source("v.geojson");
    assert_eq!(codes(&read("villages", &source).1), ["E165"]);
    let stated = |code| Source { datum: Datum::Epsg(code), datum_is_stated: true, ..source.clone() };
    assert!(read("villages", &stated(4548)).1.is_empty());
    assert_eq!(codes(&read("villages", &stated(548)).1), ["E165"]);
}
