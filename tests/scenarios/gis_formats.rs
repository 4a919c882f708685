//! The same county as Shapefiles and as a GeoPackage gives the same plan.

use std::path::Path;

use serde_json::json;
use xiaqu_testkit::layer_files::{LayerTable, LayerText};
use xiaqu_tests::{
    CountyFolder,
    csv_rows::{number, read_rows},
    plan, run_with, saved,
};

const CHINA_IN_DEGREES: &str = "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",\
    SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// The layers of a county whose tables are CSV, by role.
fn layers(county: &CountyFolder) -> Vec<(&'static str, LayerTable)> {
    let points = |table: &str| {
        let features = read_rows(&county.path().join(table)).into_iter().map(|row| {
            let position = [number(&row, "lon"), number(&row, "lat")];
            let properties: serde_json::Map<_, _> = row
                .into_iter()
                .filter(|(name, _)| name != "lon" && name != "lat")
                .map(|(name, cell)| (name, json!(cell)))
                .collect();
            json!({"type": "Feature", "properties": properties,
                "geometry": {"type": "Point", "coordinates": position}})
        });
        json!({"features": features.collect::<Vec<_>>()}).to_string()
    };
    let texts = [
        ("townships", county.read("townships.geojson")),
        ("villages", points("villages.csv")),
        ("stations", points("stations.csv")),
        ("roads", county.read("roads.geojson")),
    ];
    texts.into_iter().map(|(role, text)| (role, LayerTable::from_geojson(&text).unwrap())).collect()
}

/// Names other files in `[inputs]`.
fn rename(county: &CountyFolder, name: impl Fn(&str) -> String) {
    let roles = ["townships", "villages", "stations", "roads"];
    let settings = county.read("xiaqu.toml");
    let kept = settings.lines().filter(|line| !roles.iter().any(|role| line.starts_with(&format!("{role} ="))));
    let kept: Vec<&str> = kept.collect();
    let named = roles.map(|role| format!("{role} = \"{}\"\n", name(role))).concat();
    county.write("xiaqu.toml", &kept.join("\n").replace("[inputs]", &format!("[inputs]\n{named}")));
}

fn remove(path: &Path) {
    fs_err::remove_file(path).unwrap();
}

#[test]
fn a_county_of_shapefiles_in_gbk_and_one_of_a_geopackage_have_the_plan_of_their_geojson() {
    let county = CountyFolder::demo();
    let plain = plan(&county);
    let layers = layers(&county);
    for (role, layer) in &layers {
        layer.write_geopackage(&county.path().join("county.gpkg"), role, 4326).unwrap();
        let path = county.path().join(format!("{role}.shp"));
        layer.write_shapefile(&path, LayerText::Gbk).unwrap();
        fs_err::write(path.with_extension("prj"), CHINA_IN_DEGREES).unwrap();
        fs_err::write(path.with_extension("cpg"), "GBK").unwrap();
    }
    for name in ["townships.geojson", "villages.csv", "stations.csv", "roads.geojson"] {
        remove(&county.path().join(name));
    }
    rename(&county, |role| format!("county.gpkg#{role}"));
    let packaged = plan(&county);
    rename(&county, |role| format!("{role}.shp"));
    let shaped = plan(&county);
    for other in [&packaged, &shaped] {
        assert_eq!(other.plan, plain.plan);
        assert_eq!(other.judgement.dispatch, plain.judgement.dispatch);
        assert_eq!(other.judgement.values, plain.judgement.values);
    }
}

#[test]
fn every_file_of_a_shapefile_is_in_the_manifest_and_a_change_of_one_is_seen() {
    let county = CountyFolder::demo();
    let roads = LayerTable::from_geojson(&county.read("roads.geojson")).unwrap();
    let path = county.path().join("roads.shp");
    roads.write_shapefile(&path, LayerText::Utf8).unwrap();
    fs_err::write(path.with_extension("prj"), CHINA_IN_DEGREES).unwrap();
    let settings = county.read("xiaqu.toml").replace("roads.geojson", "roads.shp");
    county.write("xiaqu.toml", &settings);
    let files = saved(&county, "out", 1);
    let manifest = String::from_utf8(files["manifest.json"].clone()).unwrap();
    for name in ["roads.shp", "roads.shx", "roads.dbf", "roads.prj"] {
        assert!(manifest.contains(&format!("\"{name}\"")), "{name} is missing: {manifest}");
    }
    fs_err::write(path.with_extension("cpg"), "UTF-8").unwrap();
    let verification = xiaqu::verify(&county.output("out"), Some(county.path()), &run_with(&|_| ())).unwrap();
    let faults: Vec<&String> = verification.checks.iter().flat_map(|check| &check.faults).collect();
    assert_eq!(faults, ["`roads.cpg` has changed since"]);
}
