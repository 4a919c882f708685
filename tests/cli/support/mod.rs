//! Counties to spoil and the command to run on them.

mod county;
mod gcj02;
mod grid;
mod run;

pub(crate) use county::{County, bytes_of_folder};
pub(crate) use gcj02::gcj02_of;
pub(crate) use grid::grid_county;
pub(crate) use run::{Ended, command, xiaqu};
