//! The judge: feasibility and every reported figure, plain and slow.

mod figures;
mod judge;
mod posts;
mod statistics;
mod violations;
mod workload;

pub use figures::{Alternatives, Capacity, Figure, FigureGroup, Figures, LosingVillage, Unit, figures};
pub use judge::{Judgement, VillageArrivals, judge};
pub use posts::ResponsePolicy;
