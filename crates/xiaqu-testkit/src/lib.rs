//! Generated counties and brute-force oracles; development only, never shipped code.

pub mod demo;
pub mod picture;
