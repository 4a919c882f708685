//! Finding plans: which adjacent stations merge under which centre, and how many officers every centre gets.
//!
//! [`solve`] turns a [`Problem`](xiaqu_model::Problem) into an [`Outcome`](xiaqu_model::Outcome): a plan and how sure it
//! is. Small counties are enumerated, larger ones go through an integer program; both follow FORMULATION.md in whole
//! numbers and give the same plan. The judge (`xiaqu-evaluate`) does not trust what comes out of here.
//!
//! ```
//! use xiaqu_model::{Limit, NoPlan, Problem};
//! use xiaqu_solver::{SearchControl, SolveError, solve};
//!
//! /// What a caller does with the answer.
//! fn describe(problem: &Problem) -> String {
//!     match solve(problem, &SearchControl::default()) {
//!         Ok(outcome) => format!("{} centres, gap {}", outcome.plan.centres().len(), outcome.proof.gap()),
//!         Err(SolveError::NoPlan(NoPlan::Infeasible { conflict, .. })) => format!("in conflict: {conflict:?}"),
//!         Err(SolveError::NoPlan(NoPlan::NotFound(Limit::Time))) => "more time is needed".to_owned(),
//!         Err(error) => error.to_string(),
//!     }
//! }
//! ```

mod assignment;
mod backend;
mod columns;
mod conflict;
mod control;
mod enumeration;
mod error;
mod incumbent;
mod milp;
mod response;
mod rules;
mod solve;
mod staffing;

pub use control::{Progress, SearchControl, Stage};
pub use error::{SearchError, SolveError};
pub use solve::solve;
pub(crate) use solve::{gap, territory_people};
pub use staffing::{allocate_officers, do_nothing, transfers_only, workload};
