//! A judged plan to map layers: areas, roads, points.

mod areas;
mod fields;
mod layers;
mod people;

pub use areas::DispatchAreas;
pub(crate) use layers::{GroupNames, dispatch_layers, plan_layers};
