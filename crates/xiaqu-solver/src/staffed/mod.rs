//! The busiest station by depth-first search over whole plans (FORMULATION 4.35): which base answers a village, how much
//! work that makes and how many officers it takes are followed together, station by station.

mod descent;
mod minimise;
mod order;
mod prices;
mod waiting;

pub(crate) use minimise::{BusiestFirst, End, minimise_busiest};
pub(crate) use waiting::Demanded;
