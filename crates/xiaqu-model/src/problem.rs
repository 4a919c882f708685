//! The validated county: all that the solver and the judge see.

use crate::{
    Adjacency, IxVec, Officers, Policy, Station, StationDuty, StationIx, Township, TownshipIx, TravelTime, Village,
    VillageIx,
};

/// Road times from every station to every village, by scenario, walking from the road included, turnout excluded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TravelTimes {
    /// From a station to a village; `None` where no road leads.
    pub to_village: IxVec<StationIx, IxVec<VillageIx, Option<TravelTime>>>,
    /// From a station to a station.
    pub to_station: IxVec<StationIx, IxVec<StationIx, Option<TravelTime>>>,
}

/// Road times in every scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Travel {
    /// Dry roads by day: what dispatch areas and plans are made from.
    pub day: TravelTimes,
    /// Wet season: slower, and roads that close when wet are closed; nothing where the county gave no times for it.
    pub wet: Option<TravelTimes>,
}

/// The county and its policy, validated once. Carries matrices and areas as plain data, so that the judge and the
/// solver need no polygon and no road graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Townships, sorted by id.
    pub townships: IxVec<TownshipIx, Township>,
    /// Villages, sorted by id.
    pub villages: IxVec<VillageIx, Village>,
    /// Stations, sorted by id.
    pub stations: IxVec<StationIx, Station>,
    /// Which stations may be merged.
    pub adjacency: Adjacency,
    /// Road times.
    pub travel: Travel,
    /// Rules.
    pub policy: Policy,
}

impl Problem {
    /// Second arrival at `village` from the base at `station` by day: turnout and road; `None` without a road.
    pub fn arrival(&self, station: StationIx, village: VillageIx) -> Option<TravelTime> {
        self.travel.day.to_village[station][village].map(|travel| self.policy.response.turnout.then(travel))
    }

    /// The nearest of `bases` by day and the arrival from it; ties go to the lower id (domain 6.1).
    pub fn nearest(
        &self,
        village: VillageIx,
        bases: impl IntoIterator<Item = StationIx>,
    ) -> Option<(StationIx, TravelTime)> {
        bases
            .into_iter()
            .filter_map(|base| self.arrival(base, village).map(|arrival| (arrival, base)))
            .min()
            .map(|(arrival, base)| (base, arrival))
    }

    /// Stations that there are today, in order: all but the new sites.
    pub fn today(&self) -> impl DoubleEndedIterator<Item = StationIx> + '_ {
        self.stations.iter_enumerated().filter(|(_, row)| row.duty != StationDuty::NewSite).map(|(station, _)| station)
    }

    /// Officers in stations after the reform: today's and the transfers.
    pub fn officers_after(&self) -> Officers {
        Officers::new(self.station_officers()).plus(self.policy.strength.transfers)
    }

    /// Officers in stations today.
    pub fn station_officers(&self) -> u32 {
        self.stations.iter().map(|station| station.officers.heads()).sum()
    }
}
