//! Input problems as data: each with a stable code, a place, a cause and a remedy, in English and Chinese.
//!
//! Ranges: E1 villages and polygons, E2 stations and staff, E3 roads, E4 parameters and policy, E5 plans (the judge),
//! W9 warnings. One function per code, named after it.

mod code;
mod geography;
mod plans;
mod policy;
mod roads;
mod stations;
mod tables;
mod warnings;

pub use code::{Code, Detail, Language, Place, ProblemReport, Severity, Words};

/// All codes there are, in order.
#[expect(unused_qualifications, reason = "every range has a table of this name; only the path tells them apart")]
pub fn all_codes() -> impl Iterator<Item = &'static Code> {
    [geography::CODES, tables::CODES, stations::CODES, roads::CODES, policy::CODES, plans::CODES, warnings::CODES]
        .into_iter()
        .flatten()
}

pub use geography::*;
pub use plans::*;
pub use policy::*;
pub use roads::*;
pub use stations::*;
pub use tables::*;
pub use warnings::*;
