//! Input problems as data: each with a stable code, a place, a cause and a remedy, in English and Chinese.
//!
//! Ranges: E1 villages and polygons, E2 stations and staff (from E210 the elevation raster), E3 roads, E4 parameters and policy, E5 plans (the judge),
//! W9 warnings. One function per code, named after it.

mod all;
mod closures;
mod code;
mod elevation;
mod geography;
mod layers;
mod listing;
mod matrices;
mod plans;
mod policy;
mod regions;
mod roads;
mod stations;
mod tables;
mod travel_times;
mod warnings;

pub use all::all_codes;
pub use closures::*;
pub use code::{Code, Detail, Language, Place, ProblemReport, Severity, Words};
pub use elevation::*;
pub use geography::*;
pub use layers::*;
pub use listing::problem_list;
pub use matrices::*;
pub use plans::*;
pub use policy::*;
pub use regions::*;
pub use roads::*;
pub use stations::*;
pub use tables::*;
pub use travel_times::*;
pub use warnings::*;
