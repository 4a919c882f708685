//! Reference systems of layers: from the numbers in a file to degrees.
//!
//! WGS-84, CGCS2000 and ETRS89 are taken as one: they differ by less than a metre, their ellipsoids by a tenth of a
//! millimetre. Older Chinese systems need parameters of the region that are not public, and are no [`ReferenceSystem`].

use crate::{LocalFrame, LocalXy, LonLat};

/// Farthest easting from the central meridian, in metres: 15 degrees at the equator, and the series is still good.
const EASTING_MAX: f64 = 1_500_000.0;
/// Distance from the equator to a pole along a meridian, in metres, rounded up.
const QUADRANT: f64 = 10_001_966.0;
/// Radius of the sphere of web Mercator, in metres.
const WEB_MERCATOR_RADIUS: f64 = 6_378_137.0;

/// What the coordinates of a layer are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReferenceSystem {
    /// Degrees, longitude first.
    Degrees,
    /// Metres in a transverse Mercator plane: Gauss-Kruger and UTM zones.
    TransverseMercator(TransverseMercator),
    /// Metres of the web maps (EPSG:3857).
    WebMercator,
}

impl ReferenceSystem {
    /// The codes that [`Self::of_epsg`] knows, for messages.
    pub const EPSG_KNOWN: &'static str = "4326, 4490, 4258, 4491-4554, 32601-32660, 32701-32760, 25828-25838, 3857";

    /// The system with this EPSG code: WGS 84, CGCS2000 and ETRS89 in degrees, all Gauss-Kruger zones of CGCS2000 with
    /// and without the zone in the easting, UTM, and web Mercator.
    ///
    /// ```
    /// use xiaqu_model::ReferenceSystem;
    /// let zone = ReferenceSystem::of_epsg(4547).unwrap(); // CGCS2000, three degrees, central meridian 114° E
    /// let position = zone.to_degrees(500_000.0, 3_000_000.0).unwrap();
    /// assert_eq!(position.longitude(), 114.0);
    /// assert!(ReferenceSystem::of_epsg(2435).is_none()); // Beijing 1954
    /// ```
    pub fn of_epsg(code: u32) -> Option<Self> {
        let utm = |zone: u32, north: f64| Self::zone(f64::from(zone) * 6.0 - 183.0, 0.9996, (500_000.0, north));
        let gauss = |meridian: f64, east: f64| Self::zone(meridian, 1.0, (east, 0.0));
        let numbered = |zone: u32| f64::from(zone) * 1e6 + 500_000.0;
        match code {
            4326 | 4490 | 4258 => Some(Self::Degrees),
            3857 => Some(Self::WebMercator),
            4491..=4501 => gauss(f64::from(code - 4491 + 13) * 6.0 - 3.0, numbered(code - 4491 + 13)),
            4502..=4512 => gauss(f64::from(code - 4502) * 6.0 + 75.0, 500_000.0),
            4513..=4533 => gauss(f64::from(code - 4513 + 25) * 3.0, numbered(code - 4513 + 25)),
            4534..=4554 => gauss(f64::from(code - 4534) * 3.0 + 75.0, 500_000.0),
            25_828..=25_838 => utm(code - 25_800, 0.0),
            32_601..=32_660 => utm(code - 32_600, 0.0),
            32_701..=32_760 => utm(code - 32_700, 10_000_000.0),
            _ => None,
        }
    }

    fn zone(meridian: f64, scale: f64, false_origin: (f64, f64)) -> Option<Self> {
        let origin = LonLat::new(meridian, 0.0)?;
        TransverseMercator::new(origin, scale, false_origin).map(Self::TransverseMercator)
    }

    /// Whether its coordinates are metres.
    pub const fn is_projected(&self) -> bool {
        !matches!(self, Self::Degrees)
    }

    /// The position in degrees; `None` where the system does not reach.
    pub fn to_degrees(&self, x: f64, y: f64) -> Option<LonLat> {
        match self {
            Self::Degrees => LonLat::new(x, y),
            Self::TransverseMercator(plane) => plane.to_degrees(x, y),
            Self::WebMercator => {
                let latitude = (y / WEB_MERCATOR_RADIUS).sinh().atan();
                LonLat::new((x / WEB_MERCATOR_RADIUS).to_degrees(), latitude.to_degrees())
            }
        }
    }

    /// The coordinates of a position, x first: the inverse of [`Self::to_degrees`].
    ///
    /// ```
    /// use xiaqu_model::{LonLat, ReferenceSystem};
    /// let (x, y) = ReferenceSystem::WebMercator.to_coordinates(LonLat::new(117.0, 27.0).unwrap());
    /// let back = ReferenceSystem::WebMercator.to_degrees(x, y).unwrap();
    /// assert!((back.longitude() - 117.0).abs() < 1e-9 && (back.latitude() - 27.0).abs() < 1e-9);
    /// ```
    pub fn to_coordinates(&self, position: LonLat) -> (f64, f64) {
        match self {
            Self::Degrees => (position.longitude(), position.latitude()),
            Self::TransverseMercator(plane) => plane.to_metres(position),
            Self::WebMercator => {
                let northing = position.latitude().to_radians().tan().asinh();
                (position.longitude().to_radians() * WEB_MERCATOR_RADIUS, northing * WEB_MERCATOR_RADIUS)
            }
        }
    }
}

/// A transverse Mercator plane on the ellipsoid of WGS-84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransverseMercator {
    frame: LocalFrame,
    scale: f64,
    false_easting: f64,
    false_northing: f64,
}

impl TransverseMercator {
    /// A plane with its natural origin, the scale on its central meridian and its false easting and northing in metres;
    /// `None` if a number is not finite or the scale is not between 0.5 and 2.
    pub fn new(origin: LonLat, scale: f64, (false_easting, false_northing): (f64, f64)) -> Option<Self> {
        let is_sound = (0.5..=2.0).contains(&scale) && false_easting.is_finite() && false_northing.is_finite();
        is_sound.then(|| Self { frame: LocalFrame::centred_on(origin), scale, false_easting, false_northing })
    }

    /// Easting and northing of a position, in metres.
    pub fn to_metres(&self, position: LonLat) -> (f64, f64) {
        let local = self.frame.to_local(position);
        (local.x * self.scale + self.false_easting, local.y * self.scale + self.false_northing)
    }

    /// The position of an easting and a northing; `None` too far from the central meridian or beyond a pole.
    pub fn to_degrees(&self, x: f64, y: f64) -> Option<LonLat> {
        let local = LocalXy { x: (x - self.false_easting) / self.scale, y: (y - self.false_northing) / self.scale };
        let origin = self.frame.centre();
        // The equator as seen from the origin, so that the reach does not depend on where the origin lies.
        let equator = self.frame.to_local(LonLat::new(origin.longitude(), 0.0)?).y;
        let is_within = local.x.abs() <= EASTING_MAX && (local.y - equator).abs() <= QUADRANT;
        let found = is_within.then(|| self.frame.to_lonlat(local))?;
        LonLat::new(found.longitude(), found.latitude())
    }
}

#[cfg(test)]
mod tests {
    use super::{ReferenceSystem, TransverseMercator};
    use crate::LonLat;

    #[test]
    fn zones_give_back_the_degrees_they_were_made_from() {
        for code in (4491..=4554).chain(32_601..=32_660).chain(32_701..=32_760).chain(25_828..=25_838) {
            let Some(ReferenceSystem::TransverseMercator(plane)) = ReferenceSystem::of_epsg(code) else {
                panic!("EPSG:{code} is no zone")
            };
            let origin = plane.frame.centre();
            for (east, latitude) in [(0.0, 0.5), (1.4, 27.0), (-2.9, 53.0), (2.5, -41.0)] {
                let position = LonLat::new(origin.longitude() + east, latitude).unwrap();
                let (x, y) = plane.to_metres(position);
                let back = plane.to_degrees(x, y).unwrap();
                let off = (back.longitude() - position.longitude()).abs().max((back.latitude() - latitude).abs());
                assert!(off < 1e-9, "EPSG:{code}: {back:?} for {position:?}");
            }
        }
    }

    #[test]
    fn published_points_are_met() {
        // The top of the CN tower, from the usual example of UTM: zone 17 north.
        let utm = ReferenceSystem::of_epsg(32_617).unwrap();
        let tower = utm.to_degrees(630_084.0, 4_833_438.0).unwrap();
        assert!((tower.longitude() + 79.387_139).abs() < 1e-5 && (tower.latitude() - 43.642_567).abs() < 1e-5);
        // A quarter of a meridian, at the pole of a Gauss-Kruger zone.
        let pole = ReferenceSystem::of_epsg(4548).unwrap().to_degrees(500_000.0, 10_001_965.729).unwrap();
        assert!((pole.latitude() - 90.0).abs() < 1e-7, "{pole:?}");
        // The edge of the web maps.
        let corner = ReferenceSystem::WebMercator.to_degrees(20_037_508.342_789, 20_037_508.342_789).unwrap();
        assert!((corner.longitude() - 180.0).abs() < 1e-9 && (corner.latitude() - 85.051_128_779_8).abs() < 1e-9);
    }

    #[test]
    fn meridians_and_zones_are_those_of_the_register() {
        let middle = |code: u32| match ReferenceSystem::of_epsg(code) {
            Some(ReferenceSystem::TransverseMercator(plane)) => (plane.frame.centre().longitude(), plane.false_easting),
            other => panic!("{other:?}"),
        };
        assert_eq!(middle(4491), (75.0, 13_500_000.0));
        assert_eq!(middle(4501), (135.0, 23_500_000.0));
        assert_eq!(middle(4508), (111.0, 500_000.0));
        assert_eq!(middle(4526), (114.0, 38_500_000.0));
        assert_eq!(middle(4533), (135.0, 45_500_000.0));
        assert_eq!(middle(4545), (108.0, 500_000.0));
        assert_eq!(middle(4554), (135.0, 500_000.0));
        assert_eq!(middle(32_650), (117.0, 500_000.0));
    }

    #[test]
    fn coordinates_of_another_zone_or_another_system_have_no_position() {
        let zone = ReferenceSystem::of_epsg(4547).unwrap();
        assert!(zone.to_degrees(38_500_000.0, 3_000_000.0).is_none());
        assert!(zone.to_degrees(500_000.0, 30_000_000.0).is_none());
        assert!(zone.to_degrees(f64::NAN, 0.0).is_none());
        assert!(ReferenceSystem::of_epsg(2435).is_none());
        assert!(TransverseMercator::new(LonLat::new(117.0, 0.0).unwrap(), 0.0, (0.0, 0.0)).is_none());
    }
}
