//! What is written: the same bytes every time, checked again from the inputs, and never markup or a formula.

use crate::program::{Place, files_of, xiaqu};

#[test]
fn two_runs_and_any_number_of_threads_give_the_same_bytes() {
    let place = Place::new();
    assert_eq!(place.plan(&["-q", "--threads", "1"]).code, Some(0));
    let first = files_of(&place.path("plan"));
    for threads in ["1", "2", "5"] {
        assert_eq!(place.plan(&["-q", "--force", "--threads", threads]).code, Some(0));
        assert_eq!(files_of(&place.path("plan")), first, "with {threads} threads");
    }
}

#[test]
fn verify_accepts_what_was_written_and_finds_what_was_changed() {
    let place = Place::new();
    assert_eq!(place.plan(&["-q"]).code, Some(0));
    let verify = || xiaqu(["verify", &place.text("plan")]);
    assert_eq!(verify().code, Some(0));
    let path = place.path("plan").join("dispatch_areas.geojson");
    let layer = fs_err::read_to_string(&path).expect("the layer was written");
    let (head, features) = layer.split_once("features").expect("the layer has features");
    let moved = format!("{head}features{}", features.replacen("[117.", "[118.", 1));
    fs_err::write(&path, moved).expect("the layer can be changed");
    let said = verify();
    assert_eq!(said.code, Some(3));
    assert!(said.result.contains("FAIL dispatch_areas tile the county"), "{}", said.result);
    fs_err::write(&path, layer).expect("the layer can be restored");
    place.change_cell("villages.csv", 4, "population", "7");
    let said = verify();
    assert_eq!(said.code, Some(3));
    assert!(said.result.contains("`villages.csv` has changed since"), "{}", said.result);
}

#[test]
fn dispatch_draws_the_stations_as_they_are() {
    let place = Place::new();
    let said = xiaqu(["dispatch", &place.text("county"), "-o", &place.text("now"), "-q"]);
    assert_eq!(said.code, Some(0), "{}", said.messages);
    let layer = fs_err::read_to_string(place.path("now").join("dispatch_areas.geojson")).expect("it was written");
    assert_eq!(layer.matches("\"type\":\"Feature\",").count(), 9);
    assert_eq!(xiaqu(["verify", &place.text("now")]).code, Some(0));
}

#[test]
fn text_from_data_never_becomes_markup_or_a_formula() {
    let place = Place::new();
    place.change_cell("villages.csv", 8, "name", "=HYPERLINK(1)");
    place.change_cell("stations.csv", 2, "name", "<script>x</script>");
    assert_eq!(place.plan(&["-q"]).code, Some(0));
    for (name, bytes) in files_of(&place.path("plan")) {
        let text = String::from_utf8(bytes).expect("every file is text");
        let markup = name.ends_with(".qml") && text.contains("<script>");
        let formula =
            name.ends_with(".csv") && text.lines().any(|line| line.split(',').any(|cell| cell.starts_with('=')));
        assert!(!markup && !formula, "{name}");
    }
}
