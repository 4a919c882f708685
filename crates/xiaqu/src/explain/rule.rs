//! Rules of a plan that can be dropped or relaxed, as changes of the problem.

use xiaqu_model::{Aim, AimValue, Officers, Problem, RefusalReason, Requirement, StationDuty, StationIx, TravelTime};

use super::forcing::without_reason;

/// Five minutes: one step of a time.
const STEP: TravelTime = TravelTime::from_milliseconds(5 * 60_000);

/// No limit on a time.
const NO_LIMIT: TravelTime = TravelTime::from_milliseconds(u32::MAX);

/// Largest group that a search without a rule on group sizes tries (FORMULATION 4.9).
const LARGEST_GROUP: u32 = 4;

/// A rule that a plan obeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A requirement of the policy, the limits of the response aside.
    Requirement(Requirement),
    /// The hard maximum of the second arrival.
    SecondArrivalMax,
    /// The most that any village may lose.
    WorseningMax,
    /// This station must stay open.
    MustStayOpen(StationIx),
    /// This station stays outside every group: named so, or the county seat.
    Untouched(StationIx),
    /// These two must not be in one group.
    ForbiddenPair(StationIx, StationIx),
    /// Pairs need a shared border of some length.
    BorderMin,
    /// Pairs need a road of some speed.
    RoadTimeMax,
    /// The road of a pair must stay in its two territories.
    PathInside,
}

/// How a rule is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// One step: a closure, an officer, a station in a group, five minutes, a tenth of a limit.
    Step,
    /// The rule is dropped.
    Dropped,
}

/// Every rule of a problem, in the order of the report.
pub(crate) fn rules(problem: &Problem) -> Vec<Rule> {
    let (policy, groups) = (&problem.policy, &problem.policy.groups);
    let mut requirements = Vec::new();
    requirements.extend(policy.closures.min.map(Requirement::ClosuresMin));
    requirements.extend(policy.closures.max.map(Requirement::ClosuresMax));
    requirements.push(Requirement::GroupSizeMax(groups.size_max));
    requirements.push(Requirement::OfficersMin(policy.strength.officers_min.heads()));
    requirements.extend(groups.officers_max.map(|most| Requirement::OfficersMax(most.heads())));
    requirements.extend(groups.people_max.map(Requirement::GroupPeopleMax));
    requirements.extend(groups.area_max.map(Requirement::GroupAreaMax));
    requirements.extend(policy.limits.iter().map(|&(aim, most)| Requirement::AimMax(aim, most)));
    requirements.extend(policy.must_merge_pairs.iter().map(|&(one, other)| Requirement::MustMergePair(one, other)));
    let mut rules: Vec<Rule> = requirements.into_iter().map(Rule::Requirement).collect();
    rules.extend([Rule::SecondArrivalMax, Rule::WorseningMax]);
    rules.extend(problem.stations.iter_enumerated().filter_map(|(station, row)| match row.duty {
        StationDuty::MustMerge => Some(Rule::Requirement(Requirement::MustMerge(station))),
        StationDuty::MustClose => Some(Rule::Requirement(Requirement::MustClose(station))),
        StationDuty::MustStayOpen => Some(Rule::MustStayOpen(station)),
        StationDuty::Untouched => Some(Rule::Untouched(station)),
        StationDuty::Free | StationDuty::NewSite => None,
    }));
    rules.extend(policy.forbidden_pairs.iter().map(|&(one, other)| Rule::ForbiddenPair(one, other)));
    let reasons = [Rule::BorderMin, Rule::RoadTimeMax, Rule::PathInside];
    rules.extend(reasons.into_iter().filter(|rule| {
        let mut refusals = problem.adjacency.pairs().iter().flat_map(|pair| &pair.refusals);
        refusals.any(|reason| rule.is_reason(reason))
    }));
    rules
}

impl Rule {
    /// The problem with the rule changed; nothing where it has no such change.
    pub(crate) fn relaxed(&self, problem: &Problem, change: Change) -> Option<Problem> {
        let mut changed = problem.clone();
        let dropped = change == Change::Dropped;
        match self {
            Self::Requirement(requirement) => relax(&mut changed, requirement, dropped)?,
            Self::SecondArrivalMax => {
                let limit = &mut changed.policy.response.second_arrival_max;
                *limit = if dropped { NO_LIMIT } else { limit.saturating_add(STEP) };
            }
            Self::WorseningMax => {
                let limit = &mut changed.policy.response.worsening_max;
                *limit = if dropped { NO_LIMIT } else { limit.saturating_add(STEP) };
            }
            _ if !dropped => return None,
            Self::MustStayOpen(station) | Self::Untouched(station) => {
                changed.stations[*station].duty = StationDuty::Free;
            }
            Self::ForbiddenPair(one, other) => return Some(permitted(problem, (*one, *other))),
            Self::BorderMin | Self::RoadTimeMax | Self::PathInside => {
                return Some(without_reason(problem, |reason| self.is_reason(reason)));
            }
        }
        Some(changed)
    }

    fn is_reason(&self, reason: &RefusalReason) -> bool {
        match self {
            Self::BorderMin => matches!(reason, RefusalReason::BorderTooShort { .. }),
            Self::RoadTimeMax => matches!(reason, RefusalReason::RoadTooLong { .. }),
            Self::PathInside => matches!(reason, RefusalReason::PathLeavesTerritories { .. }),
            _ => false,
        }
    }
}

/// The problem with one requirement of a conflict relaxed; nothing where it has no such change.
pub(crate) fn relaxed_requirement(problem: &Problem, requirement: &Requirement, change: Change) -> Option<Problem> {
    match requirement {
        Requirement::ResponseLimits(_) => {
            Rule::WorseningMax.relaxed(&Rule::SecondArrivalMax.relaxed(problem, change)?, change)
        }
        other => Rule::Requirement(other.clone()).relaxed(problem, change),
    }
}

/// The problem without the settings' word against one pair; border, road and path still speak.
fn permitted(problem: &Problem, (one, other): (StationIx, StationIx)) -> Problem {
    let is_pair = |pair: (StationIx, StationIx)| pair == (one, other) || pair == (other, one);
    let mut changed = problem.clone();
    changed.policy.forbidden_pairs.retain(|pair| !is_pair(*pair));
    let mut pairs = problem.adjacency.pairs().to_vec();
    for pair in pairs.iter_mut().filter(|pair| is_pair((pair.first, pair.second))) {
        pair.refusals.retain(|reason| *reason != RefusalReason::Forbidden);
    }
    changed.adjacency = xiaqu_model::Adjacency::new(pairs);
    changed
}

/// Relaxes a requirement; `None` where it has no such step.
fn relax(problem: &mut Problem, requirement: &Requirement, dropped: bool) -> Option<()> {
    let policy = &mut problem.policy;
    let groups = &mut policy.groups;
    match *requirement {
        Requirement::ClosuresMin(least) => {
            policy.closures.min = if dropped { None } else { Some(least.checked_sub(1)?) };
        }
        Requirement::ClosuresMax(most) => policy.closures.max = (!dropped).then(|| most.saturating_add(1)),
        Requirement::OfficersMin(least) => {
            let fewer = if dropped { 0 } else { least.checked_sub(1)? };
            policy.strength.officers_min = Officers::new(fewer);
        }
        Requirement::OfficersMax(most) => {
            groups.officers_max = (!dropped).then(|| Officers::new(most.saturating_add(1)));
        }
        Requirement::GroupSizeMax(size) if size < LARGEST_GROUP => {
            groups.size_max = if dropped { LARGEST_GROUP } else { size.saturating_add(1) };
        }
        Requirement::GroupPeopleMax(people) => groups.people_max = (!dropped).then(|| a_tenth_more(people)),
        Requirement::GroupAreaMax(area) => groups.area_max = (!dropped).then(|| a_tenth_more(area)),
        Requirement::AimMax(aim, most) => {
            policy.limits.retain(|limit| *limit != (aim, most));
            if !dropped {
                policy.limits.push((aim, looser(aim, most)?));
            }
        }
        Requirement::MustMerge(station) | Requirement::MustClose(station) if dropped => {
            problem.stations[station].duty = StationDuty::Free;
        }
        Requirement::MustMergePair(one, other) if dropped => {
            policy.must_merge_pairs.retain(|pair| *pair != (one, other));
        }
        Requirement::GroupSizeMax(_)
        | Requirement::MustMerge(_)
        | Requirement::MustClose(_)
        | Requirement::MustMergePair(..)
        | Requirement::ResponseLimits(_) => return None,
    }
    Some(())
}

fn a_tenth_more(limit: u64) -> u64 {
    limit.saturating_add(limit / 10)
}

/// A limit on an aim, a tenth looser. Closures are counted and relaxed one by one.
fn looser(aim: Aim, most: AimValue) -> Option<AimValue> {
    let step = if aim == Aim::MostClosures { 1 } else { most.0.checked_abs()? / 10 };
    Some(AimValue(most.0.checked_add(step)?))
}
