//! What an import read and what it left out.

use xiaqu_model::{Place, ProblemReport, w935_maxspeed_not_understood, w936_ways_with_missing_nodes};

use crate::RoadLine;

/// Counts of an import. `ways` is the sum of `kept` and the four `dropped_` counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Ways with a `highway` tag.
    pub ways: usize,
    /// Ways that gave at least one line.
    pub kept: usize,
    /// Dropped: not for cars, or of a class that is switched off.
    pub dropped_class: usize,
    /// Dropped: a square or other area.
    pub dropped_area: usize,
    /// Dropped: access refused.
    pub dropped_access: usize,
    /// Dropped: fewer than two points, or none of them in the file.
    pub dropped_points: usize,
    /// Ways of which some nodes are not in the file; the pieces present are kept.
    pub missing_nodes: usize,
    /// Ways whose `maxspeed` was not understood; they have the speed of their class.
    pub maxspeed_not_understood: usize,
    /// First such value, by way id.
    pub maxspeed_example: Option<String>,
    /// Nodes with barriers at which ways were cut.
    pub barriers: usize,
}

impl ImportReport {
    /// The counts that a planner should know of, as warnings about `table`, the file.
    pub fn to_problems(&self, table: &str) -> Vec<ProblemReport> {
        let mut problems = Vec::new();
        if let Some(example) = &self.maxspeed_example {
            problems.push(w935_maxspeed_not_understood(Place::table(table), self.maxspeed_not_understood, example));
        }
        if self.missing_nodes > 0 {
            problems.push(w936_ways_with_missing_nodes(Place::table(table), self.missing_nodes));
        }
        problems
    }
}

/// Roads read from a file, with what was left out.
#[derive(Clone, Debug, Default)]
pub struct RoadImport {
    /// Lines in the order of their ways' ids.
    pub lines: Vec<RoadLine>,
    /// Counts.
    pub report: ImportReport,
}
