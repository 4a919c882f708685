//! Near-optimal plans, and which merges they have in common (domain 6.15, FORMULATION 6.6 and 6.7).

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{Aim, AimValue, Engine, Group, Limit, NoPlan, Plan, Problem, StationIx, cast};

use crate::{
    conflict::explain,
    control::{SearchControl, Watch},
    enumeration::visit_plans,
    error::{SearchError, SolveError},
    exact::exact_within,
    rules::Rules,
    solve::{is_enumerated, search},
    staffing::staffed,
};

/// Millionths in a whole.
const MILLION: i128 = 1_000_000;

/// A plan close to the best one.
#[derive(Clone, Debug, PartialEq)]
pub struct NearPlan {
    /// Value of each aim of [`NearOptimal::aims`].
    pub values: Vec<AimValue>,
    /// The plan.
    pub plan: Plan,
}

/// What near-optimal plans say of a pair of stations (domain 6.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Together in more than 80 % of the plans.
    Robust,
    /// Between the two.
    Open,
    /// Together in less than 20 % of them: an artefact of small differences.
    Artefact,
}

/// A pair of stations that is in one group in some near-optimal plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairShare {
    /// The lower station.
    pub first: StationIx,
    /// The higher station.
    pub second: StationIx,
    /// Near-optimal plans with both in one group.
    pub plans: u64,
    /// What that means.
    pub verdict: Verdict,
}

/// Why the near-optimal plans are not all known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The search ended at so many plans as were asked for.
    Cap,
    /// A time limit or an interrupt.
    Limit(Limit),
    /// The best value is not proved, so plans within reach of it are not known either.
    BestUnproved,
}

/// All plans whose first aim is close to the best.
#[derive(Clone, Debug, PartialEq)]
pub struct NearOptimal {
    /// Aims in the order in which they count; the first decides what is near.
    pub aims: Vec<Aim>,
    /// Best value of the first aim.
    pub best: AimValue,
    /// Plans up to this value are near.
    pub at_most: AimValue,
    /// The best of the near plans in their order, at most as many as were asked for.
    pub plans: Vec<NearPlan>,
    /// How many near plans were seen, those beyond the list included; the shares count all of them.
    pub seen: u64,
    /// Every pair that is together in some near plan, in order.
    pub pairs: Vec<PairShare>,
    /// Why plans may be missing from `seen`; nothing if all are known.
    pub missing: Option<Missing>,
}

impl NearOptimal {
    /// Share of the near plans that contain a pair, 0..=1.
    pub fn share(&self, pair: &PairShare) -> f64 {
        if self.seen == 0 { 0.0 } else { cast::to_f64(pair.plans) / cast::to_f64(self.seen) }
    }
}

/// Finds all plans whose first aim is within `percent` of the best: |value - best| ≤ percent / 100 · |best|.
///
/// `percent` counts to its millionth; the bound on the value is a whole number, rounded towards the best. At most
/// `most_plans` plans are listed, the best first. Where the county is enumerated the shares count every near plan, listed
/// or not; the exact search of a larger county ends at `most_plans`, which are then any of them ([`Missing::Cap`]).
///
/// # Errors
///
/// [`SolveError::NoPlan`] if no plan exists or none was found in time; [`SolveError::Search`] if the search failed, if
/// `percent` is no number from 0 to 1,000, or if the county is too large to enumerate and the first aim is one that the
/// exact search cannot list by (worst tenth, busiest station, a running cost with officers of different cost).
pub fn near_optimal(
    problem: &Problem,
    percent: f64,
    most_plans: usize,
    control: &SearchControl,
) -> Result<NearOptimal, SolveError> {
    let millionths = cast::to_i64(percent * 1e6).filter(|millionths| (0..=1_000_000_000).contains(millionths));
    let millionths = millionths.ok_or(SearchError::Percent { percent })?;
    let watch = Watch::start(control, &problem.policy.search);
    let aims = problem.policy.order();
    let Some((groups, proof)) = search(problem, &watch)?? else {
        return Err(SolveError::NoPlan(explain(problem, &watch)??));
    };
    let first =
        aims.first().copied().and_then(|aim| Some((aim, proof.aims().iter().find(|proved| proved.aim == aim)?)));
    let Some((aim, proved)) = first else { return Err(SolveError::Search(SearchError::Unproved)) };
    let best = proved.objective;
    let at_most = AimValue(best.0.saturating_add(part_of(best.0.saturating_abs(), i128::from(millionths))));
    let mut counted = Counted { most_plans, listed: BTreeSet::new(), seen: 0, pairs: BTreeMap::new() };
    let missing = if proved.is_proved() {
        let near = Near { aim, at_most, most_plans };
        all_within(problem, &aims, near, &watch, &mut |values, groups| counted.take(values, groups))?
    } else {
        // What is near an unproved value says nothing; the plan itself is shown.
        counted.take(aims.iter().filter_map(|&aim| proof.objective(aim)).collect(), groups);
        Some(Missing::BestUnproved)
    };
    if counted.seen == 0 {
        let limit = if let Some(Missing::Limit(limit)) = missing { limit } else { Limit::Time };
        return Err(SolveError::NoPlan(NoPlan::NotFound(limit)));
    }
    let Counted { listed, seen, pairs, .. } = counted;
    let pairs = pairs.into_iter();
    let pairs = pairs.map(|((first, second), plans)| PairShare { first, second, plans, verdict: verdict(plans, seen) });
    let plans = listed.into_iter().map(|(values, groups)| NearPlan { values, plan: staffed(problem, groups) });
    Ok(NearOptimal { best, at_most, plans: plans.collect(), seen, pairs: pairs.collect(), missing, aims })
}

/// `millionths` of a per cent of `whole`, rounded down, without overflow before the end.
fn part_of(whole: i128, millionths: i128) -> i128 {
    let unit = 100 * MILLION;
    let (hundreds, rest) = (whole.div_euclid(unit), whole.rem_euclid(unit));
    hundreds.saturating_mul(millionths).saturating_add(rest * millionths / unit)
}

/// Which plans are near.
#[derive(Clone, Copy, Debug)]
struct Near {
    aim: Aim,
    at_most: AimValue,
    /// An engine that does not see all plans anyway stops at so many.
    most_plans: usize,
}

/// Shows every plan whose value of one aim is at most a whole number, with the values of `aims`; says what is missing.
///
/// # Errors
///
/// If no engine can: beyond the counties that are enumerated, for an aim that the exact search cannot list by.
fn all_within(
    problem: &Problem,
    aims: &[Aim],
    near: Near,
    watch: &Watch,
    show: &mut dyn FnMut(Vec<AimValue>, Vec<Group>),
) -> Result<Option<Missing>, SearchError> {
    if is_enumerated(problem) {
        let visited = visit_plans(problem, &Rules::all(problem), aims, watch, &mut |candidate| {
            if candidate.value(near.aim) <= near.at_most {
                show(candidate.values(aims), candidate.groups());
            }
            true
        })?;
        return Ok(visited.stopped.map(Missing::Limit));
    }
    let listed = match problem.policy.search.engine {
        Engine::IntegerProgram => None,
        _ => exact_within(problem, (near.aim, near.at_most), aims, near.most_plans, watch)?,
    };
    let Some(within) = listed else {
        return Err(SearchError::ListNeedsEnumeration { stations: problem.stations.len() });
    };
    within.plans.into_iter().for_each(|(values, groups)| show(values, groups));
    let capped = (!within.complete).then_some(Missing::Cap);
    Ok(within.stopped.map(Missing::Limit).or(capped))
}

/// Near plans as they are shown.
struct Counted {
    most_plans: usize,
    listed: BTreeSet<(Vec<AimValue>, Vec<Group>)>,
    seen: u64,
    pairs: BTreeMap<(StationIx, StationIx), u64>,
}

impl Counted {
    fn take(&mut self, values: Vec<AimValue>, groups: Vec<Group>) {
        self.seen += 1;
        for group in &groups {
            for (position, &first) in group.members.iter().enumerate() {
                for &second in group.members.iter().skip(position + 1) {
                    *self.pairs.entry((first, second)).or_default() += 1;
                }
            }
        }
        self.listed.insert((values, groups));
        if self.listed.len() > self.most_plans {
            self.listed.pop_last();
        }
    }
}

fn verdict(plans: u64, seen: u64) -> Verdict {
    let (part, whole) = (u128::from(plans) * 100, u128::from(seen));
    if part > 80 * whole {
        Verdict::Robust
    } else if part < 20 * whole {
        Verdict::Artefact
    } else {
        Verdict::Open
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, part_of, verdict};

    #[test]
    fn shares_are_whole_numbers_rounded_down() {
        assert_eq!(part_of(1_000, 2_000_000), 20);
        assert_eq!(part_of(1_049, 2_000_000), 20);
        assert_eq!(part_of(i128::from(u64::MAX), 100_000_000), i128::from(u64::MAX));
        assert_eq!(part_of(3, 33_000_000), 0);
        assert_eq!(part_of(1_000_000, 100), 1);
    }

    #[test]
    fn exactly_eighty_and_twenty_per_cent_are_open() {
        assert_eq!([verdict(81, 100), verdict(80, 100)], [Verdict::Robust, Verdict::Open]);
        assert_eq!([verdict(20, 100), verdict(19, 100)], [Verdict::Open, Verdict::Artefact]);
    }
}
