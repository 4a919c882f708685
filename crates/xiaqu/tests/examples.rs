//! The examples, each run with its own assertions.

#[path = "../examples/dispatch_today.rs"]
mod dispatch_today;
#[path = "../examples/optimise_matrices.rs"]
mod optimise_matrices;
#[path = "../examples/plan_folder.rs"]
mod plan_folder;
#[path = "../examples/what_if_closures.rs"]
mod what_if_closures;

#[test]
fn a_folder_is_planned_written_and_verified() {
    plan_folder::main().unwrap();
}

#[test]
fn matrices_alone_are_enough() {
    optimise_matrices::main().unwrap();
}

#[test]
fn the_areas_of_today_tile_the_county() {
    dispatch_today::main().unwrap();
}

#[test]
fn a_county_is_read_once_for_many_questions() {
    what_if_closures::main().unwrap();
}
