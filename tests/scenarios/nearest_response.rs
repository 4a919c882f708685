//! Every village and every piece of road belongs to the centre that a textbook search finds nearest.

use xiaqu::{CountyRoads, DispatchAreas, Planned, check_county, model::StationIx};
use xiaqu_tests::{
    CountyFolder,
    dijkstra::{PlainArrivals, PlainNetwork},
    plan,
    random_county::{random_county, random_county_of},
    real_counties, run_with,
};

/// Times of two ways that differ by less, in milliseconds, are equal: shares of edges are doubles.
const EQUAL: f64 = 1e-6;

#[derive(Debug, Default)]
struct Compared {
    villages: usize,
    pieces: usize,
}

fn roads_of(planned: &Planned) -> &CountyRoads {
    planned.county.roads.as_ref().unwrap()
}

fn compare_villages(planned: &Planned, plain: &PlainNetwork, stations: &[(StationIx, PlainArrivals)]) -> usize {
    let problem = &planned.county.problem;
    let centres = planned.plan.centres();
    let mut compared = 0;
    for (village, row) in problem.villages.iter_enumerated() {
        let access = &roads_of(planned).villages[village];
        let mut nearest = None;
        for (station, arrivals) in stations {
            let time = plain.at_place(arrivals, access);
            assert_eq!(problem.travel.day.to_village[*station][village], time, "{} from {station:?}", row.name);
            let Some(time) = time.filter(|_| centres.contains(station)) else { continue };
            if nearest.is_none_or(|(least, _)| time < least) {
                nearest = Some((time, *station));
            }
            compared += 1;
        }
        let centre = nearest.map(|(_, centre)| centre);
        assert_eq!(Some(planned.judgement.dispatch.0[village]), centre, "{}", row.name);
    }
    compared
}

fn compare_pieces(
    planned: &Planned,
    areas: &DispatchAreas,
    plain: &PlainNetwork,
    stations: &[(StationIx, PlainArrivals)],
) -> usize {
    let of = |centre: &StationIx| {
        let access = &roads_of(planned).stations[*centre];
        assert!(stations.iter().any(|(station, _)| station == centre));
        plain.from_place(access)
    };
    let bases: Vec<PlainArrivals> = areas.centres.iter().map(of).collect();
    let along = areas.along_roads.as_ref().unwrap();
    for piece in &along.roads.pieces {
        for part in [0.2, 0.5, 0.9] {
            let share = piece.from_share + part * (piece.to_share - piece.from_share);
            let arrivals = plain.at_point(&bases, piece.edge, share);
            let first = arrivals.iter().copied().fold(f64::INFINITY, f64::min);
            // The first of the list among equals.
            let owner = first.is_finite().then(|| arrivals.iter().position(|time| *time <= first + EQUAL)).flatten();
            assert_eq!(piece.owner, owner, "{piece:?} at {share}: {arrivals:?}");
        }
    }
    along.roads.pieces.len()
}

fn compare(county: &CountyFolder) -> Compared {
    let planned = plan(county);
    let plain = PlainNetwork::of_county(roads_of(&planned));
    let stations = planned.county.problem.stations.indices();
    let stations: Vec<(StationIx, PlainArrivals)> =
        stations.map(|station| (station, plain.from_place(&roads_of(&planned).stations[station]))).collect();
    Compared {
        villages: compare_villages(&planned, &plain, &stations),
        pieces: compare_pieces(&planned, &planned.before, &plain, &stations)
            + compare_pieces(&planned, &planned.after, &plain, &stations),
    }
}

#[test]
fn real_counties_are_answered_by_the_nearest_centre_of_a_textbook_search() {
    for (name, county) in real_counties::all() {
        let compared = compare(&county);
        println!("{name}: {compared:?}");
        assert!(compared.villages > 100 && compared.pieces > 100, "{name}: {compared:?}");
    }
}

#[test]
fn the_embedded_county_is_answered_by_the_nearest_centre_of_a_textbook_search() {
    assert!(compare(&CountyFolder::demo()).pieces > 1_000);
}

#[test]
fn random_counties_are_answered_by_the_nearest_centre_of_a_textbook_search() {
    let compared = (100..130).map(|seed| compare(&random_county(seed)));
    let (villages, pieces) = compared.fold((0, 0), |sum, next| (sum.0 + next.villages, sum.1 + next.pieces));
    assert!(villages > 3_000 && pieces > 10_000, "{villages} villages, {pieces} pieces");
}

#[test]
fn a_county_of_many_stations_has_the_times_of_a_textbook_search_out_of_a_hierarchy() {
    let county = check_county(&random_county_of(7, 9, 8).path(), &run_with(&|_| ())).unwrap();
    let roads = county.roads.as_ref().unwrap();
    assert!(roads.stations.len() >= 60, "{} stations: plain search was used", roads.stations.len());
    let plain = PlainNetwork::of_county(roads);
    for (station, access) in roads.stations.iter_enumerated() {
        let arrivals = plain.from_place(access);
        for (village, access) in roads.villages.iter_enumerated() {
            assert_eq!(county.problem.travel.day.to_village[station][village], plain.at_place(&arrivals, access));
        }
        for (other, access) in roads.stations.iter_enumerated() {
            assert_eq!(county.problem.travel.day.to_station[station][other], plain.at_place(&arrivals, access));
        }
    }
}
