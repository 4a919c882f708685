//! Class, season and ford of an edge in one number.

use super::super::edge::RoadEdge;
use crate::{RoadClass, Season};

const SEASONS: [Season; 3] = [Season::AllYear, Season::NotInWinter, Season::OnlyInWinter];

/// Class, season and whether it is closed when wet.
pub(super) type Kind = (RoadClass, Season, bool);

/// All kinds, in the order of their numbers.
fn all() -> impl Iterator<Item = Kind> {
    let seasons = || SEASONS.into_iter().flat_map(|season| [(season, false), (season, true)]);
    RoadClass::ALL.into_iter().flat_map(move |class| seasons().map(move |(season, wet)| (class, season, wet)))
}

/// The number of an edge's kind.
pub(super) fn kind_of(edge: &RoadEdge) -> u32 {
    let kind = (edge.class, edge.season, edge.closed_when_wet);
    (0..).zip(all()).find(|(_, other)| *other == kind).map_or(u32::MAX, |(number, _)| number)
}

/// The kinds by their numbers.
pub(super) fn kinds() -> Vec<Kind> {
    all().collect()
}
