//! What a plan does with one station, and what the opposite costs.

use std::path::{Path, PathBuf};

use xiaqu_model::{Limit, Mode, StationIx};

use super::{answer::Comparison, forcing::Forcing, opened::OpenedPlan, search::Searcher};
use crate::{Failure, Run, Stage};

/// What a plan does with a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Kept as it is.
    Kept,
    /// Centre of a merged group.
    Centre,
    /// Closed; a post remains.
    Post,
    /// Part of a pooled group.
    Pooled,
    /// A new site that is not built. Its opposite is not studied.
    Unused,
}

/// What a plan does with one station, and what the opposite costs.
#[derive(Debug)]
pub struct StationExplanation {
    /// The written plan and its county.
    pub opened: OpenedPlan,
    /// The station.
    pub station: StationIx,
    /// Its role in the plan.
    pub role: Role,
    /// The best plan for each opposite.
    pub opposites: Vec<Comparison>,
    /// What stopped a search, if anything did.
    pub stopped: Option<Limit>,
}

/// Says what the plan written to `out` does with a station (id or name) and what forcing the opposite costs: kept alone
/// against merged, closed against open.
///
/// # Errors
/// As [`explain_pair`](crate::explain_pair).
pub fn explain_station(
    out: &Path,
    county: Option<PathBuf>,
    station: &str,
    run: &Run<'_>,
) -> Result<StationExplanation, Failure> {
    let opened = OpenedPlan::open(out, county, run)?;
    let station = opened.station_named(station)?;
    (run.on_stage)(Stage::Solve);
    let searcher = Searcher::new(&opened.county.problem, &run.control);
    let role = role(&opened, station);
    let compared = opposites(role, station).into_iter().map(|forcing| Comparison::study(&opened, &searcher, forcing));
    let opposites = compared.collect::<Result<Vec<_>, _>>()?;
    let stopped = searcher.stopped();
    Ok(StationExplanation { opened, station, role, opposites, stopped })
}

fn role(opened: &OpenedPlan, station: StationIx) -> Role {
    let plan = &opened.plan;
    let as_centre = || plan.groups().iter().find(|group| group.centre == station);
    match plan.group_of(station).or_else(as_centre) {
        None => Role::Unused,
        Some(group) => match group.mode() {
            Mode::Keep => Role::Kept,
            Mode::Pool => Role::Pooled,
            Mode::Merge if group.centre == station => Role::Centre,
            Mode::Merge => Role::Post,
        },
    }
}

fn opposites(role: Role, station: StationIx) -> Vec<Forcing> {
    let (alone, grouped) = (Forcing::Alone(station), Forcing::Grouped(station));
    let (open, closed) = (Forcing::Open(station), Forcing::Closed(station));
    match role {
        Role::Kept => vec![grouped, closed],
        Role::Centre | Role::Pooled => vec![alone, closed],
        Role::Post => vec![alone, open],
        Role::Unused => Vec::new(),
    }
}
