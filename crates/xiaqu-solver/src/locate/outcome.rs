//! What a location model answers, and how sure it is.

use xiaqu_model::{
    Limit,
    cast::{to_i64, wide_to_f64},
};

/// How sure an answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocateProof {
    /// Proved within the gap asked for; with gap 0 the bound equals the objective.
    Optimal {
        /// How it was proved, in words.
        status: String,
    },
    /// Best found before a limit.
    Stopped {
        /// What stopped the search.
        limit: Limit,
        /// What was being done, in words.
        status: String,
    },
    /// No claim.
    Heuristic {
        /// How it was found, in words.
        status: String,
    },
}

impl LocateProof {
    /// The kind as it is written: `optimal`, `stopped` or `heuristic`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Optimal { .. } => "optimal",
            Self::Stopped { .. } => "stopped",
            Self::Heuristic { .. } => "heuristic",
        }
    }

    /// The status in words.
    pub fn status(&self) -> &str {
        match self {
            Self::Optimal { status } | Self::Stopped { status, .. } | Self::Heuristic { status } => status,
        }
    }
}

/// Centres, who serves whom, and how sure that is.
///
/// Objective and bound are whole numbers in the units of the model: of the [`CostMatrix`](super::CostMatrix) where costs
/// are summed or compared (its `to_cost` gives the user's numbers), plain counts or demands otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct LocateOutcome {
    /// Value of the answer.
    pub objective: i128,
    /// No answer is better than this: not below it when minimising, not above it when maximising.
    pub bound: i128,
    /// |objective - bound| / |objective|; 0 if both are equal.
    pub gap: f64,
    /// How sure it is.
    pub proof: LocateProof,
    /// The centres, ascending.
    pub centres: Vec<usize>,
    /// The centre that serves each client.
    pub assignment: Vec<usize>,
}

/// Relative gap between an objective and its bound; infinite if the objective is 0 and the bound is not.
pub(crate) fn relative_gap(objective: i128, bound: i128) -> f64 {
    if objective == bound {
        return 0.0;
    }
    wide_to_f64(objective.saturating_sub(bound)).abs() / wide_to_f64(objective).abs()
}

/// The largest objective that improves on the best by more than the gap: by at least one unit.
pub(crate) fn worthwhile(best: i128, gap: f64) -> i128 {
    let margin = to_i64((wide_to_f64(best).abs() * gap.max(0.0)).floor()).unwrap_or(0);
    best - i128::from(margin.max(1))
}

/// Where a bound should go to rule out what is not better than the best: a thousandth beyond it, because steps shorten
/// on the way to their target and would never pass it.
pub(crate) fn beyond(best: i128) -> i128 {
    best + best.abs() / 1_000 + 1
}
