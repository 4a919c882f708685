//! What was found in roads, and a route, as data for scripts.

use serde_json::{Map, Value, json};
use xiaqu_model::{Language, LonLat, Metres};
use xiaqu_roads::{ImportReport, TurnFinding};

use super::{
    fields::rounded_minutes,
    info::{RoadsInfo, turn_findings},
    read::ReadRoads,
    route::PlacedRoute,
};

impl ReadRoads {
    /// Everything that is known of the roads, as `xiaqu roads info --json` says it.
    pub fn written(&self, language: Language) -> Value {
        written(self, &RoadsInfo::of(self), language)
    }
}

impl PlacedRoute {
    /// The route street by street, as `xiaqu roads route --json` says it.
    pub fn written(&self) -> Value {
        // The properties of the layer, so that the two cannot differ.
        let layer = self.layer();
        let street = |row: usize| {
            let value = |name: &str| layer.values_of(name).get(row).cloned().unwrap_or_default();
            let fields = layer.fields.iter().map(|field| (field.name.to_owned(), value(field.name)));
            Value::Object(fields.collect::<Map<String, Value>>())
        };
        json!({
            "scenario": self.scenario.as_str(), "from": self.from.id, "to": self.to.id,
            "milliseconds": self.time.as_milliseconds(), "minutes": rounded_minutes(self.time),
            "metres": self.length.as_metres().round(),
            "streets": (0..self.steps.len()).map(street).collect::<Vec<_>>(),
        })
    }
}

fn written(read: &ReadRoads, info: &RoadsInfo, language: Language) -> Value {
    let repairs = &read.repairs;
    let classes = info.classes.iter().map(|row| {
        json!({
            "class": row.class.as_str(), "edges": row.edges, "km": kilometres(row.length_km),
            "one_way_km": kilometres(row.one_way_km),
        })
    });
    let islands = repairs.islands.iter().map(|island| {
        with_place(
            json!({"name": island.name, "metres": metres(island.length), "edges": island.edges}),
            island.position,
        )
    });
    let joined = repairs.joined.iter();
    let joined = joined.map(|end| {
        with_place(json!({"road": end.road, "name": end.name, "gap_m": metres(end.distance)}), end.position)
    });
    let open = repairs.open.iter();
    let open = open.map(|end| {
        with_place(json!({"road": end.road, "name": end.name, "gap_m": metres(end.distance)}), end.position)
    });
    let crossings = repairs.standing_link_ends.iter();
    let crossings = crossings.map(|end| with_place(json!({"name": end.link}), end.position));
    let outcomes = info.turns.iter().map(|(outcome, count)| {
        json!({"outcome": outcome.words().text(language), "honoured": !outcome.is_fault(), "count": count})
    });
    json!({
        "roads": read.file,
        "read": read.import.as_ref().map(import_json),
        "lines": read.lines, "edges": repairs.edges, "junctions": repairs.nodes, "copies_for_turns": repairs.copies,
        "km": kilometres(info.length_km), "extent": info.extent,
        "classes": classes.collect::<Vec<_>>(),
        "closed_when_wet_km": kilometres(info.closed_when_wet_km), "seasonal_km": kilometres(info.seasonal_km),
        "repaired": {"dead_ends_joined": joined.collect::<Vec<_>>(), "pieces_without_length": repairs.zero_length},
        "slopes": repairs.slopes.map(|found| json!({
            "measured_m": metres(found.measured), "unmeasured_m": metres(found.unmeasured),
            "slowed_m": metres(found.slowed),
        })),
        "largest_part_m": metres(repairs.largest),
        "islands": islands.collect::<Vec<_>>(),
        "dead_ends_near_roads": open.collect::<Vec<_>>(),
        "crossings_without_road": crossings.collect::<Vec<_>>(),
        "one_way_traps": {"edges": repairs.one_way_traps, "metres": metres(repairs.one_way_trap_length)},
        "turn_restrictions": outcomes.collect::<Vec<_>>(),
        "turn_restrictions_with_faults": faults(read, language),
    })
}

fn import_json(import: &ImportReport) -> Value {
    json!({
        "ways": import.ways, "kept": import.kept,
        "dropped": {
            "not_for_cars": import.dropped_class, "areas": import.dropped_area, "access": import.dropped_access,
            "without_points": import.dropped_points,
        },
        "ways_with_missing_nodes": import.missing_nodes, "maxspeed_not_understood": import.maxspeed_not_understood,
        "barriers": import.barriers, "ferries": import.ferries,
        "ferries_without_duration": import.ferries_without_duration, "seasonal_ways": import.seasonal,
        "turn_restrictions": import.turns,
    })
}

fn faults(read: &ReadRoads, language: Language) -> Vec<Value> {
    let all = turn_findings(read).filter(|turn| turn.outcome.is_fault());
    let row = |turn: &TurnFinding| {
        let row = json!({"id": turn.id, "kind": turn.kind, "why": turn.outcome.words().text(language)});
        turn.position.map_or(row.clone(), |position| with_place(row, position))
    };
    all.map(row).collect()
}

fn with_place(mut value: Value, position: LonLat) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.insert("lon".to_owned(), json!(seven_decimals(position.longitude())));
        object.insert("lat".to_owned(), json!(seven_decimals(position.latitude())));
    }
    value
}

fn seven_decimals(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

fn kilometres(kilometres: f64) -> f64 {
    (kilometres * 1e3).round() / 1e3
}

fn metres(length: Metres) -> f64 {
    (length.as_metres() * 10.0).round() / 10.0
}
