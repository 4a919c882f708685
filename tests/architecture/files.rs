//! Sizes and orphans.

use std::path::{Path, PathBuf};

use crate::{read, rust_files, workspace};

/// Production lines of a file: those before its unit tests.
fn production_lines(text: &str) -> usize {
    text.lines().take_while(|line| *line != "#[cfg(test)]").count()
}

#[test]
fn no_production_file_is_longer_than_it_may_be() {
    for path in rust_files("crates") {
        let lines = production_lines(&read(&path));
        assert!(lines <= 400, "{} has {lines} production lines", path.display());
        let most = if path.ends_with("src/lib.rs") { 120 } else { 400 };
        assert!(lines <= most, "{} has {lines} lines", path.display());
    }
}

/// `settings/mod.rs` and the like that hold more than declarations, because the items belong to the folder as a whole.
const FOLDERS_WITH_ITEMS: usize = 8;

#[test]
fn folders_declare_their_files_and_little_else() {
    let holds_items = |path: &PathBuf| {
        let text = read(path);
        let production = text.lines().take_while(|line| *line != "#[cfg(test)]");
        path.ends_with("mod.rs")
            && production.filter(|line| line.starts_with("impl ") || line.contains("fn ")).count() > 0
    };
    let with_items: Vec<PathBuf> = rust_files("crates").into_iter().filter(holds_items).collect();
    assert!(with_items.len() <= FOLDERS_WITH_ITEMS, "move items out of {with_items:#?}");
}

#[test]
fn every_source_file_is_reachable_from_its_crate_root() {
    for folder in fs_err::read_dir(workspace().join("crates")).expect("there are crates") {
        let source = folder.expect("an entry can be read").path().join("src");
        let roots = ["lib.rs", "main.rs"].map(|name| source.join(name));
        let mut reached: Vec<PathBuf> = roots.into_iter().filter(|path| path.is_file()).collect();
        reached.extend(rust_files(&source.join("bin").to_string_lossy()));
        let mut next = 0;
        while let Some(path) = reached.get(next).cloned() {
            next += 1;
            reached.extend(modules_of(&path));
        }
        for path in rust_files(&source.to_string_lossy()) {
            assert!(reached.contains(&path), "{} belongs to no crate", path.display());
        }
    }
}

/// The files that a file declares as its modules.
fn modules_of(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().expect("a file has a folder");
    let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a file has a name");
    let inside = if ["lib", "main", "mod"].contains(&stem) { folder.to_owned() } else { folder.join(stem) };
    let text = read(path);
    let declared = text.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'))
    });
    declared
        .flat_map(|name| {
            [inside.join(format!("{name}.rs")), inside.join(name).join("mod.rs"), folder.join(format!("{name}.rs"))]
        })
        .filter(|path| path.is_file())
        .collect()
}
