//! Contiguous districts.

mod contiguity;
mod evaluate;
mod relaxation;
mod program;
mod search;
mod solve;
mod territory;

pub use contiguity::{Contiguity, Neighbourhood};
pub use solve::experiment;
