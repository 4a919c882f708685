//! Lengths of straight lines on the ellipsoid.

use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::{
    LonLat,
    position::{FLATTENING, SEMI_MAJOR},
};

/// Lines are short up to so many degrees along either axis.
const SHORT: f64 = 0.02;

impl LonLat {
    /// Geodesic length to another position in metres, on WGS-84.
    ///
    /// Short lines, as between two points of a road, by Bowring's formula ("The direct and inverse problems for short
    /// geodesic lines on the ellipsoid", 1981), which agrees with Karney's algorithm to a thousandth of a millimetre up
    /// to two kilometres; others, and those near a pole, by Karney's.
    ///
    /// ```
    /// use xiaqu_model::LonLat;
    /// let (one, other) = (LonLat::new(117.0, 27.0).unwrap(), LonLat::new(117.01, 27.0).unwrap());
    /// assert!((one.geodesic_to(other) - 992.5).abs() < 0.1);
    /// ```
    pub fn geodesic_to(self, other: Self) -> f64 {
        let (north, east) = (other.latitude() - self.latitude(), other.longitude() - self.longitude());
        if north.abs() <= SHORT && east.abs() <= SHORT && self.latitude().abs() < 85.0 {
            short(self.latitude().to_radians(), north.to_radians(), east.to_radians())
        } else {
            Geodesic::wgs84().inverse(self.latitude(), self.longitude(), other.latitude(), other.longitude())
        }
    }
}

/// From a latitude and the way north and east, in radians. `a` to `d` and `w` as in the paper, there in capitals but for
/// `w`; its E and F are the ways northward and eastward.
fn short(latitude: f64, north: f64, east: f64) -> f64 {
    let second_eccentricity = FLATTENING * (2.0 - FLATTENING) / (1.0 - FLATTENING).powi(2);
    let (sine, cosine) = latitude.sin_cos();
    let a = (1.0 + second_eccentricity * cosine.powi(4)).sqrt();
    let b = (1.0 + second_eccentricity * cosine * cosine).sqrt();
    let c = (1.0 + second_eccentricity).sqrt();
    let (sin_w, cos_w) = (a * east / 2.0).sin_cos();
    let bend = 0.75 * second_eccentricity / (b * b) * north * (2.0 * latitude + north * 2.0 / 3.0).sin();
    let (sin_d, cos_d) = (north / (2.0 * b) * (1.0 + bend)).sin_cos();
    let northward = sin_d * cos_w;
    let eastward = sin_w * (b * cosine * cos_d - sine * sin_d) / a;
    let arc = 2.0 * (northward * northward + eastward * eastward).sqrt().asin();
    SEMI_MAJOR * c * arc / (b * b)
}

#[cfg(test)]
mod tests {
    use geographiclib_rs::{Geodesic, InverseGeodesic};

    use super::LonLat;

    #[test]
    fn short_lines_are_as_long_as_karney_says() {
        let mut worst = 0.0_f64;
        for row in 0..400_u32 {
            let share = |factor: f64| (f64::from(row) * factor).fract() - 0.5;
            let (longitude, latitude) = (300.0 * share(0.618), 168.0 * share(0.755));
            for scale in [1e-6, 1e-4, 0.005, 0.02] {
                let one = LonLat::new(longitude, latitude).unwrap();
                let (east, north) = (2.0 * scale * share(0.3819), 2.0 * scale * share(0.5698));
                let other = LonLat::new(longitude + east, latitude + north).unwrap();
                let karney: f64 = Geodesic::wgs84().inverse(latitude, longitude, other.latitude(), other.longitude());
                worst = worst.max((one.geodesic_to(other) - karney).abs());
            }
        }
        assert!(worst < 1e-6, "{worst}");
    }
}
