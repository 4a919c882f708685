//! Counties on a plane, as in `benches/generated.rs`, as abstract programs.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use xiaqu_model::{
    Index, IxVec, StationIx,
    cast::{count_to_f64, to_u32},
};

use super::{
    exact::{patient, rules},
    random::Random,
};
use crate::{
    control::{SearchControl, Watch},
    kernel::{
        groups::connected_groups,
        index::{ClassIx, FunctionalIx},
        ordered::{Answer, minimise_in_order},
        program::{Bases, Column, DemandClass, Functional, Nearest, Program},
        search::Settings,
    },
};

type Point = (f64, f64);

#[derive(Debug)]
struct Plane {
    sites: Vec<Point>,
    homes: Vec<Point>,
}

impl Plane {
    fn milliseconds(one: Point, other: Point) -> u32 {
        to_u32((one.0 - other.0).hypot(one.1 - other.1) * 1.3 * 60_000.0).unwrap()
    }
}

impl Nearest for Plane {
    fn nearest(&self, class: ClassIx, wanted: usize) -> (Bases, bool) {
        let home = self.homes[class.position()];
        let near = |(position, site): (usize, &Point)| {
            (120_000 + Self::milliseconds(home, *site), StationIx::from_position(position))
        };
        let mut bases: Bases = self.sites.iter().enumerate().map(near).collect();
        if wanted < bases.len() {
            bases.select_nth_unstable(wanted);
            bases.truncate(wanted);
            bases.shrink_to_fit();
        }
        bases.sort_unstable();
        (bases, wanted >= self.sites.len())
    }
}

/// What a generated county is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) stations: usize,
    pub(super) villages: usize,
    pub(super) largest: usize,
    pub(super) coupled: bool,
    /// Stations to close, of a hundred.
    pub(super) percent: usize,
}

/// Functionals: response, access, people of closed stations, closures negated and closures; a third must close.
pub(super) fn county(size: Size, seed: u64) -> Program {
    let mut random = Random::new(seed);
    let width = 13.0 * count_to_f64(size.stations).sqrt();
    let mut scattered = |count: usize| -> Vec<Point> {
        let mut axis = || width * f64::from(random.between(0, 1_000_000)) / 1e6;
        (0..count).map(|_| (axis(), axis())).collect()
    };
    let plane = Plane { sites: scattered(size.stations), homes: scattered(size.villages) };
    let people: Vec<i128> = plane.homes.iter().map(|_| i128::from(random.between(200, 2_000))).collect();
    let calls: Vec<i128> = plane.homes.iter().map(|_| 1_000 * i128::from(random.between(5, 50))).collect();
    let near = |class: usize| plane.nearest(ClassIx::from_position(class), 12.min(size.stations));
    let lists: Vec<(Bases, bool)> = (0..size.villages).map(near).collect();
    let mut territories: IxVec<StationIx, Vec<usize>> = IxVec::from_fn(size.stations, |_| Vec::new());
    lists.iter().enumerate().for_each(|(village, (bases, _))| territories[bases[0].1].push(village));
    let columns = columns(size, &plane, &people, &calls, &territories);
    let third = i128::try_from(size.stations * size.percent / 100).unwrap();
    let functional = |response, at_most| Functional { constant: 0, response, at_most };
    let functionals = vec![
        functional(size.coupled.then_some(0), None),
        functional(None, None),
        functional(None, None),
        functional(None, Some(-third)),
        functional(None, Some(third)),
    ];
    let class = |((bases, complete), calls): ((Bases, bool), &i128)| DemandClass {
        bases,
        complete,
        weights: Box::new([*calls]),
    };
    let classes = if size.coupled { lists.into_iter().zip(&calls).map(class).collect() } else { Vec::new() };
    Program::new(size.stations, columns, functionals, classes, Some(Arc::new(plane)))
}

fn columns(
    size: Size,
    plane: &Plane,
    people: &[i128],
    calls: &[i128],
    territories: &IxVec<StationIx, Vec<usize>>,
) -> Vec<Column> {
    let site_of = |station: StationIx| plane.sites[station.position()];
    let neighbours: IxVec<StationIx, Vec<StationIx>> = IxVec::from_fn(size.stations, |one: StationIx| {
        let near = |other: &StationIx| {
            *other != one && (site_of(one).0 - site_of(*other).0).hypot(site_of(one).1 - site_of(*other).1) <= 22.0
        };
        (0..size.stations).map(StationIx::from_position).filter(near).collect()
    });
    let cost = |weights: &[i128], centre: StationIx, owner: StationIx| -> i128 {
        let time = |village: usize| i128::from(Plane::milliseconds(site_of(centre), plane.homes[village]));
        territories[owner].iter().map(|&village| weights[village] * time(village)).sum()
    };
    let mut known = std::collections::HashMap::new();
    let mut columns = Vec::new();
    for members in connected_groups(&neighbours, size.largest, |_| true) {
        for &centre in &members {
            let closed: Box<[StationIx]> = members.iter().copied().filter(|&member| member != centre).collect();
            let (mut response, mut access) = (0, 0);
            for &owner in &members {
                let pair = *known
                    .entry((centre, owner))
                    .or_insert_with(|| (cost(calls, centre, owner), cost(people, centre, owner)));
                response += pair.0;
                access += pair.1;
            }
            let closures = i128::try_from(closed.len()).unwrap();
            let moved = closed.iter().flat_map(|&station| &territories[station]).map(|&village| people[village]).sum();
            let response = if size.coupled { 0 } else { response };
            let coefficients = Box::new([response, access, moved, -closures, closures]);
            columns.push(Column { members: members.clone(), closed, coefficients });
        }
    }
    columns
}

fn solve(size: Size, seed: u64, aims: usize) -> (Answer, Duration) {
    let start = Instant::now();
    let program = county(size, seed);
    eprintln!("{size:?}: {} columns, built in {:?}", program.columns.len(), start.elapsed());
    let start = Instant::now();
    let aims: Vec<FunctionalIx> = (0..aims).map(FunctionalIx::from_position).collect();
    let seconds = std::env::var("XIAQU_KERNEL_LIMIT").ok().and_then(|text| text.parse().ok());
    let watch = Watch::start(&SearchControl::default(), &rules(seconds));
    let answer = minimise_in_order(&program, &aims, None, (&watch, Settings::default())).unwrap();
    (answer, start.elapsed())
}

/// To measure: `XIAQU_KERNEL_TRIAL=stations,villages,largest,coupled,percent,seed,aims`, coupled 0 or 1, and
/// `XIAQU_KERNEL_LIMIT` in seconds.
#[test]
fn a_county_of_any_size_can_be_tried_by_hand() {
    let Ok(trial) = std::env::var("XIAQU_KERNEL_TRIAL") else { return };
    let mut parts = trial.split(',').map(|part| part.parse::<usize>().unwrap());
    let mut next = || parts.next().unwrap();
    let size = Size { stations: next(), villages: next(), largest: next(), coupled: next() == 1, percent: next() };
    let (seed, aims) = (u64::try_from(next()).unwrap(), next());
    let (answer, seconds) = solve(size, seed, aims);
    match answer {
        Answer::Best(best) => eprintln!("{seconds:?} {} {:?} {:?}", best.is_first, best.plan.values, best.effort),
        Answer::Infeasible(effort) => eprintln!("{seconds:?} infeasible {effort:?}"),
        Answer::Stopped(stopped) => {
            let value = stopped.incumbent.map(|plan| plan.values[FunctionalIx::from_position(stopped.aim)]);
            eprintln!("{seconds:?} stopped at aim {} {value:?} {:?} {:?}", stopped.aim, stopped.bound, stopped.effort);
        }
    }
}

#[test]
fn counties_of_thirty_stations_are_proved_for_every_group_size() {
    for (largest, percent) in [(2, 20), (2, 33), (3, 33), (4, 33), (4, 50)] {
        for coupled in [true, false] {
            let size = Size { stations: 30, villages: 300, largest, coupled, percent };
            let program = county(size, 1);
            let aims = [0, 1, 2].map(FunctionalIx::from_position);
            let answers = [Settings::default(), Settings { small_pool: 40, interior_from: 0, ..Settings::default() }]
                .map(|settings| minimise_in_order(&program, &aims, None, (&patient(), settings)).unwrap());
            let [Answer::Best(one), Answer::Best(other)] = answers else { panic!("{size:?} is not proved") };
            assert!(one.is_first && one.plan == other.plan, "{size:?}");
            let closures = i128::try_from(size.stations * percent / 100).unwrap();
            assert_eq!(one.plan.values[FunctionalIx::from_position(4)], closures, "{size:?}");
        }
    }
}
