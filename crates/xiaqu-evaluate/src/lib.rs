//! The judge: feasibility and every reported figure, plain and slow.

mod judge;
mod posts;
mod violations;
mod workload;

pub use judge::{Judgement, VillageArrivals, judge};
pub use posts::ResponsePolicy;
