//! Why a covering, centre or capacitated model has no answer.

use super::error::{LocateCause, LocateError};
use crate::error::SearchError;

/// A cause of infeasibility that only these models know. Clients are columns of the matrix, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelCause {
    /// A client beyond the radius of every candidate.
    #[error("no candidate reaches client `{client}` within `{radius}`")]
    OutOfReach {
        /// The client.
        client: usize,
        /// The radius as the user wrote it, or in his unit.
        radius: String,
    },
    /// Reaching every client takes more centres.
    #[error("reaching every client takes at least `{needed}` centres, `{centres}` are asked for")]
    TooFewCentres {
        /// Centres asked for.
        centres: usize,
        /// Centres needed at the least.
        needed: usize,
    },
    /// A client that no candidate within reach has the capacity for.
    #[error("no candidate that reaches client `{client}` has capacity for its load")]
    TooHeavy {
        /// The client.
        client: usize,
    },
    /// The largest capacities together are less than the loads.
    #[error("the `{centres}` largest capacities are together less than the loads of all clients")]
    TooLittleCapacity {
        /// Centres asked for.
        centres: usize,
    },
    /// The clients do not fit.
    #[error("no `{centres}` centres can take every client whole within their capacities")]
    NoFit {
        /// Centres asked for.
        centres: usize,
    },
}

/// Why a covering, centre or capacitated model returned no centres.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The question has no answer, for a cause that only this model knows.
    #[error("{0}")]
    Infeasible(ModelCause),
    /// A list of weights, loads or capacities has not one number for each client or site, or one below zero.
    #[error("`{list}` must hold `{expected}` numbers of at least 0")]
    Amounts {
        /// Which list.
        list: &'static str,
        /// How many numbers.
        expected: usize,
    },
    /// As every location model.
    #[error(transparent)]
    Locate(#[from] LocateError),
}

impl From<ModelCause> for ModelError {
    fn from(cause: ModelCause) -> Self {
        Self::Infeasible(cause)
    }
}

impl From<LocateCause> for ModelError {
    fn from(cause: LocateCause) -> Self {
        Self::Locate(cause.into())
    }
}

impl From<SearchError> for ModelError {
    fn from(error: SearchError) -> Self {
        Self::Locate(error.into())
    }
}

/// Checks that a list has one number of at least 0 for each client or site.
pub(super) fn check_amounts(list: &'static str, amounts: &[i64], expected: usize) -> Result<(), ModelError> {
    if amounts.len() == expected && amounts.iter().all(|amount| *amount >= 0) {
        Ok(())
    } else {
        Err(ModelError::Amounts { list, expected })
    }
}
