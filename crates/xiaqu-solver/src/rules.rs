//! The hard rules of one search, each of which the study of conflicts can drop.

use xiaqu_model::{
    Aim, AimValue, Group, Mode, Problem, Requirement, StationDuty, StationIx, TravelTime, VillageIx, cast,
};

/// Largest group that the settings allow: what a search without a rule on group sizes tries (FORMULATION 4.9).
pub(crate) const LARGEST_GROUP: u32 = 4;

/// Hard rules in force. What is fixed by nature or law (adjacency, forbidden pairs, duties to stay open) is not here: it
/// stays in force.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) closures_min: Option<u32>,
    pub(crate) closures_max: Option<u32>,
    /// Whether every group needs its floor of officers.
    pub(crate) officers_min: bool,
    /// Most officers of a group.
    pub(crate) officers_max: Option<u32>,
    pub(crate) must_merge: Vec<StationIx>,
    pub(crate) must_close: Vec<StationIx>,
    pub(crate) must_merge_pairs: Vec<(StationIx, StationIx)>,
    pub(crate) group_size_max: u32,
    pub(crate) people_max: Option<u64>,
    pub(crate) area_max: Option<u64>,
    /// Aims held at or below a value.
    pub(crate) limits: Vec<(Aim, AimValue)>,
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
        let mut rules = Self {
            closures_min: None,
            closures_max: None,
            officers_min: false,
            officers_max: None,
            must_merge: Vec::new(),
            must_close: Vec::new(),
            must_merge_pairs: Vec::new(),
            group_size_max: LARGEST_GROUP.max(problem.policy.groups.size_max),
            people_max: None,
            area_max: None,
            limits: Vec::new(),
            response_limits: false,
        };
        for requirement in kept {
            match *requirement {
                Requirement::ClosuresMin(min) => rules.closures_min = Some(min),
                Requirement::ClosuresMax(max) => rules.closures_max = Some(max),
                Requirement::OfficersMin(_) => rules.officers_min = true,
                Requirement::OfficersMax(max) => rules.officers_max = Some(max),
                Requirement::MustMerge(station) => rules.must_merge.push(station),
                Requirement::MustClose(station) => rules.must_close.push(station),
                Requirement::MustMergePair(one, other) => rules.must_merge_pairs.push((one, other)),
                Requirement::GroupSizeMax(size) => rules.group_size_max = size,
                Requirement::GroupPeopleMax(people) => rules.people_max = Some(people),
                Requirement::GroupAreaMax(area) => rules.area_max = Some(area),
                Requirement::AimMax(aim, value) => rules.limits.push((aim, value)),
                Requirement::ResponseLimits(_) => rules.response_limits = true,
            }
        }
        rules
    }

    /// Whether a group obeys the rules that concern its members alone.
    pub(crate) fn allow_members(&self, problem: &Problem, members: &[StationIx]) -> bool {
        let alone = members.len() == 1;
        let together = |&(one, other): &(StationIx, StationIx)| members.contains(&one) && members.contains(&other);
        !(alone && members.iter().any(|member| self.must_merge.contains(member)))
            && self.must_merge_pairs.iter().all(|(one, other)| members.contains(one) == members.contains(other))
            && !problem.policy.forbidden_pairs.iter().any(together)
    }

    /// Whether a group closes every member that must close.
    pub(crate) fn allow_bases(&self, group: &Group) -> bool {
        group.bases().all(|base| !self.must_close.contains(&base))
    }

    /// Whether a merged or pooled group is small enough in people and land; a kept station is as it is.
    pub(crate) fn allow_size(&self, people: u64, area: u64) -> bool {
        self.people_max.is_none_or(|max| people <= max) && self.area_max.is_none_or(|max| area <= max)
    }

    /// Whether a number of closures obeys the closure rule.
    pub(crate) fn allow_closures(&self, closures: u32) -> bool {
        self.closures_min.is_none_or(|min| closures >= min) && self.closures_max.is_none_or(|max| closures <= max)
    }

    /// Whether the total strength can staff groups whose floors add up to `floors`, `groups` of them.
    pub(crate) fn allow_strength(&self, problem: &Problem, floors: u64, groups: usize) -> bool {
        let total = u64::from(problem.officers_after().heads());
        let room = self.officers_max.map(|max| u64::from(max) * groups as u64);
        !(self.officers_min && floors > total) && room.is_none_or(|room| room >= total)
    }

    /// Whether values obey the limits; `value` gives the value of an aim.
    pub(crate) fn allow_values(&self, value: impl Fn(Aim) -> AimValue) -> bool {
        self.limits.iter().all(|&(aim, most)| value(aim) <= most)
    }
}

/// Every requirement of the policy, those first that a conflict should name last.
pub(crate) fn requirements(problem: &Problem) -> Vec<Requirement> {
    let policy = &problem.policy;
    let groups = &policy.groups;
    let mut list = vec![Requirement::OfficersMin(policy.strength.officers_min.heads())];
    list.extend(groups.officers_max.map(|most| Requirement::OfficersMax(most.heads())));
    list.extend(policy.closures.max.map(Requirement::ClosuresMax));
    list.extend(problem.stations.iter_enumerated().filter_map(|(station, row)| match row.duty {
        StationDuty::MustMerge => Some(Requirement::MustMerge(station)),
        StationDuty::MustClose => Some(Requirement::MustClose(station)),
        StationDuty::Free | StationDuty::MustStayOpen | StationDuty::Untouched | StationDuty::NewSite => None,
    }));
    list.extend(policy.must_merge_pairs.iter().map(|&(one, other)| Requirement::MustMergePair(one, other)));
    list.push(Requirement::ResponseLimits(None));
    list.extend(groups.people_max.map(Requirement::GroupPeopleMax));
    list.extend(groups.area_max.map(Requirement::GroupAreaMax));
    list.push(Requirement::GroupSizeMax(groups.size_max));
    list.extend(policy.limits.iter().map(|&(aim, value)| Requirement::AimMax(aim, value)));
    list.extend(policy.closures.min.map(Requirement::ClosuresMin));
    list
}

/// Latest allowed arrival at a village (FORMULATION 2.4): the hard maximum, or today's arrival where that is later
/// already, and never more than the allowed worsening. `None` where no station reaches the village today.
pub(crate) fn ceiling(problem: &Problem, village: VillageIx) -> Option<TravelTime> {
    let (_, before) = problem.nearest(village, problem.today())?;
    Some(ceiling_after(problem, before))
}

/// The same for a village whose arrival today is known.
pub(crate) fn ceiling_after(problem: &Problem, before: TravelTime) -> TravelTime {
    let response = &problem.policy.response;
    response.second_arrival_max.max(before).min(before.saturating_add(response.worsening_max))
}

/// Modes that a group of several stations may have.
pub(crate) fn group_modes(problem: &Problem) -> impl Iterator<Item = Mode> + '_ {
    problem.policy.groups.modes.iter().copied().filter(|mode| *mode != Mode::Keep)
}

/// Land of a territory in whole square metres, the unit of the rule on land.
pub(crate) fn territory_square_metres(problem: &Problem, station: StationIx) -> u64 {
    let area = problem.stations[station].territory_area.as_square_metres();
    cast::to_i64(area).and_then(|whole| u64::try_from(whole).ok()).unwrap_or(u64::MAX)
}

/// Whether duties let every post of the group close.
pub(crate) fn may_close_posts(problem: &Problem, group: &Group) -> bool {
    group.posts().all(|post| problem.stations[post].duty.may_close())
}
