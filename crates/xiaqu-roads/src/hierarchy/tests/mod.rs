//! The hierarchy against plain search.

mod cached;
mod exact;
mod generated;
mod order;
mod places;
mod refused;
