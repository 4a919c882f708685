//! Random counties on a plane with detours, full of ties, demands and gaps.

use xiaqu_model::{
    Adjacency, Aim, CallsPerYear, ClosureRule, Engine, Index, IxVec, LonLat, Metres, OfficerHours, Officers, People,
    Policy, PostPolicy, Problem, RefusalReason, ResponseRules, SearchRules, Share, SquareMetres, Station, StationDuty,
    StationId, StationIx, StrengthRules, StudiedPair, Township, TownshipId, TownshipIx, Travel, TravelTime,
    TravelTimes, Turnout, Village, VillageId, VillageIx, WorkloadRules, YuanPerYear,
};

use super::random::Random;

type Site = (u32, u32);

/// A policy that asks for nothing in particular.
pub(crate) fn policy() -> Policy {
    let minutes = |minutes| TravelTime::from_minutes(minutes).unwrap();
    Policy {
        aim: Aim::MeanSecondArrival,
        group_size_max: 2,
        closures: ClosureRule::default(),
        must_merge_pairs: Vec::new(),
        response: ResponseRules {
            turnout: Turnout::new(minutes(2.0), minutes(2.0)),
            second_arrival_max: minutes(600.0),
            worsening_max: minutes(600.0),
            target: minutes(30.0),
            target_share: Share::new(0.8).unwrap(),
        },
        posts: PostPolicy { hours_per_week: 56.0, market_days_per_year: 74, cost: YuanPerYear::new(10_000.0) },
        strength: StrengthRules {
            officers_min: Officers::new(2),
            transfers: Officers::new(0),
            bureau: Some(Officers::new(115)),
            station_share_min: Share::new(0.426).unwrap(),
            worked_hours: OfficerHours::new(1_760.0).unwrap(),
        },
        workload: WorkloadRules { officers_per_call: 2, hours_per_call: 1.0, hours_per_resident: 0.1 },
        search: SearchRules {
            engine: Engine::Auto,
            backend: super::backend(),
            enumerate_up_to: 15,
            time_limit_seconds: None,
            gap: 0.0,
            threads: 1,
            seed: 1,
        },
    }
}

/// A random county of `stations` stations.
pub(crate) fn random_county(random: &mut Random, stations: u32) -> Problem {
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
        travel: Travel { day: times.clone(), wet: times },
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
        cost: None,
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
    let policy = &mut problem.policy;
    policy.group_size_max = random.between(2, 3);
    policy.closures.min = random.chance(75).then(|| random.between(1, stations.div_ceil(2)));
    policy.closures.max = random.chance(30).then(|| random.between(policy.closures.min.unwrap_or(0), stations));
    if random.chance(25) {
        policy.aim = Aim::MostClosures;
    }
    if random.chance(20) {
        let one = random.between(0, stations - 2);
        let other = random.between(one + 1, stations - 1);
        let station = |number| StationIx::from_position(usize::try_from(number).unwrap());
        policy.must_merge_pairs.push((station(one), station(other)));
    }
    policy.strength.officers_min = Officers::new(random.between(3, 6));
    policy.strength.transfers = Officers::new(random.between(0, 6));
    if random.chance(50) {
        policy.response.second_arrival_max = TravelTime::from_milliseconds(random.between(10, 60) * 60_000);
        policy.response.worsening_max = TravelTime::from_milliseconds(random.between(2, 30) * 60_000);
    }
}
