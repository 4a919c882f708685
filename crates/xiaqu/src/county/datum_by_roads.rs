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
/// Of so many points no more than one may be farther from the roads in the other datum: a shift moves all points alike,
/// while a few points that lie off the roads anyway come nearer or not by chance.
const POINTS_FOR_ONE_FARTHER: usize = 5;

/// The problem that the points of a file fit the roads clearly better in another datum, if they do.
pub(super) fn wrong_datum(
    (file, key, stated): (&str, &str, Datum),
    points: &[RawPosition],
    roads: &UsableRoads<'_>,
) -> Option<ProblemReport> {
    if points.len() < POINTS_MIN || !matches!(stated, Datum::Wgs84 | Datum::Cgcs2000) {
        return None;
    }
    let now = distances(points, stated, roads);
    if median(&now)? < SUSPICIOUS_METRES {
        return None;
    }
    let (then, likely) = [Datum::Gcj02, Datum::Bd09]
        .into_iter()
        .filter_map(|datum| {
            let distances = distances(points, datum, roads);
            Some((median(&distances)?, distances, datum))
        })
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, distances, datum)| (distances, datum))?;
    let farther = now.iter().zip(&then).filter(|(now, then)| then > now).count();
    let (now, then) = (median(&now)?, median(&then)?);
    let is_clear = then * CLEARLY_NEARER <= now && farther * POINTS_FOR_ONE_FARTHER <= points.len();
    is_clear.then(|| {
        let text = |datum: Datum| format!("{datum:?}").to_lowercase();
        let metres = |distance: f64| format!("{distance:.0}");
        e355_wrong_datum_by_roads(Place::table(file), file, text(stated), text(likely), metres(now), metres(then), key)
    })
}

/// Distance of every point to the nearest road, in metres, if the points are in this datum; infinite without a road.
fn distances(points: &[RawPosition], datum: Datum, roads: &UsableRoads<'_>) -> Vec<f64> {
    let distance = |raw: &RawPosition| {
        let position = to_wgs84(RawPosition { datum, ..*raw })?;
        match roads.access(position) {
            Ok(access) => Some(access.distance.as_metres()),
            Err(TooFar { nearest }) => nearest.map(|(distance, _)| distance.as_metres()),
        }
    };
    points.iter().map(|raw| distance(raw).unwrap_or(f64::INFINITY)).collect()
}

fn median(distances: &[f64]) -> Option<f64> {
    let mut sorted = distances.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}
