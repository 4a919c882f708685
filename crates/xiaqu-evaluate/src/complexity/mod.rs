//! The four-factor index of complexity (domain 6.5): how much work a territory is, for display, with what shows how far
//! it can be trusted.

mod factors;
mod index;
mod ranking;
mod stability;

pub use factors::{Factor, FactorValues};
pub use index::{Complexity, ComplexityWeights, StationComplexity, complexity};
pub use stability::{DRAWS, RankRange, Stability};
