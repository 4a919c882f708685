//! Counties on a line: every time is a difference of minutes, every answer is arithmetic.
#![allow(dead_code, reason = "every test program uses its own part")]
#![allow(clippy::unwrap_used, reason = "test support: a miss is a broken test")]

use xiaqu_model::{
    Adjacency, CallsPerYear, Group, Index, IxVec, LonLat, Metres, Officers, People, Plan, Policy, Problem,
    SquareMetres, Station, StationDuty, StationId, StationIx, StudiedPair, Township, TownshipId, TownshipIx, Travel,
    TravelTime, TravelTimes, Village, VillageId, VillageIx, Yuan, YuanPerYear,
};

/// A village on the line: minute, territory, people, calls.
pub(crate) type Home = (u32, usize, u32, f64);

/// Station by number.
pub(crate) fn s(number: usize) -> StationIx {
    StationIx::from_position(number)
}

/// Village by number.
pub(crate) fn v(number: usize) -> VillageIx {
    VillageIx::from_position(number)
}

/// A plan from (members, centre, officers).
pub(crate) fn plan(groups: &[(&[usize], usize, u32)]) -> Plan {
    Plan::new(groups.iter().map(|&(members, centre, officers)| {
        (Group::new(members.iter().map(|&member| s(member)).collect(), s(centre)), Officers::new(officers))
    }))
}

/// Every station kept with its officers.
pub(crate) fn today(problem: &Problem) -> Plan {
    Plan::new(problem.stations.iter_enumerated().map(|(station, row)| (Group::keep(station), row.officers)))
}

/// Stations at 0, 20 and 40 minutes with four officers each; five villages.
pub(crate) fn three_stations() -> Problem {
    let homes = [(0, 0, 1_000, 10.0), (10, 0, 500, 5.0), (20, 1, 800, 8.0), (32, 2, 300, 3.0), (40, 2, 900, 9.0)];
    county(&[(0, 4), (20, 4), (40, 4)], &homes)
}

/// A county on a line: stations as (minute, officers). Neighbours on the line are adjacent.
pub(crate) fn county(sites: &[(u32, u32)], homes: &[Home]) -> Problem {
    let minutes = |minutes| TravelTime::from_milliseconds(minutes * 60_000);
    let times = TravelTimes {
        to_village: IxVec::from_rows(
            sites
                .iter()
                .map(|from| IxVec::from_rows(homes.iter().map(|home| Some(minutes(from.0.abs_diff(home.0)))).collect()))
                .collect(),
        ),
        to_station: IxVec::from_rows(
            sites
                .iter()
                .map(|from| IxVec::from_rows(sites.iter().map(|to| Some(minutes(from.0.abs_diff(to.0)))).collect()))
                .collect(),
        ),
    };
    let pairs = (1..sites.len()).map(|second| StudiedPair {
        first: s(second - 1),
        second: s(second),
        shared_border: Metres::new(1_000.0).unwrap(),
        road_time: None,
        refusals: Vec::new(),
        allowed_by_settings: false,
    });
    Problem {
        townships: IxVec::from_rows(vec![Township {
            id: TownshipId::new("T"),
            name: "T".into(),
            area: SquareMetres::new(1e8).unwrap(),
        }]),
        villages: IxVec::from_rows(homes.iter().enumerate().map(village).collect()),
        stations: IxVec::from_rows(sites.iter().enumerate().map(station).collect()),
        adjacency: Adjacency::new(pairs.collect()),
        travel: Travel { day: times.clone(), wet: Some(times) },
        policy: policy(),
    }
}

fn village((number, &(_, territory, people, calls)): (usize, &Home)) -> Village {
    Village {
        id: VillageId::new(format!("V{number}")),
        name: format!("village {number}"),
        township: TownshipIx::from_position(0),
        territory: s(territory),
        position: LonLat::new(117.0, 27.0).unwrap(),
        people: People::new(people),
        calls: CallsPerYear::new(calls).unwrap(),
    }
}

fn station((number, &(_, officers)): (usize, &(u32, u32))) -> Station {
    Station {
        id: StationId::new(format!("S{number}")),
        name: format!("station {number}"),
        township: TownshipIx::from_position(0),
        position: LonLat::new(117.0, 27.0).unwrap(),
        officers: Officers::new(officers),
        territory_area: SquareMetres::new(1e7).unwrap(),
        duty: StationDuty::Free,
        cost: None,
        works: Yuan::default(),
    }
}

fn policy() -> Policy {
    let minutes = |minutes| TravelTime::from_minutes(minutes).unwrap();
    let mut policy = Policy::default();
    policy.response.target = minutes(14.0);
    policy.posts.cost = YuanPerYear::new(60_000.0);
    policy.strength.officers_min = Officers::new(4);
    policy.strength.transfers = Officers::new(2);
    policy.strength.bureau = Some(Officers::new(115));
    policy.workload.hours_per_resident = 0.1;
    policy.search.enumerate_up_to = 15;
    policy
}
