//! Matrices and vectors of the location models: tables of numbers and `.npy`, packed with gzip or not.

mod bad_cells;
mod cells;
mod layout;
mod npy;
mod raw_matrix;
mod table;
mod unpack;

pub use raw_matrix::{RawEntry, RawMatrix, read_matrix, read_vector};
pub use unpack::CELLS_MAX;
