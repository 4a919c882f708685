//! What an import read and what it left out.

use xiaqu_model::{
    Place, ProblemReport, w935_maxspeed_not_understood, w936_ways_with_missing_nodes, w942_ferries_without_duration,
};

use crate::{RoadLine, TurnFinding, TurnRestriction};

/// Counts of an import, and what became of turn restrictions. `ways` is the sum of `kept` and the four `dropped_` counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    /// Ways with a `highway` tag, and ferries.
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
    /// Ferries kept.
    pub ferries: usize,
    /// Ferries among them whose `duration` is missing or not understood; they go at the ferries' speed.
    pub ferries_without_duration: usize,
    /// Ways kept that are not there all year.
    pub seasonal: usize,
    /// Turn restrictions in the file; those that are not left out are [`RoadImport::turns`].
    pub turns: usize,
    /// Turn restrictions left out, each with the reason, in the order of relations.
    pub turns_left_out: Vec<TurnFinding>,
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
        if self.ferries_without_duration > 0 {
            problems.push(w942_ferries_without_duration(Place::table(table), self.ferries_without_duration));
        }
        problems.extend(self.turns_left_out.iter().filter_map(|turn| turn.problem(table)));
        problems
    }
}

/// Roads read from a file, with what was left out.
#[derive(Clone, Debug, Default)]
pub struct RoadImport {
    /// Lines in the order of their ways' ids.
    pub lines: Vec<RoadLine>,
    /// Turn restrictions, in the order of their relations' ids.
    pub turns: Vec<TurnRestriction>,
    /// Counts.
    pub report: ImportReport,
}
