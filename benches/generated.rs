//! Generated problems: stations and villages scattered on a plane, roads a third longer than straight lines.

use xiaqu::model::{
    Adjacency, CallsPerYear, ClosureRule, Index, IxVec, LonLat, Metres, Officers, People, Policy, Problem,
    SquareMetres, Station, StationDuty, StationId, StationIx, StudiedPair, Township, TownshipId, TownshipIx, Travel,
    TravelTime, TravelTimes, Village, VillageId, Yuan, cast,
};
use xiaqu_tests::random::Random;

type Point = (f64, f64);

/// Minutes of road for one unit of the plane.
const MINUTES_PER_UNIT: f64 = 1.3;

/// A county of `stations` stations a quarter of an hour apart, twelve villages each, a third of the stations to close.
/// Stations within 22 units are adjacent: about six neighbours each, as in a plane.
pub fn problem(stations: usize, seed: u64) -> Problem {
    let mut random = Random::new(seed);
    let side = 13.0 * cast::count_to_f64(stations).sqrt();
    let scattered = |random: &mut Random, count: usize| -> Vec<Point> {
        let axis = |random: &mut Random| f64::midpoint(1.0, random.around_zero()) * side;
        (0..count).map(|_| (axis(random), axis(random))).collect()
    };
    let (sites, homes) = (scattered(&mut random, stations), scattered(&mut random, 12 * stations));
    let times = TravelTimes { to_village: matrix(&sites, &homes), to_station: matrix(&sites, &sites) };
    let villages = homes.iter().enumerate().map(|(number, home)| village(&mut random, number, nearest(&sites, *home)));
    Problem {
        villages: IxVec::from_rows(villages.collect()),
        townships: IxVec::from_rows(vec![Township {
            id: TownshipId::new("T"),
            name: "T".into(),
            area: SquareMetres::new(1e9).unwrap(),
        }]),
        stations: IxVec::from_fn(stations, |station: StationIx| self::station(station.position())),
        adjacency: adjacency(&sites),
        travel: Travel { day: times.clone(), wet: times },
        policy: policy(u32::try_from(stations / 3).unwrap()),
    }
}

fn distance(one: Point, other: Point) -> f64 {
    (one.0 - other.0).hypot(one.1 - other.1)
}

fn matrix<J: Index>(from: &[Point], to: &[Point]) -> IxVec<StationIx, IxVec<J, Option<TravelTime>>> {
    let row = |one: &Point| {
        to.iter().map(|other| TravelTime::from_minutes(MINUTES_PER_UNIT * distance(*one, *other))).collect()
    };
    IxVec::from_rows(from.iter().map(row).map(IxVec::from_rows).collect())
}

fn nearest(sites: &[Point], home: Point) -> StationIx {
    let by_distance =
        |one: &usize, other: &usize| distance(sites[*one], home).total_cmp(&distance(sites[*other], home));
    StationIx::from_position((0..sites.len()).min_by(by_distance).unwrap_or(0))
}

fn village(random: &mut Random, number: usize, territory: StationIx) -> Village {
    Village {
        id: VillageId::new(format!("V{number:04}")),
        name: format!("V{number}"),
        township: TownshipIx::from_position(0),
        territory,
        position: LonLat::new(117.0, 27.0).unwrap(),
        people: People::new(random.between(200, 2_000)),
        calls: CallsPerYear::new(f64::from(random.between(5, 50))).unwrap(),
    }
}

fn station(number: usize) -> Station {
    Station {
        id: StationId::new(format!("S{number:03}")),
        name: format!("S{number}"),
        township: TownshipIx::from_position(0),
        position: LonLat::new(117.0, 27.0).unwrap(),
        officers: Officers::new(4),
        territory_area: SquareMetres::new(1e7).unwrap(),
        duty: StationDuty::Free,
        cost: None,
        works: Yuan::default(),
    }
}

fn adjacency(sites: &[Point]) -> Adjacency {
    let pairs = (0..sites.len()).flat_map(|one| (one + 1..sites.len()).map(move |other| (one, other)));
    let near = pairs.filter(|(one, other)| distance(sites[*one], sites[*other]) <= 22.0);
    let pair = |(one, other)| StudiedPair {
        first: StationIx::from_position(one),
        second: StationIx::from_position(other),
        shared_border: Metres::new(5_000.0).unwrap(),
        road_time: None,
        refusals: Vec::new(),
        allowed_by_settings: false,
    };
    Adjacency::new(near.map(pair).collect())
}

fn policy(closures: u32) -> Policy {
    let minutes = |minutes| TravelTime::from_minutes(minutes).unwrap();
    let mut policy = Policy { closures: ClosureRule { min: Some(closures), max: Some(closures) }, ..Policy::default() };
    policy.response.second_arrival_max = minutes(120.0);
    policy.response.worsening_max = minutes(60.0);
    policy.workload.hours_per_resident = 0.1;
    policy
}
