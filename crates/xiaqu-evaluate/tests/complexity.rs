//! The four-factor index by arithmetic (domain 6.5).

#![allow(clippy::unwrap_used, reason = "test support: a miss is a broken test")]

mod support;

use support::{s, three_stations, v};
use xiaqu_evaluate::{Complexity, ComplexityWeights, Factor, complexity};
use xiaqu_model::{Problem, SquareMetres};

fn weights(weights: [f64; 4]) -> ComplexityWeights {
    ComplexityWeights::new(weights).unwrap()
}

fn usual() -> ComplexityWeights {
    weights([0.35, 0.15, 0.20, 0.30])
}

/// Three stations whose territories have 10, 20 and 30 square kilometres.
fn problem() -> Problem {
    let mut problem = three_stations();
    for (number, station) in (1_i32..).zip(problem.stations.iter_mut()) {
        station.territory_area = SquareMetres::new(f64::from(number) * 1e7).unwrap();
    }
    problem
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-12
}

#[test]
fn the_index_is_what_arithmetic_gives() {
    let Complexity { stations, .. } = complexity(&problem(), usual(), 1);
    // People 1,500, 800 and 1,200: the mean is 3,500 / 3. Calls 15, 8 and 12: the mean is 35 / 3.
    // Minutes: (1,000 · 0 + 500 · 10) / 1,500 = 10/3; 0; (300 · 8 + 900 · 0) / 1,200 = 2. The mean is 16/9.
    let expected = [
        ([1_500.0, 10.0, 10.0 / 3.0, 15.0], [9.0 / 7.0, 0.5, 15.0 / 8.0, 9.0 / 7.0]),
        ([800.0, 20.0, 0.0, 8.0], [24.0 / 35.0, 1.0, 0.0, 24.0 / 35.0]),
        ([1_200.0, 30.0, 2.0, 12.0], [36.0 / 35.0, 1.5, 9.0 / 8.0, 36.0 / 35.0]),
    ];
    for (station, (raw, relative)) in stations.iter().zip(expected) {
        let values = station.values;
        assert_eq!(values.people.to_string().parse::<f64>().unwrap().total_cmp(&raw[0]), std::cmp::Ordering::Equal);
        assert!(near(values.area.as_square_kilometres(), raw[1]) && near(values.minutes, raw[2]));
        assert!(near(values.calls, raw[3]));
        assert!(station.relative.iter().zip(relative).all(|(found, wanted)| near(*found, wanted)), "{station:?}");
        let index = 0.35 * relative[0] + 0.15 * relative[1] + 0.20 * relative[2] + 0.30 * relative[3];
        assert!(near(station.index, index), "{station:?}");
    }
    // 0.45 + 0.075 + 0.375 + 0.3857 = 1.2857; 0.24 + 0.15 + 0 + 0.2057 = 0.5957; 0.36 + 0.225 + 0.225 + 0.3086 = 1.1186.
    assert!((stations[s(0)].index - 1.285_714).abs() < 1e-6);
    assert_eq!(stations.iter().map(|station| station.rank).collect::<Vec<_>>(), [1, 3, 2]);
    // The mean of every relative factor is one, and so is the mean of the index.
    assert!(near(stations.iter().map(|station| station.index).sum::<f64>(), 3.0));
}

#[test]
fn correlations_are_symmetric_with_ones_between_equals() {
    let found = complexity(&problem(), usual(), 1).correlations;
    for (one, row) in found.iter().enumerate() {
        assert!(near(row[one].unwrap(), 1.0));
        assert!(row.iter().enumerate().all(|(other, value)| near(value.unwrap(), found[other][one].unwrap())));
    }
    // Calls are a hundredth of the people here.
    let [population, security] = [Factor::Population, Factor::Security].map(|factor| factor as usize);
    assert!(near(found[population][security].unwrap(), 1.0));
}

#[test]
fn villages_cut_off_when_wet_stand_beside_the_factor() {
    let mut problem = problem();
    problem.travel.wet.as_mut().unwrap().to_village[s(0)][v(1)] = None;
    let found = complexity(&problem, usual(), 1);
    // 500 of the 1,500 people of the first station.
    assert!(near(found.stations[s(0)].values.cut_off_when_wet.unwrap().as_fraction(), 1.0 / 3.0));
    let index = |found: &Complexity| found.stations[s(0)].index;
    assert!(near(index(&found), index(&complexity(&self::problem(), usual(), 1))));
}

#[test]
fn a_village_without_a_road_by_day_does_not_count_as_near() {
    let mut problem = problem();
    problem.travel.day.to_village[s(0)][v(0)] = None;
    // The 500 people ten minutes away are all that is reached.
    assert!(near(complexity(&problem, usual(), 1).stations[s(0)].values.minutes, 10.0));
}

#[test]
fn a_factor_that_is_nothing_everywhere_counts_nothing() {
    let mut problem = problem();
    for station in &mut problem.stations {
        station.territory_area = SquareMetres::default();
    }
    let found = complexity(&problem, weights([0.0, 1.0, 0.0, 0.0]), 1);
    assert!(found.stations.iter().all(|station| near(station.index, 0.0)));
    assert_eq!(found.stations.iter().map(|station| station.rank).collect::<Vec<_>>(), [1, 2, 3], "ties by id");
    let area = Factor::Area as usize;
    assert!(found.correlations[area].iter().all(Option::is_none));
}

#[test]
fn a_leader_in_people_calls_and_minutes_is_only_behind_where_area_weighs_most() {
    let found = complexity(&problem(), usual(), 1);
    let range = found.stations[s(0)].range;
    assert_eq!(range.rank_p5, 1);
    assert!(range.rank_p95 > 1 && range.share_same_rank > 0.5 && range.share_same_rank < 1.0, "{range:?}");
    assert!(found.stability.kendall_tau_mean.is_some_and(|tau| tau > 0.3 && tau < 1.0));
    assert_eq!(found, complexity(&problem(), usual(), 1), "the same seed");
}

#[test]
fn weights_that_do_not_add_up_are_no_weights() {
    assert!(ComplexityWeights::new([0.1, 0.2, 0.3, 0.4]).is_some());
    assert!(ComplexityWeights::new([0.25, 0.25, 0.25, 0.25 + 1e-6]).is_none());
    assert!(ComplexityWeights::new([-0.1, 0.4, 0.3, 0.4]).is_none());
    assert!(ComplexityWeights::new([f64::NAN, 0.4, 0.3, 0.3]).is_none());
}
