//! HiGHS, through `good_lp` for the model and the `highs` crate for bound and status, which `good_lp` drops.
//!
//! No starting point is given: HiGHS 1.16.0 loses the constant that presolve takes out of the objective when it carries a
//! start into the reduced program, and then calls the start optimal (county 14 of `tests/engines.rs`: 3 claimed, 5 given,
//! 4 right).

use std::collections::HashMap;

use good_lp::{IntoAffineExpression as _, SolverModel, Variable};
use highs::{HighsModelStatus, HighsSolutionStatus, SolvedModel};
use xiaqu_model::SolverBackend;

use super::{
    Backend, Capabilities, Ending, Limits, Model, Report,
    highs_log::{Log, OpenLog},
};
use crate::error::SearchError;

/// Feasibility tolerance. Answers are compared in whole numbers afterwards; a small tolerance keeps ties few.
const TOLERANCE: f64 = 1e-9;

/// The HiGHS solver, on one thread.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Highs;

impl Backend for Highs {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            backend: SolverBackend::Highs,
            name: "HiGHS",
            bound_without_point: true,
            time_limit: true,
            gap: true,
            threads: true,
            seed: true,
            nodes_without_point: true,
        }
    }

    fn solve(&self, model: Model, limits: Limits) -> Result<Report, SearchError> {
        let name = self.capabilities().name;
        // good_lp hands over the terms of the objective and not its constant.
        let constant = model.objective.constant();
        let whole = model.variables.iter_variables_with_def().any(|(_, definition)| definition.is_integer());
        let bounded = bounded_below(&model);
        let (solved, log) =
            run(model, limits).map_err(|status| SearchError::Backend { status: format!("{name} {status}") })?;
        let status = solved.status();
        let ending = match status {
            HighsModelStatus::Optimal => Ending::Proved,
            HighsModelStatus::Infeasible => Ending::Infeasible,
            // What cannot be unbounded is infeasible; of any other program HiGHS has not said which of the two it is.
            HighsModelStatus::UnboundedOrInfeasible if bounded => Ending::Infeasible,
            HighsModelStatus::ReachedTimeLimit
            | HighsModelStatus::ReachedInterrupt
            | HighsModelStatus::ReachedIterationLimit
            | HighsModelStatus::ReachedSolutionLimit
            | HighsModelStatus::ReachedMemoryLimit => Ending::Limit,
            _ => return Err(SearchError::Backend { status: format!("{name} {status:?}") }),
        };
        let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
        let values = (feasible && ending != Ending::Infeasible).then(|| solved.get_solution().columns().to_vec());
        let bound = match ending {
            _ if whole => solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY),
            // HiGHS says nothing of a bound where nothing has to be whole: the optimum is its own.
            Ending::Proved => solved.objective_value(),
            Ending::Infeasible | Ending::Limit => f64::NEG_INFINITY,
        };
        let bound = bound + constant;
        let status = format!("{name} {status:?}");
        Ok(Report { ending, status, bound, values, nodes: log.and_then(OpenLog::nodes) })
    }
}

/// Whether no point, feasible or not, can have an objective without end: every term has a least value.
fn bounded_below(model: &Model) -> bool {
    let costs: HashMap<Variable, f64> = (&model.objective).linear_coefficients().collect();
    model.variables.iter_variables_with_def().all(|(variable, definition)| {
        let cost = costs.get(&variable).copied().unwrap_or_default();
        let least = if cost < 0.0 { definition.get_max() } else { definition.get_min() };
        cost.abs() <= 0.0 || least.is_finite()
    })
}

fn run(model: Model, limits: Limits) -> Result<(SolvedModel, Option<OpenLog>), String> {
    let mut problem = model.variables.minimise(model.objective).using(good_lp::highs);
    for constraint in model.constraints {
        problem.add_constraint(constraint);
    }
    let mut highs = problem.try_into_inner().map_err(|error| error.to_string())?;
    let log = log_to_file(&mut highs);
    // HiGHS takes seeds up to 2^31 - 1.
    let seed = i32::try_from(limits.seed % 2_147_483_648).unwrap_or(0);
    let mut refused = highs.try_set_option("random_seed", seed).is_err();
    refused |= highs.try_set_option("threads", 1_i32).is_err();
    refused |= highs.try_set_option("mip_abs_gap", 0.0).is_err();
    for (option, value) in [
        ("mip_rel_gap", limits.gap),
        ("mip_feasibility_tolerance", TOLERANCE),
        ("primal_feasibility_tolerance", TOLERANCE),
        ("dual_feasibility_tolerance", TOLERANCE),
    ] {
        refused |= highs.try_set_option(option, value).is_err();
    }
    if let Some(seconds) = limits.seconds {
        refused |= highs.try_set_option("time_limit", seconds).is_err();
    }
    if refused {
        return Err("refused an option".to_owned());
    }
    let solved = highs.try_solve().map_err(|status| format!("{status:?}"))?;
    Ok((solved, log))
}

/// Has HiGHS write its log where the nodes can be read from; without a log the search runs all the same.
fn log_to_file(highs: &mut highs::Model) -> Option<OpenLog> {
    let log = Log::new()?;
    // `good_lp` made the model quiet; the console stays quiet.
    highs.try_set_option("log_file", log.path()?).ok()?;
    highs.try_set_option("output_flag", true).ok()?;
    Some(log.opened())
}
