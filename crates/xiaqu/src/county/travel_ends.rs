//! The stations and villages that the ids of a table of travel times stand for.

use std::collections::BTreeMap;

use xiaqu_formats::{RawStation, RawTravelTime, RawVillage};
use xiaqu_model::{
    IxVec, Place, ProblemReport, StationIx, VillageIx, e310_time_from_unknown_station, e311_time_to_unknown_place,
    e312_time_to_ambiguous_id,
};

use super::places::{sorted_stations, sorted_villages};
use crate::{Inputs, settings::nearest};

/// Where a travel time ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Village(VillageIx),
    Station(StationIx),
}

/// Stations and villages, in the order of their ids, and by them.
pub(super) struct Ends {
    pub(super) stations: IxVec<StationIx, RawStation>,
    pub(super) villages: IxVec<VillageIx, RawVillage>,
    station_ids: BTreeMap<String, StationIx>,
    village_ids: BTreeMap<String, VillageIx>,
}

/// Rows whose ids are known, and a report for every id that is not.
pub(super) struct Found<'a> {
    pub(super) pairs: Vec<(&'a RawTravelTime, StationIx, End)>,
    pub(super) unknown: Vec<ProblemReport>,
}

/// The first row of an id, and in how many rows it stands.
type Mentions<'a> = BTreeMap<&'a str, (usize, usize)>;

impl Ends {
    pub(super) fn of(inputs: &Inputs) -> Self {
        let (stations, villages) = (sorted_stations(inputs), sorted_villages(inputs));
        let station_ids = stations.iter_enumerated().map(|(station, row)| (row.id.to_string(), station)).collect();
        let village_ids = villages.iter_enumerated().map(|(village, row)| (row.id.to_string(), village)).collect();
        Self { stations, villages, station_ids, village_ids }
    }

    /// Finds the ends of every row; an id is reported once, with its first row.
    pub(super) fn find<'a>(&self, rows: &'a [RawTravelTime], file: &str) -> Found<'a> {
        let mut pairs = Vec::new();
        let [mut no_station, mut nowhere, mut ambiguous] = [Mentions::new(), Mentions::new(), Mentions::new()];
        for row in rows {
            let from = self.station_ids.get(&row.from).copied();
            if from.is_none() {
                mention(&mut no_station, &row.from, row.row);
            }
            let to = match (self.village_ids.get(&row.to), self.station_ids.get(&row.to)) {
                (Some(village), None) => Some(End::Village(*village)),
                (None, Some(station)) => Some(End::Station(*station)),
                (known, _) => {
                    mention(if known.is_some() { &mut ambiguous } else { &mut nowhere }, &row.to, row.row);
                    None
                }
            };
            pairs.extend(from.zip(to).map(|(from, to)| (row, from, to)));
        }
        let place = |row: usize| Place::table(file).row(row);
        let stations = || self.station_ids.keys();
        let mut unknown: Vec<(usize, ProblemReport)> = Vec::new();
        for (id, (row, rows)) in no_station {
            unknown.push((row, e310_time_from_unknown_station(place(row), id, rows, nearest(id, stations()))));
        }
        for (id, (row, rows)) in nowhere {
            let known = self.village_ids.keys().chain(stations());
            unknown.push((row, e311_time_to_unknown_place(place(row), id, rows, nearest(id, known))));
        }
        for (id, (row, rows)) in ambiguous {
            unknown.push((row, e312_time_to_ambiguous_id(place(row), id, rows)));
        }
        unknown.sort_by_key(|(row, _)| *row);
        Found { pairs, unknown: unknown.into_iter().map(|(_, problem)| problem).collect() }
    }
}

fn mention<'a>(mentions: &mut Mentions<'a>, id: &'a str, row: usize) {
    mentions.entry(id).or_insert((row, 0)).1 += 1;
}
