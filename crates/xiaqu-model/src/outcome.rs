//! How sure a result is (STYLE "states as types").

use serde::{Deserialize, Serialize};

use crate::{Plan, StationIx, VillageIx};

/// What stopped a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The time limit.
    Time,
    /// Ctrl-C.
    Interrupt,
}

/// Value of the first aim: the sum over villages of thousandths of a call times milliseconds of second arrival.
///
/// A whole number, so that two engines and the judge can be compared to the last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResponseSum(pub u128);

/// How sure a plan is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// All plans were judged: provably best.
    Enumerated {
        /// How many plans obey the rules of grouping.
        plans: u64,
        /// Value of the plan.
        objective: ResponseSum,
    },
    /// The solver's proof.
    Optimal {
        /// Value of the plan, as the judge sees it.
        objective: ResponseSum,
        /// No plan is below this.
        bound: ResponseSum,
        /// (objective - bound) / objective.
        gap: f64,
        /// The backend's own words.
        status: String,
    },
    /// Best found before a limit.
    Stopped {
        /// Value of the plan, as the judge sees it.
        objective: ResponseSum,
        /// No plan is below this.
        bound: ResponseSum,
        /// (objective - bound) / objective.
        gap: f64,
        /// What stopped the search.
        limit: Limit,
        /// The backend's own words.
        status: String,
    },
}

impl Proof {
    /// Value of the plan.
    pub fn objective(&self) -> ResponseSum {
        match self {
            Self::Enumerated { objective, .. } | Self::Optimal { objective, .. } | Self::Stopped { objective, .. } => {
                *objective
            }
        }
    }

    /// No plan is below this.
    pub fn bound(&self) -> ResponseSum {
        match self {
            Self::Enumerated { objective, .. } => *objective,
            Self::Optimal { bound, .. } | Self::Stopped { bound, .. } => *bound,
        }
    }

    /// Relative gap between plan and bound; 0 after enumeration.
    pub fn gap(&self) -> f64 {
        match self {
            Self::Enumerated { .. } => 0.0,
            Self::Optimal { gap, .. } | Self::Stopped { gap, .. } => *gap,
        }
    }
}

/// A plan and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// How sure it is.
    pub proof: Proof,
}

/// A requirement that takes part in a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// At least so many closures.
    ClosuresMin(u32),
    /// At most so many closures.
    ClosuresMax(u32),
    /// Every station with at least so many officers.
    OfficersMin(u32),
    /// This station must be merged.
    MustMerge(StationIx),
    /// These two must be in one group.
    MustMergePair(StationIx, StationIx),
    /// Groups of adjacent stations no larger than this.
    GroupSizeMax(u32),
    /// The hard maximum of the second arrival and of worsening, with the village that suffers most.
    ResponseLimits(Option<VillageIx>),
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq)]
pub enum NoPlan {
    /// Proved infeasible; these requirements conflict, and dropping any one of them makes a plan possible.
    Infeasible {
        /// A minimal set of conflicting requirements.
        conflict: Vec<Requirement>,
        /// The most closures that all other rules allow, where that is the point.
        most_closures: Option<u32>,
    },
    /// A limit was reached before any plan was found.
    NotFound(Limit),
}
