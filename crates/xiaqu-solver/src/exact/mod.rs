//! From the county to the exact kernel and back (FORMULATION 4.30 to 4.36): aims in their order, limits, ties, proof.

mod build;
mod demand;
mod lazy;
mod partners;
mod search;
mod staffed;
mod tail;
mod unsummed;
mod within;

pub(crate) use search::{any_bases, most_closures, search_exact};
pub(crate) use within::exact_within;
