//! Location models on a plain cost matrix (FORMULATION 7): where centres stand and which clients each of them serves.
//!
//! Costs are whole numbers ([`CostMatrix`]), so that objectives, bounds and ties are exact.

mod ascent;
mod control;
mod cost_matrix;
mod decimal;
mod districts;
mod error;
mod evaluate;
mod first;
mod index;
mod instance;
mod interchange;
mod outcome;
mod p_median;
mod prices;
mod rules;
mod search;
mod unit;

mod capacitated;
mod capacity_bound;
mod centre;
mod covering;
mod first_fit;
mod model_error;
mod whole_program;

pub use control::LocateControl;
pub use cost_matrix::CostMatrix;
pub use districts::{Contiguity, Districting, Neighbourhood, districts};
pub use error::{LocateCause, LocateError, MatrixError};
pub use outcome::{LocateOutcome, LocateProof};
pub use p_median::p_median;
pub use rules::SiteRules;

pub use capacitated::{CapacityQuestion, capacitated_p_median};
pub use centre::p_centre;
pub use covering::{CoverOutcome, CoverQuestion, backup_covering, max_covering, set_covering};
pub use model_error::{ModelCause, ModelError};
