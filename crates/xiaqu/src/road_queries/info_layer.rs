//! What was found in roads, as points on a map.

use serde_json::json;
use xiaqu_formats::{Layer, LayerKind, Shape};
use xiaqu_model::{Language, LonLat, Metres};
use xiaqu_roads::TurnOutcome;

use super::{
    fields::{FINDINGS, whole_metres},
    info::turn_findings,
    read::ReadRoads,
};

/// One finding before it is a feature.
struct Finding<'a> {
    kind: &'static str,
    position: LonLat,
    road: Option<&'a str>,
    name: Option<&'a str>,
    length: Option<Metres>,
    edges: Option<usize>,
    note: String,
}

impl ReadRoads {
    /// Islands, dead ends, crossings that stand alone and turn restrictions, one point each, in this order. Turn restrictions
    /// whose junction was not found have no place on a map.
    pub fn findings_layer(&self, language: Language) -> Layer {
        let mut layer = Layer::new("road_findings", LayerKind::Points, FINDINGS, &self.settings.county.note);
        for finding in self.islands().chain(self.dead_ends()).chain(self.crossings()).chain(self.turns(language)) {
            let values = vec![
                json!(finding.kind),
                json!(finding.road),
                json!(finding.name),
                json!(finding.length.map(whole_metres)),
                json!(finding.edges),
                json!(finding.note),
            ];
            layer.push(Shape::Point(finding.position), values);
        }
        layer
    }

    fn islands(&self) -> impl Iterator<Item = Finding<'_>> {
        self.repairs.islands.iter().map(|island| Finding {
            kind: "island",
            position: island.position,
            road: None,
            name: island.name.as_deref(),
            length: Some(island.length),
            edges: Some(island.edges),
            note: String::new(),
        })
    }

    fn dead_ends(&self) -> impl Iterator<Item = Finding<'_>> {
        let finding = |kind, position, (road, name), length| Finding {
            kind,
            position,
            road: Some(road),
            name,
            length: Some(length),
            edges: None,
            note: String::new(),
        };
        let joined = self.repairs.joined.iter();
        let joined = joined
            .map(move |end| finding("dead_end_joined", end.position, (&*end.road, end.name.as_deref()), end.distance));
        let open = self.repairs.open.iter();
        joined.chain(open.map(move |end| {
            finding("dead_end_near_road", end.position, (&*end.road, end.name.as_deref()), end.distance)
        }))
    }

    fn crossings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.repairs.standing_link_ends.iter().map(|end| Finding {
            kind: "crossing_without_road",
            position: end.position,
            road: Some(&end.link),
            name: Some(&end.link),
            length: None,
            edges: None,
            note: String::new(),
        })
    }

    fn turns(&self, language: Language) -> impl Iterator<Item = Finding<'_>> {
        turn_findings(self).filter_map(move |turn| {
            let is_honoured = turn.outcome == TurnOutcome::Honoured;
            Some(Finding {
                kind: if is_honoured { "turn_restriction" } else { "turn_restriction_without_effect" },
                position: turn.position?,
                road: Some(&turn.id),
                name: Some(&turn.kind),
                length: None,
                edges: None,
                note: turn.outcome.words().text(language).to_owned(),
            })
        })
    }
}
