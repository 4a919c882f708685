//! Generated problems: stations and villages scattered on a plane, roads a third longer than straight lines.

use std::collections::BTreeMap;

use xiaqu::model::{
    Adjacency, CallsPerYear, ClosureRule, Index, IxVec, LonLat, Metres, Officers, People, Policy, Problem,
    SquareMetres, Station, StationDuty, StationId, StationIx, StudiedPair, Township, TownshipId, TownshipIx, Travel,
    TravelTime, TravelTimes, Village, VillageId, VillageIx, Yuan, cast,
};
use xiaqu_testkit::random::Random;

type Point = (f64, f64);

/// Minutes of road for one unit of the plane.
const MINUTES_PER_UNIT: f64 = 1.3;

/// What a generated county looks like.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Stations, a quarter of an hour apart.
    pub stations: usize,
    /// Villages, anywhere.
    pub villages: usize,
    /// Largest group (K).
    pub group_size: u32,
    /// Stations to close.
    pub closures: usize,
}

/// A county of `stations` stations a quarter of an hour apart, twelve villages each, a third of the stations to close.
/// Stations within 22 units are adjacent: about six neighbours each, as in a plane.
pub fn problem(stations: usize, seed: u64) -> Problem {
    shaped(Shape { stations, villages: 12 * stations, group_size: 2, closures: stations / 3 }, seed)
}

/// A county of some shape; the wet season is left out.
pub fn shaped(shape: Shape, seed: u64) -> Problem {
    let mut random = Random::new(seed);
    let side = 13.0 * cast::count_to_f64(shape.stations).sqrt();
    let scattered = |random: &mut Random, count: usize| -> Vec<Point> {
        let axis = |random: &mut Random| f64::midpoint(1.0, random.around_zero()) * side;
        (0..count).map(|_| (axis(random), axis(random))).collect()
    };
    let (sites, homes) = (scattered(&mut random, shape.stations), scattered(&mut random, shape.villages));
    let to_village: IxVec<StationIx, IxVec<VillageIx, Option<TravelTime>>> = matrix(&sites, &homes);
    let nearest = nearest_sites(&to_village, homes.len());
    let villages = nearest.into_iter().enumerate().map(|(number, site)| village(&mut random, number, site));
    let mut policy = policy(u32::try_from(shape.closures).unwrap());
    policy.groups.size_max = shape.group_size;
    Problem {
        villages: IxVec::from_rows(villages.collect()),
        townships: IxVec::from_rows(vec![Township {
            id: TownshipId::new("T"),
            name: "T".into(),
            area: SquareMetres::new(1e9).unwrap(),
        }]),
        stations: IxVec::from_fn(shape.stations, |station: StationIx| self::station(station.position())),
        adjacency: adjacency(&sites),
        travel: Travel { day: TravelTimes { to_village, to_station: IxVec::default() }, wet: None },
        policy,
    }
}

/// The nearest site of every village, by rows of the matrix.
fn nearest_sites(
    to_village: &IxVec<StationIx, IxVec<VillageIx, Option<TravelTime>>>,
    villages: usize,
) -> Vec<StationIx> {
    let mut nearest = vec![(TravelTime::from_milliseconds(u32::MAX), StationIx::from_position(0)); villages];
    for (site, row) in to_village.iter_enumerated() {
        for (best, time) in nearest.iter_mut().zip(row) {
            if let Some(time) = time.filter(|time| *time < best.0) {
                *best = (time, site);
            }
        }
    }
    nearest.into_iter().map(|(_, site)| site).collect()
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
    // By squares of the plane, so that ten thousand sites are no hundred million pairs.
    let square = |point: Point| (cast::to_i64(point.0 / 22.0).unwrap(), cast::to_i64(point.1 / 22.0).unwrap());
    let mut squares: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (number, site) in sites.iter().enumerate() {
        squares.entry(square(*site)).or_default().push(number);
    }
    let around = |one: usize| {
        let (east, north) = square(sites[one]);
        (-2..=2).flat_map(move |x| (-2..=2).map(move |y| (east + x, north + y)))
    };
    let pairs = (0..sites.len()).flat_map(|one| {
        let others = around(one).filter_map(|key| squares.get(&key)).flatten().copied();
        others.filter(move |&other| other > one).map(move |other| (one, other)).collect::<Vec<_>>()
    });
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
