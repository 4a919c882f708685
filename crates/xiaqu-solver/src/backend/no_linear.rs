//! In place of the growing linear program where HiGHS is not compiled in: no other backend of ours gives duals, so the
//! exact search says that it is not there.

use std::convert::Infallible;

use xiaqu_model::SolverBackend;

use super::{
    backends,
    linear_report::{LinearReport, Method},
};
use crate::error::SearchError;

/// Position of a row of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowAt(usize);

impl RowAt {
    /// Where its dual is in a report.
    pub(crate) fn position(self) -> usize {
        self.0
    }
}

/// Position of a variable of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VariableAt(usize);

/// A program that cannot be made in this build: no value of this type exists.
#[derive(Debug)]
pub(crate) struct Linear(Infallible);

impl Linear {
    pub(crate) fn new(_seed: u64) -> Result<Self, SearchError> {
        let available = backends().iter().map(|one| one.backend).collect();
        Err(SearchError::NotCompiledIn { wanted: SolverBackend::Highs, available })
    }

    pub(crate) fn add_row(&mut self, _: (f64, f64), _: &[(VariableAt, f64)]) -> Result<RowAt, SearchError> {
        match self.0 {}
    }

    pub(crate) fn add_variable(
        &mut self,
        _: f64,
        _: (f64, f64),
        _: &[(RowAt, f64)],
    ) -> Result<VariableAt, SearchError> {
        match self.0 {}
    }

    pub(crate) fn set_bounds(&mut self, _: VariableAt, _: (f64, f64)) -> Result<(), SearchError> {
        match self.0 {}
    }

    pub(crate) fn set_cost(&mut self, _: VariableAt, _: f64) -> Result<(), SearchError> {
        match self.0 {}
    }

    pub(crate) fn solve(&mut self, _: Method, _: Option<f64>) -> Result<LinearReport, SearchError> {
        match self.0 {}
    }
}
