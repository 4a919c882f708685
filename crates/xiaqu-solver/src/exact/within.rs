//! Every plan up to a value of an aim (FORMULATION 6.6), for counties beyond enumeration.

use xiaqu_model::{Aim, AimValue, Group, Limit, Problem};

use super::{build::County, search::strictest};
use crate::{
    control::Watch,
    error::SearchError,
    kernel::{Settings, ValuedPlan, all_within},
    rules::Rules,
};

/// Plans up to a value.
pub(crate) struct ExactWithin {
    /// Values of the aims asked for, and the groups.
    pub(crate) plans: Vec<(Vec<AimValue>, Vec<Group>)>,
    /// Whether these are all.
    pub(crate) complete: bool,
    /// What stopped the search, if anything but the number of plans did.
    pub(crate) stopped: Option<Limit>,
}

/// Every plan whose value of `aim` is at most `at_most`, up to a number of plans; nothing if the kernel cannot follow
/// the aim, because it is neither a sum nor the worst village.
///
/// # Errors
///
/// If the linear solver fails.
pub(crate) fn exact_within(
    problem: &Problem,
    (aim, at_most): (Aim, AimValue),
    aims: &[Aim],
    most_plans: usize,
    watch: &Watch,
) -> Result<Option<ExactWithin>, SearchError> {
    let rules = Rules::all(problem);
    let mut county = County::new(problem, &rules);
    if !county.is_sum(aim) && aim != Aim::WorstVillage {
        return Ok(None);
    }
    let mut limits = rules.limits.clone();
    limits.push((aim, at_most));
    if let Some(AimValue(latest)) = strictest(&limits, Aim::WorstVillage) {
        county.within(Some(u32::try_from(latest.max(0)).unwrap_or(u32::MAX)));
    }
    let sums: Vec<Aim> = aims.iter().copied().filter(|&aim| county.is_sum(aim)).collect();
    let made = county.program(&sums, &limits, &[]);
    let (row, most) = made.row(aim).map_or((made.nothing(), 0), |row| (row, at_most.0));
    let within = all_within(&made.program, row, (most, most_plans), (watch, Settings::default()))?;
    let value = |aim: Aim, plan: &ValuedPlan| {
        made.row(aim).map_or_else(|| county.value(aim, plan), |row| AimValue(plan.values[row]))
    };
    let obeys = |plan: &&ValuedPlan| limits.iter().all(|&(aim, most)| value(aim, plan) <= most);
    let plans = within.plans.iter().filter(obeys);
    let plans = plans.map(|plan| (aims.iter().map(|&aim| value(aim, plan)).collect(), county.groups(plan)));
    Ok(Some(ExactWithin { plans: plans.collect(), complete: within.complete, stopped: within.stopped }))
}
