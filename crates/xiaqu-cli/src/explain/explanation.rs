//! The question behind the arguments, and its answer.

use std::path::{Path, PathBuf};

use serde_json::Value;
use xiaqu::{
    Failure, Language, PairExplanation, PlanExplanation, Run, StationExplanation, explain_pair, explain_plan,
    explain_station, model::Limit,
};

use super::text;

/// What was asked, with its answer.
pub(crate) enum Explanation {
    Pair(Box<PairExplanation>),
    Station(Box<StationExplanation>),
    Plan(Box<PlanExplanation>),
}

/// Answers the question that the number of stations asks.
pub(crate) fn explain(
    out: &Path,
    stations: &[String],
    county: Option<PathBuf>,
    run: &Run<'_>,
) -> Result<Explanation, Failure> {
    Ok(match stations {
        [] => Explanation::Plan(Box::new(explain_plan(out, county, run)?)),
        [station] => Explanation::Station(Box::new(explain_station(out, county, station, run)?)),
        // Clap takes no more than two.
        [one, other, ..] => Explanation::Pair(Box::new(explain_pair(out, county, (one, other), run)?)),
    })
}

impl Explanation {
    /// What stopped a search, if anything did.
    pub(crate) fn stopped(&self) -> Option<Limit> {
        match self {
            Self::Pair(found) => found.stopped,
            Self::Station(found) => found.stopped,
            Self::Plan(found) => found.stopped,
        }
    }

    /// One object for scripts.
    pub(crate) fn to_json(&self, language: Language) -> Value {
        match self {
            Self::Pair(found) => found.to_json(language),
            Self::Station(found) => found.to_json(language),
            Self::Plan(found) => found.to_json(language),
        }
    }

    /// Tables for a person.
    pub(crate) fn to_text(&self, language: Language) -> String {
        match self {
            Self::Pair(found) => text::pair(found, language),
            Self::Station(found) => text::station(found, language),
            Self::Plan(found) => text::plan(found, language),
        }
    }
}
