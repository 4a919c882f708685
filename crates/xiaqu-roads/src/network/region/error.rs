//! Failures of region files.

use std::path::PathBuf;

/// Why a region file could not be written or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegionError {
    /// The file cannot be read or written.
    #[error("cannot read or write the region file `{path}`")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is no region file, or one of another version of this format.
    #[error("`{path}` is not a region file of this version\nhint: make it again with `xiaqu roads import`")]
    NotARegion {
        /// The file.
        path: PathBuf,
    },
    /// The file is cut short or changed.
    #[error("region file `{path}` is damaged\nhint: make it again with `xiaqu roads import`")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Road settings are part of a region: speeds, repairs, what a police car may pass.
    #[error("region file `{path}` was made with other road settings\nhint: make it again with `xiaqu roads import`")]
    OtherSettings {
        /// The file.
        path: PathBuf,
    },
    /// Closures hold on a date and are no part of a region.
    #[error("a network with closures cannot be kept as a region")]
    HasClosures,
    /// The network is too large for the 32-bit numbers of the format.
    #[error("a network of more than 4 billion points or words cannot be kept as a region")]
    TooLarge,
}
