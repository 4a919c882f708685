//! `verify`: what was written is checked again from the original inputs, trusting nothing that the solver said.

mod folder;
mod frontier;
mod plan;
mod remainder;
mod tiling;
mod verification;

pub(crate) use folder::read_json;
pub use tiling::{Tiling, tiling_of};
pub use verification::{Check, Verification, verify};
