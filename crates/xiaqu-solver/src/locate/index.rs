//! Indices of candidate sites and of clients inside one search.

use xiaqu_model::Index;

/// A candidate site, counted among the candidates that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site(u32);

/// A client: a column of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Client(u32);

impl Index for Site {
    fn from_position(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX))
    }

    fn position(self) -> usize {
        self.0 as usize
    }
}

impl Index for Client {
    fn from_position(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX))
    }

    fn position(self) -> usize {
        self.0 as usize
    }
}
