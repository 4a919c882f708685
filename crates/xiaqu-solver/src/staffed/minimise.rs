//! The least value of the busiest station: values from the bound upwards, and better plans nearby where that takes long
//! (FORMULATION 4.35).

use xiaqu_model::{Aim, AimValue, Group, Limit, Problem, StationIx};

use super::{
    descent::{Best, Descent, Halt, bit},
    waiting::Demanded,
};
use crate::{columns::build_columns, control::Watch, error::SearchError, rules::Rules};

/// Nodes of the first try to prove a plan the best, before better ones are looked for.
const NODES_AT_FIRST: u64 = 5_000;

/// Stations whose groups are formed anew together.
const STATIONS_AROUND: [usize; 2] = [8, 12];

/// Nodes of one such look for a better plan.
const NODES_OF_A_LOOK: u64 = 3_000;

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
    let officers = i128::from(asked.problem.officers_after().heads()).max(1);
    // At first, half an officer of the county may be idle.
    let mut rising = Rising { bound: asked.least, step: (asked.least.0 / (2 * officers)).max(1) };
    let end = match prove(&mut descent, asked.gap, &mut rising, NODES_AT_FIRST)? {
        Some(end) => end,
        None => match improve(&mut descent, asked.problem)? {
            Some(limit) => End::Stopped(limit),
            None => prove(&mut descent, asked.gap, &mut rising, NODES)?.unwrap_or(End::Stopped(Limit::Effort)),
        },
    };
    let Best { values, groups } = descent.best;
    Ok(Some(Busiest { groups, values, bound: rising.bound, end, nodes: descent.nodes }))
}

/// Better and better plans: for every station the groups of the stations around it are formed anew, the others kept, as
/// long as that finds a better plan; the limit that was reached.
fn improve(descent: &mut Descent<'_>, problem: &Problem) -> Result<Option<Limit>, SearchError> {
    for around in STATIONS_AROUND {
        let places: Vec<u128> = problem.today().map(|station| bits_around(problem, station, around)).collect();
        loop {
            let before = descent.best.first();
            let mut held = None;
            for &place in &places {
                let best = descent.best.first();
                if held != Some(best) {
                    descent.hold_below(AimValue(best.0 - 1))?;
                    held = Some(best);
                }
                descent.nodes_most = descent.nodes + NODES_OF_A_LOOK;
                if let Err(Halt::Limit(limit)) = descent.visit_near(place) {
                    return Ok(Some(limit));
                }
            }
            if descent.best.first() >= before {
                break;
            }
        }
    }
    Ok(None)
}

/// The nearest stations by steps from neighbour to neighbour, one bit each.
fn bits_around(problem: &Problem, station: StationIx, count: usize) -> u128 {
    let mut near = vec![station];
    let mut next = 0;
    while let Some(&from) = near.get(next) {
        for neighbour in problem.adjacency.neighbours(from) {
            if near.len() < count && !near.contains(&neighbour) {
                near.push(neighbour);
            }
        }
        next += 1;
    }
    near.into_iter().fold(0, |bits, station| bits | bit(station))
}

/// Where a search from below is.
struct Rising {
    /// No plan is below.
    bound: AimValue,
    /// How far beyond it is tried next.
    step: i128,
}

/// Values from the bound upwards: either no plan is within one, which is the next bound, or all that are were visited.
/// `None` if that takes more nodes.
fn prove(descent: &mut Descent<'_>, gap: f64, rising: &mut Rising, nodes: u64) -> Result<Option<End>, SearchError> {
    descent.nodes_most = descent.nodes + nodes;
    loop {
        let best = descent.best.first();
        if gap > 0.0 && best.gap_to(rising.bound) <= gap {
            return Ok(Some(End::WithinGap));
        }
        let target = AimValue(rising.bound.0.saturating_add(rising.step)).min(best);
        descent.hold_below(target)?;
        match descent.visit() {
            Err(Halt::Limit(limit)) => return Ok(Some(End::Stopped(limit))),
            Err(Halt::Nodes) => return Ok(None),
            Ok(()) if descent.best.first() <= target => return Ok(Some(End::Proved)),
            Ok(()) => rising.bound = AimValue(target.0 + 1),
        }
        rising.step = rising.step.saturating_add(rising.step / 2).max(1);
    }
}
