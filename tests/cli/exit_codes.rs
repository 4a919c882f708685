//! Exit codes and the two streams (SPEC 2).

use crate::program::{Place, files_of, xiaqu};

#[test]
fn usage_errors_end_with_two() {
    assert_eq!(xiaqu(["plam"]).code, Some(2));
    assert_eq!(xiaqu(["plan", "county"]).code, Some(2), "an output folder is needed");
}

#[test]
fn an_existing_output_is_replaced_only_with_force() {
    let place = Place::new();
    assert_eq!(place.plan(&["-q"]).code, Some(0));
    let before = files_of(&place.path("plan"));
    let said = place.plan(&[]);
    assert_eq!(said.code, Some(2));
    assert!(said.messages.contains("--force"), "{}", said.messages);
    assert_eq!(files_of(&place.path("plan")), before);
    assert_eq!(place.plan(&["--force", "-q"]).code, Some(0));
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced_even_with_force() {
    let place = Place::new();
    fs_err::create_dir_all(place.path("plan")).expect("a folder can be made");
    fs_err::write(place.path("plan").join("thesis.txt"), "years of work").expect("a file can be written");
    assert_eq!(place.plan(&["--force"]).code, Some(2));
    assert!(place.path("plan").join("thesis.txt").is_file());
}

#[test]
fn a_limit_before_any_plan_ends_with_five_or_with_the_best_plan_and_six() {
    let place = Place::new();
    let said = place.plan(&["--time-limit", "0.000001"]);
    assert!(matches!(said.code, Some(5 | 6)), "{:?}: {}", said.code, said.messages);
    assert_eq!(place.path("plan").exists(), said.code == Some(6));
}

#[test]
fn json_is_one_object_on_standard_output() {
    let place = Place::new();
    let said = place.plan(&["--json"]);
    let result: serde_json::Value = serde_json::from_str(&said.result).expect("the result is one JSON object");
    assert_eq!(result["proof"]["kind"], "enumerated");
    place.change_cell("villages.csv", 4, "population", "-12");
    let said = xiaqu(["check", &place.text("county"), "--json", "-o", &place.text("problems.geojson")]);
    let result: serde_json::Value = serde_json::from_str(&said.result).expect("the result is one JSON object");
    assert_eq!((said.code, &result["problems"][0]["code"]), (Some(3), &"E156".into()));
}

#[test]
fn the_schema_knows_every_setting_that_init_writes() {
    let place = Place::new();
    assert_eq!(xiaqu(["init", &place.text("fresh")]).code, Some(0));
    let settings = fs_err::read_to_string(place.path("fresh").join("xiaqu.toml")).expect("it was written");
    let schema: serde_json::Value = serde_json::from_str(&xiaqu(["schema"]).result).expect("the schema is JSON");
    let mut section = "";
    let mut keys = 0;
    for line in settings.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
        } else if let Some((key, _)) = line.strip_prefix("# ").and_then(|line| line.split_once(" =")) {
            let known = &schema["settings"]["properties"][section]["properties"][key];
            assert!(known.is_object(), "{section}.{key} is not in the schema");
            keys += 1;
        }
    }
    assert!(keys > 50, "only {keys} settings were seen");
    let said = xiaqu(["check", &place.text("fresh"), "-o", &place.text("problems.geojson")]);
    assert_eq!(said.code, Some(3));
    for file in ["roads.osm.pbf", "townships.geojson", "villages.csv", "stations.csv"] {
        assert!(said.messages.contains(file), "{file} is not named:\n{}", said.messages);
    }
}
