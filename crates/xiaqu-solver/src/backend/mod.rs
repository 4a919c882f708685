//! Solvers of integer programs, each behind one trait. Backends are leaves: nothing else names one, and no other file
//! asks which of them are compiled in.

mod choose;
#[cfg(feature = "highs")]
mod highs;
#[cfg(feature = "highs")]
mod highs_log;
#[cfg(feature = "highs")]
mod linear;
mod linear_report;
#[cfg(feature = "microlp")]
mod microlp;
#[cfg(not(feature = "highs"))]
mod no_linear;
mod report;
#[cfg(test)]
mod tests;
mod watched;

#[cfg(not(any(feature = "highs", feature = "microlp")))]
compile_error!("xiaqu-solver needs a solver of integer programs: build with --features highs or --features microlp");

use std::sync::Arc;

pub use choose::backends;
pub(crate) use choose::choose;
#[cfg(feature = "highs")]
pub(crate) use linear::{Linear, RowAt, VariableAt};
pub(crate) use linear_report::{LinearReport, Method};
#[cfg(not(feature = "highs"))]
pub(crate) use no_linear::{Linear, RowAt, VariableAt};
pub use report::Capabilities;
pub(crate) use report::{Backend, Ending, Limits, Model, Report};
pub(crate) use watched::solve_watched;

/// Whether this build can solve linear programs with duals, which the exact search is made of.
pub(crate) const HAS_LINEAR: bool = cfg!(feature = "highs");

/// Every backend of this build, the default first.
fn compiled_in() -> Vec<Arc<dyn Backend>> {
    vec![
        #[cfg(feature = "highs")]
        Arc::new(highs::Highs),
        #[cfg(feature = "microlp")]
        Arc::new(microlp::Microlp),
    ]
}
