//! Failures of import and build.

use std::path::PathBuf;

use crate::{PbfFault, XmlFault};

/// Why roads could not be read or built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoadError {
    /// The file cannot be opened or read.
    #[error("cannot read road file `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file does not begin as OpenStreetMap PBF.
    #[error("road file `{path}` is not an OpenStreetMap PBF file")]
    NotPbf {
        /// The file.
        path: PathBuf,
    },
    /// The file is cut short or damaged.
    #[error("road file `{path}` is cut short or damaged")]
    Pbf {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        #[source]
        source: PbfFault,
    },
    /// The file is no OpenStreetMap XML, damaged or cut short.
    #[error("road file `{path}` is not a whole OpenStreetMap XML file")]
    Xml {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: Box<XmlFault>,
    },
    /// The file has no bytes.
    #[error("road file `{path}` is empty")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A line has fewer than two points, or not one node for each point.
    #[error("road `{id}` needs two points or more, and a node for each point if it has nodes")]
    BadPoints {
        /// The road.
        id: String,
    },
    /// A line has no usable speed.
    #[error("road `{id}` needs a speed above zero that crosses it within 49 days")]
    BadSpeed {
        /// The road.
        id: String,
    },
    /// The factor of a scenario is not a number from 1 to 100.
    #[error("{scenario} factor `{factor}` is not between 1 and 100")]
    BadFactor {
        /// Name of the scenario.
        scenario: &'static str,
        /// The factor.
        factor: f64,
    },
}
