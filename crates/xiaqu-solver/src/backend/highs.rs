//! HiGHS, through `good_lp` for the model and the `highs` crate for bound and status, which `good_lp` drops.
//!
//! No starting point is given: HiGHS 1.16.0 loses the constant that presolve takes out of the objective when it carries a
//! start into the reduced program, and then calls the start optimal (county 14 of `tests/engines.rs`: 3 claimed, 5 given,
//! 4 right).

use good_lp::SolverModel;
use highs::{HighsModelStatus, HighsSolutionStatus, SolvedModel};

use super::{Backend, Capabilities, Ending, Limits, Model, Report};
use crate::error::SearchError;

/// Feasibility tolerance. Answers are compared in whole numbers afterwards; a small tolerance keeps ties few.
const TOLERANCE: f64 = 1e-9;

/// The HiGHS solver, on one thread.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Highs;

impl Backend for Highs {
    fn capabilities(&self) -> Capabilities {
        Capabilities { name: "HiGHS" }
    }

    fn solve(&self, model: Model, limits: Limits) -> Result<Report, SearchError> {
        let solved = run(model, limits).map_err(|status| SearchError::Backend { status })?;
        let status = solved.status();
        let ending = match status {
            HighsModelStatus::Optimal => Ending::Proved,
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Ending::Infeasible,
            HighsModelStatus::ReachedTimeLimit
            | HighsModelStatus::ReachedInterrupt
            | HighsModelStatus::ReachedIterationLimit
            | HighsModelStatus::ReachedSolutionLimit
            | HighsModelStatus::ReachedMemoryLimit => Ending::Limit,
            _ => return Err(SearchError::Backend { status: format!("{status:?}") }),
        };
        let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
        let values = (feasible && ending != Ending::Infeasible).then(|| solved.get_solution().columns().to_vec());
        let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY);
        let status = format!("{} {status:?}", self.capabilities().name);
        Ok(Report { ending, status, bound, values })
    }
}

fn run(model: Model, limits: Limits) -> Result<SolvedModel, String> {
    let mut problem = model.variables.minimise(model.objective).using(good_lp::highs);
    for constraint in model.constraints {
        problem.add_constraint(constraint);
    }
    let mut highs = problem.try_into_inner().map_err(|error| error.to_string())?;
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
        return Err("an option was refused".to_owned());
    }
    highs.try_solve().map_err(|status| format!("{status:?}"))
}
