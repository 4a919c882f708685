//! The contraction hierarchy of a matrix: from its file, or built where it is worth it.

use std::path::Path;

use xiaqu_roads::{Hierarchy, HierarchyError, RoadGraph};

use super::place::PlacedRoads;
use crate::Failure;

/// Where a hierarchy came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HierarchySource {
    /// Made now; there was no file, or none was asked for.
    Built,
    /// Read from its file.
    Opened,
    /// Made again: the file belonged to other roads.
    Stale,
    /// Made again: the file was cut short or changed.
    Damaged,
    /// Made again over a file that was something else, as the caller allowed.
    Replaced,
}

/// A hierarchy and where it came from.
#[derive(Clone, Debug)]
pub struct ReadyHierarchy {
    /// The hierarchy.
    pub hierarchy: Hierarchy,
    /// Where it came from.
    pub source: HierarchySource,
}

impl PlacedRoads {
    /// The hierarchy for a matrix from all places of [`Self::from`]. With a file, it is read from there, or made and written
    /// there if the file is missing, damaged or of other roads. Without one, it is made only for so many sources that it
    /// pays. A file that is something else is replaced only if `replace` says so.
    ///
    /// # Errors
    /// [`Failure::Roads`] if the file cannot be read or written, or is something else.
    pub fn hierarchy(&self, file: Option<&Path>, replace: bool) -> Result<Option<ReadyHierarchy>, Failure> {
        if file.is_none() && !Hierarchy::pays_off(self.from.len()) {
            return Ok(None);
        }
        let graph = RoadGraph::of_network(self.network())?;
        let opened = file.filter(|file| file.exists()).map(|file| Hierarchy::open(file, &graph));
        let source = match opened {
            Some(Ok(hierarchy)) => return Ok(Some(ReadyHierarchy { hierarchy, source: HierarchySource::Opened })),
            None => HierarchySource::Built,
            Some(Err(HierarchyError::Stale { .. })) => HierarchySource::Stale,
            Some(Err(HierarchyError::Damaged { .. })) => HierarchySource::Damaged,
            Some(Err(HierarchyError::NotAHierarchy { .. })) if replace => HierarchySource::Replaced,
            Some(Err(other)) => return Err(other.into()),
        };
        let hierarchy = Hierarchy::build(&graph);
        if let Some(file) = file {
            hierarchy.write(file, &graph)?;
        }
        Ok(Some(ReadyHierarchy { hierarchy, source }))
    }
}
