//! Road classes and the directions of lines.

use std::fmt;

/// Road class (道路等级), OpenStreetMap's scheme; links (slip roads) have the class of their parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    /// Motorway (高速公路).
    Motorway,
    /// Trunk road (国道干线).
    Trunk,
    /// Primary road (国省道).
    Primary,
    /// Secondary road (县道).
    Secondary,
    /// Tertiary road (乡道).
    Tertiary,
    /// Unclassified through road (村道), often a mountain road.
    Unclassified,
    /// Street with houses.
    Residential,
    /// Street where walkers go first.
    LivingStreet,
    /// Driveway, car park, access road.
    Service,
    /// A road of unknown class.
    Road,
    /// Field or forest track (机耕路).
    Track,
    /// A crossing that the user states, such as a ferry (渡口); carries minutes, not a speed.
    Crossing,
}

impl RoadClass {
    /// All classes, widest road first.
    pub const ALL: [Self; 12] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Road,
        Self::Track,
        Self::Crossing,
    ];

    /// The class of a `highway` value; `None` for ways that cars do not use. Links take the class of their parent.
    ///
    /// ```
    /// use xiaqu_roads::RoadClass;
    /// assert_eq!(RoadClass::from_highway("primary_link"), Some(RoadClass::Primary));
    /// assert_eq!(RoadClass::from_highway("footway"), None);
    /// ```
    pub fn from_highway(value: &str) -> Option<Self> {
        let parent = value.strip_suffix("_link").unwrap_or(value);
        Self::ALL.into_iter().find(|class| *class != Self::Crossing && class.as_str() == parent)
    }

    /// The name in files: OpenStreetMap's value, or `crossing`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::Trunk => "trunk",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
            Self::Unclassified => "unclassified",
            Self::Residential => "residential",
            Self::LivingStreet => "living_street",
            Self::Service => "service",
            Self::Road => "road",
            Self::Track => "track",
            Self::Crossing => "crossing",
        }
    }
}

impl fmt::Display for RoadClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The directions in which a line is driven, seen along its points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Both ways.
    #[default]
    Both,
    /// From the first point to the last only.
    Forward,
    /// From the last point to the first only.
    Backward,
}

impl Direction {
    /// Whether cars may drive from the first point to the last.
    pub const fn allows_forward(self) -> bool {
        !matches!(self, Self::Backward)
    }

    /// Whether cars may drive from the last point to the first.
    pub const fn allows_backward(self) -> bool {
        !matches!(self, Self::Forward)
    }
}
