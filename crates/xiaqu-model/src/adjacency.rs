//! Which stations may be merged, and why the others may not (domain 6.0).

use serde::{Deserialize, Serialize};

use crate::{Metres, StationIx, TravelTime};

/// Why two neighbouring stations are not adjacent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum RefusalReason {
    /// The shared border is shorter than the limit.
    BorderTooShort {
        /// The limit.
        limit: Metres,
    },
    /// No road joins the two stations: a ridge, water or an island (山区阻隔).
    NoRoad,
    /// The road takes longer than the limit.
    RoadTooLong {
        /// The limit.
        limit: TravelTime,
    },
    /// The shortest road leaves the two territories.
    PathLeavesTerritories {
        /// The first territory of a third station on the way; none where the road leaves the county.
        through: Option<StationIx>,
    },
    /// The settings forbid this pair.
    Forbidden,
}

/// One pair of stations that was studied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudiedPair {
    /// The station with the lower id.
    pub first: StationIx,
    /// The station with the higher id.
    pub second: StationIx,
    /// Length of the border their territories share.
    pub shared_border: Metres,
    /// Road time between the two sites, the slower of the two directions; none without a road.
    pub road_time: Option<TravelTime>,
    /// Every reason against; empty means adjacent.
    pub refusals: Vec<RefusalReason>,
    /// Whether the settings allow the pair in spite of border, road and path.
    pub allowed_by_settings: bool,
}

impl StudiedPair {
    /// Whether the two may be merged.
    pub fn is_adjacent(&self) -> bool {
        self.refusals.is_empty()
    }
}

/// All pairs of stations whose territories touch, or that the settings name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Adjacency {
    pairs: Vec<StudiedPair>,
}

impl Adjacency {
    /// From studied pairs; they are kept in the order of their stations.
    pub fn new(mut pairs: Vec<StudiedPair>) -> Self {
        for pair in &mut pairs {
            if pair.first > pair.second {
                std::mem::swap(&mut pair.first, &mut pair.second);
            }
        }
        pairs.sort_by_key(|pair| (pair.first, pair.second));
        Self { pairs }
    }

    /// Every studied pair, accepted and refused.
    pub fn pairs(&self) -> &[StudiedPair] {
        &self.pairs
    }

    /// Whether two stations may be merged.
    pub fn is_adjacent(&self, one: StationIx, other: StationIx) -> bool {
        self.pair(one, other).is_some_and(StudiedPair::is_adjacent)
    }

    /// What is known of a pair.
    pub fn pair(&self, one: StationIx, other: StationIx) -> Option<&StudiedPair> {
        let key = (one.min(other), one.max(other));
        self.pairs
            .binary_search_by_key(&key, |pair| (pair.first, pair.second))
            .ok()
            .and_then(|position| self.pairs.get(position))
    }

    /// Stations adjacent to `station`, in order.
    pub fn neighbours(&self, station: StationIx) -> impl Iterator<Item = StationIx> {
        let mut found: Vec<StationIx> = self
            .pairs
            .iter()
            .filter(|pair| pair.is_adjacent())
            .filter_map(|pair| match station {
                s if s == pair.first => Some(pair.second),
                s if s == pair.second => Some(pair.first),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.into_iter()
    }
}
