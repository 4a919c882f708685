//! Where problems are, as a GeoJSON layer.

use serde_json::{Value, json};
use xiaqu::{Language, ProblemReport};

/// The problems that have a position: how many, and a point layer of them.
pub(crate) fn problem_map(problems: &[ProblemReport], language: Language) -> (usize, String) {
    let features: Vec<Value> = problems
        .iter()
        .filter_map(|problem| {
            let place = problem.place();
            let position = place.position?;
            Some(json!({
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [position.longitude(), position.latitude()]},
                "properties": {
                    "code": problem.code(), "severity": problem.severity(), "table": place.table, "row": place.row,
                    "id": place.id, "cause": problem.cause(language), "remedy": problem.hint(language),
                },
            }))
        })
        .collect();
    let count = features.len();
    (count, format!("{}\n", json!({"type": "FeatureCollection", "name": "problems", "features": features})))
}
