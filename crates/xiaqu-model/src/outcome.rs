//! How sure a result is (STYLE "states as types").

use serde::{Deserialize, Serialize};

use crate::{Aim, AimValue, Plan, StationIx, VillageIx};

/// What stopped a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The time limit.
    Time,
    /// Ctrl-C.
    Interrupt,
    /// More plans would have to be excluded one by one than the search tries.
    Effort,
}

/// What is known of one aim of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvedAim {
    /// The aim.
    pub aim: Aim,
    /// Value of the plan, as the judge sees it.
    pub objective: AimValue,
    /// No plan that is as good in the aims before this one is below this.
    pub bound: AimValue,
}

impl ProvedAim {
    /// Whether no plan is better in this aim.
    pub fn is_proved(&self) -> bool {
        self.objective == self.bound
    }

    /// (objective - bound) / |objective|.
    pub fn gap(&self) -> f64 {
        self.objective.gap_to(self.bound)
    }
}

/// How sure a plan is. The aims stand in the order in which they count; with a stopped search the list ends at the first
/// aim that is not proved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// All plans were judged: provably best.
    Enumerated {
        /// How many plans obey the rules of grouping.
        plans: u64,
        /// Every aim.
        aims: Vec<ProvedAim>,
    },
    /// A search with bounds came to its end.
    Optimal {
        /// Every aim; with a gap asked for, the aims up to the first that was left within it.
        aims: Vec<ProvedAim>,
        /// How it ended, in the words of the search or of the solver.
        status: String,
    },
    /// Best found before a limit.
    Stopped {
        /// The aims up to the first that is not proved.
        aims: Vec<ProvedAim>,
        /// What stopped the search.
        limit: Limit,
        /// How far it came, in the words of the search or of the solver.
        status: String,
    },
}

impl Proof {
    /// What is known of each aim, in their order.
    pub fn aims(&self) -> &[ProvedAim] {
        match self {
            Self::Enumerated { aims, .. } | Self::Optimal { aims, .. } | Self::Stopped { aims, .. } => aims,
        }
    }

    /// Value of one aim, if the proof speaks of it.
    pub fn objective(&self, aim: Aim) -> Option<AimValue> {
        self.aims().iter().find(|proved| proved.aim == aim).map(|proved| proved.objective)
    }

    /// The aim that decides how far the plan is from the best: the first one that is not proved, or the first of all.
    pub fn decisive(&self) -> Option<&ProvedAim> {
        let open = self.aims().iter().find(|proved| !proved.is_proved());
        open.or_else(|| self.aims().first())
    }

    /// Relative gap of the decisive aim; 0 where all is proved.
    pub fn gap(&self) -> f64 {
        self.decisive().map_or(0.0, ProvedAim::gap)
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
    /// No group with more officers.
    OfficersMax(u32),
    /// This station must be merged or pooled.
    MustMerge(StationIx),
    /// This station must close.
    MustClose(StationIx),
    /// These two must be in one group.
    MustMergePair(StationIx, StationIx),
    /// Groups of adjacent stations no larger than this.
    GroupSizeMax(u32),
    /// Merged and pooled groups of at most so many people.
    GroupPeopleMax(u64),
    /// Merged and pooled groups of at most so many square metres.
    GroupAreaMax(u64),
    /// An aim held below a limit.
    AimMax(Aim, AimValue),
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
