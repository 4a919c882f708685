//! Covering models: set covering, maximal covering, backup covering (FORMULATION 7.21 to 7.32).

mod coverage;
mod interchange;
mod lscp;
mod maximal;
mod reduce;
mod set_cover;

pub(super) use coverage::{classes_within, proof_of};
pub(super) use interchange::improve;
pub(super) use set_cover::SetCover;

pub use coverage::CoverOutcome;
pub use lscp::set_covering;
pub use maximal::{CoverQuestion, backup_covering, max_covering};
