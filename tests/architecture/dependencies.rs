//! STYLE 2: allowed dependencies between crates, and the homes of third-party crates.

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::{read, rust_files, workspace};

/// What each crate of ours may depend on in shipped code.
const ALLOWED: &[(&str, &[&str])] = &[
    ("xiaqu-model", &[]),
    ("xiaqu-roads", &["xiaqu-model"]),
    ("xiaqu-townships", &["xiaqu-model"]),
    ("xiaqu-evaluate", &["xiaqu-model"]),
    ("xiaqu-solver", &["xiaqu-model"]),
    ("xiaqu-formats", &["xiaqu-model", "xiaqu-evaluate", "xiaqu-townships", "xiaqu-roads"]),
    ("xiaqu", &["xiaqu-model", "xiaqu-evaluate", "xiaqu-townships", "xiaqu-roads", "xiaqu-formats", "xiaqu-solver"]),
    ("xiaqu-cli", &["xiaqu", "xiaqu-model"]),
    ("xiaqu-py", &["xiaqu", "xiaqu-model"]),
    ("xiaqu-testkit", &["xiaqu-model"]),
];

/// Third-party crates with a home: the crates of ours that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("geo", &["xiaqu-townships", "xiaqu-roads"]),
    ("rstar", &["xiaqu-townships", "xiaqu-roads"]),
    ("spade", &["xiaqu-townships"]),
    ("petgraph", &["xiaqu-roads", "xiaqu-solver"]),
    ("geojson", &["xiaqu-formats"]),
    ("csv", &["xiaqu-formats"]),
    ("parquet", &["xiaqu-formats"]),
    ("tiff", &["xiaqu-formats"]),
    ("rusqlite", &["xiaqu-formats", "xiaqu-testkit"]),
    ("shapefile", &["xiaqu-testkit"]),
    ("good_lp", &["xiaqu-solver"]),
    ("highs", &["xiaqu-solver"]),
    ("rayon", &["xiaqu-roads", "xiaqu-townships", "xiaqu-solver", "xiaqu"]),
    ("clap", &["xiaqu-cli"]),
    ("pyo3", &["xiaqu-py"]),
    ("pyo3-arrow", &["xiaqu-py"]),
    ("numpy", &["xiaqu-py"]),
    ("arrow-array", &["xiaqu-py"]),
];

/// Dependencies that state features only (`features.rs`), and the crate that does.
const FEATURES_ONLY: (&str, [&str; 4]) = ("xiaqu-py", ["byteorder", "either", "libc", "rustix"]);

/// Packages whose code is not shipped.
const NOT_SHIPPED: [&str; 2] = ["xiaqu-tests", "xiaqu-benches"];

fn packages() -> Vec<Package> {
    let manifest = workspace().join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata answers");
    metadata.packages.into_iter().filter(|package| !NOT_SHIPPED.contains(&package.name.as_str())).collect()
}

fn shipped(package: &Package) -> impl Iterator<Item = &str> {
    let normal = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.as_str())
}

#[test]
fn crates_depend_only_on_what_the_house_allows() {
    let packages = packages();
    for package in &packages {
        let allowed = ALLOWED.iter().find(|(name, _)| *name == package.name.as_str());
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{} is not in the table", package.name));
        let ours = shipped(package).filter(|name| name.starts_with("xiaqu"));
        for name in ours {
            assert!(allowed.contains(&name), "{} must not depend on {name}", package.name);
        }
    }
    assert_eq!(packages.len(), ALLOWED.len(), "the table names a crate that is gone");
}

#[test]
fn third_party_crates_stay_at_home() {
    for package in &packages() {
        for (name, homes) in HOMES {
            let used = shipped(package).any(|dependency| dependency == *name);
            assert!(!used || homes.contains(&package.name.as_str()), "{name} is not at home in {}", package.name);
        }
    }
}

#[test]
fn every_dependency_is_used() {
    for package in &packages() {
        let files = rust_files(&format!("crates/{}", package.name));
        let sources: String = files.iter().map(read).collect();
        // Dependencies of a build script that is not there state features only.
        let used = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Build);
        for dependency in used {
            let name = dependency.name.replace('-', "_");
            let states = package.name.as_str() == FEATURES_ONLY.0 && FEATURES_ONLY.1.contains(&name.as_str());
            assert!(sources.contains(&name) || states, "{} does not use {name}", package.name);
        }
    }
}

#[test]
fn the_table_of_the_architecture_names_every_crate() {
    let text = read("ARCHITECTURE.md");
    for (name, _) in ALLOWED {
        assert!(text.contains(&format!("`{name}`")), "ARCHITECTURE.md lacks {name}");
    }
}
