//! Why no plan exists.

use xiaqu_model::{Limit, NoPlan, Problem};

use crate::{control::Watch, error::SearchError};

pub(crate) fn explain(_problem: &Problem, _watch: &Watch) -> Result<Result<NoPlan, Limit>, SearchError> {
    Ok(Ok(NoPlan::Infeasible { conflict: Vec::new(), most_closures: None }))
}
