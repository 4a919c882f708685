//! A judged plan to map layers: areas, roads, points.

mod areas;
mod bands;
mod fields;
mod ground;
mod handover;
mod layers;
mod looks;
mod people;
mod sites;
mod whole;
mod whole_roads;

pub use areas::{AlongRoads, DispatchAreas};
pub use bands::LandBands;
pub(crate) use bands::{MINUTE, RESPONSE_MINUTES, band_labels, change_bands};
pub(crate) use ground::Ground;
pub(crate) use layers::square_kilometres;
pub(crate) use layers::{GroupNames, dispatch_layers, jurisdiction_layer, plan_layers};
pub(crate) use looks::{Looks, project_of};
pub(crate) use people::rounded;
