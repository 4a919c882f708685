//! Quantities with their units in their types.

mod count;
mod decimal;
mod money;
mod space;
mod time;

pub use count::{CallsPerYear, OfficerHours, Officers, People, Share};
pub use money::{Yuan, YuanPerYear};
pub use space::{Kph, Metres, SquareMetres};
pub use time::{FirstArrival, SecondArrival, TravelTime, Turnout};
