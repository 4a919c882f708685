//! Why a location model has no answer.

use xiaqu_model::Limit;

use crate::error::SearchError;

/// Why a table of costs is no cost matrix. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatrixError {
    /// There is no site or no client.
    #[error("the cost matrix has no entries")]
    Empty,
    /// A row has another length than the first.
    #[error("row `{row}` has `{found}` entries, not `{expected}`")]
    Ragged {
        /// The row.
        row: usize,
        /// Entries of the first row.
        expected: usize,
        /// Entries of this row.
        found: usize,
    },
    /// An entry is not a number.
    #[error("row `{row}`, column `{column}`: `{text}` is not a number")]
    NotANumber {
        /// The row.
        row: usize,
        /// The column.
        column: usize,
        /// The entry as written.
        text: String,
    },
    /// An entry is minus infinity.
    #[error("row `{row}`, column `{column}`: a cost cannot be minus infinity")]
    MinusInfinity {
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// The largest cost is too large to be summed over all clients in whole numbers.
    #[error("costs up to `{largest}` are too large to be summed exactly")]
    TooLarge {
        /// The largest cost.
        largest: String,
    },
}

/// A cause of infeasibility, named. Sites and clients are rows and columns of the matrix, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LocateCause {
    /// No centre is asked for.
    #[error("no centre is asked for")]
    NoCentres,
    /// More centres than candidates.
    #[error("`{centres}` centres are asked for, but there are `{candidates}` candidates")]
    TooFewCandidates {
        /// Centres asked for.
        centres: usize,
        /// Candidates there are.
        candidates: usize,
    },
    /// More fixed centres than centres.
    #[error("`{fixed}` centres are fixed, but only `{centres}` are asked for")]
    TooManyFixed {
        /// Fixed centres.
        fixed: usize,
        /// Centres asked for.
        centres: usize,
    },
    /// A site that the matrix does not have.
    #[error("site `{site}` does not exist: the matrix has `{sites}` sites, counted from 0")]
    UnknownSite {
        /// The site.
        site: usize,
        /// Sites of the matrix.
        sites: usize,
    },
    /// A fixed centre is not a candidate.
    #[error("site `{site}` is fixed as a centre but is not a candidate")]
    FixedNotCandidate {
        /// The site.
        site: usize,
    },
    /// A client that no candidate may serve.
    #[error("no candidate reaches client `{client}`")]
    Unreached {
        /// The client.
        client: usize,
    },
    /// These clients cannot all be served by so few centres.
    #[error("`{centres}` centres cannot reach all clients")]
    TooFewCentres {
        /// Centres asked for.
        centres: usize,
    },
    /// Districts need as many areas as sites.
    #[error("districts need a square matrix, not `{sites}` by `{clients}`")]
    NotSquare {
        /// Rows.
        sites: usize,
        /// Columns.
        clients: usize,
    },
    /// No choice of centres allows contiguous districts.
    #[error("`{centres}` centres allow no contiguous districts")]
    NoContiguousDistricts {
        /// Centres asked for.
        centres: usize,
    },
    /// A cause that one model alone knows.
    #[error("{0}")]
    Model(String),
}

/// Why a location model returned no centres.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocateError {
    /// The matrix is no cost matrix.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// The question has no answer.
    #[error("{0}")]
    Infeasible(LocateCause),
    /// A limit was reached before anything was found.
    #[error("{}", match .0 {
        Limit::Time => "no answer was found within the time limit",
        Limit::Effort => "no answer was found within the effort of the search",
        Limit::Interrupt => "the search was interrupted before an answer was found",
    })]
    NotFound(Limit),
    /// The search itself failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<LocateCause> for LocateError {
    fn from(cause: LocateCause) -> Self {
        Self::Infeasible(cause)
    }
}
