//! A judged plan to map layers: areas, roads, points.

mod areas;
mod bands;
mod fields;
mod handover;
mod layers;
mod looks;
mod people;
mod sites;

pub use areas::DispatchAreas;
pub use bands::LandBands;
pub(crate) use bands::change_bands;
pub(crate) use layers::{GroupNames, dispatch_layers, jurisdiction_layer, plan_layers};
pub(crate) use looks::{Looks, project_of};
