//! What the tests across crates share: real counties, generated ones, and plain means to check what the program says.
//!
//! Nothing here shares code with what it checks: [`dijkstra`] is a textbook search, [`tiling`] works on whole numbers of
//! the written files, [`gcj02`] is the forward shift that the program only inverts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    reason = "test support: a miss is a broken test"
)]

pub mod csv_rows;
pub mod dijkstra;
pub mod folder;
pub mod gcj02;
pub mod police_districts;
pub mod random_county;
pub mod random_settings;
pub mod real_counties;
pub mod settlement;
pub mod straight_roads;
pub mod tiling;
pub mod travel_table;

mod real_data;

pub use folder::{CountyFolder, described, plan, plan_with, run_with, saved};
pub use real_data::real_data;
