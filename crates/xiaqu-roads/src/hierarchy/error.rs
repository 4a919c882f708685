//! Failures of the hierarchy.

use std::path::PathBuf;

/// Why a hierarchy could not be made, used, kept or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyError {
    /// The arrays of a graph do not fit together.
    #[error("the arrays of the road graph do not fit together: `{reason}`")]
    BadGraph {
        /// What does not fit.
        reason: &'static str,
    },
    /// The graph has 2^31 junctions or arcs, or more.
    #[error("a road graph of `{junctions}` junctions and `{arcs}` arcs is too large")]
    TooLarge {
        /// Junctions.
        junctions: usize,
        /// Arcs.
        arcs: usize,
    },
    /// Times or places belong to another graph.
    #[error("`{found}` {what} were given for a hierarchy of `{expected}`")]
    OtherGraph {
        /// What was counted: arcs or junctions.
        what: &'static str,
        /// Those of the hierarchy's graph.
        expected: usize,
        /// Those of what was given.
        found: usize,
    },
    /// A source or target is no junction of the graph.
    #[error("junction `{junction}` is not in a road graph of `{junctions}` junctions")]
    UnknownJunction {
        /// The junction.
        junction: usize,
        /// Junctions of the graph.
        junctions: usize,
    },
    /// Times are so long that sums of them could pass 2^31 milliseconds (24.8 days). Nothing was computed from them.
    #[error("driving times of `{days}` days and more cannot be summed exactly\nhint: check speeds and slow-downs")]
    TimesTooLong {
        /// Whole days of the time that was refused.
        days: u32,
    },
    /// The cache file cannot be read or written.
    #[error("cannot read or write the hierarchy file `{path}`")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is no hierarchy, or one of another version of this format.
    #[error("`{path}` is not a hierarchy file of this version")]
    NotAHierarchy {
        /// The file.
        path: PathBuf,
    },
    /// The file was made from another road graph.
    #[error("hierarchy file `{path}` was made from other roads")]
    Stale {
        /// The file.
        path: PathBuf,
    },
    /// The file is cut short or changed.
    #[error("hierarchy file `{path}` is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
}
