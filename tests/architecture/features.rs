//! What is compiled for the Python package alone is compiled as for the whole workspace, so that nothing is compiled twice.

use std::{collections::BTreeSet, process::Command};

use crate::workspace;

/// Every package with the features that a selection of packages asks for.
fn asked_for(selection: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(workspace()).args(["tree", "--locked", "--prefix", "none", "--format", "{p} {f}"]);
    let told = command.args(["--edges", "normal,build"]).args(selection).output().expect("cargo starts");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let text = String::from_utf8(told.stdout).expect("names are UTF-8");
    text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_wheel_asks_of_every_crate_what_the_workspace_asks() {
    let (wheel, all) = (asked_for(&["--package", "xiaqu-py"]), asked_for(&["--workspace"]));
    assert!(wheel.len() > 100);
    let own: Vec<&String> = wheel.difference(&all).collect();
    assert!(own.is_empty(), "state in crates/xiaqu-py/Cargo.toml what the workspace asks of these more: {own:#?}");
}
