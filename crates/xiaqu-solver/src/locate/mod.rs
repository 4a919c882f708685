//! Location models on a plain cost matrix (FORMULATION 7): where centres stand and which clients each of them serves.
//!
//! Costs are whole numbers ([`CostMatrix`]), so that objectives, bounds and ties are exact.

mod control;
mod cost_matrix;
mod decimal;
mod error;
mod outcome;
mod rules;

pub use control::LocateControl;
pub use cost_matrix::CostMatrix;
pub use error::{LocateCause, LocateError, MatrixError};
pub use outcome::{LocateOutcome, LocateProof};
pub use rules::SiteRules;
