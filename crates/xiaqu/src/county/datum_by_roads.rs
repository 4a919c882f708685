//! Whether the datum that a file states contradicts the roads.
//!
//! A shift of half a kilometre leaves most points of a large township inside it, so polygons alone do not show it. Roads
//! do: villages stand beside them, and shifted villages do not.

use xiaqu_model::{Datum, Place, ProblemReport, RawPosition, e355_wrong_datum_by_roads};
use xiaqu_roads::{TooFar, UsableRoads};
use xiaqu_townships::to_wgs84;

/// Fewer points than this prove nothing.
const POINTS_MIN: usize = 5;
/// Points nearer to their roads than this, in metres, contradict nothing.
const SUSPICIOUS_METRES: f64 = 100.0;
/// How many times nearer to roads another datum must bring the points.
const CLEARLY_NEARER: f64 = 3.0;

/// The problem that the points of a file fit the roads clearly better in another datum, if they do.
pub(super) fn wrong_datum(
    (file, key, stated): (&str, &str, Datum),
    points: &[RawPosition],
    roads: &UsableRoads<'_>,
) -> Option<ProblemReport> {
    if points.len() < POINTS_MIN || !matches!(stated, Datum::Wgs84 | Datum::Cgcs2000) {
        return None;
    }
    let now = median_distance(points, stated, roads)?;
    if now < SUSPICIOUS_METRES {
        return None;
    }
    let others = [Datum::Gcj02, Datum::Bd09];
    let (then, likely) = others
        .into_iter()
        .filter_map(|datum| Some((median_distance(points, datum, roads)?, datum)))
        .min_by(|one, other| one.0.total_cmp(&other.0))?;
    (then * CLEARLY_NEARER <= now).then(|| {
        let text = |datum: Datum| format!("{datum:?}").to_lowercase();
        let metres = |distance: f64| format!("{distance:.0}");
        e355_wrong_datum_by_roads(Place::table(file), file, text(stated), text(likely), metres(now), metres(then), key)
    })
}

/// Median distance to the nearest road, in metres, if the points are in this datum.
fn median_distance(points: &[RawPosition], datum: Datum, roads: &UsableRoads<'_>) -> Option<f64> {
    let distance = |raw: &RawPosition| {
        let position = to_wgs84(RawPosition { datum, ..*raw })?;
        match roads.access(position) {
            Ok(access) => Some(access.distance.as_metres()),
            Err(TooFar { nearest }) => nearest.map(|(distance, _)| distance.as_metres()),
        }
    };
    let mut distances: Vec<f64> = points.iter().filter_map(distance).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied()
}
