//! An alternative beside the written plan: what it costs in every aim and every figure.

use xiaqu_evaluate::{Alternatives, Figure, FigureGroup, Unit, figures, in_units, judge};
use xiaqu_model::{Aim, AimValue, Limit, Plan, Problem, Proof, Requirement, StationDuty};
use xiaqu_solver::do_nothing;

use super::{
    forcing::Forcing,
    opened::OpenedPlan,
    rule::{Change, relaxed_requirement},
    search::{Searched, Searcher},
    words::obstacle,
};
use crate::Failure;

/// One aim of an alternative beside the written plan. Less is better in both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AimChange {
    /// The aim.
    pub aim: Aim,
    /// Its value under the written plan.
    pub written: AimValue,
    /// Its value under the alternative.
    pub other: AimValue,
    /// The written plan's value in `unit`.
    pub written_in_units: f64,
    /// The alternative's value in `unit`.
    pub other_in_units: f64,
    /// Unit of both.
    pub unit: Unit,
}

impl AimChange {
    pub(crate) fn of(problem: &Problem, aim: Aim, [written, other]: [AimValue; 2]) -> Self {
        let ((written_in_units, unit), (other_in_units, _)) =
            (in_units(problem, aim, written), in_units(problem, aim, other));
        Self { aim, written, other, written_in_units, other_in_units, unit }
    }

    /// Alternative less written plan, in `unit`.
    pub fn difference(&self) -> f64 {
        self.other_in_units - self.written_in_units
    }

    /// What the alternative costs in this aim: above zero, it is worse. In the aim's whole unit.
    pub fn regret(&self) -> AimValue {
        AimValue(self.other.0.saturating_sub(self.written.0))
    }
}

/// The best plan under a changed question.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The plan.
    pub plan: Plan,
    /// How sure it is.
    pub proof: Proof,
    /// Whether every part of the question was searched to its end; if not, there may be a better one.
    pub complete: bool,
    /// Every aim in the order in which they count, beside the written plan.
    pub aims: Vec<AimChange>,
}

/// Why the opposite is impossible.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// Requirements of the settings in the way: a minimal set, or, where there are several ways, what stands in any of
    /// them. Empty where borders, roads or duties stand in the way.
    pub conflict: Vec<Requirement>,
    /// The same in English, one a line.
    pub lines_en: Vec<String>,
    /// The same in Chinese.
    pub lines_zh: Vec<String>,
}

/// Answer to a changed question.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The best plan.
    Plan(Box<Alternative>),
    /// Proved impossible.
    Impossible(Obstacle),
    /// A limit was reached before any plan was found.
    NotFound(Limit),
}

impl Answer {
    /// The plan, if there is one.
    pub fn alternative(&self) -> Option<&Alternative> {
        match self {
            Self::Plan(alternative) => Some(alternative),
            Self::Impossible(_) | Self::NotFound(_) => None,
        }
    }

    /// The change of the aim that counts first.
    pub fn first(&self) -> Option<AimChange> {
        self.alternative().and_then(|alternative| alternative.aims.first().copied())
    }

    /// Puts what a search found beside the written plan, both valued under `problem`.
    pub(crate) fn of(opened: &OpenedPlan, problem: &Problem, result: Searched) -> Self {
        match result {
            Searched::Plan { plan, proof, complete } => {
                let order = opened.county.problem.policy.order();
                let (written, other) = (judge(problem, &opened.plan), judge(problem, &plan));
                let change = |aim| AimChange::of(problem, aim, [written.value(aim), other.value(aim)]);
                let aims = order.into_iter().map(change).collect();
                Self::Plan(Box::new(Alternative { plan, proof, complete, aims }))
            }
            Searched::Impossible(reasons) => {
                let all = reasons.into_iter().flatten();
                let stated = all.filter(|requirement| is_stated(&opened.county.problem, requirement));
                let mut conflict: Vec<Requirement> = Vec::new();
                for requirement in stated {
                    if !conflict.iter().any(|known| is_same(known, &requirement)) {
                        conflict.push(requirement);
                    }
                }
                Self::Impossible(obstacle(conflict, &opened.county))
            }
            Searched::NotFound(limit) => Self::NotFound(limit),
        }
    }
}

/// Whether two requirements are one, whichever village suffers most.
fn is_same(one: &Requirement, other: &Requirement) -> bool {
    let limits = |requirement: &Requirement| matches!(requirement, Requirement::ResponseLimits(_));
    one == other || (limits(one) && limits(other))
}

/// Whether the settings state a requirement, which is not so for what was forced upon the search.
fn is_stated(problem: &Problem, requirement: &Requirement) -> bool {
    match *requirement {
        Requirement::MustMerge(station) => problem.stations[station].duty == StationDuty::MustMerge,
        Requirement::MustClose(station) => problem.stations[station].duty == StationDuty::MustClose,
        Requirement::MustMergePair(one, other) => problem.policy.must_merge_pairs.contains(&(one, other)),
        _ => true,
    }
}

/// One figure of the judge's sheet under the written plan and under an alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureChange {
    /// Stable name.
    pub key: String,
    /// Section.
    pub group: FigureGroup,
    /// Unit.
    pub unit: Unit,
    /// What it is, in English.
    pub note_en: String,
    /// What it is, in Chinese.
    pub note_zh: String,
    /// Under the written plan.
    pub written: Option<f64>,
    /// Under the alternative.
    pub other: Option<f64>,
}

impl FigureChange {
    /// Alternative less written plan.
    pub fn difference(&self) -> Option<f64> {
        self.other.zip(self.written).map(|(other, written)| other - written)
    }
}

/// The best plan that obeys the opposite if one rule in its way is relaxed.
#[derive(Clone, Debug)]
pub struct WayOut {
    /// The rule that is relaxed.
    pub requirement: Requirement,
    /// By a step where that is enough, else it is dropped.
    pub change: Change,
    /// The best plan under the relaxed rule.
    pub answer: Answer,
}

/// A forced opposite and what it costs in every figure.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What was forced.
    pub forcing: Forcing,
    /// The best plan that obeys it.
    pub answer: Answer,
    /// The judge's sheet of both plans; empty without a plan.
    pub figures: Vec<FigureChange>,
    /// Where the opposite is impossible: what relaxing each of the rules in its way would give.
    pub ways_out: Vec<WayOut>,
}

impl Comparison {
    /// Searches the best plan that obeys `forcing`.
    ///
    /// # Errors
    /// If the search fails.
    pub(crate) fn study(opened: &OpenedPlan, searcher: &Searcher<'_>, forcing: Forcing) -> Result<Self, Failure> {
        let problem = &opened.county.problem;
        let answer = best(opened, searcher, problem, forcing)?;
        let figures = answer.alternative().map(|other| changes(problem, &opened.plan, &other.plan));
        let mut ways_out = Vec::new();
        if let Answer::Impossible(obstacle) = &answer {
            for requirement in &obstacle.conflict {
                ways_out.extend(way_out(opened, searcher, forcing, requirement)?);
            }
        }
        Ok(Self { forcing, figures: figures.unwrap_or_default(), answer, ways_out })
    }
}

/// The least change of a rule that makes the opposite possible; dropped where no step is enough.
fn way_out(
    opened: &OpenedPlan,
    searcher: &Searcher<'_>,
    forcing: Forcing,
    requirement: &Requirement,
) -> Result<Option<WayOut>, Failure> {
    let mut found = None;
    for change in [Change::Step, Change::Dropped] {
        let Some(relaxed) = relaxed_requirement(&opened.county.problem, requirement, change) else { continue };
        let answer = best(opened, searcher, &relaxed, forcing)?;
        let is_enough = answer.alternative().is_some();
        found = Some(WayOut { requirement: requirement.clone(), change, answer });
        if is_enough {
            break;
        }
    }
    Ok(found)
}

/// The best plan of a problem that obeys `forcing`.
///
/// # Errors
/// If the search fails.
pub(crate) fn best(
    opened: &OpenedPlan,
    searcher: &Searcher<'_>,
    problem: &Problem,
    forcing: Forcing,
) -> Result<Answer, Failure> {
    match forcing.problems(problem) {
        Ok(problems) => Ok(Answer::of(opened, problem, searcher.best_of(problems)?)),
        Err(why) => Ok(Answer::Impossible(why.obstacle(&opened.county))),
    }
}

/// Every figure of two plans.
fn changes(problem: &Problem, written: &Plan, other: &Plan) -> Vec<FigureChange> {
    let today = do_nothing(problem);
    // With today as the plan, no note names a village that only one of the two plans hurts.
    let sheet = |plan| figures(problem, Alternatives { do_nothing: &today, transfers_only: plan, plan: &today });
    let (one, two) = (sheet(written), sheet(other));
    let value = |row: Option<&Figure>| row.and_then(|row| row.transfers_only);
    let missing = two.rows.iter().filter(|row| one.row(&row.key).is_none());
    let rows = one.rows.iter().chain(missing);
    rows.map(|row| FigureChange {
        key: row.key.clone(),
        group: row.group,
        unit: row.unit,
        note_en: row.note_en.clone(),
        note_zh: row.note_zh.clone(),
        written: value(one.row(&row.key)),
        other: value(two.row(&row.key)),
    })
    .collect()
}
