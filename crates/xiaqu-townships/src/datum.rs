//! Chinese web-map datums turned into WGS-84.
//!
//! GCJ-02 and BD-09 are approximations; the result is as good as the position was. Both shift only inside the box that
//! their usual definition calls China (72.004 to 137.8347° E, 0.8293 to 55.8271° N). Positions outside that box are taken
//! as WGS-84 in *both*: many libraries leave GCJ-02 alone there but still unshift BD-09, and end up 925 m off.

use std::f64::consts::PI;

use geo_types::Coord;
use xiaqu_model::{Datum, LonLat, RawPosition};

/// Semi-major axis of the Krasovsky ellipsoid, which the published GCJ-02 formula uses, in metres.
const KRASOVSKY_AXIS: f64 = 6_378_245.0;
/// Its squared eccentricity as the formula gives it.
const KRASOVSKY_ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// Angular scale of BD-09's wobble.
const BAIDU_SCALE: f64 = PI * 3_000.0 / 180.0;

/// The WGS-84 position; `None` if the degrees are not finite or out of range, or an EPSG code does not reach the metres. CGCS2000 is taken as WGS-84. The inverse
/// shift is found by iteration, to well under a millimetre.
///
/// ```
/// use xiaqu_model::{Datum, RawPosition};
/// let raw = RawPosition { longitude: 117.181, latitude: 26.897, datum: Datum::Gcj02 };
/// let position = xiaqu_townships::to_wgs84(raw).unwrap();
/// assert!((position.longitude() - 117.176).abs() < 0.001); // some 500 m further west
/// ```
pub fn to_wgs84(raw: RawPosition) -> Option<LonLat> {
    let raw = raw.in_degrees()?;
    let stated = LonLat::new(raw.longitude, raw.latitude)?;
    let is_inside = (72.004..=137.8347).contains(&raw.longitude) && (0.8293..=55.8271).contains(&raw.latitude);
    let coord = Coord { x: raw.longitude, y: raw.latitude };
    let unshifted = match raw.datum {
        Datum::Gcj02 if is_inside => inverse(coord, wgs84_to_gcj02),
        Datum::Bd09 if is_inside => inverse(inverse(coord, gcj02_to_bd09), wgs84_to_gcj02),
        _ => return Some(stated),
    };
    LonLat::new(unshifted.x, unshifted.y)
}

/// The datum in which positions that were read as WGS-84 fit their polygons clearly better, if there is one.
///
/// `inside` tells whether the position with that number, moved to the given place, lies where it belongs. Clearly
/// better means: at least three positions are out of place now, and the other datum leaves at most a quarter of them so.
pub fn likely_datum(positions: &[LonLat], inside: impl Fn(usize, LonLat) -> bool) -> Option<Datum> {
    let misplaced = |datum: Datum| {
        let moved = positions.iter().map(|position| {
            to_wgs84(RawPosition { longitude: position.longitude(), latitude: position.latitude(), datum })
        });
        moved.enumerate().filter(|(number, moved)| !moved.is_some_and(|moved| inside(*number, moved))).count()
    };
    let now = misplaced(Datum::Wgs84);
    if now < 3 {
        return None;
    }
    let (left, best) =
        [Datum::Gcj02, Datum::Bd09].map(|datum| (misplaced(datum), datum)).into_iter().min_by_key(|found| found.0)?;
    (4 * left <= now).then_some(best)
}

/// Solves `shift(x) = target` by repeated correction; the shifts vary by less than 1 % over their own length, so each
/// round gains two digits.
fn inverse(target: Coord<f64>, shift: fn(Coord<f64>) -> Coord<f64>) -> Coord<f64> {
    let mut estimate = target;
    for _ in 0..10 {
        estimate = estimate + target - shift(estimate);
    }
    estimate
}

/// The published formula.
fn wgs84_to_gcj02(coord: Coord<f64>) -> Coord<f64> {
    let (x, y) = (coord.x - 105.0, coord.y - 35.0);
    let waves = |angle: f64, parts: [(f64, f64); 2]| {
        parts.iter().map(|(height, length)| height * (angle * PI / length).sin()).sum::<f64>() * 2.0 / 3.0
    };
    let common = waves(x, [(20.0, 1.0 / 6.0), (20.0, 0.5)]);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + waves(y, [(20.0, 1.0), (40.0, 3.0)])
        + waves(y, [(160.0, 12.0), (320.0, 30.0)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + waves(x, [(20.0, 1.0), (40.0, 3.0)])
        + waves(x, [(150.0, 12.0), (300.0, 30.0)]);
    let latitude = coord.y.to_radians();
    let flat = 1.0 - KRASOVSKY_ECCENTRICITY * latitude.sin().powi(2);
    let metres_a_radian = KRASOVSKY_AXIS * (1.0 - KRASOVSKY_ECCENTRICITY) / (flat * flat.sqrt());
    Coord {
        x: coord.x + (east / (KRASOVSKY_AXIS / flat.sqrt() * latitude.cos())).to_degrees(),
        y: coord.y + (north / metres_a_radian).to_degrees(),
    }
}

/// Baidu's further shift.
fn gcj02_to_bd09(coord: Coord<f64>) -> Coord<f64> {
    let radius = coord.x.hypot(coord.y) + 0.000_02 * (coord.y * BAIDU_SCALE).sin();
    let angle = coord.y.atan2(coord.x) + 0.000_003 * (coord.x * BAIDU_SCALE).cos();
    Coord { x: radius * angle.cos() + 0.006_5, y: radius * angle.sin() + 0.006 }
}

#[cfg(test)]
mod tests {
    use geo_types::Coord;
    use xiaqu_model::{Datum, LocalFrame, LonLat, RawPosition};

    use super::{gcj02_to_bd09, likely_datum, to_wgs84, wgs84_to_gcj02};

    fn raw(coord: Coord<f64>, datum: Datum) -> RawPosition {
        RawPosition { longitude: coord.x, latitude: coord.y, datum }
    }

    #[test]
    fn positions_all_over_the_box_survive_the_round_trip_to_a_tenth_of_a_millimetre() {
        for column in 0..60 {
            for row in 0..50 {
                let truth = Coord { x: 73.0 + f64::from(column) * 1.07, y: 2.0 + f64::from(row) * 1.06 };
                let here = LonLat::new(truth.x, truth.y).unwrap();
                let frame = LocalFrame::centred_on(here);
                let gcj02 = wgs84_to_gcj02(truth);
                for (shifted, datum) in [(gcj02, Datum::Gcj02), (gcj02_to_bd09(gcj02), Datum::Bd09)] {
                    let back = to_wgs84(raw(shifted, datum)).unwrap();
                    let error = frame.to_local(back).distance_to(frame.to_local(here));
                    assert!(error < 1e-4, "{datum:?} at {truth:?}: {error} m");
                }
            }
        }
    }

    #[test]
    fn known_shift_of_tiananmen_square() {
        // (116.404, 39.915) is the pair that the published GCJ-02 formula is usually tried on.
        let shifted = wgs84_to_gcj02(Coord { x: 116.404, y: 39.915 });
        assert!((shifted.x - 116.410_244_499).abs() < 1e-6, "{shifted:?}");
        assert!((shifted.y - 39.916_404_281).abs() < 1e-6, "{shifted:?}");
    }

    #[test]
    fn outside_the_box_both_datums_are_taken_as_wgs84() {
        for datum in [Datum::Gcj02, Datum::Bd09] {
            let position = to_wgs84(raw(Coord { x: 14.25, y: 36.04 }, datum)).unwrap();
            assert_eq!((position.longitude(), position.latitude()), (14.25, 36.04));
        }
    }

    #[test]
    fn misread_positions_name_their_datum() {
        let truth = |number: usize| Coord { x: 117.0 + f64::from(u32::try_from(number).unwrap()) / 50.0, y: 26.9 };
        // Each belongs within about 100 m of its true place.
        let inside = |number: usize, position: LonLat| {
            (position.longitude() - truth(number).x).abs() < 1e-3
                && (position.latitude() - truth(number).y).abs() < 1e-3
        };
        let read = |shift: &dyn Fn(Coord<f64>) -> Coord<f64>| -> Vec<LonLat> {
            (0..9).map(truth).map(shift).map(|coord| LonLat::new(coord.x, coord.y).unwrap()).collect()
        };
        assert_eq!(likely_datum(&read(&|coord| coord), inside), None);
        assert_eq!(likely_datum(&read(&wgs84_to_gcj02), inside), Some(Datum::Gcj02));
        assert_eq!(likely_datum(&read(&|coord| gcj02_to_bd09(wgs84_to_gcj02(coord))), inside), Some(Datum::Bd09));
        let lost = |coord: Coord<f64>| Coord { x: coord.x + 1.0, ..coord };
        assert_eq!(likely_datum(&read(&lost), inside), None);
    }
}
