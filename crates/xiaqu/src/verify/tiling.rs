//! Whether the polygons of a layer tile the county: checked on the written file, by whole numbers, without the code
//! that drew it.
//!
//! Every directed edge of a polygon may occur once. Edges that two polygons have in opposite directions cancel; what is
//! left must be the outline of the county, or enclose no land together with it. Then no two polygons overlap, no gap is
//! between them, and neighbours share every vertex.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{LineString, MultiPolygon};
use serde_json::Value;
use xiaqu_model::cast;

use super::remainder::enclosed_area;

/// A vertex in units of 1e-7 degree.
pub(super) type Vertex = (i64, i64);

/// The directed edges of the polygons of a layer.
#[derive(Clone, Debug, Default)]
pub struct Tiling {
    edges: BTreeMap<(Vertex, Vertex), usize>,
    unclosed: usize,
}

/// Reads the polygons of a GeoJSON text.
///
/// # Errors
/// If the text is no GeoJSON of polygons, in English.
pub fn tiling_of(geojson: &str) -> Result<Tiling, String> {
    let value: Value = serde_json::from_str(geojson).map_err(|error| error.to_string())?;
    let features = value.get("features").and_then(Value::as_array).ok_or("it has no features")?;
    let mut tiling = Tiling::default();
    for feature in features {
        let geometry = feature.get("geometry").ok_or("a feature has no geometry")?;
        let coordinates =
            geometry.get("coordinates").and_then(Value::as_array).ok_or("a geometry has no coordinates")?;
        match geometry.get("type").and_then(Value::as_str) {
            Some("Polygon") => tiling.add_polygon(coordinates)?,
            Some("MultiPolygon") => {
                for polygon in coordinates {
                    tiling.add_polygon(polygon.as_array().ok_or("a polygon has no rings")?)?;
                }
            }
            _ => return Err("a geometry is no polygon".to_owned()),
        }
    }
    Ok(tiling)
}

impl Tiling {
    fn add_polygon(&mut self, rings: &[Value]) -> Result<(), String> {
        for ring in rings {
            let points = ring.as_array().ok_or("a ring has no points")?.iter().map(vertex_of);
            self.add_ring(&points.collect::<Option<Vec<_>>>().ok_or("a point has no two numbers")?);
        }
        Ok(())
    }

    fn add_ring(&mut self, ring: &[Vertex]) {
        self.unclosed += usize::from(ring.len() < 4 || ring.first() != ring.last());
        for pair in ring.windows(2) {
            if let [from, to] = pair {
                *self.edges.entry((*from, *to)).or_default() += 1;
            }
        }
    }

    /// Everything that is wrong, given the land that should be tiled; empty if the layer tiles it.
    pub fn faults(&self, land: &MultiPolygon<f64>) -> Vec<String> {
        let mut outline = Self::default();
        for polygon in &land.0 {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                outline.add_ring(&vertices_of(ring));
            }
        }
        let mut faults = Vec::new();
        if self.unclosed > 0 {
            faults.push(format!("{} rings are not closed", self.unclosed));
        }
        let twice = self.edges.values().filter(|count| **count > 1).count();
        if twice > 0 {
            faults.push(format!("{twice} edges belong to two polygons on the same side: they overlap"));
        }
        let metres = enclosed_area(self.open_edges_without(&outline));
        if metres > 1.0 {
            faults.push(format!(
                "overlaps, gaps or land outside the county: their common border and the county's enclose {metres:.1} m2"
            ));
        }
        faults
    }

    /// Edges whose reverse no polygon has, less those of `other`, whose leftovers are turned round.
    fn open_edges_without(&self, other: &Self) -> Vec<(Vertex, Vertex)> {
        let (own, others) = (self.open_edges(), other.open_edges());
        let turned = others.difference(&own).map(|(from, to)| (*to, *from));
        own.difference(&others).copied().chain(turned).collect()
    }

    fn open_edges(&self) -> BTreeSet<(Vertex, Vertex)> {
        self.edges.keys().filter(|(from, to)| !self.edges.contains_key(&(*to, *from))).copied().collect()
    }
}

fn vertex_of(point: &Value) -> Option<Vertex> {
    let axis = |axis: usize| point.get(axis)?.as_f64().and_then(|degrees| cast::to_i64(degrees * 1e7));
    Some((axis(0)?, axis(1)?))
}

fn vertices_of(ring: &LineString<f64>) -> Vec<Vertex> {
    let unit = |degrees: f64| cast::to_i64(degrees * 1e7);
    ring.coords().filter_map(|coord| unit(coord.x).zip(unit(coord.y))).collect()
}

#[cfg(test)]
mod tests {
    use geo_types::{MultiPolygon, polygon};

    use super::tiling_of;

    fn layer(rings: &[&str]) -> String {
        let features: Vec<String> = rings
            .iter()
            .map(|ring| {
                format!("{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}")
            })
            .collect();
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    }

    fn land() -> MultiPolygon<f64> {
        MultiPolygon(vec![polygon![(x: 0.0, y: 0.0), (x: 0.02, y: 0.0), (x: 0.02, y: 0.01), (x: 0.0, y: 0.01)]])
    }

    const LEFT: &str = "[[0,0],[0.01,0],[0.01,0.01],[0,0.01],[0,0]]";
    const RIGHT: &str = "[[0.01,0],[0.02,0],[0.02,0.01],[0.01,0.01],[0.01,0]]";

    #[test]
    fn two_halves_tile_the_whole() {
        assert_eq!(tiling_of(&layer(&[LEFT, RIGHT])).unwrap().faults(&land()), Vec::<String>::new());
    }

    #[test]
    fn a_missing_half_an_overlap_and_an_unshared_vertex_are_found() {
        let wider = "[[0.009,0],[0.02,0],[0.02,0.01],[0.009,0.01],[0.009,0]]";
        // The left part reaches too far by as much as the right one ends too early: the sums of areas agree.
        let too_wide = "[[0,0],[0.011,0],[0.011,0.01],[0,0.01],[0,0]]";
        let too_short = "[[0.01,0],[0.019,0],[0.019,0.01],[0.01,0.01],[0.01,0]]";
        let extra_vertex = "[[0.01,0],[0.02,0],[0.02,0.01],[0.01,0.01],[0.0101,0.005],[0.01,0]]";
        for rings in [
            vec![LEFT],
            vec![LEFT, wider],
            vec![too_wide, too_short],
            vec![LEFT, extra_vertex],
            vec![LEFT, RIGHT, RIGHT],
        ] {
            assert!(!tiling_of(&layer(&rings)).unwrap().faults(&land()).is_empty(), "{rings:?}");
        }
    }

    #[test]
    fn a_long_edge_led_through_points_close_beside_it_is_no_fault() {
        let land = MultiPolygon(vec![polygon![
            (x: 117.001_161_9, y: 26.855_959_4),
            (x: 117.001_176_4, y: 26.839_015_2),
            (x: 117.02, y: 26.839_015_2),
            (x: 117.02, y: 26.855_959_4),
        ]]);
        let led_through = |middle: &str| {
            layer(&[&format!(
                "[[117.0011619,26.8559594],[117.0011635,26.8540897],{middle},[117.001164,26.8535054],\
                 [117.0011764,26.8390152],[117.02,26.8390152],[117.02,26.8559594],[117.0011619,26.8559594]]"
            )])
        };
        let faults = |middle: &str| tiling_of(&led_through(middle)).unwrap().faults(&land);
        assert!(faults("[117.0011636,26.8540052]").is_empty());
        // Five steps beside it are 1.6 m2.
        assert_eq!(faults("[117.0011641,26.8540052]").len(), 1);
    }
}
