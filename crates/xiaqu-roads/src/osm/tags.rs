//! What the tags of a way or node mean for a police car.

use crate::{Direction, Passage, RoadClass};

/// The tags of one way or node.
#[derive(Clone, Copy)]
pub(super) struct Tags<'block, 'text>(pub(super) &'block [(&'text str, &'text str)]);

impl<'block, 'text> Tags<'block, 'text> {
    /// The value of a key.
    pub(super) fn get(self, key: &str) -> Option<&'text str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    /// All tags, in the order of the file.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'text str, &'text str)> + use<'block, 'text> {
        self.0.iter().copied()
    }

    /// Whether the key has this value.
    pub(super) fn has(self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

/// Whether a police car may use the way or pass the node. `emergency` comes first, then the most specific tag decides.
/// Roads for residents, deliveries and the like (`destination`) are open: a crew that answers a call has business there.
pub(super) fn access_allowed(tags: Tags<'_, '_>, passage: Passage) -> bool {
    match tags.get("emergency") {
        Some("yes" | "designated" | "official" | "permissive") => return true,
        Some("no") => return false,
        _ => {}
    }
    let decisive = ["motorcar", "motor_vehicle", "vehicle", "access"].into_iter().find_map(|key| tags.get(key));
    match decisive {
        Some("no" | "use_sidepath") => passage.forbidden || (passage.bus && is_for_buses(tags)),
        Some("private") => passage.private,
        Some("bus" | "psv") => passage.bus,
        _ => true,
    }
}

/// Whether buses are let in where others are not.
fn is_for_buses(tags: Tags<'_, '_>) -> bool {
    let allowed = |key| matches!(tags.get(key), Some("yes" | "designated" | "official"));
    allowed("psv") || allowed("bus")
}

/// The directions that `oneway` allows; roundabouts and motorways are one-way unless they say otherwise.
pub(super) fn direction(tags: Tags<'_, '_>) -> Direction {
    let implied = matches!(tags.get("junction"), Some("roundabout" | "circular")) || tags.has("highway", "motorway");
    if tags.has("oneway:emergency", "no") {
        return Direction::Both;
    }
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => Direction::Forward,
        Some("-1" | "reverse") => Direction::Backward,
        Some("no" | "false" | "0" | "reversible" | "alternating") => Direction::Both,
        _ if implied => Direction::Forward,
        _ => Direction::Both,
    }
}

/// The level: `layer`, or else 1 on a bridge, -1 in a tunnel and 0 on the ground.
pub(super) fn level(tags: Tags<'_, '_>) -> i8 {
    let present = |key| tags.get(key).is_some_and(|value| value != "no");
    let by_structure = i8::from(present("bridge")) - i8::from(present("tunnel"));
    tags.get("layer").and_then(|layer| layer.trim().parse().ok()).unwrap_or(by_structure)
}

/// Whether rain closes the road: fords, and tracks that are soft (`tracktype` grade 4 or 5, or mud, clay, sand).
pub(super) fn closed_when_wet(tags: Tags<'_, '_>, class: RoadClass) -> bool {
    let ford = tags.get("ford").is_some_and(|value| value != "no");
    let soft = matches!(tags.get("tracktype"), Some("grade4" | "grade5"))
        || matches!(tags.get("surface"), Some("mud" | "clay" | "sand"));
    ford || (class == RoadClass::Track && soft)
}

/// Whether a barrier node stops a police car. Gates stop it only where they are locked or access is refused.
pub(super) fn stops_cars(tags: Tags<'_, '_>, passage: Passage) -> bool {
    let Some(barrier) = tags.get("barrier") else { return false };
    let is_open_to_us = matches!(tags.get("emergency"), Some("yes" | "designated" | "official" | "permissive"));
    if tags.has("locked", "yes") && !passage.locked_gates && !is_open_to_us {
        return true;
    }
    let access_stated =
        ["emergency", "motorcar", "motor_vehicle", "vehicle", "access"].into_iter().any(|key| tags.get(key).is_some());
    if access_stated {
        return !access_allowed(tags, passage);
    }
    matches!(
        barrier,
        "bollard"
            | "block"
            | "jersey_barrier"
            | "concrete"
            | "debris"
            | "log"
            | "planter"
            | "boulder"
            | "wall"
            | "fence"
            | "hedge"
            | "chain"
            | "rope"
            | "turnstile"
            | "full-height_turnstile"
            | "kissing_gate"
            | "stile"
            | "cycle_barrier"
            | "motorcycle_barrier"
            | "delineators"
            | "ditch"
            | "guard_rail"
            | "bus_trap"
            | "sump_buster"
    )
}

#[cfg(test)]
mod tests {
    use super::{Tags, access_allowed, closed_when_wet, direction, level, stops_cars};
    use crate::{Direction, Passage, RoadClass};

    type Pairs = &'static [(&'static str, &'static str)];

    #[test]
    fn oneway_follows_tags_and_implications() {
        let table: [(Pairs, Direction); 12] = [
            (&[("highway", "primary")], Direction::Both),
            (&[("oneway", "yes")], Direction::Forward),
            (&[("oneway", "1")], Direction::Forward),
            (&[("oneway", "true")], Direction::Forward),
            (&[("oneway", "-1")], Direction::Backward),
            (&[("oneway", "reverse")], Direction::Backward),
            (&[("junction", "roundabout")], Direction::Forward),
            (&[("junction", "circular")], Direction::Forward),
            (&[("oneway", "reversible")], Direction::Both),
            (&[("oneway", "yes"), ("oneway:emergency", "no")], Direction::Both),
            (&[("highway", "motorway")], Direction::Forward),
            (&[("highway", "motorway"), ("oneway", "no")], Direction::Both),
        ];
        for (tags, expected) in table {
            assert_eq!(direction(Tags(tags)), expected, "{tags:?}");
        }
    }

    #[test]
    fn the_most_specific_access_tag_decides() {
        let table: [(Pairs, bool); 12] = [
            (&[], true),
            (&[("access", "no")], false),
            (&[("access", "private")], true),
            (&[("access", "no"), ("motor_vehicle", "yes")], true),
            (&[("access", "no"), ("vehicle", "yes")], true),
            (&[("access", "no"), ("emergency", "yes")], true),
            (&[("access", "yes"), ("motor_vehicle", "no")], false),
            (&[("vehicle", "destination")], true),
            (&[("access", "no"), ("psv", "yes")], true),
            (&[("motor_vehicle", "no"), ("bus", "designated")], true),
            (&[("access", "yes"), ("emergency", "no")], false),
            (&[("access", "no"), ("bus", "no")], false),
        ];
        for (tags, expected) in table {
            assert_eq!(access_allowed(Tags(tags), Passage::default()), expected, "{tags:?}");
        }
        let strict = Passage { private: false, bus: false, ..Passage::default() };
        assert!(!access_allowed(Tags(&[("access", "private")]), strict));
        assert!(!access_allowed(Tags(&[("access", "no"), ("psv", "yes")]), strict));
        let bold = Passage { forbidden: true, ..Passage::default() };
        assert!(access_allowed(Tags(&[("access", "no")]), bold));
        assert!(!access_allowed(Tags(&[("access", "no"), ("emergency", "no")]), bold));
    }

    #[test]
    fn bollards_stop_cars_and_plain_gates_do_not() {
        let table: [(Pairs, bool); 11] = [
            (&[("barrier", "bollard")], true),
            (&[("barrier", "bollard"), ("emergency", "yes")], false),
            (&[("barrier", "bollard"), ("bicycle", "yes")], true),
            (&[("barrier", "gate")], false),
            (&[("barrier", "gate"), ("locked", "yes")], true),
            (&[("barrier", "gate"), ("locked", "yes"), ("emergency", "designated")], false),
            (&[("barrier", "gate"), ("access", "no"), ("locked", "yes")], true),
            (&[("barrier", "gate"), ("access", "private")], false),
            (&[("barrier", "bus_trap")], true),
            (&[("barrier", "cattle_grid")], false),
            (&[("highway", "crossing")], false),
        ];
        for (tags, expected) in table {
            assert_eq!(stops_cars(Tags(tags), Passage::default()), expected, "{tags:?}");
        }
        let with_keys = Passage { locked_gates: true, ..Passage::default() };
        assert!(!stops_cars(Tags(&[("barrier", "gate"), ("locked", "yes")]), with_keys));
        let kept_out = Passage { private: false, ..Passage::default() };
        assert!(stops_cars(Tags(&[("barrier", "gate"), ("access", "private")]), kept_out));
    }

    #[test]
    fn levels_come_from_layer_or_structure() {
        let table: [(Pairs, i8); 5] = [
            (&[], 0),
            (&[("bridge", "yes")], 1),
            (&[("tunnel", "yes")], -1),
            (&[("bridge", "yes"), ("layer", "2")], 2),
            (&[("bridge", "no")], 0),
        ];
        for (tags, expected) in table {
            assert_eq!(level(Tags(tags)), expected, "{tags:?}");
        }
    }

    #[test]
    fn fords_and_soft_tracks_close_when_wet() {
        assert!(closed_when_wet(Tags(&[("ford", "yes")]), RoadClass::Unclassified));
        assert!(closed_when_wet(Tags(&[("tracktype", "grade5")]), RoadClass::Track));
        assert!(!closed_when_wet(Tags(&[("surface", "sand")]), RoadClass::Residential));
    }
}
