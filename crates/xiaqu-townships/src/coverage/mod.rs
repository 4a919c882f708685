//! Land parted among labels without overlap or gap: every border is stored once, with what lies on either side.

mod build;
mod land_part;
mod locate;
mod measure;
mod overlay;
mod rings;
mod sides;
mod straighten;

pub use build::{CoverageBuild, CoverageSettings, TownshipShape};
pub use land_part::LandPart;
pub(crate) use measure::ring_area;
pub use sides::Coverage;
