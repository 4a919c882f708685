//! An alternative beside the written plan: what it costs in every aim and every figure.

use xiaqu_evaluate::{Alternatives, Figure, FigureGroup, Unit, figures, judge};
use xiaqu_model::{Aim, AimValue, Limit, NoPlan, Plan, Problem, Proof, Requirement};
use xiaqu_solver::do_nothing;

use super::{
    forcing::Forcing,
    opened::OpenedPlan,
    search::{Searched, Searcher},
    words::obstacle,
};
use crate::Failure;

/// One aim of an alternative beside the written plan. Less is better in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AimChange {
    /// The aim.
    pub aim: Aim,
    /// Its value under the written plan.
    pub written: AimValue,
    /// Its value under the alternative.
    pub other: AimValue,
}

impl AimChange {
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
    /// Requirements of the settings in the way, a minimal set; empty where borders, roads or duties stand in the way.
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
    pub(crate) fn of(opened: &OpenedPlan, problem: &Problem, result: Searched, forced: Option<&Requirement>) -> Self {
        match result {
            Searched::Plan { plan, proof, complete } => {
                let order = opened.county.problem.policy.order();
                let (written, other) = (judge(problem, &opened.plan), judge(problem, &plan));
                let change = |aim| AimChange { aim, written: written.value(aim), other: other.value(aim) };
                let aims = order.into_iter().map(change).collect();
                Self::Plan(Box::new(Alternative { plan, proof, complete, aims }))
            }
            Searched::Impossible(NoPlan::Infeasible { conflict, .. }) => {
                let conflict = conflict.into_iter().filter(|requirement| Some(requirement) != forced).collect();
                Self::Impossible(obstacle(conflict, &opened.county))
            }
            Searched::Impossible(NoPlan::NotFound(limit)) | Searched::NotFound(limit) => Self::NotFound(limit),
        }
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

/// A forced opposite and what it costs in every figure.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What was forced.
    pub forcing: Forcing,
    /// The best plan that obeys it.
    pub answer: Answer,
    /// The judge's sheet of both plans; empty without a plan.
    pub figures: Vec<FigureChange>,
}

impl Comparison {
    /// Searches the best plan that obeys `forcing`.
    ///
    /// # Errors
    /// If the search fails.
    pub(crate) fn study(opened: &OpenedPlan, searcher: &Searcher<'_>, forcing: Forcing) -> Result<Self, Failure> {
        let problem = &opened.county.problem;
        let answer = match forcing.problems(problem) {
            Ok(problems) => {
                let result = searcher.best_of(problems)?;
                Answer::of(opened, problem, result, forcing.requirement().as_ref())
            }
            Err(why) => Answer::Impossible(why.obstacle(&opened.county)),
        };
        let figures = answer.alternative().map(|other| changes(problem, &opened.plan, &other.plan));
        Ok(Self { forcing, figures: figures.unwrap_or_default(), answer })
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
