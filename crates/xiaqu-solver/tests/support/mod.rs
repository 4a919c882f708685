//! Random counties and oracles that are too stupid to be wrong.
#![allow(dead_code, reason = "every test program uses its own part")]

pub mod county;
pub mod oracle;
pub mod random;
