//! Settings of import, repair and snapping, with their defaults.

use std::collections::BTreeMap;

use xiaqu_model::{Kph, Metres};

use crate::{RoadClass, SlopeRule, TurnPolicy};

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
    /// Whether lines of a road layer that cross on one level meet there. Default: yes.
    pub node_crossings: bool,
    /// A corner this near another line of its level meets it, in metres. Default: 0.5 m.
    pub crossing_tolerance: Metres,
    /// How far a road may be from the line or point of a closure that means it, in metres. Default: 15 m.
    pub closure_tolerance: Metres,
    /// Longest way on foot between a place and its road, in metres. Default: 2,000 m.
    pub access_max: Metres,
    /// Connected parts shorter than this, in metres, hold no station unless nothing else is near. Default: 1,000 m.
    pub island_min: Metres,
    /// Speed between a place and its road, in km/h. Default: 5 km/h, on foot.
    pub off_road_speed: Kph,
    /// What a police car may pass.
    pub passage: Passage,
    /// Whether a police car obeys turn restrictions. Default: it does.
    pub turns: TurnPolicy,
    /// Speeds that bad surfaces allow.
    pub surfaces: SurfaceSpeeds,
    /// Speed by slope, where heights of the ground are given.
    pub slopes: SlopeRule,
    /// Month for which seasonal tags are read in the winter scenario, 1 to 12. Default: 1, January.
    pub winter_month: u32,
    /// Times are multiplied by this in the night scenario; crossings keep their stated minutes. Default: 1.15.
    pub night_factor: f64,
    /// Times are multiplied by this in the wet scenario; crossings keep their stated minutes. Default: 1.3.
    pub wet_factor: f64,
    /// Times are multiplied by this in the winter scenario; crossings keep their stated minutes. Default: 1.3.
    pub winter_factor: f64,
}

/// What a police car may pass. All defaults are assumptions.
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the settings, independent of the others")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Roads and gates marked private. Default: yes.
    pub private: bool,
    /// Roads and barriers marked as closed to cars (`access=no`). Default: no.
    pub forbidden: bool,
    /// Roads for buses alone. Default: yes.
    pub bus: bool,
    /// Locked gates. Default: no.
    pub locked_gates: bool,
    /// Ferries that carry cars. Default: yes.
    pub ferries: bool,
}

impl Default for Passage {
    fn default() -> Self {
        Self { private: true, forbidden: false, bus: true, locked_gates: false, ferries: true }
    }
}

/// Highest speeds on bad surfaces in km/h, three steps of OSRM's car profile, and the speed of ferries that state no
/// duration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurfaceSpeeds {
    /// Gravel, dirt, grass, sett; tracks of grade 2 and 3; smoothness `bad`. Default: 40.
    pub rough: Kph,
    /// Earth, sand, stones; tracks of grade 4 and 5; smoothness `very_bad`. Default: 20.
    pub poor: Kph,
    /// Mud; smoothness `horrible` and worse. Default: 10.
    pub bad: Kph,
    /// Ferries that state no duration. Default: 5.
    pub ferry: Kph,
}

impl Default for SurfaceSpeeds {
    fn default() -> Self {
        let [rough, poor, bad, ferry] = [40.0, 20.0, 10.0, 5.0].map(kilometres_an_hour);
        Self { rough, poor, bad, ferry }
    }
}

impl Default for RoadSettings {
    fn default() -> Self {
        Self {
            class_speeds: CLASS_SPEEDS.into_iter().map(|(class, kph)| (class, kilometres_an_hour(kph))).collect(),
            use_tracks: false,
            join_tolerance: metres(2.0),
            node_crossings: true,
            crossing_tolerance: metres(0.5),
            closure_tolerance: metres(15.0),
            access_max: metres(2_000.0),
            island_min: metres(1_000.0),
            off_road_speed: kilometres_an_hour(5.0),
            passage: Passage::default(),
            turns: TurnPolicy::Obey,
            surfaces: SurfaceSpeeds::default(),
            slopes: SlopeRule::default(),
            winter_month: 1,
            night_factor: 1.15,
            wet_factor: 1.3,
            winter_factor: 1.3,
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
