//! A whole plan explained: the rules that bind it, and how far it holds under other circumstances.

use std::path::{Path, PathBuf};

use xiaqu_model::Limit;

use super::{
    binding::{Relaxation, relaxations},
    near::Nearby,
    opened::OpenedPlan,
    robustness::Robustness,
    search::Searcher,
};
use crate::{Failure, Run, Stage};

/// A whole plan explained.
#[derive(Debug)]
pub struct PlanExplanation {
    /// The written plan and its county.
    pub opened: OpenedPlan,
    /// Every rule, relaxed in turn.
    pub relaxations: Vec<Relaxation>,
    /// Plans nearly as good as this one.
    pub nearby: Nearby,
    /// The best plans under other circumstances.
    pub robustness: Robustness,
    /// What stopped a search, if anything did.
    pub stopped: Option<Limit>,
}

/// Says which rules bind the plan written to `out`, which plans are nearly as good, and which of its pairs stay under other speeds, wet roads, demand,
/// working hours, floors and post hours.
///
/// # Errors
/// As [`explain_pair`](crate::explain_pair).
pub fn explain_plan(out: &Path, county: Option<PathBuf>, run: &Run<'_>) -> Result<PlanExplanation, Failure> {
    let opened = OpenedPlan::open(out, county, run)?;
    (run.on_stage)(Stage::Solve);
    let searcher = Searcher::new(&opened.county.problem, &run.control);
    let relaxations = relaxations(&opened, &searcher)?;
    let nearby = Nearby::study(&opened, &searcher)?;
    let robustness = Robustness::study(&opened, &searcher)?;
    let stopped = searcher.stopped();
    Ok(PlanExplanation { opened, relaxations, nearby, robustness, stopped })
}
