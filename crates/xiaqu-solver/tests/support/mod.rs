//! Random counties and oracles that are too stupid to be wrong.
#![allow(dead_code, reason = "every test program uses its own part")]
#![allow(clippy::unwrap_used, reason = "test support: a miss is a broken test")]

pub(crate) mod county;
pub(crate) mod location;

use xiaqu_model::SolverBackend;

/// The solver that this build has: builds without HiGHS run these tests too.
pub(crate) fn backend() -> SolverBackend {
    xiaqu_solver::backends().first().map_or(SolverBackend::default(), |known| known.backend)
}
