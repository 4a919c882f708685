//! Exit codes (SPEC 2), in one place.

/// Done, proved or within the gap asked for.
pub(crate) const DONE: u8 = 0;
/// Internal failure.
pub(crate) const FAILURE: u8 = 1;
/// Usage.
pub(crate) const USAGE: u8 = 2;
/// Input problems.
pub(crate) const INPUT: u8 = 3;
/// Proved infeasible.
pub(crate) const INFEASIBLE: u8 = 4;
/// Limit reached, no plan.
pub(crate) const NO_PLAN: u8 = 5;
/// Limit reached, plan written with its gap.
pub(crate) const STOPPED: u8 = 6;
/// Interrupted, the best plan so far written.
pub(crate) const INTERRUPTED: u8 = 130;
