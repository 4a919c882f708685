//! Class, season and ford of an edge in one number.

use super::super::edge::RoadEdge;
use crate::{RoadClass, Season};

const SEASONS: [Season; 3] = [Season::AllYear, Season::NotInWinter, Season::OnlyInWinter];

/// Class, season and whether it is closed when wet.
pub(super) type Kind = (RoadClass, Season, bool);

/// The number of an edge's kind among [`kinds`].
pub(super) fn kind_of(edge: &RoadEdge) -> u32 {
    let class = (0..).zip(RoadClass::ALL).find(|(_, class)| *class == edge.class).map_or(0, |(number, _)| number);
    let season = (0..).zip(SEASONS).find(|(_, season)| *season == edge.season).map_or(0, |(number, _)| number);
    6 * class + 2 * season + u32::from(edge.closed_when_wet)
}

/// All kinds, in the order of their numbers.
pub(super) fn kinds() -> Vec<Kind> {
    let seasons = || SEASONS.into_iter().flat_map(|season| [(season, false), (season, true)]);
    let of_class = |class: RoadClass| seasons().map(move |(season, wet)| (class, season, wet));
    RoadClass::ALL.into_iter().flat_map(of_class).collect()
}
