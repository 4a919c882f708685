//! The kernel against brute force on random small programs.

mod bounds;
mod brute;
mod exact;
pub(crate) mod random;
mod scale;
