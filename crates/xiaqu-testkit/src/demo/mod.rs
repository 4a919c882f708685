//! The embedded demonstration county: a synthetic mountain county that borrows names and scale from Taining.
//!
//! Data flow: noise → terrain → land (who owns what) → villages and hamlets → road network → lines → files. Every step is
//! one function; the only input is [`SEED`].

mod arcs;
mod chains;
mod check;
mod county;
mod facts;
mod land;
mod lattice;
mod names;
mod network;
mod noise;
mod picture;
mod places;
mod search;
mod shapes;
mod streets;
mod terrain;
#[cfg(test)]
mod tests;
mod write;

pub use check::{MergePlan, Verdict, judge};
pub use county::County;
pub use picture::to_svg;
pub use write::{File, to_files};

/// The seed of the committed county.
pub const SEED: u64 = 20_041_126;
