//! Solvers of integer programs, each behind one trait. Backends are leaves: nothing else names one.

mod highs;
mod linear;
mod watched;

use good_lp::{Constraint, Expression, ProblemVariables};

pub(crate) use highs::Highs;
pub(crate) use linear::{Linear, LinearReport, Method, RowAt, VariableAt};
pub(crate) use watched::solve_watched;

use crate::error::SearchError;

/// A program to minimise. Values come back in the order in which variables were added.
pub(crate) struct Model {
    pub(crate) variables: ProblemVariables,
    pub(crate) objective: Expression,
    pub(crate) constraints: Vec<Constraint>,
}

/// What a backend must keep to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    /// Seconds; `None` is no limit.
    pub(crate) seconds: Option<f64>,
    /// Relative gap at which it may stop.
    pub(crate) gap: f64,
    /// Seed of its random choices.
    pub(crate) seed: u64,
}

/// What a backend can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// Name in the status text.
    pub(crate) name: &'static str,
}

/// How a backend ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Proved within the gap.
    Proved,
    /// Proved that no point is feasible.
    Infeasible,
    /// A limit of its own came first.
    Limit,
}

/// What a backend found.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// How it ended.
    pub(crate) ending: Ending,
    /// Its own words.
    pub(crate) status: String,
    /// No feasible point is below this; minus infinity if it knows nothing.
    pub(crate) bound: f64,
    /// The best point, if any.
    pub(crate) values: Option<Vec<f64>>,
}

/// A solver of integer programs.
pub(crate) trait Backend: Clone + Send + 'static {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Minimises a model on the calling thread.
    fn solve(&self, model: Model, limits: Limits) -> Result<Report, SearchError>;
}
