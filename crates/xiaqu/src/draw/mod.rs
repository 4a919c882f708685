//! A judged plan to map layers: areas, roads, points.

mod areas;
mod bands;
mod fields;
mod ground;
mod handover;
mod layers;
mod people;
mod sites;
mod whole;
mod whole_roads;

pub use areas::DispatchAreas;
pub use bands::LandBands;
pub(crate) use bands::{MINUTE, RESPONSE_MINUTES, band_labels, change_bands, change_labels, response_labels};
pub(crate) use ground::Ground;
pub(crate) use layers::square_kilometres;
pub(crate) use layers::{GroupNames, dispatch_layers, jurisdiction_layer, plan_layers};
pub(crate) use people::rounded;
