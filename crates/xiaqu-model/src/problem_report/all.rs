//! Every code there is, for the manual and its test.

use super::{
    closures, code::Code, elevation, geography, layers, matrices, plans, policy, regions, roads, stations, tables,
    travel_times, warnings,
};

/// All codes there are, in order.
pub fn all_codes() -> impl Iterator<Item = &'static Code> {
    let ranges = [
        geography::CODES,
        tables::CODES,
        travel_times::CODES,
        layers::CODES,
        closures::CODES,
        matrices::CODES,
        stations::CODES,
        elevation::CODES,
        regions::CODES,
        roads::CODES,
        policy::CODES,
        plans::CODES,
        warnings::CODES,
    ];
    let mut codes: Vec<&Code> = ranges.into_iter().flatten().collect();
    codes.sort_by_key(|code| code.code);
    codes.into_iter()
}
