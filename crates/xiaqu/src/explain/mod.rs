//! `explain`: what the opposite of a plan's choices would cost, which rules bind it, and how far it holds (domain 6.15).

mod answer;
mod binding;
mod forcing;
mod json;
mod near;
mod opened;
mod pair;
mod plan;
mod robustness;
mod rule;
mod scenario;
mod search;
mod station;
mod words;

pub use answer::{AimChange, Alternative, Answer, Comparison, FigureChange, Obstacle, WayOut};
pub use binding::Relaxation;
pub use forcing::Forcing;
pub use near::{Nearby, NearbyPlan, NearbyPlans};
pub use opened::OpenedPlan;
pub use pair::{NeighbourPair, PairExplanation, explain_pair, explain_pair_of};
pub use plan::{PlanExplanation, explain_plan};
pub use robustness::{PairShare, Robustness, ScenarioResult, Stability};
pub use rule::{Change, Rule};
pub use scenario::Scenario;
pub use station::{Role, StationExplanation, explain_station};
pub use words::{decimals, describe_refusal, describe_requirement};
