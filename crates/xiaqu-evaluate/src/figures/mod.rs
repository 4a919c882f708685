//! The KPI sheet (domain 7): the same measures of three plans, side by side.

mod access;
mod borders;
mod definition;
mod measures;
mod money;
mod response;
mod sheet;
mod staff;
mod time;
mod worst;

pub use definition::{FigureGroup, Unit};
pub use sheet::{Alternatives, Figure, Figures, figures};
pub use time::Capacity;
pub use worst::LosingVillage;
