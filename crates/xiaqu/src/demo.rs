//! The embedded county: compiled into the program, written out by `xiaqu demo`.

use std::path::Path;

use xiaqu_formats::FolderError;

use crate::Failure;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../data/demo/", $name)))),*]
    };
}

/// The files of the embedded county (data/demo).
const FILES: [(&str, &str); 7] = embedded![
    "README.md",
    "xiaqu.toml",
    "townships.geojson",
    "villages.csv",
    "stations.csv",
    "roads.geojson",
    "reservoir.geojson",
];

/// Writes the embedded county; a folder that holds something else is left alone.
///
/// # Errors
/// If the folder exists and may not be replaced, or cannot be written.
pub fn write_demo_county(folder: &Path, replace: bool) -> Result<(), Failure> {
    let io = FolderError::from;
    let mut names = fs_err::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    if names.any(|name| FILES.iter().all(|(known, _)| name != *known)) {
        return Err(FolderError::NotOurs(folder.to_owned()).into());
    }
    if folder.join("xiaqu.toml").exists() && !replace {
        return Err(FolderError::Exists(folder.to_owned()).into());
    }
    fs_err::create_dir_all(folder).map_err(io)?;
    for (name, text) in FILES {
        fs_err::write(folder.join(name), text).map_err(io)?;
    }
    Ok(())
}
