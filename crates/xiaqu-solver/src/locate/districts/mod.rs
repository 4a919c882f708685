//! Contiguous districts.

mod annealing;
mod answers;
mod bounding;
mod contiguity;
mod division;
mod evaluate;
mod gains;
mod master;
mod program;
mod relaxation;
mod remainder;
mod search;
mod solve;
mod splits;
mod territory;
#[cfg(test)]
mod tests;

pub use contiguity::{Contiguity, Neighbourhood};
pub use solve::{Districting, districts};
