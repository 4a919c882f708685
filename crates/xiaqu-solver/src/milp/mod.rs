//! The integer program.

use xiaqu_model::{Limit, Problem};

use crate::{control::Watch, enumeration::Found, error::SearchError};

pub(crate) fn search_integer_program(
    problem: &Problem,
    watch: &Watch,
) -> Result<Result<Option<Found>, Limit>, SearchError> {
    crate::enumeration::enumerate(problem, watch)
}
