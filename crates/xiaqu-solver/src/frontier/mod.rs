//! The exact trade-off between two or three aims (FORMULATION 6.1 to 6.5).

mod archive;
mod find;
mod knee;
mod slices;
mod sweep;

pub use find::{Frontier, FrontierMethod, FrontierPoint, PointProof, frontier, frontier_by};
