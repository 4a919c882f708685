//! What the location models read: cost matrices, amounts, lists of sites, adjacency.

mod adjacency;
mod amounts;
mod given;
mod matrix;
mod sites;

pub use adjacency::{read_adjacency, steps_between};
pub use amounts::{Amounts, read_amounts};
pub use given::{given_amounts, given_costs};
pub use matrix::{MatrixFile, decimal_text, radius_in_units, read_cost_matrix};
pub use sites::read_sites;
