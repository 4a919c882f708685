//! What a bad surface does to the speed.

use xiaqu_model::Kph;

use super::tags::Tags;
use crate::SurfaceSpeeds;

/// The highest speed that surface, track grade and smoothness allow; `None` for a good or unknown surface.
pub(super) fn surface_speed(tags: Tags<'_, '_>, speeds: &SurfaceSpeeds) -> Option<Kph> {
    let step = |rank| match rank {
        1 => Some(speeds.rough),
        2 => Some(speeds.poor),
        3 => Some(speeds.bad),
        _ => None,
    };
    let ranks = [
        tags.get("surface").map_or(0, surface_rank),
        tags.get("tracktype").map_or(0, grade_rank),
        tags.get("smoothness").map_or(0, smoothness_rank),
    ];
    let caps = ranks.into_iter().filter_map(step);
    caps.min_by(|one, other| one.as_kph().total_cmp(&other.as_kph()))
}

fn surface_rank(surface: &str) -> u32 {
    match surface {
        "unpaved" | "gravel" | "dirt" | "ground" | "grass" | "grass_paver" | "pebblestone" | "sett" | "wood"
        | "cobblestone" | "unhewn_cobblestone" => 1,
        "earth" | "sand" | "clay" | "stone" | "rock" | "rocky" | "snow" | "ice" => 2,
        "mud" => 3,
        _ => 0,
    }
}

fn grade_rank(grade: &str) -> u32 {
    match grade {
        "grade2" | "grade3" => 1,
        "grade4" | "grade5" => 2,
        _ => 0,
    }
}

fn smoothness_rank(smoothness: &str) -> u32 {
    match smoothness {
        "bad" => 1,
        "very_bad" => 2,
        "horrible" | "very_horrible" | "impassable" => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::surface_speed;
    use crate::{SurfaceSpeeds, osm::tags::Tags};

    #[test]
    fn the_worst_of_surface_grade_and_smoothness_counts() {
        let speed =
            |tags: &[(&str, &str)]| surface_speed(Tags(tags), &SurfaceSpeeds::default()).map(xiaqu_model::Kph::as_kph);
        assert_eq!(speed(&[("surface", "asphalt")]), None);
        assert_eq!(speed(&[("surface", "gravel")]), Some(40.0));
        assert_eq!(speed(&[("surface", "gravel"), ("tracktype", "grade5")]), Some(20.0));
        assert_eq!(speed(&[("surface", "earth"), ("smoothness", "horrible")]), Some(10.0));
    }
}
