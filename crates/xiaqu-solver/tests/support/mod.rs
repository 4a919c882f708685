//! Random counties and oracles that are too stupid to be wrong.
#![allow(dead_code, reason = "every test program uses its own part")]
#![allow(clippy::unwrap_used, reason = "test support: a miss is a broken test")]

pub(crate) mod county;
pub(crate) mod location;
pub(crate) mod oracle;
pub(crate) mod random;
