//! Whether points were given in another datum than the one stated, judged by roads: the shift of Chinese web maps moves
//! villages by some 500 m, too little to leave a township but enough to leave the road that they stand on.

use xiaqu_model::{Datum, LonLat, RawPosition};
use xiaqu_roads::RoadLine;
use xiaqu_townships::to_wgs84;

/// Points looked at, spread evenly over the table.
const SAMPLE: usize = 60;
/// Fewer points than this prove nothing.
const POINTS_MIN: usize = 5;
/// Points nearer to roads than this are taken to be where they belong, metres.
const NEAR_METRES: f64 = 150.0;
/// The other datum must bring points so many times nearer to roads: chance does not.
const TIMES_NEARER: f64 = 4.0;

/// Another datum that brings points much nearer to roads, and the median distances in metres before and after.
pub(super) struct OffRoads {
    pub(super) likely: Datum,
    pub(super) now: f64,
    pub(super) after: f64,
}

/// Compares the median distance to a road as stated and in each shifted datum.
pub(super) fn off_roads(points: &[RawPosition], roads: &[RoadLine]) -> Option<OffRoads> {
    if points.len() < POINTS_MIN || roads.is_empty() {
        return None;
    }
    let step = points.len().div_ceil(SAMPLE);
    let median = |datum: Option<Datum>| {
        let sample = points.iter().step_by(step);
        let moved = sample.filter_map(|point| to_wgs84(RawPosition { datum: datum.unwrap_or(point.datum), ..*point }));
        let mut distances: Vec<f64> = moved.map(|position| metres_to_road(position, roads)).collect();
        distances.sort_by(f64::total_cmp);
        distances.get(distances.len() / 2).copied()
    };
    let now = median(None).filter(|now| *now > NEAR_METRES)?;
    let shifted = [Datum::Gcj02, Datum::Bd09].into_iter().filter_map(|datum| Some((median(Some(datum))?, datum)));
    let (after, likely) = shifted.min_by(|one, other| one.0.total_cmp(&other.0))?;
    (after * TIMES_NEARER <= now).then_some(OffRoads { likely, now, after })
}

/// Distance to the nearest road, on a plane that is good enough to compare hundreds of metres with tens.
fn metres_to_road(position: LonLat, roads: &[RoadLine]) -> f64 {
    let east = 111_320.0 * position.latitude().to_radians().cos();
    let local = |point: LonLat| {
        ((point.longitude() - position.longitude()) * east, (point.latitude() - position.latitude()) * 110_574.0)
    };
    let segments = roads.iter().flat_map(|road| road.points.iter().zip(road.points.iter().skip(1)));
    segments.map(|(from, to)| distance_to_segment(local(*from), local(*to))).fold(f64::INFINITY, f64::min)
}

/// Distance of the origin from a segment.
fn distance_to_segment(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (along, across) = (to.0 - from.0, to.1 - from.1);
    let length = along * along + across * across;
    let share = if length > 0.0 { (-(from.0 * along + from.1 * across) / length).clamp(0.0, 1.0) } else { 0.0 };
    (from.0 + share * along).hypot(from.1 + share * across)
}

#[cfg(test)]
mod tests {
    use super::distance_to_segment;

    #[test]
    fn the_nearest_point_of_a_segment_may_be_its_end() {
        let three_four = distance_to_segment((3.0, 4.0), (9.0, 4.0));
        assert!((three_four - 5.0).abs() < 1e-12);
        assert!((distance_to_segment((-1.0, 2.0), (1.0, 2.0)) - 2.0).abs() < 1e-12);
        assert!((distance_to_segment((0.0, 7.0), (0.0, 7.0)) - 7.0).abs() < 1e-12);
    }
}
