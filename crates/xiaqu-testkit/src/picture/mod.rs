//! A picture of a plan, made from nothing but its output folder: dispatch areas before and after, side by side.

mod layers;
mod legend;
mod panel;
mod sheet;
mod view;

pub use layers::PlanLayers;
pub use sheet::to_svg;
