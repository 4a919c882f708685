//! Random counties on a plane with detours, full of ties, demands and gaps.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "test support: a miss is a broken test")]

use xiaqu_model::{
    Adjacency, Aim, CallsPerYear, Index, IxVec, LonLat, Metres, Mode, Officers, People, Policy, Problem, RefusalReason,
    RunningCost, SquareMetres, Station, StationDuty, StationId, StationIx, StudiedPair, Township, TownshipId,
    TownshipIx, Travel, TravelTime, TravelTimes, Village, VillageId, VillageIx, Yuan, YuanPerYear,
};

use crate::random::Random;

type Site = (u32, u32);

/// A policy that asks for nothing in particular.
pub fn policy() -> Policy {
    let minutes = |minutes| TravelTime::from_minutes(minutes).unwrap();
    let mut policy = Policy::default();
    policy.response.second_arrival_max = minutes(600.0);
    policy.response.worsening_max = minutes(600.0);
    policy.posts.cost = YuanPerYear::new(10_000.0);
    policy.posts.one_off = Yuan::new(30_000.0).unwrap();
    policy.strength.officers_min = Officers::new(2);
    policy.strength.bureau = Some(Officers::new(115));
    policy.workload.hours_per_resident = 0.1;
    policy.search.enumerate_up_to = 15;
    policy
}

/// A random county of `stations` stations.
pub fn random_county(random: &mut Random, stations: u32) -> Problem {
    let sites: Vec<Site> = (0..stations).map(|_| (random.between(0, 20), random.between(0, 20))).collect();
    let homes: Vec<Site> =
        (0..random.between(stations, 3 * stations)).map(|_| (random.between(0, 20), random.between(0, 20))).collect();
    // Coarse times make ties of every kind.
    let unit = [1_000, 60_000, 300_000][usize::try_from(random.between(0, 2)).unwrap()];
    let gaps = random.between(0, 1) * 4;
    let matrix = |random: &mut Random, targets: &[Site]| -> Vec<Vec<Option<TravelTime>>> {
        sites.iter().map(|&from| targets.iter().map(|&to| road(random, (from, to), unit, gaps)).collect()).collect()
    };
    let to_village = matrix(random, &homes);
    let to_station = matrix(random, &sites);
    let times = TravelTimes {
        to_village: IxVec::from_rows(to_village.into_iter().map(IxVec::from_rows).collect()),
        to_station: IxVec::from_rows(to_station.into_iter().map(IxVec::from_rows).collect()),
    };
    let villages = villages(random, &homes, &times);
    let mut problem = Problem {
        townships: IxVec::from_rows(vec![Township {
            id: TownshipId::new("T"),
            name: "T".into(),
            area: SquareMetres::new(1e8).unwrap(),
        }]),
        villages,
        stations: IxVec::from_rows((0..stations).map(|number| station(random, number)).collect()),
        adjacency: adjacency(random, &sites),
        travel: Travel { day: times.clone(), wet: Some(times) },
        policy: policy(),
    };
    demand_something(random, &mut problem);
    problem
}

fn road(random: &mut Random, (from, to): (Site, Site), unit: u32, gaps: u32) -> Option<TravelTime> {
    let plane = from.0.abs_diff(to.0) + from.1.abs_diff(to.1);
    let detour = random.between(0, 3);
    (!random.chance(gaps)).then(|| TravelTime::from_milliseconds((plane + detour) * unit))
}

fn villages(random: &mut Random, homes: &[Site], times: &TravelTimes) -> IxVec<VillageIx, Village> {
    let row = |(number, _): (usize, &Site)| {
        let village = VillageIx::from_position(number);
        let reached = times.to_village.indices().filter_map(|s| times.to_village[s][village].map(|time| (time, s)));
        let nearest = reached.min().map_or(StationIx::from_position(0), |(_, station)| station);
        let anywhere = u32::try_from(times.to_village.len()).unwrap() - 1;
        let other = StationIx::from_position(usize::try_from(random.between(0, anywhere)).unwrap());
        Village {
            id: VillageId::new(format!("V{number:03}")),
            name: format!("V{number}"),
            township: TownshipIx::from_position(0),
            territory: if random.chance(15) { other } else { nearest },
            position: LonLat::new(117.0, 27.0).unwrap(),
            people: People::new(100 * random.between(1, 4)),
            calls: CallsPerYear::new(f64::from(random.between(1, 4))).unwrap(),
        }
    };
    IxVec::from_rows(homes.iter().enumerate().map(row).collect())
}

fn station(random: &mut Random, number: u32) -> Station {
    let duty = match random.between(1, 100) {
        1..=8 => StationDuty::Untouched,
        9..=16 => StationDuty::MustStayOpen,
        17..=21 => StationDuty::MustMerge,
        22..=24 => StationDuty::MustClose,
        _ => StationDuty::Free,
    };
    Station {
        id: StationId::new(format!("S{number:03}")),
        name: format!("S{number}"),
        township: TownshipIx::from_position(0),
        position: LonLat::new(117.0, 27.0).unwrap(),
        officers: Officers::new(random.between(3, 7)),
        territory_area: SquareMetres::new(1e7).unwrap(),
        duty,
        cost: YuanPerYear::new(f64::from(random.between(20, 60)) * 1_000.0)
            .zip(YuanPerYear::new(f64::from(random.between(5, 6)) * 1_000.0))
            .map(|(fixed, for_each_officer)| RunningCost { fixed, for_each_officer }),
        works: Yuan::new(f64::from(random.between(0, 3)) * 100_000.0).unwrap(),
    }
}

fn adjacency(random: &mut Random, sites: &[Site]) -> Adjacency {
    let reach = random.between(8, 14);
    let mut pairs = Vec::new();
    for (first, one) in sites.iter().enumerate() {
        for (second, other) in sites.iter().enumerate().skip(first + 1) {
            let near = one.0.abs_diff(other.0) + one.1.abs_diff(other.1) <= reach;
            let refusals = if near && !random.chance(15) { vec![] } else { vec![RefusalReason::NoRoad] };
            pairs.push(StudiedPair {
                first: StationIx::from_position(first),
                second: StationIx::from_position(second),
                shared_border: Metres::new(1_000.0).unwrap(),
                road_time: None,
                refusals,
                allowed_by_settings: false,
            });
        }
    }
    Adjacency::new(pairs)
}

fn demand_something(random: &mut Random, problem: &mut Problem) {
    let stations = u32::try_from(problem.stations.len()).unwrap();
    let any_pair = |random: &mut Random| {
        let one = random.between(0, stations - 2);
        let other = random.between(one + 1, stations - 1);
        let station = |number| StationIx::from_position(usize::try_from(number).unwrap());
        (station(one), station(other))
    };
    let policy = &mut problem.policy;
    policy.groups.size_max = random.between(2, 4);
    policy.closures.min = random.chance(60).then(|| random.between(1, stations.div_ceil(2)));
    policy.closures.max = random.chance(30).then(|| random.between(policy.closures.min.unwrap_or(0), stations));
    if random.chance(25) {
        policy.aims = vec![Aim::MostClosures];
    }
    if random.chance(20) {
        policy.must_merge_pairs.push(any_pair(random));
    }
    policy.strength.officers_min = Officers::new(random.between(3, 6));
    policy.strength.transfers = Officers::new(random.between(0, 6));
    if random.chance(50) {
        policy.response.second_arrival_max = TravelTime::from_milliseconds(random.between(10, 60) * 60_000);
        policy.response.worsening_max = TravelTime::from_milliseconds(random.between(2, 30) * 60_000);
    }
}

/// A county that also uses what the plain one does not: pools, other aims, limits, ceilings of groups, new sites.
pub fn rich_county(random: &mut Random, stations: u32) -> Problem {
    let mut problem = random_county(random, stations);
    if random.chance(20) {
        // The last station becomes a place where one may be built.
        let site = StationIx::from_position(usize::try_from(stations - 1).unwrap());
        problem.stations[site].duty = StationDuty::NewSite;
        problem.stations[site].officers = Officers::new(0);
        let first = StationIx::from_position(0);
        for village in problem.villages.iter_mut().filter(|village| village.territory == site) {
            village.territory = first;
        }
        problem.policy.must_merge_pairs.retain(|(one, other)| *one != site && *other != site);
        let pairs = problem.adjacency.pairs().iter().filter(|pair| pair.first != site && pair.second != site);
        problem.adjacency = Adjacency::new(pairs.cloned().collect());
    }
    let policy = &mut problem.policy;
    policy.groups.modes = match random.between(0, 3) {
        0 => vec![Mode::Pool],
        1 => vec![Mode::Merge, Mode::Pool],
        _ => vec![Mode::Merge],
    };
    let mut aims: Vec<Aim> = Aim::ALL.into_iter().filter(|_| random.chance(25)).collect();
    let turned = usize::try_from(random.between(0, 3)).unwrap() % aims.len().max(1);
    aims.rotate_left(turned);
    if !aims.is_empty() {
        policy.aims = aims;
    }
    policy.groups.people_max = random.chance(15).then(|| u64::from(random.between(1_000, 4_000)));
    policy.groups.area_max = random.chance(10).then_some(25_000_000);
    policy.groups.officers_max = random.chance(10).then(|| Officers::new(random.between(6, 14)));
    if random.chance(15) {
        policy.forbidden_pairs =
            problem.adjacency.pairs().iter().take(1).map(|pair| (pair.first, pair.second)).collect();
    }
    problem
}
