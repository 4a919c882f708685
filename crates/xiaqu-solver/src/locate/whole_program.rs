//! Programs in whole numbers (FORMULATION 7.20): a solver that counts in floating point proposes, whole numbers decide.

use good_lp::{Constraint, Expression, ProblemVariables, Variable, constraint, variable};
use xiaqu_model::{
    Limit, SolverBackend,
    cast::{signed_to_f64, to_i64, wide_to_f64},
};

use crate::{
    backend::{Ending, Limits, Model, Report, choose, solve_watched},
    control::Watch,
    error::SearchError,
};

/// Objectives up to this go to the solver as they are: its claims are then right to the nearest whole number.
const DIRECT_MAX: i128 = 10_000_000;

/// Larger objectives are divided so that all costs together are this many units.
const UNITS: f64 = 1_000_000.0;

/// The solver's tolerance must tell two neighbouring objectives apart: a unit may stand for at most so many.
const SCALE_MAX: f64 = 100_000_000.0;

/// How a row compares with its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    AtLeast,
    AtMost,
    Equal,
}

/// A sum of variables against a limit.
#[derive(Clone, Debug)]
struct Row {
    terms: Vec<(usize, i64)>,
    relation: Relation,
    limit: i64,
    number: &'static str,
}

/// Whether a variable must be 0 or 1 or becomes so by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Choice,
    Consequence,
}

/// A program over variables between 0 and 1 with costs of at least 0, to minimise.
#[derive(Clone, Debug, Default)]
pub(super) struct WholeProgram {
    variables: Vec<(String, Kind, i64)>,
    rows: Vec<Row>,
}

/// How a search in whole numbers ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WholeEnding {
    /// Proved within the gap asked for.
    Proved,
    /// No choice is feasible.
    Infeasible,
    /// A limit came first.
    Stopped(Limit),
    /// Objectives are too large for the solver to tell neighbours apart.
    Unproved,
}

/// The best choice, its value, a bound for all choices, and how sure that is.
#[derive(Clone, Debug)]
pub(super) struct WholeAnswer<Choice> {
    pub(super) best: Option<(Choice, i128)>,
    pub(super) bound: i128,
    pub(super) ending: WholeEnding,
    pub(super) status: String,
}

/// What the caller knows before the solver starts.
pub(super) struct Known<Choice> {
    /// A feasible choice and its value.
    pub(super) best: Option<(Choice, i128)>,
    /// No choice is below this.
    pub(super) bound: i128,
    /// What is added to the costs of the program to give a value.
    pub(super) constant: i128,
    /// Whether the program leaves out choices that are no better than the best known.
    pub(super) only_better: bool,
}

/// What a search must keep to.
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchLimits<'a> {
    pub(super) watch: &'a Watch,
    pub(super) gap: f64,
    pub(super) seed: u64,
}

impl WholeProgram {
    /// Adds a variable and returns its position.
    pub(super) fn add(&mut self, name: String, kind: Kind, cost: i64) -> usize {
        self.variables.push((name, kind, cost));
        self.variables.len() - 1
    }

    /// Adds a row, named by its number in FORMULATION.
    pub(super) fn row(&mut self, terms: Vec<(usize, i64)>, relation: Relation, limit: i64, number: &'static str) {
        self.rows.push(Row { terms, relation, limit, number });
    }

    /// All costs together: no value of a choice is above.
    fn span(&self) -> i128 {
        self.variables.iter().map(|(_, _, cost)| i128::from(*cost)).sum()
    }

    /// The model in units of `scale`, with the costs kept to at most `cost_max` if there is one.
    fn model(&self, scale: f64, cost_max: Option<i128>) -> Model {
        let mut variables = ProblemVariables::new();
        let declare = |(name, kind, _): &(String, Kind, i64)| {
            let declared = variable().min(0.0).max(1.0).name(name.as_str());
            variables.add(if *kind == Kind::Choice { declared.integer() } else { declared })
        };
        let handles: Vec<Variable> = self.variables.iter().map(declare).collect();
        let costs = self.variables.iter().zip(&handles).filter(|((_, _, cost), _)| *cost != 0);
        let objective: Expression = costs.map(|((_, _, cost), handle)| signed_to_f64(*cost) / scale * *handle).sum();
        let mut constraints: Vec<Constraint> = self.rows.iter().map(|row| row.constraint(&handles)).collect();
        if let Some(most) = cost_max {
            let cutoff = constraint!(objective.clone() <= wide_to_f64(most) / scale);
            constraints.push(cutoff.set_name("better".to_owned()));
        }
        Model { variables, objective, constraints }
    }

    /// Minimises; `read` turns the variables that are 1 into a choice and its exact value, or nothing if that is infeasible.
    pub(super) fn minimise<Choice>(
        &self,
        known: Known<Choice>,
        limits: SearchLimits<'_>,
        read: impl Fn(&[bool]) -> Option<(Choice, i128)>,
    ) -> Result<WholeAnswer<Choice>, SearchError> {
        let span = self.span();
        let scale = if span <= DIRECT_MAX { 1.0 } else { wide_to_f64(span) / UNITS };
        let mut search = Search { program: self, scale, known, limits, status: String::new(), cut: false };
        let ending = loop {
            if let Some(ending) = search.step(&read)? {
                break ending;
            }
        };
        let Known { best, bound, .. } = search.known;
        let bound = best.as_ref().map_or(bound, |(_, value)| bound.min(*value));
        Ok(WholeAnswer { best, bound, ending, status: search.status })
    }
}

impl Row {
    fn constraint(&self, handles: &[Variable]) -> Constraint {
        let known = self.terms.iter().filter_map(|(position, factor)| Some((handles.get(*position)?, factor)));
        let sum: Expression = known.map(|(handle, factor)| signed_to_f64(*factor) * *handle).sum();
        let limit = signed_to_f64(self.limit);
        let constraint = match self.relation {
            Relation::AtLeast => constraint!(sum >= limit),
            Relation::AtMost => constraint!(sum <= limit),
            Relation::Equal => constraint!(sum == limit),
        };
        constraint.set_name(self.number.to_owned())
    }
}

struct Search<'a, Choice> {
    program: &'a WholeProgram,
    scale: f64,
    known: Known<Choice>,
    limits: SearchLimits<'a>,
    status: String,
    /// Whether the program asks for something better than the best known.
    cut: bool,
}

impl<Choice> Search<'_, Choice> {
    /// One run of the solver; how the search ended, unless it must go on.
    fn step(&mut self, read: impl Fn(&[bool]) -> Option<(Choice, i128)>) -> Result<Option<WholeEnding>, SearchError> {
        let before = self.value();
        if before.is_some_and(|value| value <= self.known.bound) {
            if self.status.is_empty() {
                "the bound is reached without a solver".clone_into(&mut self.status);
            }
            return Ok(Some(WholeEnding::Proved));
        }
        let cost_max = before.filter(|_| self.cut).map(|value| value - 1 - self.known.constant);
        let model = self.program.model(self.scale, cost_max);
        let limits = Limits { seconds: None, gap: self.limits.gap, seed: self.limits.seed };
        let report = match solve_watched(&choose(SolverBackend::Highs)?, model, limits, self.limits.watch)? {
            Ok(report) => report,
            Err(limit) => return Ok(Some(WholeEnding::Stopped(limit))),
        };
        self.status.clone_from(&report.status);
        if report.ending == Ending::Infeasible {
            return self.infeasible(before).map(Some);
        }
        self.learn(&report, read)?;
        if report.ending == Ending::Limit {
            return Ok(Some(WholeEnding::Stopped(self.limits.watch.reached().unwrap_or(Limit::Time))));
        }
        self.proved(&report, before)
    }

    fn value(&self) -> Option<i128> {
        self.known.best.as_ref().map(|(_, value)| *value)
    }

    fn infeasible(&mut self, before: Option<i128>) -> Result<WholeEnding, SearchError> {
        match before {
            None => Ok(WholeEnding::Infeasible),
            Some(value) if self.cut || self.known.only_better => {
                self.known.bound = value;
                Ok(WholeEnding::Proved)
            }
            Some(value) => Err(SearchError::Contradiction { claimed: f64::INFINITY, found: wide_to_f64(value) }),
        }
    }

    /// Takes in the solver's bound and its choice.
    fn learn(&mut self, report: &Report, read: impl Fn(&[bool]) -> Option<(Choice, i128)>) -> Result<(), SearchError> {
        let ones: Option<Vec<bool>> =
            report.values.as_ref().map(|values| values.iter().map(|value| *value > 0.5).collect());
        if let Some((choice, value)) = ones.and_then(|ones| read(&ones)) {
            let units = wide_to_f64(value - self.known.constant) / self.scale;
            if units < report.bound - self.window() {
                return Err(SearchError::Contradiction { claimed: report.bound, found: units });
            }
            if self.value().is_none_or(|best| value < best) {
                self.known.best = Some((choice, value));
            }
        }
        // Where choices no better than the best known are left out, only the lesser of the two holds for all.
        let proved = to_i64(((report.bound - self.window()) * self.scale).ceil()).map(i128::from);
        if let Some(proved) = proved {
            let all = proved + self.known.constant;
            let best = self.value().filter(|best| *best < all);
            if let Some(best) = best.filter(|_| !self.cut && !self.known.only_better) {
                let found = wide_to_f64(best - self.known.constant) / self.scale;
                return Err(SearchError::Contradiction { claimed: report.bound, found });
            }
            self.known.bound = self.known.bound.max(best.unwrap_or(all));
        }
        Ok(())
    }

    /// How far the solver's claims may be off, in its units.
    fn window(&self) -> f64 {
        if self.is_direct() { 0.5 } else { 1.0 }
    }

    fn is_direct(&self) -> bool {
        self.scale <= 1.0
    }

    /// The solver says that it is done.
    fn proved(&mut self, report: &Report, before: Option<i128>) -> Result<Option<WholeEnding>, SearchError> {
        let Some(value) = self.value() else {
            return Err(SearchError::Backend { status: format!("{} without a feasible point", report.status) });
        };
        if value <= self.known.bound || self.limits.gap > 0.0 {
            return Ok(Some(WholeEnding::Proved));
        }
        if self.scale > SCALE_MAX {
            return Ok(Some(WholeEnding::Unproved));
        }
        let improved = before.is_none_or(|before| value < before);
        if self.is_direct() || (self.cut && !improved) {
            let found = wide_to_f64(value - self.known.constant) / self.scale;
            return Err(SearchError::Contradiction { claimed: report.bound, found });
        }
        self.cut = true;
        Ok(None)
    }
}
