//! What stands beside a plan: the integer program for other solvers, and the four-factor index.

use serde_json::Value;

use crate::support::{County, xiaqu};

#[test]
fn the_program_is_written_for_other_solvers_even_if_there_is_no_plan() {
    let county = County::demo();
    for (name, begins) in [("model.mps", "NAME xiaqu"), ("model.lp", "Minimize")] {
        let file = county.out(name);
        assert_eq!(county.plan(name.split_once('.').unwrap().1, &["-q", "--write-model", &file]).code, Some(0));
        let text = fs_err::read_to_string(&file).unwrap();
        assert!(text.lines().any(|line| line == begins), "{text}");
        assert!(text.contains("x_S2_S4_S4") && text.contains("r4_1_S2"), "names tell stations and rows");
        fs_err::remove_file(&file).unwrap();
        county.replace("xiaqu.toml", "closures = 3", "closures = 8");
        assert_eq!(county.plan("none", &["-q", "--write-model", &file]).code, Some(4));
        assert!(fs_err::read_to_string(&file).unwrap().contains("r4_3_least_closures"), "so that it can be checked");
        county.replace("xiaqu.toml", "closures = 8", "closures = 3");
    }
}

#[test]
fn a_model_is_called_mps_or_lp_and_is_never_lost_in_silence() {
    let county = County::demo();
    let refused = county.plan("plan", &["--write-model", "model.txt"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains(".mps") && refused.stderr.contains(".lp"), "{}", refused.stderr);
    let nowhere = county.out("no/such/folder/model.lp");
    let failed = county.plan("plan", &["--write-model", &nowhere]);
    assert_eq!(failed.code, Some(1));
    assert!(failed.stderr.contains("the model cannot be written"), "{}", failed.stderr);
}

#[test]
fn the_index_names_every_station_and_warns_of_what_calls_mean() {
    let county = County::demo();
    assert_eq!(county.plan("plan", &["-q"]).code, Some(0));
    let folder = std::path::PathBuf::from(county.out("plan"));
    let index: Value = serde_json::from_slice(&fs_err::read(folder.join("complexity.json")).unwrap()).unwrap();
    let stations = index["stations"].as_array().unwrap();
    assert_eq!(stations.len(), 9);
    let sum: f64 = stations.iter().map(|station| station["index"].as_f64().unwrap()).sum();
    assert!((sum - 9.0).abs() < 1e-9, "the mean of the index is one");
    let mut ranks: Vec<u64> = stations.iter().map(|station| station["rank"].as_u64().unwrap()).collect();
    ranks.sort_unstable();
    assert_eq!(ranks, (1..=9).collect::<Vec<_>>());
    assert!(index["note_en"].as_str().unwrap().contains("police presence"));
    assert_eq!(index["stability"]["draws"], 1_000);
    assert!((index["correlations"]["area"]["area"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    let table = fs_err::read_to_string(folder.join("complexity.csv")).unwrap();
    assert_eq!(table.lines().count(), 10);
    assert!(table.lines().nth(1).unwrap().starts_with("S1,"), "{table}");
}

#[test]
fn the_draws_follow_the_seed_of_the_plan_and_verify_repeats_them() {
    let county = County::demo();
    assert_eq!(county.plan("plan", &["-q", "--seed", "5"]).code, Some(0));
    let checked = xiaqu(&["verify", &county.out("plan")]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.stdout, checked.stderr);
    assert_eq!(county.plan("other", &["-q"]).code, Some(0));
    let read =
        |out: &str| fs_err::read_to_string(std::path::Path::new(&county.out(out)).join("complexity.json")).unwrap();
    assert!(read("plan").contains("\"seed\": 5"));
    assert_ne!(read("plan"), read("other"));
}

#[test]
fn weights_that_do_not_add_up_are_refused() {
    let county = County::demo();
    county.set("complexity", "area_weight = 0.25");
    let refused = county.plan("plan", &[]);
    assert_eq!(refused.code, Some(3));
    let said = "E431 xiaqu.toml (complexity): the weights of `[complexity]` add up to `1.1`";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
}

#[test]
fn a_solver_is_chosen_by_name_and_an_unknown_one_lists_the_names() {
    let county = County::demo();
    county.set("search", "engine = \"integer_program\"\nbackend = \"highs\"");
    assert_eq!(county.plan("plan", &["-q"]).code, Some(0));
    let plan: Value =
        serde_json::from_slice(&fs_err::read(std::path::Path::new(&county.out("plan")).join("plan.json")).unwrap())
            .unwrap();
    let status = plan["proof"]["status"].as_str().unwrap();
    assert!(status.starts_with("HiGHS") && status.ends_with("nodes"), "{status}");
    county.replace("xiaqu.toml", "backend = \"highs\"", "backend = \"gurobi\"");
    let refused = county.plan("other", &[]);
    assert_eq!(refused.code, Some(3));
    assert!(refused.stderr.contains("\"highs\", \"microlp\""), "{}", refused.stderr);
}

#[test]
fn shapefiles_are_written_on_request_and_the_plan_still_verifies() {
    let county = County::demo();
    let done = county.plan("plan", &["--shapefile"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let folder = std::path::PathBuf::from(county.out("plan")).join("shapefile");
    for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
        assert!(folder.join(format!("dispatch_areas.{ending}")).is_file(), "no .{ending}");
    }
    let verified = xiaqu(&["verify", &county.out("plan")]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
}
