//! Travel times from a table, in place of roads.

use xiaqu_formats::RawTravelTime;
use xiaqu_model::{
    IxVec, Place, ProblemReport, StationIx, Travel, TravelTime, TravelTimes, VillageIx, Words,
    e315_contradicting_times, e316_station_without_times, e317_village_without_times, w981_drawn_without_roads,
    w982_way_not_known, w983_pairs_without_time, w984_no_wet_times,
};
use xiaqu_roads::Scenario;

use super::travel_ends::{End, Ends, Found};
use crate::{
    Inputs,
    inputs::{has_errors, is_incomplete},
};

/// What the table states of a pair: the row and the time, nothing for no way; `None` where it says nothing.
type Stated = Option<(usize, Option<TravelTime>)>;

/// The travel times that the table states; `None` if something is wrong with them, which was reported.
pub(super) fn travel_of_table(
    inputs: &Inputs,
    rows: &[RawTravelTime],
    problems: &mut Vec<ProblemReport>,
) -> Option<Travel> {
    let names = &inputs.settings.inputs;
    let file = names.travel_times.as_deref().unwrap_or_default();
    let is_whole = |file: &str| !is_incomplete(file, problems);
    let (places_whole, table_whole) = (is_whole(&names.villages) && is_whole(&names.stations), is_whole(file));
    let ends = Ends::of(inputs);
    let found = ends.find(rows, file);
    let mut faults = Vec::new();
    let day = Stating::of(Scenario::Day, &found, (&ends, file), &mut faults);
    let wet = rows.iter().any(|row| row.scenario == Scenario::Wet);
    let wet = wet.then(|| Stating::of(Scenario::Wet, &found, (&ends, file), &mut faults));
    // Where rows were refused, it is not certain that an id is unknown, or that a time is missing.
    if places_whole {
        faults.extend(found.unknown);
        if table_whole && faults.is_empty() {
            faults.extend(day.unstated(&ends));
        }
    }
    if has_errors(&faults) || !places_whole || !table_whole {
        problems.extend(faults);
        return None;
    }
    let place = || Place::table(file);
    problems.push(w981_drawn_without_roads(place()));
    if inputs.settings.adjacency.path_inside {
        problems.push(w982_way_not_known(place()));
    }
    problems.extend(day.missing(Scenario::Day, place()));
    match &wet {
        Some(wet) => problems.extend(wet.missing(Scenario::Wet, place())),
        None => problems.push(w984_no_wet_times(place())),
    }
    Some(Travel { day: day.times(), wet: wet.map(Stating::times) })
}

/// What the table states in one scenario.
struct Stating {
    to_village: IxVec<StationIx, IxVec<VillageIx, Stated>>,
    to_station: IxVec<StationIx, IxVec<StationIx, Stated>>,
}

impl Stating {
    fn of(scenario: Scenario, found: &Found<'_>, (ends, file): (&Ends, &str), faults: &mut Vec<ProblemReport>) -> Self {
        let (stations, villages) = (ends.stations.len(), ends.villages.len());
        let mut stating = Self {
            to_village: IxVec::from_fn(stations, |_| IxVec::from_fn(villages, |_| None)),
            to_station: IxVec::from_fn(stations, |_| IxVec::from_fn(stations, |_| None)),
        };
        for (raw, from, to) in found.pairs.iter().filter(|(raw, ..)| raw.scenario == scenario) {
            let stated = match to {
                End::Village(village) => &mut stating.to_village[*from][*village],
                End::Station(station) => &mut stating.to_station[*from][*station],
            };
            match *stated {
                None => *stated = Some((raw.row, raw.time)),
                Some((_, time)) if time == raw.time => {}
                Some((row, time)) => {
                    let place = Place::table(file).row(raw.row);
                    let (now, then) = (in_words(raw.time), in_words(time));
                    faults.push(e315_contradicting_times(place, &raw.from, &raw.to, now, then, row));
                }
            }
        }
        stating
    }

    /// Stations from which no time is stated, and villages that no station of today reaches.
    fn unstated(&self, ends: &Ends) -> Vec<ProblemReport> {
        let is_silent = |station: StationIx| {
            self.to_village[station].iter().all(Option::is_none) && self.to_station[station].iter().all(Option::is_none)
        };
        let silent = ends.stations.iter_enumerated().filter(|(station, _)| is_silent(*station));
        let mut faults: Vec<ProblemReport> =
            silent.map(|(_, row)| e316_station_without_times(row.place.clone(), &row.name)).collect();
        let today = || ends.stations.iter_enumerated().filter(|(_, row)| !row.new_site).map(|(station, _)| station);
        for (village, row) in ends.villages.iter_enumerated() {
            if !today().any(|station| time_of(self.to_village[station][village]).is_some()) {
                faults.push(e317_village_without_times(row.place.clone(), &row.name));
            }
        }
        faults
    }

    /// The warning about pairs that count as no way, a station to itself left aside.
    fn missing(&self, scenario: Scenario, place: Place) -> Option<ProblemReport> {
        let (stations, villages) = (self.to_village.len(), self.to_village.iter().map(IxVec::len).max().unwrap_or(0));
        let villages_missing =
            self.to_village.iter().flat_map(IxVec::iter).filter(|stated| time_of(**stated).is_none()).count();
        let pairs = self.to_station.iter_enumerated().flat_map(|(from, row)| {
            row.iter_enumerated().filter(move |(to, _)| from != *to).map(|(_, stated)| *stated)
        });
        let stations_missing = pairs.filter(|stated| time_of(*stated).is_none()).count();
        (villages_missing + stations_missing > 0).then(|| {
            w983_pairs_without_time(
                place,
                scenario.as_str(),
                villages_missing,
                stations * villages,
                stations_missing,
                stations * stations.saturating_sub(1),
            )
        })
    }

    /// The times. A station is at its own door at once, unless the table says otherwise.
    fn times(self) -> TravelTimes {
        let mut to_station: IxVec<StationIx, IxVec<StationIx, Option<TravelTime>>> = IxVec::from_rows(
            self.to_station.iter().map(|row| IxVec::from_rows(row.iter().copied().map(time_of).collect())).collect(),
        );
        for (station, row) in self.to_station.iter_enumerated() {
            if row[station].is_none() {
                to_station[station][station] = Some(TravelTime::ZERO);
            }
        }
        let to_village =
            self.to_village.iter().map(|row| IxVec::from_rows(row.iter().copied().map(time_of).collect())).collect();
        TravelTimes { to_village: IxVec::from_rows(to_village), to_station }
    }
}

fn time_of(stated: Stated) -> Option<TravelTime> {
    stated.and_then(|(_, time)| time)
}

fn in_words(time: Option<TravelTime>) -> Words {
    match time {
        Some(time) => Words::new(format!("{} min", time.as_minutes()), format!("{} 分钟", time.as_minutes())),
        None => Words::new("no way", "无路可通"),
    }
}
