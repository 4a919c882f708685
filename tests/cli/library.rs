//! The command writes what the library writes: one engine behind both doors.

use xiaqu::{Planned, SaveOptions};
use xiaqu_tests::{CountyFolder, plan, real_counties, run_with};

use crate::support::{bytes_of_folder, xiaqu};

/// Every file of both output folders is the same, byte for byte.
fn assert_same_files(county: &CountyFolder, kind: &str, planned: &Planned) {
    let (by_library, by_command) = (county.output("library"), county.output("command"));
    planned.save(&county.path(), &by_library, SaveOptions::default()).unwrap();
    let paths = [county.path(), by_command.clone()].map(|path| path.display().to_string());
    let ended = xiaqu(&[kind, &paths[0], "-o", &paths[1], "-q"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let (library, command) = (bytes_of_folder(&by_library), bytes_of_folder(&by_command));
    assert!(library.contains_key("plan.json"));
    assert_eq!(library.keys().collect::<Vec<_>>(), command.keys().collect::<Vec<_>>());
    let differing: Vec<&String> = library.keys().filter(|name| library[*name] != command[*name]).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn the_command_plans_the_embedded_county_as_the_library_does() {
    let county = CountyFolder::demo();
    assert_same_files(&county, "plan", &plan(&county));
}

#[test]
fn the_command_dispatches_the_embedded_county_as_the_library_does() {
    let county = CountyFolder::demo();
    let today = xiaqu::dispatch_county(&county.path(), &run_with(&|_| ())).unwrap();
    assert_same_files(&county, "dispatch", &today);
}

#[test]
fn the_command_plans_gozo_as_the_library_does() {
    let Some(county) = real_counties::gozo() else { return };
    assert_same_files(&county, "plan", &plan(&county));
}
