//! Location models on a plain cost matrix (FORMULATION 7): where centres stand and which clients each of them serves.
//!
//! Costs are whole numbers ([`CostMatrix`]), so that objectives, bounds and ties are exact.

mod capacitated;
mod centre;
mod control;
mod cost_matrix;
mod covering;
mod decimal;
mod error;
mod first_fit;
mod model_error;
mod outcome;
mod rules;
mod whole_program;

pub use capacitated::{CapacityQuestion, capacitated_p_median};
pub use centre::p_centre;
pub use control::LocateControl;
pub use cost_matrix::CostMatrix;
pub use covering::{CoverOutcome, CoverQuestion, backup_covering, max_covering, set_covering};
pub use error::{LocateCause, LocateError, MatrixError};
pub use model_error::{ModelCause, ModelError};
pub use outcome::{LocateOutcome, LocateProof};
pub use rules::SiteRules;
