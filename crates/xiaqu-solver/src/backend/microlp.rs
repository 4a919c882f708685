//! microlp: branch and bound in Rust alone, for builds without a C++ compiler and as a second opinion.
//!
//! Its random choices are none, so the seed does nothing. Stopped before it has a point, it tells `good_lp` neither bound
//! nor nodes; the report then knows neither.

use good_lp::{
    IntoAffineExpression as _, ResolutionError, Solution as _, SolverModel as _, Variable, WithMipGap as _,
    WithTimeLimit as _,
    solvers::{SolutionStatus, microlp::MicroLpSolution},
};
use xiaqu_model::{SolverBackend, cast::to_f32_below};

use super::{Backend, Capabilities, Ending, Limits, Model, Report};
use crate::error::SearchError;

/// A time limit beyond this, in seconds, is none: the solver's clock cannot hold every number.
const LONGEST_LIMIT: f64 = 1e9;

/// The microlp solver.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Microlp;

impl Backend for Microlp {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            backend: SolverBackend::Microlp,
            name: "microlp",
            bound_without_point: false,
            time_limit: true,
            gap: true,
            threads: false,
            seed: false,
            nodes_without_point: false,
        }
    }

    fn solve(&self, model: Model, limits: Limits) -> Result<Report, SearchError> {
        let variables: Vec<Variable> =
            model.variables.iter_variables_with_def().map(|(variable, _)| variable).collect();
        // microlp minimises the terms alone.
        let constant = model.objective.constant();
        match run(model, limits) {
            Ok(solution) => Ok(self.report(solution, &variables, constant)),
            Err(ResolutionError::Infeasible) => Ok(self.without_point(Ending::Infeasible, "Infeasible")),
            // good_lp says so, and nothing else, when the time is up before there is a point.
            Err(ResolutionError::Other(_)) if limits.seconds.is_some() => {
                Ok(self.without_point(Ending::Limit, "TimeLimit"))
            }
            Err(error) => Err(SearchError::Backend { status: format!("{}: {error}", self.capabilities().name) }),
        }
    }
}

impl Microlp {
    fn report(self, solution: MicroLpSolution, variables: &[Variable], constant: f64) -> Report {
        let status = solution.status();
        let values = variables.iter().map(|&variable| solution.value(variable)).collect();
        let statistics = solution.into_inner().stats();
        Report {
            ending: match status {
                SolutionStatus::Optimal | SolutionStatus::GapLimit => Ending::Proved,
                SolutionStatus::TimeLimit => Ending::Limit,
            },
            status: format!("{} {status:?}", self.capabilities().name),
            bound: statistics.best_bound.map_or(f64::NEG_INFINITY, |bound| bound + constant),
            values: Some(values),
            nodes: Some(statistics.nodes_solved),
        }
    }

    fn without_point(self, ending: Ending, status: &str) -> Report {
        let status = format!("{} {status}", self.capabilities().name);
        Report { ending, status, bound: f64::NEG_INFINITY, values: None, nodes: None }
    }
}

fn run(model: Model, limits: Limits) -> Result<MicroLpSolution, ResolutionError> {
    let mut problem = model.variables.minimise(model.objective).using(good_lp::microlp);
    for constraint in model.constraints {
        problem.add_constraint(constraint);
    }
    if let Some(seconds) = limits.seconds.filter(|seconds| *seconds < LONGEST_LIMIT) {
        problem = problem.with_time_limit(seconds);
    }
    if limits.gap > 0.0 {
        problem =
            problem.with_mip_gap(to_f32_below(limits.gap)).map_err(|error| ResolutionError::Str(error.to_string()))?;
    }
    problem.solve()
}
