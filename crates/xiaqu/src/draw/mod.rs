//! A judged plan to map layers: areas, roads, points.

mod areas;
mod fields;
mod handover;
mod layers;
mod people;
mod sites;

pub use areas::DispatchAreas;
pub(crate) use layers::{GroupNames, dispatch_layers, jurisdiction_layer, plan_layers};
