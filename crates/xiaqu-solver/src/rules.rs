//! The hard rules of one search, each of which the study of conflicts can drop.

use xiaqu_model::{Problem, Requirement, StationDuty, StationIx, TravelTime, VillageIx};

/// Hard rules in force. What is fixed by nature or law (adjacency, duties to stay open) is not here: it stays in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) closures_min: Option<u32>,
    pub(crate) closures_max: Option<u32>,
    /// Most centres that the total strength can staff.
    pub(crate) centres_max: Option<u32>,
    pub(crate) must_merge: Vec<StationIx>,
    pub(crate) must_merge_pairs: Vec<(StationIx, StationIx)>,
    /// Largest group; `None` is any size.
    pub(crate) group_size_max: Option<u32>,
    /// Ceilings on arrivals, and centres that reach their whole territory.
    pub(crate) response_limits: bool,
}

impl Rules {
    /// All rules of the problem.
    pub(crate) fn all(problem: &Problem) -> Self {
        Self::only(problem, &requirements(problem))
    }

    /// The listed requirements and no others.
    pub(crate) fn only(problem: &Problem, kept: &[Requirement]) -> Self {
        let mut rules = Self::default();
        for requirement in kept {
            match *requirement {
                Requirement::ClosuresMin(min) => rules.closures_min = Some(min),
                Requirement::ClosuresMax(max) => rules.closures_max = Some(max),
                Requirement::OfficersMin(min) => rules.centres_max = total_officers(problem).checked_div(min),
                Requirement::MustMerge(station) => rules.must_merge.push(station),
                Requirement::MustMergePair(one, other) => rules.must_merge_pairs.push((one, other)),
                Requirement::GroupSizeMax(size) => rules.group_size_max = Some(size),
                Requirement::ResponseLimits(_) => rules.response_limits = true,
            }
        }
        rules
    }

    /// Whether a merged or kept group obeys the rules that concern its members alone.
    pub(crate) fn allow_members(&self, members: &[StationIx]) -> bool {
        let alone = members.len() == 1;
        !(alone && members.iter().any(|member| self.must_merge.contains(member)))
            && self.must_merge_pairs.iter().all(|(one, other)| members.contains(one) == members.contains(other))
    }

    /// Whether a number of closures obeys the closure rule.
    pub(crate) fn allow_closures(&self, closures: u32) -> bool {
        self.closures_min.is_none_or(|min| closures >= min) && self.closures_max.is_none_or(|max| closures <= max)
    }

    /// Whether the total strength staffs so many centres.
    pub(crate) fn allow_centres(&self, centres: usize) -> bool {
        self.centres_max.is_none_or(|max| u32::try_from(centres).is_ok_and(|centres| centres <= max))
    }
}

/// Officers in stations after the reform.
pub(crate) fn total_officers(problem: &Problem) -> u32 {
    problem.station_officers().saturating_add(problem.policy.strength.transfers.heads())
}

/// Every requirement of the policy, those first that a conflict should name last.
pub(crate) fn requirements(problem: &Problem) -> Vec<Requirement> {
    let policy = &problem.policy;
    let mut list = vec![Requirement::OfficersMin(policy.strength.officers_min.heads())];
    list.extend(policy.closures.max.map(Requirement::ClosuresMax));
    let must_merge = problem.stations.iter_enumerated().filter(|(_, row)| row.duty == StationDuty::MustMerge);
    list.extend(must_merge.map(|(station, _)| Requirement::MustMerge(station)));
    list.extend(policy.must_merge_pairs.iter().map(|&(one, other)| Requirement::MustMergePair(one, other)));
    list.push(Requirement::ResponseLimits(None));
    list.push(Requirement::GroupSizeMax(policy.group_size_max));
    list.extend(policy.closures.min.map(Requirement::ClosuresMin));
    list
}

/// Latest allowed arrival at a village (FORMULATION 2.4): the hard maximum, or today's arrival where that is later
/// already, and never more than the allowed worsening. `None` where no station reaches the village today.
pub(crate) fn ceiling(problem: &Problem, village: VillageIx) -> Option<TravelTime> {
    let (_, before) = problem.nearest(village, problem.stations.indices())?;
    let response = &problem.policy.response;
    Some(response.second_arrival_max.max(before).min(before.saturating_add(response.worsening_max)))
}
