//! The judgement of one plan: what it breaks and what follows from it.

use std::collections::BTreeMap;

use xiaqu_model::{
    Aim, AimValue, DispatchMap, DispatchRules, FirstArrival, IxVec, JurisdictionMap, Plan, Problem, ProblemReport,
    SecondArrival, StationIx, TravelTime, VillageIx,
};

use crate::{
    dispatch::{Answering, answering_by},
    posts::PostPresence,
    values::values_of,
    violations::{grouping, limits, response, staffing},
};

/// Arrivals at one village by day, before the reform and after it; nothing where no road leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VillageArrivals {
    /// First officer today. There are no posts, so this is the second arrival too.
    pub first_before: Option<FirstArrival>,
    /// First officer after the reform, expected under policy P1: the resident of the post goes when present and free.
    pub first_after: Option<FirstArrival>,
    /// Two officers today.
    pub second_before: Option<SecondArrival>,
    /// Two officers after the reform: the crew of the base that answers.
    pub second_after: Option<SecondArrival>,
}

/// What the judge finds: every violation, and the maps, arrivals and aim re-derived from the county's tables.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Everything the plan breaks, all codes E5; empty if the plan is sound.
    pub violations: Vec<ProblemReport>,
    /// The base whose crew answers every village: least arrival, ties to the lower id, unless the policy's dispatch rules
    /// were followed. A village that no base reaches stays with its jurisdiction and is a violation.
    pub dispatch: DispatchMap,
    /// The centre that manages every village: that of the group its territory belongs to.
    pub jurisdiction: JurisdictionMap,
    /// Arrivals at every village.
    pub arrivals: IxVec<VillageIx, VillageArrivals>,
    /// Value of every aim.
    pub values: BTreeMap<Aim, AimValue>,
}

/// What the values of the aims are made from.
pub(crate) struct Maps {
    pub(crate) dispatch: DispatchMap,
    pub(crate) jurisdiction: JurisdictionMap,
    pub(crate) arrivals: IxVec<VillageIx, VillageArrivals>,
}

impl Judgement {
    /// Whether the plan obeys every rule.
    pub fn is_sound(&self) -> bool {
        self.violations.is_empty()
    }

    /// The value of one aim.
    pub fn value(&self, aim: Aim) -> AimValue {
        self.values.get(&aim).copied().unwrap_or(AimValue(i128::MAX))
    }
}

/// Judges a plan by plain loops over the county's tables. Knows nothing of how the plan was found.
///
/// Calls are answered by the nearest base, which is what the rules, the aims and so every proof speak of, whatever borders
/// the policy wants; see [`judge_as_dispatched`].
///
/// # Complexity
///
/// Villages times stations.
pub fn judge(problem: &Problem, plan: &Plan) -> Judgement {
    judge_with(problem, plan, DispatchRules::default())
}

/// Judges a plan as the bureau will dispatch: by the policy's borders and hysteresis, today and after the reform. All
/// figures are made from it. Ceilings are those of nearest response today (FORMULATION 2.4): no border raises them.
pub fn judge_as_dispatched(problem: &Problem, plan: &Plan) -> Judgement {
    judge_with(problem, plan, problem.policy.dispatch)
}

fn judge_with(problem: &Problem, plan: &Plan, rules: DispatchRules) -> Judgement {
    let jurisdiction = jurisdiction(problem, plan);
    let today: Vec<StationIx> = problem.today().collect();
    let (answering_today, answering) =
        (answering_by(problem, &today, rules), answering_by(problem, &plan.bases(), rules));
    let dispatch = DispatchMap(IxVec::from_fn(problem.villages.len(), |village| {
        answering[village].unwrap_or(jurisdiction.0[village])
    }));
    let presence = PostPresence::new(problem, plan, &dispatch);
    let arrival = |map: &Answering, village| map[village].and_then(|base| problem.arrival(base, village));
    let arrivals = IxVec::from_fn(problem.villages.len(), |village| {
        let before = arrival(&answering_today, village);
        let after = arrival(&answering, village);
        VillageArrivals {
            first_before: before.map(FirstArrival::new),
            first_after: after.map(|crew| presence.first_arrival(problem, village, crew)),
            second_before: before.map(SecondArrival::new),
            second_after: after.map(SecondArrival::new),
        }
    });
    let mut violations = grouping(problem, plan);
    violations.extend(staffing(problem, plan));
    let nearest_today = IxVec::from_fn(problem.villages.len(), |village| nearest_arrival(problem, &today, village));
    violations.extend(response(problem, plan, (&nearest_today, &arrivals)));
    let maps = Maps { dispatch, jurisdiction, arrivals };
    let values = values_of(problem, plan, &maps);
    violations.extend(limits(problem, &values));
    let Maps { dispatch, jurisdiction, arrivals } = maps;
    Judgement { violations, dispatch, jurisdiction, arrivals, values }
}

/// The centre of the group that every village's territory belongs to; a station in no group manages its own.
fn jurisdiction(problem: &Problem, plan: &Plan) -> JurisdictionMap {
    let owner = |village| {
        let territory = problem.villages[village].territory;
        plan.group_of(territory).map_or(territory, |group| group.centre)
    };
    JurisdictionMap(IxVec::from_fn(problem.villages.len(), owner))
}

pub(crate) fn nearest_arrival(problem: &Problem, bases: &[StationIx], village: VillageIx) -> Option<TravelTime> {
    bases.iter().filter_map(|&base| problem.arrival(base, village)).min()
}
