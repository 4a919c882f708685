//! Policy: every rule and parameter a plan obeys, after validation (domain 2.1 and 5.7).

use serde::{Deserialize, Serialize};

use crate::{
    Aim, AimValue, DispatchRules, Group, Mode, OfficerHours, Officers, Share, SolverBackend, StationIx, TravelTime,
    Turnout, Yuan, YuanPerYear,
};

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
    /// One-off cost of one post: fitting, signs, moving.
    pub one_off: Yuan,
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
    /// Enumeration up to [`SearchRules::enumerate_up_to`] stations, the exact search beyond.
    #[default]
    Auto,
    /// Every plan is judged.
    Enumeration,
    /// Branch and bound with bounds in whole numbers (FORMULATION 4.20 to 4.36).
    Exact,
    /// The whole integer program, handed to a solver (FORMULATION 4.1 to 4.7): for comparison.
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
    /// Relative gap at which the search may leave the aim under way; 0 asks for the proof.
    pub gap: f64,
    /// Threads; results do not depend on it.
    pub threads: u32,
    /// Seed of every random choice, written beside the result.
    pub seed: u64,
}

/// What a group may be (domain 6.1 and finding 10).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRules {
    /// Largest number of stations in a group (K).
    pub size_max: u32,
    /// How stations may be grouped: merged, pooled or both. Keeping needs no permission.
    pub modes: Vec<Mode>,
    /// Most people of a merged or pooled group.
    pub people_max: Option<u64>,
    /// Most land of a merged or pooled group, whole square metres.
    pub area_max: Option<u64>,
    /// Most officers of a group.
    pub officers_max: Option<Officers>,
    /// Officers that every further building of a pooled group needs beyond the floor: a crew.
    pub officers_per_pooled_building: Officers,
}

/// Every rule a plan obeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Aims in the order in which they count; [`Self::order`] adds those that follow.
    pub aims: Vec<Aim>,
    /// Aims held at or below a value (epsilon-constraints).
    pub limits: Vec<(Aim, AimValue)>,
    /// What a group may be.
    pub groups: GroupRules,
    /// How many stations are closed.
    pub closures: ClosureRule,
    /// Pairs that must end in one group.
    pub must_merge_pairs: Vec<(StationIx, StationIx)>,
    /// Pairs that must not end in one group.
    pub forbidden_pairs: Vec<(StationIx, StationIx)>,
    /// Response.
    pub response: ResponseRules,
    /// Who answers a village, where that need not be the nearest base.
    pub dispatch: DispatchRules,
    /// Posts.
    pub posts: PostPolicy,
    /// Strength.
    pub strength: StrengthRules,
    /// Workload.
    pub workload: WorkloadRules,
    /// Search.
    pub search: SearchRules,
}

impl Policy {
    /// All aims in the order in which they count: those of the policy, then response, access and disruption.
    pub fn order(&self) -> Vec<Aim> {
        let mut order: Vec<Aim> = Vec::new();
        for aim in self.aims.iter().copied().chain(Aim::FOLLOWING) {
            if !order.contains(&aim) {
                order.push(aim);
            }
        }
        order
    }

    /// Least officers of a group: the floor of a station, and a crew for every further building of a pooled group.
    pub fn officers_floor(&self, group: &Group) -> Officers {
        let floor = self.strength.officers_min.heads();
        let further = u32::try_from(group.bases().count().saturating_sub(1)).unwrap_or(u32::MAX);
        let crews = further.saturating_mul(self.groups.officers_per_pooled_building.heads());
        Officers::new(floor.saturating_add(crews))
    }
}

/// The defaults of domain 5.7 and 2.1.
impl Default for Policy {
    fn default() -> Self {
        let minutes = |minutes: u32| TravelTime::from_milliseconds(minutes * 60_000);
        Self {
            aims: vec![Aim::MeanSecondArrival],
            limits: Vec::new(),
            groups: GroupRules::default(),
            closures: ClosureRule::default(),
            must_merge_pairs: Vec::new(),
            forbidden_pairs: Vec::new(),
            response: ResponseRules {
                turnout: Turnout::new(minutes(2), minutes(2)),
                second_arrival_max: minutes(60),
                worsening_max: minutes(20),
                target: minutes(30),
                target_share: Share::new(0.8).unwrap_or_default(),
            },
            dispatch: DispatchRules::default(),
            posts: PostPolicy { hours_per_week: 56.0, market_days_per_year: 74, cost: None, one_off: Yuan::default() },
            strength: StrengthRules {
                officers_min: Officers::new(5),
                transfers: Officers::new(0),
                bureau: None,
                station_share_min: Share::new(0.426).unwrap_or_default(),
                worked_hours: OfficerHours::new(1_760.0).unwrap_or_default(),
            },
            workload: WorkloadRules { officers_per_call: 2, hours_per_call: 1.0, hours_per_resident: 0.352 },
            search: SearchRules::default(),
        }
    }
}

impl Default for GroupRules {
    fn default() -> Self {
        Self {
            size_max: 2,
            modes: vec![Mode::Merge],
            people_max: None,
            area_max: None,
            officers_max: None,
            officers_per_pooled_building: Officers::new(2),
        }
    }
}

impl Default for SearchRules {
    fn default() -> Self {
        Self {
            engine: Engine::Auto,
            backend: SolverBackend::default(),
            enumerate_up_to: 12,
            time_limit_seconds: None,
            gap: 0.0,
            threads: 0,
            seed: 0,
        }
    }
}
