//! Why no plan exists: a minimal set of conflicting requirements by a deletion filter (FORMULATION 4.9).

use std::collections::BTreeSet;

use xiaqu_model::{Aim, AimValue, Group, Limit, NoPlan, Problem, Requirement, StationIx, VillageIx};

use crate::{
    backend::HAS_LINEAR,
    control::{Stage, Watch},
    enumeration::visit_plans,
    error::SearchError,
    exact::{self, any_bases},
    rules::{Rules, ceiling, requirements},
};

type Answer<T> = Result<Result<T, Limit>, SearchError>;

/// Names a minimal conflict: each requirement is dropped in turn, and stays out if there is still no plan.
///
/// Early ones in the list of requirements are dropped first, so that a demand for closures is named before the rules it
/// runs into.
pub(crate) fn explain(problem: &Problem, watch: &Watch) -> Answer<NoPlan> {
    let mut kept = requirements(problem);
    match any_plan(problem, &kept, watch)? {
        Ok(None) => {}
        Ok(Some(_)) => return Err(SearchError::Disagreement),
        Err(limit) => return Ok(Err(limit)),
    }
    let mut position = 0;
    while position < kept.len() {
        watch.report(Stage::Conflict, position as u64, None);
        let fewer = without(&kept, position);
        match any_plan(problem, &fewer, watch)? {
            Ok(None) => kept = fewer,
            Ok(Some(centres)) => {
                name_village(problem, &mut kept, position, &centres);
                position += 1;
            }
            Err(limit) => return Ok(Err(limit)),
        }
    }
    let most_closures = match most_closures(problem, &kept, watch)? {
        Ok(most) => most,
        Err(limit) => return Ok(Err(limit)),
    };
    kept.sort_by_key(order_in_report);
    Ok(Ok(NoPlan::Infeasible { conflict: kept, most_closures }))
}

fn without(requirements: &[Requirement], position: usize) -> Vec<Requirement> {
    let others = requirements.iter().enumerate().filter(|(other, _)| *other != position);
    others.map(|(_, requirement)| requirement.clone()).collect()
}

/// The bases of any plan under some requirements; `None` if there is none.
fn any_plan(problem: &Problem, kept: &[Requirement], watch: &Watch) -> Answer<Option<BTreeSet<StationIx>>> {
    let rules = Rules::only(problem, kept);
    if HAS_LINEAR {
        return any_bases(problem, &rules, watch);
    }
    let mut found = None;
    let visited = visit_plans(problem, &rules, &[], watch, &mut |candidate| {
        found = Some(candidate.groups().iter().flat_map(Group::bases).collect());
        false
    })?;
    Ok(visited.stopped.map_or(Ok(found), Err))
}

/// The most closures that all requirements but the demand for closures allow, if that demand is in the conflict.
fn most_closures(problem: &Problem, conflict: &[Requirement], watch: &Watch) -> Answer<Option<u32>> {
    let is_demand = |requirement: &Requirement| matches!(requirement, Requirement::ClosuresMin(_));
    if !conflict.iter().any(is_demand) {
        return Ok(Ok(None));
    }
    let others: Vec<Requirement> = requirements(problem).into_iter().filter(|other| !is_demand(other)).collect();
    let rules = Rules::only(problem, &others);
    if HAS_LINEAR {
        return exact::most_closures(problem, &rules, watch);
    }
    let mut most: Option<AimValue> = None;
    let visited = visit_plans(problem, &rules, &[Aim::MostClosures], watch, &mut |candidate| {
        let value = candidate.value(Aim::MostClosures);
        most = Some(most.map_or(value, |least| least.min(value)));
        true
    })?;
    let closures = most.and_then(|AimValue(value)| u32::try_from(-value).ok());
    Ok(visited.stopped.map_or(Ok(closures), Err))
}

/// Puts the village that suffers most without response limits into that requirement.
fn name_village(problem: &Problem, kept: &mut [Requirement], position: usize, centres: &BTreeSet<StationIx>) {
    if let Some(requirement @ Requirement::ResponseLimits(_)) = kept.get_mut(position) {
        *requirement = Requirement::ResponseLimits(worst_village(problem, centres));
    }
}

/// The village furthest beyond its ceiling; one out of reach is furthest of all, ties go to the lower id.
fn worst_village(problem: &Problem, centres: &BTreeSet<StationIx>) -> Option<VillageIx> {
    let excess = |village: VillageIx| {
        let ceiling = ceiling(problem, village)?;
        let after = problem.nearest(village, centres.iter().copied());
        let after = after.map_or(u32::MAX, |(_, arrival)| arrival.as_milliseconds());
        after.checked_sub(ceiling.as_milliseconds()).filter(|excess| *excess > 0)
    };
    let beyond = problem.villages.indices().filter_map(|village| Some((excess(village)?, village)));
    beyond.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1))).map(|(_, village)| village)
}

fn order_in_report(requirement: &Requirement) -> u8 {
    match requirement {
        Requirement::ClosuresMin(_) => 0,
        Requirement::AimMax(..) => 1,
        Requirement::MustMerge(_) | Requirement::MustClose(_) | Requirement::MustMergePair(..) => 2,
        Requirement::ClosuresMax(_) => 3,
        Requirement::GroupSizeMax(_) => 4,
        Requirement::GroupPeopleMax(_) | Requirement::GroupAreaMax(_) => 5,
        Requirement::ResponseLimits(_) => 6,
        Requirement::OfficersMax(_) => 7,
        Requirement::OfficersMin(_) => 8,
    }
}
