//! The least value of the busiest station: first from above by short looks, then from below for good (FORMULATION 4.35).

use xiaqu_model::{Aim, AimValue, Group, Limit, Problem};

use super::{
    descent::{Best, Descent, Halt},
    waiting::Demanded,
};
use crate::{columns::build_columns, control::Watch, error::SearchError, rules::Rules};

/// Nodes of one short look for a better plan.
const NODES_OF_A_LOOK: u64 = 20_000;

/// Nodes after which the search gives up its proof.
const NODES: u64 = 50_000_000;

/// What is asked: the best plan by `aims`, of which the busiest station is the first.
pub(crate) struct BusiestFirst<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) rules: &'a Rules,
    pub(crate) aims: &'a [Aim],
    pub(crate) demand: Vec<Demanded<'a>>,
    pub(crate) watch: &'a Watch,
    /// Relative gap at which the search may end.
    pub(crate) gap: f64,
    /// No plan is below this.
    pub(crate) least: AimValue,
}

/// How the search ended.
pub(crate) enum End {
    Proved,
    WithinGap,
    Stopped(Limit),
}

/// What was found.
pub(crate) struct Busiest {
    /// Groups of the best plan and its values in the order of the aims.
    pub(crate) groups: Vec<Group>,
    pub(crate) values: Vec<AimValue>,
    /// No plan has a busiest station below this.
    pub(crate) bound: AimValue,
    pub(crate) end: End,
    pub(crate) nodes: u64,
}

/// The best plan, starting from any plan that obeys the rules; `None` where the start does not.
pub(crate) fn minimise_busiest(asked: &BusiestFirst<'_>, start: &[Group]) -> Result<Option<Busiest>, SearchError> {
    let columns = build_columns(asked.problem, asked.rules);
    let mut descent = Descent::new(asked, &columns);
    descent.start_from(&columns, start);
    if descent.best.groups.is_empty() {
        return Ok(None);
    }
    let mut bound = asked.least;
    let end = match look_from_above(&mut descent, bound)? {
        Some(limit) => End::Stopped(limit),
        None => prove_from_below(&mut descent, asked, &mut bound)?,
    };
    let Best { values, groups } = descent.best;
    Ok(Some(Busiest { groups, values, bound, end, nodes: descent.nodes }))
}

/// Better and better plans, as long as a short look finds one halfway to the bound; the limit that was reached.
fn look_from_above(descent: &mut Descent<'_>, bound: AimValue) -> Result<Option<Limit>, SearchError> {
    loop {
        let best = descent.best.first();
        descent.hold_below(AimValue(bound.0.midpoint(best.0)))?;
        descent.nodes_most = descent.nodes + NODES_OF_A_LOOK;
        match descent.visit() {
            Err(Halt::Limit(limit)) => return Ok(Some(limit)),
            Ok(()) | Err(Halt::Nodes) if descent.best.first() >= best => return Ok(None),
            Ok(()) | Err(Halt::Nodes) => {}
        }
    }
}

/// Values from the bound upwards: either no plan is within one, which is the next bound, or all that are were visited.
fn prove_from_below(
    descent: &mut Descent<'_>,
    asked: &BusiestFirst<'_>,
    bound: &mut AimValue,
) -> Result<End, SearchError> {
    let officers = i128::from(asked.problem.officers_after().heads()).max(1);
    // At first, half an officer of the county may be idle.
    let mut step = (asked.least.0 / (2 * officers)).max(1);
    descent.nodes_most = NODES;
    loop {
        let best = descent.best.first();
        if asked.gap > 0.0 && best.gap_to(*bound) <= asked.gap {
            return Ok(End::WithinGap);
        }
        let target = AimValue(bound.0.saturating_add(step)).min(best);
        descent.hold_below(target)?;
        match descent.visit() {
            Err(Halt::Limit(limit)) => return Ok(End::Stopped(limit)),
            Err(Halt::Nodes) => return Ok(End::Stopped(Limit::Effort)),
            Ok(()) if descent.best.first() <= target => return Ok(End::Proved),
            Ok(()) => *bound = AimValue(target.0 + 1),
        }
        step = step.saturating_add(step / 2).max(1);
    }
}
