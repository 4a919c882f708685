//! Generated counties and brute-force oracles; development only, never shipped code.

pub mod county;
pub mod demo;
pub mod oracle;
pub mod picture;
pub mod random;
