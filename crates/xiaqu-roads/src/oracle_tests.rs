//! The fast search, routes and cells against Floyd–Warshall on the network cut at every place.

use xiaqu_model::{EdgeIx, Index, TravelTime};

use crate::{
    Along, RoadPiece, cells, first_bases, route,
    testing::{Case, random_case},
    travel_times,
};

const CASES: u64 = 600;
const NEVER: u64 = u64::MAX / 4;

/// All-pairs times between junctions and marked points of edges, by the plainest means.
struct Oracle {
    times: Vec<Vec<u64>>,
    node_count: usize,
    /// Marked points: edge and share.
    marks: Vec<(EdgeIx, f64)>,
}

impl Oracle {
    fn new(case: &Case, marks: Vec<(EdgeIx, f64)>) -> Self {
        let node_count = case.network.nodes().len();
        let count = node_count + marks.len();
        let mut times = vec![vec![NEVER; count]; count];
        for (vertex, row) in times.iter_mut().enumerate() {
            row[vertex] = 0;
        }
        for (edge, row) in case.network.edges().iter_enumerated() {
            let mut stops = vec![(0.0, row.from().position()), (1.0, row.to().position())];
            stops.extend(
                marks.iter().enumerate().filter(|(_, mark)| mark.0 == edge).map(|(at, mark)| (mark.1, node_count + at)),
            );
            let whole = |along| case.weights.time(edge, along).map(TravelTime::as_milliseconds);
            let (forward, backward) = (whole(Along::Forward), whole(Along::Backward));
            for (share_a, a) in &stops {
                for (share_b, b) in &stops {
                    if share_a <= share_b {
                        shorten(&mut times[*a][*b], forward, *share_a, *share_b);
                        shorten(&mut times[*b][*a], backward, *share_a, *share_b);
                    }
                }
            }
        }
        for via in 0..count {
            for from in 0..count {
                for to in 0..count {
                    times[from][to] = times[from][to].min(times[from][via] + times[via][to]);
                }
            }
        }
        Self { times, node_count, marks }
    }

    fn between(&self, from: usize, to: usize) -> u64 {
        self.times[self.node_count + from][self.node_count + to]
    }
}

fn shorten(time: &mut u64, whole: Option<u32>, low: f64, high: f64) {
    let part = |whole: u32, share: f64| (f64::from(whole) * share).round();
    if (high - low).abs() < 1e-15 {
        // One spot: at the end of an edge one stands on the junction, whatever the directions of the edge.
        *time = 0;
    } else if let Some(whole) = whole {
        let duration = format!("{:.0}", part(whole, high) - part(whole, low)).parse::<u64>().unwrap();
        *time = (*time).min(duration);
    }
}

#[test]
fn travel_times_and_routes_equal_floyd_warshall() {
    let mut compared = 0;
    for seed in 0..CASES {
        let case = random_case(seed);
        let places = case.bases.iter().map(|base| base.access).chain(case.targets.iter().copied());
        let oracle = Oracle::new(&case, places.map(|access| (access.edge, access.share)).collect());
        let matrix = travel_times(&case.network, &case.weights, &case.bases, &case.targets);
        for (row, base) in case.bases.iter().enumerate() {
            for (column, target) in case.targets.iter().enumerate() {
                let driving = oracle.between(row, case.bases.len() + column);
                let walks = u64::from((base.access.walk.saturating_add(target.walk)).as_milliseconds());
                let expected = (driving < NEVER).then_some(driving + walks + u64::from(base.start.as_milliseconds()));
                let found = matrix[row][column].map(|time| u64::from(time.as_milliseconds()));
                assert_eq!(found, expected, "seed {seed}, base {row}, target {column}");
                let route = route(&case.network, &case.weights, &base.access, target);
                let route_time = route.as_ref().map(|route| u64::from(route.time.as_milliseconds()));
                assert_eq!(
                    route_time,
                    (driving < NEVER).then_some(driving + walks),
                    "seed {seed}, route {row}-{column}"
                );
                if let Some(route) = route {
                    assert_eq!(route.points.first(), Some(&base.access.position), "seed {seed}");
                    assert_eq!(route.points.last(), Some(&target.position), "seed {seed}");
                    let driven: u64 = route.legs.iter().map(|leg| u64::from(leg.time.as_milliseconds())).sum();
                    assert_eq!(driven, driving, "seed {seed}, legs of {row}-{column}");
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000);
}

#[test]
fn the_first_base_of_a_place_has_the_least_travel_time_to_it_and_of_equals_is_listed_first() {
    let (mut found_some, mut tied) = (0, 0);
    for seed in 0..CASES {
        let case = random_case(seed);
        let matrix = travel_times(&case.network, &case.weights, &case.bases, &case.targets);
        let found = first_bases(&case.network, &case.weights, &case.bases, &case.targets);
        for (column, found) in found.into_iter().enumerate() {
            let arrivals = matrix.iter().enumerate().filter_map(|(base, row)| Some((row[column]?, base)));
            let first = arrivals.clone().min();
            assert_eq!(found, first.map(|(_, base)| base), "seed {seed}, target {column}");
            found_some += usize::from(found.is_some());
            tied += usize::from(arrivals.filter(|(time, _)| first.is_some_and(|first| *time == first.0)).count() > 1);
        }
    }
    assert!(found_some > 1_000 && tied > 10, "{found_some} {tied}");
}

/// Arrival of every base at the point of an edge at `share`, by the definition of a driven stretch: the stop before it
/// going forward, the stop after it going backward. Not rounded.
fn arrivals_at(case: &Case, oracle: &Oracle, edge: EdgeIx, share: f64) -> Vec<f64> {
    let row = &case.network.edges()[edge];
    let mut stops = vec![(0.0, row.from().position()), (1.0, row.to().position())];
    let marks = oracle.marks.iter().enumerate().filter(|(_, mark)| mark.0 == edge);
    stops.extend(marks.map(|(at, mark)| (mark.1, oracle.node_count + at)));
    let low = stops.iter().map(|stop| stop.0).filter(|stop| *stop <= share).fold(0.0, f64::max);
    let high = stops.iter().map(|stop| stop.0).filter(|stop| *stop > share).fold(1.0, f64::min);
    let time = |along| case.weights.time(edge, along).map(|time| f64::from(time.as_milliseconds()));
    let part = |whole: f64| (whole * high).round() - (whole * low).round();
    let inside = (share - low) / (high - low);
    let mut arrivals = vec![f64::INFINITY; case.bases.len()];
    for (base, arrival) in arrivals.iter_mut().enumerate() {
        let start = case.bases[base].start.saturating_add(case.bases[base].access.walk).as_milliseconds();
        let from = oracle.node_count + base;
        for (stop, vertex) in &stops {
            let reached = oracle.times[from][*vertex];
            if reached >= NEVER {
                continue;
            }
            let reached = f64::from(start) + f64::from(u32::try_from(reached).unwrap());
            if let Some(whole) = time(Along::Forward).filter(|_| (*stop - low).abs() < 1e-15) {
                *arrival = arrival.min(reached + inside * part(whole));
            }
            if let Some(whole) = time(Along::Backward).filter(|_| (*stop - high).abs() < 1e-15) {
                *arrival = arrival.min(reached + (1.0 - inside) * part(whole));
            }
        }
    }
    arrivals
}

fn owner_at(pieces: &[RoadPiece], edge: EdgeIx, share: f64) -> Option<usize> {
    let inside = |piece: &&RoadPiece| piece.edge == edge && piece.from_share <= share && share < piece.to_share;
    pieces.iter().find(inside).expect("pieces cover the edge").owner
}

#[test]
fn cells_give_every_point_to_the_base_that_arrives_first() {
    let mut breaks = 0;
    for seed in 0..CASES {
        let case = random_case(seed);
        let oracle = Oracle::new(&case, case.bases.iter().map(|base| (base.access.edge, base.access.share)).collect());
        let found = cells(&case.network, &case.weights, &case.bases);
        for edge in case.network.edges().indices() {
            for step in 0..97 {
                let share = (f64::from(step) + 0.5) / 97.0;
                let arrivals = arrivals_at(&case, &oracle, edge, share);
                let first = arrivals.iter().copied().fold(f64::INFINITY, f64::min);
                match owner_at(&found.pieces, edge, share) {
                    None => assert!(first.is_infinite(), "seed {seed}, {edge:?} at {share} is reached"),
                    // A millionth of a millisecond: the points compared are computed in doubles.
                    Some(owner) => assert!(arrivals[owner] <= first + 1e-6, "seed {seed}, {edge:?} at {share}"),
                }
            }
        }
        for pair in found.pieces.windows(2).filter(|pair| pair[0].edge == pair[1].edge) {
            let (before, after) = (pair[0], pair[1]);
            assert!((before.to_share - after.from_share).abs() < 1e-15, "seed {seed}: a gap or overlap");
            assert_ne!(before.owner, after.owner, "seed {seed}: a break between equal owners");
            let open = [Along::Forward, Along::Backward].map(|along| case.weights.time(before.edge, along).is_some());
            if let ([true, true], Some(one), Some(other)) = (open, before.owner, after.owner) {
                let arrivals = arrivals_at(&case, &oracle, before.edge, before.to_share);
                assert!((arrivals[one] - arrivals[other]).abs() < 1e-6, "seed {seed}: not a tie at {before:?}");
                breaks += 1;
            }
        }
        for base in 0..case.bases.len() {
            let owns = found.pieces.iter().any(|piece| piece.owner == Some(base));
            assert_eq!(owns, !found.without_road.contains(&base), "seed {seed}, base {base}");
        }
    }
    assert!(breaks > 300, "only {breaks} breaks were tested");
}

#[test]
fn ties_fall_to_the_base_listed_first() {
    for seed in 0..CASES {
        let mut case = random_case(seed);
        let doubled = case.bases.clone();
        case.bases.extend(doubled.iter().copied());
        let once = cells(&case.network, &case.weights, &doubled);
        let twice = cells(&case.network, &case.weights, &case.bases);
        assert_eq!(once.pieces, twice.pieces, "seed {seed}");
    }
}
