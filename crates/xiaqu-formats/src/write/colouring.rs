//! Colours of areas: those that touch on any map differ, and one centre has one colour on every map.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{Coord, LineString, Polygon};
use xiaqu_model::cast;

use super::{
    layer::{Layer, Shape},
    palette::{AREA_COLOURS, Colour},
};

/// Steps of lightness beyond which two neighbours need not be further apart.
const STEPS_ENOUGH: usize = 3;

/// Colours by the value of a field, for all `maps` together: values whose areas share a border on one of them differ, and
/// by several steps of lightness if that is possible.
///
/// The value with most colours around it comes first (Brélaz 1979), O(n² · neighbours) for n values. Should a value have
/// more neighbours than there are colours, its colour may return at the neighbour that is left.
pub fn colours_apart(values: &[String], maps: &[(&Layer, &str)]) -> BTreeMap<String, Colour> {
    let mut touching: BTreeMap<&str, BTreeSet<String>> =
        values.iter().map(|value| (value.as_str(), BTreeSet::new())).collect();
    for (one, other) in maps.iter().flat_map(|(layer, field)| touching_values(layer, field)) {
        for (one, other) in [(&one, &other), (&other, &one)] {
            if let Some(around) = touching.get_mut(one.as_str()) {
                around.insert(other.clone());
            }
        }
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut used = [0_usize; AREA_COLOURS.len()];
    while numbers.len() < touching.len() {
        let open = touching.iter().filter(|(value, _)| !numbers.contains_key(**value));
        let colours_around = |around: &BTreeSet<String>| -> BTreeSet<usize> {
            around.iter().filter_map(|other| numbers.get(other.as_str()).copied()).collect()
        };
        // The first of equals, so that the order of the table decides.
        let next = open.rev().max_by_key(|(_, around)| (colours_around(around).len(), around.len()));
        let Some((value, around)) = next else { break };
        let taken = colours_around(around);
        let best = (0..AREA_COLOURS.len()).rev().max_by_key(|number| {
            let steps = taken.iter().map(|other| number.abs_diff(*other)).min().unwrap_or(STEPS_ENOUGH);
            (steps.min(STEPS_ENOUGH), usize::MAX - used.get(*number).copied().unwrap_or_default())
        });
        let best = best.unwrap_or_default();
        if let Some(count) = used.get_mut(best) {
            *count += 1;
        }
        numbers.insert(value, best);
    }
    let colour = |number: usize| AREA_COLOURS.get(number).copied().unwrap_or_default();
    numbers.into_iter().map(|(value, number)| (value.to_owned(), colour(number))).collect()
}

/// Pairs of values of `field` whose areas share a piece of border, vertex for vertex.
fn touching_values(layer: &Layer, field: &str) -> BTreeSet<(String, String)> {
    let values = layer.values_of(field);
    let mut sides: Vec<([(i64, i64); 2], usize)> = Vec::new();
    for (feature, shape) in layer.shapes().enumerate() {
        let Shape::Area(area) = shape else { continue };
        let rings =
            area.0.iter().flat_map(|polygon: &Polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        for line in rings.flat_map(LineString::lines) {
            let mut ends = [lattice(line.start), lattice(line.end)];
            ends.sort_unstable();
            sides.push((ends, feature));
        }
    }
    sides.sort_unstable();
    let shared = sides.windows(2).filter_map(|pair| match pair {
        [(one, left), (other, right)] if one == other && left != right => Some((*left, *right)),
        _ => None,
    });
    let name = |feature: usize| values.get(feature).and_then(|value| value.as_str()).map(str::to_owned);
    shared
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter_map(|(left, right)| name(left).zip(name(right)))
        .filter(|(left, right)| left != right)
        .collect()
}

fn lattice(place: Coord<f64>) -> (i64, i64) {
    let whole = |degrees: f64| cast::to_i64((degrees * 1e7).round()).unwrap_or_default();
    (whole(place.x), whole(place.y))
}

#[cfg(test)]
mod tests {
    use geo_types::{MultiPolygon, polygon};
    use serde_json::json;

    use super::{Layer, Shape, colours_apart};
    use crate::{Field, FieldKind, LayerKind};

    const FIELDS: &[Field] =
        &[Field { name: "centre", kind: FieldKind::Text, alias_en: "centre", alias_zh: "中心所" }];

    /// Squares of a board, `side` a row.
    fn board(side: i32, owner: impl Fn(i32, i32) -> String) -> Layer {
        let mut layer = Layer::new("board", LayerKind::Polygons, FIELDS, "");
        for x in 0..side {
            for y in 0..side {
                let (west, south) = (f64::from(x), f64::from(y));
                let square = polygon![(x: west, y: south), (x: west + 1.0, y: south), (x: west + 1.0, y: south + 1.0), (x: west, y: south + 1.0)];
                layer.push(Shape::Area(MultiPolygon(vec![square])), vec![json!(owner(x, y))]);
            }
        }
        layer
    }

    #[test]
    fn areas_that_touch_on_any_map_differ_in_colour_and_in_grey() {
        for side in 1..12 {
            let name = |x: i32, y: i32| format!("{x}/{y}");
            let one = board(side, name);
            // The second map shows the same owners elsewhere: what touches there is another matter.
            let other = board(side, |x, y| name(y, (x * 5 + y) % side));
            let names: Vec<String> = (0..side).flat_map(|x| (0..side).map(move |y| name(x, y))).collect();
            let colours = colours_apart(&names, &[(&one, "centre"), (&other, "centre")]);
            assert_eq!(colours.len(), names.len());
            let at = |x: i32, y: i32| colours[&name(x, y)];
            for x in 0..side - 1 {
                for y in 0..side - 1 {
                    assert_ne!(at(x, y), at(x + 1, y));
                    assert_ne!(at(x, y), at(x, y + 1));
                }
            }
        }
    }

    #[test]
    fn areas_that_meet_in_a_corner_only_do_not_touch() {
        let layer = board(2, |x, y| if x == y { "A".to_owned() } else { format!("{x}") });
        let touching = super::touching_values(&layer, "centre");
        assert!(!touching.is_empty() && touching.iter().all(|(one, other)| one == "A" || other == "A"), "{touching:?}");
    }
}
