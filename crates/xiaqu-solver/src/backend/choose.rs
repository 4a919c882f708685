//! The backend that a caller asks for by name.

use std::sync::Arc;

use xiaqu_model::SolverBackend;

use super::{Backend, Capabilities, Limits, Model, Report, compiled_in};
use crate::error::SearchError;

/// A backend chosen at run time.
pub(crate) type Chosen = Arc<dyn Backend>;

impl Backend for Chosen {
    fn capabilities(&self) -> Capabilities {
        self.as_ref().capabilities()
    }

    fn solve(&self, model: Model, limits: Limits) -> Result<Report, SearchError> {
        self.as_ref().solve(model, limits)
    }
}

/// The backend of that name, if this build has it.
pub(crate) fn choose(wanted: SolverBackend) -> Result<Chosen, SearchError> {
    let found = compiled_in().into_iter().find(|backend| backend.capabilities().backend == wanted);
    found.ok_or_else(|| SearchError::NotCompiledIn {
        wanted,
        available: backends().iter().map(|one| one.backend).collect(),
    })
}

/// The solvers of integer programs that this build has, and what each can do; the default first.
///
/// ```
/// let names: Vec<&str> = xiaqu_solver::backends().iter().map(|known| known.backend.name()).collect();
/// assert!(["highs", "microlp"].iter().any(|name| names.contains(name)));
/// ```
pub fn backends() -> Vec<Capabilities> {
    compiled_in().iter().map(Backend::capabilities).collect()
}
