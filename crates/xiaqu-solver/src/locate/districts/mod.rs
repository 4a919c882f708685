//! Contiguous districts.

mod contiguity;
mod evaluate;
mod program;
mod relaxation;
mod search;
mod solve;
mod territory;

pub use contiguity::{Contiguity, Neighbourhood};
pub use solve::{Districting, districts};
