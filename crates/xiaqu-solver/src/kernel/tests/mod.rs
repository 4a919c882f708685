//! The kernel against brute force on random small programs.

mod bounds;
mod brute;
mod exact;

mod scale;

pub(crate) use xiaqu_testkit::random;
