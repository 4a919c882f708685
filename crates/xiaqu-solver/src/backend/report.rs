//! What goes into a backend and what comes out of it.

use good_lp::{Constraint, Expression, ProblemVariables};
use xiaqu_model::SolverBackend;

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
    #[allow(dead_code, reason = "a build may have no backend that makes random choices")]
    pub(crate) seed: u64,
}

/// What a backend can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each ability stands by itself")]
pub struct Capabilities {
    /// By which it is asked for.
    pub backend: SolverBackend,
    /// Name in the status text.
    pub name: &'static str,
    /// Says how good a better point could be when it is stopped before it has one.
    pub bound_without_point: bool,
    /// Stops by itself at a time limit; a watch stands beside it in any case.
    pub time_limit: bool,
    /// Stops by itself at a relative gap.
    pub gap: bool,
    /// Could work on several threads. Xiaqu always gives it one, so that answers do not depend on the machine.
    pub threads: bool,
    /// Makes random choices, which follow from the seed.
    pub seed: bool,
    /// Counts the nodes of its search when it is stopped before it has a point.
    pub nodes_without_point: bool,
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
    /// Nodes of its search tree, where it says so.
    pub(crate) nodes: Option<u64>,
}

/// A solver of integer programs.
pub(crate) trait Backend: Send + Sync + 'static {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Minimises a model on the calling thread.
    fn solve(&self, model: Model, limits: Limits) -> Result<Report, SearchError>;
}
