//! Settings of import, repair and snapping, with their defaults.

use std::collections::BTreeMap;

use xiaqu_model::{Kph, Metres};

use crate::RoadClass;

/// Default speed of each class in km/h (domain 5.7; the classes it does not name follow OSRM's car profile).
const CLASS_SPEEDS: [(RoadClass, f64); 11] = [
    (RoadClass::Motorway, 90.0),
    (RoadClass::Trunk, 80.0),
    (RoadClass::Primary, 65.0),
    (RoadClass::Secondary, 55.0),
    (RoadClass::Tertiary, 40.0),
    (RoadClass::Unclassified, 25.0),
    (RoadClass::Residential, 30.0),
    (RoadClass::LivingStreet, 15.0),
    (RoadClass::Service, 15.0),
    (RoadClass::Road, 25.0),
    (RoadClass::Track, 10.0),
];

/// Settings of the road network. Every field has a documented default and unit.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadSettings {
    /// Speed of each class in km/h, before `maxspeed`. A class that is missing is not used. Defaults: motorway 90, trunk
    /// 80, primary 65, secondary 55, tertiary 40, residential 30, unclassified and road 25, living street and service 15,
    /// track 10.
    pub class_speeds: BTreeMap<RoadClass, Kph>,
    /// Whether tracks are read at all. Default: no.
    pub use_tracks: bool,
    /// Dead ends within this distance of another road of their level are joined to it, in metres. Default: 2 m.
    pub join_tolerance: Metres,
    /// Longest way on foot between a place and its road, in metres. Default: 2,000 m.
    pub access_max: Metres,
    /// Connected parts shorter than this, in metres, hold no station unless nothing else is near. Default: 1,000 m.
    pub island_min: Metres,
    /// Speed between a place and its road, in km/h. Default: 5 km/h, on foot.
    pub off_road_speed: Kph,
    /// Whether a police car enters roads marked private. Default: yes.
    pub allow_private: bool,
    /// Times are multiplied by this in the wet scenario; crossings keep their stated minutes. Default: 1.3.
    pub wet_factor: f64,
}

impl Default for RoadSettings {
    fn default() -> Self {
        Self {
            class_speeds: CLASS_SPEEDS.into_iter().map(|(class, kph)| (class, kilometres_an_hour(kph))).collect(),
            use_tracks: false,
            join_tolerance: metres(2.0),
            access_max: metres(2_000.0),
            island_min: metres(1_000.0),
            off_road_speed: kilometres_an_hour(5.0),
            allow_private: true,
            wet_factor: 1.3,
        }
    }
}

impl RoadSettings {
    /// Speed of a class in km/h, before `maxspeed`; `None` where the class is not used.
    ///
    /// ```
    /// use xiaqu_roads::{RoadClass, RoadSettings};
    /// let settings = RoadSettings::default();
    /// assert_eq!(settings.speed(RoadClass::Primary).map(|speed| speed.as_kph()), Some(65.0));
    /// assert_eq!(settings.speed(RoadClass::Track), None); // unless `use_tracks`
    /// ```
    pub fn speed(&self, class: RoadClass) -> Option<Kph> {
        let used = class != RoadClass::Track || self.use_tracks;
        self.class_speeds.get(&class).copied().filter(|_| used)
    }
}

/// A length written in this file; all of them are finite and positive.
fn metres(value: f64) -> Metres {
    Metres::new(value).unwrap_or_default()
}

/// A speed written in this file; all of them are finite and positive.
fn kilometres_an_hour(value: f64) -> Kph {
    Kph::new(value).unwrap_or_default()
}
