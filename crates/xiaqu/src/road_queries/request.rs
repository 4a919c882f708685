//! What is asked: which roads, from where, to where.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use xiaqu_formats::{Frame, Source};
use xiaqu_model::Datum;

/// A file of roads or of places by itself, without a county around it.
#[derive(Clone, Debug)]
pub struct RoadFile {
    /// Where it is; a layer of a GeoPackage behind `#`.
    pub path: PathBuf,
    /// Datum of its coordinates; WGS-84 if nothing is stated.
    pub datum: Option<Datum>,
    /// The table itself, where a script has it in memory; then the path is its name in messages.
    pub frame: Option<Arc<Frame>>,
}

/// Roads of a county, or of a file.
#[derive(Clone, Debug)]
pub enum RoadSource {
    /// The county folder: settings, stations and villages come with it.
    County(PathBuf),
    /// A file of roads, or a region file (`.xqroads`); settings are the defaults.
    File(RoadFile),
}

/// Places to start from or to go to.
#[derive(Clone, Debug)]
pub enum PointSource {
    /// The county's stations of today, without sites that may be built.
    Stations,
    /// The county's villages.
    Villages,
    /// A table or layer of points with `id`, `lon`, `lat` and, if wanted, `name` and `start_minutes`.
    File(RoadFile),
}

/// Roads with the places that a question is about.
#[derive(Clone, Debug)]
pub struct RoadRequest {
    /// The roads.
    pub roads: RoadSource,
    /// Where crews start; nothing stands for the stations of the county, and for nowhere without one.
    pub from: Option<PointSource>,
    /// Where they go; nothing stands for the villages of the county, and for the places they start from without one.
    pub to: Option<PointSource>,
}

impl RoadFile {
    /// A file in WGS-84 or in whatever system it declares itself.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), datum: None, frame: None }
    }

    /// A table in memory under a name for messages.
    pub fn of_frame(name: &str, frame: Arc<Frame>) -> Self {
        Self { path: name.into(), datum: None, frame: Some(frame) }
    }

    /// The name in messages.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// As the readers of files take it.
    pub(super) fn source(&self) -> Source {
        let name = self.name();
        let path = PathBuf::from(xiaqu_formats::split_layer(&name).0);
        Source {
            path,
            name,
            datum: self.datum.unwrap_or_default(),
            datum_is_stated: self.datum.is_some(),
            frame: self.frame.clone(),
            ..Source::default()
        }
    }
}
