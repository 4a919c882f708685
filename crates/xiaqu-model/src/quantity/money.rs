//! Money in whole fen, so that sums are exact.

use serde::{Deserialize, Serialize};

use crate::cast;

/// Running cost in yuan a year, kept in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct YuanPerYear(i64);

impl YuanPerYear {
    /// From yuan a year, kept to the nearest fen; `None` if not finite.
    pub fn new(yuan: f64) -> Option<Self> {
        cast::to_i64(yuan * 100.0).map(Self)
    }

    /// Fen a year.
    pub const fn as_fen(self) -> i64 {
        self.0
    }

    /// Yuan a year.
    pub fn as_yuan(self) -> f64 {
        cast::signed_to_f64(self.0) / 100.0
    }

    /// The sum of two costs.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The cost of `count` such things.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }
}

/// One-off cost in yuan, kept in fen. Not the same as [`YuanPerYear`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yuan(i64);

impl Yuan {
    /// From yuan, kept to the nearest fen; `None` if not finite.
    pub fn new(yuan: f64) -> Option<Self> {
        cast::to_i64(yuan * 100.0).map(Self)
    }

    /// Fen.
    pub const fn as_fen(self) -> i64 {
        self.0
    }

    /// Yuan.
    pub fn as_yuan(self) -> f64 {
        cast::signed_to_f64(self.0) / 100.0
    }
}
