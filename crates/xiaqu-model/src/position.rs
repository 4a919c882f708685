//! Positions: degrees as read, WGS-84, and metres in the county's own plane.

use serde::{Deserialize, Serialize};

use crate::ReferenceSystem;

/// Datum of coordinates as they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// WGS-84, what GPS and OpenStreetMap use.
    #[default]
    Wgs84,
    /// CGCS2000, the national system of China; within a metre of WGS-84 and taken as equal.
    Cgcs2000,
    /// GCJ-02, the shifted system of Chinese web maps (265 to 627 m off on the mainland).
    Gcj02,
    /// BD-09, Baidu's further shift of GCJ-02.
    Bd09,
    /// The reference system with this EPSG code, one that [`ReferenceSystem::of_epsg`] knows.
    Epsg(u32),
}

/// A position as read: degrees in a stated datum. Becomes a [`LonLat`] only through a named conversion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawPosition {
    /// Degrees east; the easting in metres if the datum is a projected one.
    pub longitude: f64,
    /// Degrees north; the northing in metres if the datum is a projected one.
    pub latitude: f64,
    /// The datum the file states.
    pub datum: Datum,
}

impl RawPosition {
    /// The position in degrees, of an EPSG code turned into WGS-84; a position that already is in degrees as it is.
    /// `None` if the code is not known or its system does not reach the coordinates.
    #[must_use]
    pub fn in_degrees(self) -> Option<Self> {
        let Datum::Epsg(code) = self.datum else { return Some(self) };
        let position = ReferenceSystem::of_epsg(code)?.to_degrees(self.longitude, self.latitude)?;
        Some(Self { longitude: position.longitude, latitude: position.latitude, datum: Datum::Wgs84 })
    }
}

/// A position in WGS-84 degrees, longitude first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    longitude: f64,
    latitude: f64,
}

impl LonLat {
    /// From degrees; `None` outside ±180 and ±90 or not finite.
    pub fn new(longitude: f64, latitude: f64) -> Option<Self> {
        ((-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude))
            .then_some(Self { longitude, latitude })
    }

    /// Degrees east.
    pub const fn longitude(self) -> f64 {
        self.longitude
    }

    /// Degrees north.
    pub const fn latitude(self) -> f64 {
        self.latitude
    }
}

/// A position in metres in the plane of one county ([`LocalFrame`]): lengths and areas exist only here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalXy {
    /// Metres east of the frame's centre.
    pub x: f64,
    /// Metres north of the frame's centre.
    pub y: f64,
}

impl LocalXy {
    /// Straight distance in metres.
    pub fn distance_to(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// WGS-84 semi-major axis in metres.
pub(crate) const SEMI_MAJOR: f64 = 6_378_137.0;
/// WGS-84 flattening.
pub(crate) const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// The county's plane: transverse Mercator with its meridian through the county's centre, scale 1.
///
/// 100 km from the centre, lengths are 0.012 % too long; at the 40 km of a county, 0.002 %.
/// Krüger's series to the fourth order of the third flattening (Karney 2011), good to well under a millimetre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalFrame {
    centre: LonLat,
    northing_of_centre: f64,
}

impl LocalFrame {
    /// The plane whose origin is `centre`.
    pub fn centred_on(centre: LonLat) -> Self {
        let mut frame = Self { centre, northing_of_centre: 0.0 };
        frame.northing_of_centre = frame.to_local(centre).y;
        frame
    }

    /// The origin.
    pub const fn centre(&self) -> LonLat {
        self.centre
    }

    /// Degrees to metres.
    ///
    /// ```
    /// use xiaqu_model::{LocalFrame, LonLat};
    /// let centre = LonLat::new(117.0, 27.0).unwrap();
    /// let north = LonLat::new(117.0, 27.1).unwrap();
    /// let distance = LocalFrame::centred_on(centre).to_local(north).y;
    /// assert!((distance - 11_079.7).abs() < 1.0); // a tenth of a degree of latitude at 27° north
    /// ```
    pub fn to_local(&self, position: LonLat) -> LocalXy {
        let series = Series::new();
        let (sine, cosine) = (position.longitude - self.centre.longitude).to_radians().sin_cos();
        let conformal = series.conformal_tangent(position.latitude.to_radians().tan());
        // On the sphere: xi = atan2(conformal, cosine), sinh eta = sine / slant; their doubles follow without angles.
        let squared = conformal * conformal + cosine * cosine;
        let east_sinh = sine / squared.sqrt();
        let doubled = Doubled {
            sine: 2.0 * conformal * cosine / squared,
            cosine: (cosine * cosine - conformal * conformal) / squared,
            sinh: 2.0 * east_sinh * slant(east_sinh),
            cosh: 1.0 + 2.0 * east_sinh * east_sinh,
        };
        let (north, east) = doubled.sum(&series.alpha);
        let (xi, eta) = (conformal.atan2(cosine) + north, east_sinh.asinh() + east);
        LocalXy { x: series.radius * eta, y: series.radius * xi - self.northing_of_centre }
    }

    /// Metres to degrees.
    pub fn to_lonlat(&self, point: LocalXy) -> LonLat {
        let series = Series::new();
        let eta = point.x / series.radius;
        let xi = (point.y + self.northing_of_centre) / series.radius;
        let (sine, cosine) = (2.0 * xi).sin_cos();
        let doubled = Doubled { sine, cosine, sinh: (2.0 * eta).sinh(), cosh: (2.0 * eta).cosh() };
        let (north, east) = doubled.sum(&series.beta);
        let (sine, cosine) = (xi - north).sin_cos();
        let east_sinh = (eta - east).sinh();
        let conformal = sine / (east_sinh * east_sinh + cosine * cosine).sqrt();
        let longitude = east_sinh.atan2(cosine);
        LonLat {
            longitude: self.centre.longitude + longitude.to_degrees(),
            latitude: series.geographic_tangent(conformal).atan().to_degrees(),
        }
    }
}

/// The secant of the angle of a tangent, and the hyperbolic cosine of a hyperbolic sine.
fn slant(tangent: f64) -> f64 {
    (1.0 + tangent * tangent).sqrt()
}

/// Sine and cosine of twice a northing on the sphere, hyperbolic sine and cosine of twice an easting.
struct Doubled {
    sine: f64,
    cosine: f64,
    sinh: f64,
    cosh: f64,
}

impl Doubled {
    /// Krüger's sums over k of `c_k sin 2k xi cosh 2k eta` and of `c_k cos 2k xi sinh 2k eta`: the real and the imaginary
    /// part of the sum of `c_k sin 2k (xi + i eta)`, by Clenshaw's recurrence.
    fn sum(&self, coefficients: &[f64; 4]) -> (f64, f64) {
        let times = |(a, b): (f64, f64), (c, d): (f64, f64)| (a * c - b * d, a * d + b * c);
        let twice_cosine = (2.0 * self.cosine * self.cosh, -2.0 * self.sine * self.sinh);
        let (mut last, mut before) = ((0.0, 0.0), (0.0, 0.0));
        for coefficient in coefficients.iter().rev() {
            let (real, imaginary) = times(twice_cosine, last);
            (last, before) = ((coefficient + real - before.0, imaginary - before.1), last);
        }
        times(last, (self.sine * self.cosh, self.cosine * self.sinh))
    }
}

/// Coefficients of Krüger's series for WGS-84.
struct Series {
    radius: f64,
    eccentricity: f64,
    alpha: [f64; 4],
    beta: [f64; 4],
}

impl Series {
    fn new() -> Self {
        let n = FLATTENING / (2.0 - FLATTENING);
        let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n);
        Self {
            radius: SEMI_MAJOR / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0),
            eccentricity: (FLATTENING * (2.0 - FLATTENING)).sqrt(),
            alpha: [
                n / 2.0 - n2 * 2.0 / 3.0 + n3 * 5.0 / 16.0 + n4 * 41.0 / 180.0,
                n2 * 13.0 / 48.0 - n3 * 3.0 / 5.0 + n4 * 557.0 / 1_440.0,
                n3 * 61.0 / 240.0 - n4 * 103.0 / 140.0,
                n4 * 49_561.0 / 161_280.0,
            ],
            beta: [
                n / 2.0 - n2 * 2.0 / 3.0 + n3 * 37.0 / 96.0 - n4 / 360.0,
                n2 / 48.0 + n3 / 15.0 - n4 * 437.0 / 1_440.0,
                n3 * 17.0 / 480.0 - n4 * 37.0 / 840.0,
                n4 * 4_397.0 / 161_280.0,
            ],
        }
    }

    fn conformal_tangent(&self, tangent: f64) -> f64 {
        let sigma = (self.eccentricity * (self.eccentricity * tangent / slant(tangent)).atanh()).sinh();
        tangent * slant(sigma) - sigma * slant(tangent)
    }

    /// Inverse of [`Self::conformal_tangent`] by Newton's method: two or three steps, for each doubles the digits.
    fn geographic_tangent(&self, conformal: f64) -> f64 {
        let squared = self.eccentricity * self.eccentricity;
        let mut tangent = conformal / (1.0 - squared);
        for _ in 0..5 {
            let estimate = self.conformal_tangent(tangent);
            let slope =
                (1.0 - squared) * slant(estimate) * slant(tangent) / (1.0 + (1.0 - squared) * tangent * tangent);
            let step = (conformal - estimate) / slope;
            tangent += step;
            if step.abs() <= 1e-9 * slant(tangent) {
                break;
            }
        }
        tangent
    }
}

#[cfg(test)]
mod tests {
    use geographiclib_rs::{Geodesic, InverseGeodesic};

    use super::{LocalFrame, LonLat, Series};

    #[test]
    fn degrees_survive_the_round_trip_to_a_micrometre() {
        let frame = LocalFrame::centred_on(LonLat::new(117.2, 26.9).unwrap());
        for (longitude, latitude) in [(116.7, 26.5), (117.2, 26.9), (117.9, 27.4), (115.2, 29.0)] {
            let position = LonLat::new(longitude, latitude).unwrap();
            let back = frame.to_lonlat(frame.to_local(position));
            assert!((back.longitude() - longitude).abs() < 1e-11, "{back:?}");
            assert!((back.latitude() - latitude).abs() < 1e-11, "{back:?}");
        }
    }

    /// The series term by term.
    #[test]
    fn the_plane_is_that_of_the_series_as_it_is_written() {
        let series = Series::new();
        let centre = LonLat::new(117.2, 26.9).unwrap();
        let frame = LocalFrame::centred_on(centre);
        let northing = |longitude: f64, latitude: f64| {
            let conformal = series.conformal_tangent(latitude.to_radians().tan());
            let (sine, cosine) = longitude.to_radians().sin_cos();
            let (xi, eta) = (conformal.atan2(cosine), (sine / conformal.hypot(cosine)).asinh());
            let (mut north, mut east) = (xi, eta);
            for (order, alpha) in (1_u32..).zip(series.alpha) {
                let twice = 2.0 * f64::from(order);
                north += alpha * (twice * xi).sin() * (twice * eta).cosh();
                east += alpha * (twice * xi).cos() * (twice * eta).sinh();
            }
            (series.radius * east, series.radius * north)
        };
        let (_, of_centre) = northing(0.0, centre.latitude());
        for (longitude, latitude) in
            [(117.2, 26.9), (116.7, 26.5), (119.0, -30.0), (110.0, 60.0), (140.0, 10.0), (20.0, 80.0)]
        {
            let local = frame.to_local(LonLat::new(longitude, latitude).unwrap());
            let (east, north) = northing(longitude - centre.longitude(), latitude);
            assert!((local.x - east).abs() < 1e-7 && (local.y - (north - of_centre)).abs() < 1e-7, "{local:?}");
        }
    }

    #[test]
    fn local_distances_agree_with_geodesics_to_two_in_a_hundred_thousand() {
        let frame = LocalFrame::centred_on(LonLat::new(1.55, 42.54).unwrap());
        let pairs = [((1.45, 42.45), (1.47, 42.46)), ((1.75, 42.6), (1.751, 42.62)), ((1.3, 42.5), (1.9, 42.6))];
        for ((lon_a, lat_a), (lon_b, lat_b)) in pairs {
            let metres: f64 = Geodesic::wgs84().inverse(lat_a, lon_a, lat_b, lon_b);
            let local = |lon, lat| frame.to_local(LonLat::new(lon, lat).unwrap());
            let planar = local(lon_a, lat_a).distance_to(local(lon_b, lat_b));
            assert!((planar / metres - 1.0).abs() < 2e-5, "{planar} against {metres}");
        }
    }
}
