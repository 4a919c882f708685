//! Whether the plan stays the best one under other circumstances (domain 6.15).

use std::collections::BTreeMap;

use xiaqu_evaluate::judge;
use xiaqu_model::{Plan, StationIx};

use super::{
    answer::Answer,
    opened::OpenedPlan,
    scenario::{Scenario, scenarios},
    search::Searcher,
};
use crate::Failure;

/// How far a pair can be relied on (domain 6.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stability {
    /// In more than 80 % of the plans.
    Robust,
    /// Neither.
    Open,
    /// In less than 20 % of the plans.
    Artefact,
}

/// The best plan under one scenario.
#[derive(Clone, Debug)]
pub struct ScenarioResult {
    /// The circumstances.
    pub scenario: Scenario,
    /// The best plan under them, beside the written plan under the same circumstances.
    pub answer: Answer,
    /// Whether the written plan obeys every rule there.
    pub written_holds: bool,
}

/// How many scenarios have a pair in one group of their best plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairShare {
    /// The station with the lower id.
    pub first: StationIx,
    /// The other.
    pub second: StationIx,
    /// Scenarios whose best plan has the two in one group.
    pub plans: usize,
    /// Scenarios that have a plan.
    pub of: usize,
    /// Whether the written plan has them in one group.
    pub in_plan: bool,
}

impl PairShare {
    /// Robust above 80 %, an artefact below 20 %.
    pub fn stability(&self) -> Stability {
        if self.plans * 5 > self.of * 4 {
            Stability::Robust
        } else if self.plans * 5 < self.of {
            Stability::Artefact
        } else {
            Stability::Open
        }
    }
}

/// The plan under other circumstances.
#[derive(Clone, Debug)]
pub struct Robustness {
    /// Every scenario.
    pub scenarios: Vec<ScenarioResult>,
    /// Every pair of any of their best plans, the most frequent first.
    pub pairs: Vec<PairShare>,
}

impl Robustness {
    pub(crate) fn study(opened: &OpenedPlan, searcher: &Searcher<'_>) -> Result<Self, Failure> {
        let study = |scenario: Scenario| {
            let problem = scenario.applied(&opened.county.problem);
            let result = searcher.search(problem.clone())?;
            let answer = Answer::of(opened, &problem, result);
            let written_holds = judge(&problem, &opened.plan).is_sound();
            Ok(ScenarioResult { scenario, answer, written_holds })
        };
        let scenarios =
            scenarios(&opened.county.problem).into_iter().map(study).collect::<Result<Vec<_>, Failure>>()?;
        let pairs = shares(opened, &scenarios);
        Ok(Self { scenarios, pairs })
    }
}

fn shares(opened: &OpenedPlan, scenarios: &[ScenarioResult]) -> Vec<PairShare> {
    let plans = || scenarios.iter().filter_map(|row| row.answer.alternative()).map(|alternative| &alternative.plan);
    let mut counts: BTreeMap<(StationIx, StationIx), usize> = BTreeMap::new();
    for pair in plans().flat_map(pairs_of) {
        *counts.entry(pair).or_default() += 1;
    }
    let of = plans().count();
    let rows = counts.into_iter();
    let mut rows: Vec<PairShare> = rows
        .map(|((first, second), plans)| PairShare {
            first,
            second,
            plans,
            of,
            in_plan: opened.is_together(first, second),
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.plans), row.first, row.second));
    rows
}

/// Every pair of stations in one group.
fn pairs_of(plan: &Plan) -> Vec<(StationIx, StationIx)> {
    let groups = plan.groups().iter().map(|group| &group.members);
    let all =
        groups.flat_map(|members| members.iter().flat_map(move |one| members.iter().map(move |two| (*one, *two))));
    all.filter(|(one, two)| one < two).collect()
}
