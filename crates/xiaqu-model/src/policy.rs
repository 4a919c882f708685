//! Policy: every rule and parameter a plan obeys, after validation (domain 2.1 and 5.7).

use serde::{Deserialize, Serialize};

use crate::{OfficerHours, Officers, Share, SolverBackend, StationIx, TravelTime, Turnout, YuanPerYear};

/// How many stations a plan closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureRule {
    /// At least so many; `None` is free.
    pub min: Option<u32>,
    /// At most so many; `None` is free.
    pub max: Option<u32>,
}

impl ClosureRule {
    /// Whether `closures` obeys the rule.
    pub fn allows(self, closures: u32) -> bool {
        self.min.is_none_or(|min| closures >= min) && self.max.is_none_or(|max| closures <= max)
    }
}

/// Limits and times of the response (domain 6.4 and 6.13).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponseRules {
    /// Call handling and turnout by day: every arrival starts with it.
    pub turnout: Turnout,
    /// Hard maximum of the second arrival at every village.
    pub second_arrival_max: TravelTime,
    /// Hard maximum of what any village may lose.
    pub worsening_max: TravelTime,
    /// Target: this time should be kept for [`Self::target_share`] of demand.
    pub target: TravelTime,
    /// Share of demand within the target.
    pub target_share: Share,
}

/// Rules for posts (domain 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostPolicy {
    /// Staffed hours a week, at most 168.
    pub hours_per_week: f64,
    /// Market days a year, each with a second officer for eight hours.
    pub market_days_per_year: u32,
    /// Running cost of one post; `None` leaves the cost section out.
    pub cost: Option<YuanPerYear>,
}

/// Strength of the bureau and its stations (domain 6.6).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrengthRules {
    /// At least so many officers at every station after the reform.
    pub officers_min: Officers,
    /// Officers moved from headquarters to the stations.
    pub transfers: Officers,
    /// Sworn officers of the whole bureau; `None` where the county did not say.
    pub bureau: Option<Officers>,
    /// Stations' share of the bureau that the plan should reach.
    pub station_share_min: Share,
    /// Hours an officer really works a year.
    pub worked_hours: OfficerHours,
}

/// Officer-hours that work costs (domain 6.5).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkloadRules {
    /// Officers sent to a call.
    pub officers_per_call: u32,
    /// Hours each of them is busy on the scene and writing it up.
    pub hours_per_call: f64,
    /// Hours a year of management for one resident.
    pub hours_per_resident: f64,
}

/// Which engine looks for the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Enumeration up to [`SearchRules::enumerate_up_to`] stations, the integer program beyond.
    #[default]
    Auto,
    /// Every plan is judged.
    Enumeration,
    /// The integer program of FORMULATION.md.
    IntegerProgram,
}

/// How the search runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchRules {
    /// Which engine.
    pub engine: Engine,
    /// Which solver of integer programs.
    pub backend: SolverBackend,
    /// Largest county that `Auto` enumerates, in stations.
    pub enumerate_up_to: u32,
    /// Seconds after which the best plan so far is written; `None` is no limit.
    pub time_limit_seconds: Option<f64>,
    /// Relative gap at which the integer program may stop; 0 asks for the proof.
    pub gap: f64,
    /// Threads; results do not depend on it.
    pub threads: u32,
    /// Seed of every random choice, written beside the result.
    pub seed: u64,
}

/// First aim of the plan; the further aims and the ties follow FORMULATION.md (3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Least mean second arrival weighted by calls (domain 6.1, f1).
    #[default]
    MeanSecondArrival,
    /// As many closures as the limits allow, then the least mean second arrival.
    MostClosures,
}

/// Every rule a plan obeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// First aim.
    pub aim: Aim,
    /// Largest number of stations in a group (K).
    pub group_size_max: u32,
    /// How many stations are closed.
    pub closures: ClosureRule,
    /// Pairs that must end in one group.
    pub must_merge_pairs: Vec<(StationIx, StationIx)>,
    /// Response.
    pub response: ResponseRules,
    /// Posts.
    pub posts: PostPolicy,
    /// Strength.
    pub strength: StrengthRules,
    /// Workload.
    pub workload: WorkloadRules,
    /// Search.
    pub search: SearchRules,
}
