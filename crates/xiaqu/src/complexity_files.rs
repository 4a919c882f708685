//! complexity.csv and complexity.json: the four-factor index with what shows how far it can be trusted.

use serde_json::{Map, Value, json};
use xiaqu_evaluate::{Complexity, Factor, StationComplexity, complexity};
use xiaqu_formats::csv_text;
use xiaqu_model::{Problem, Share, StationIx};

use crate::{Failure, Planned, draw::GroupNames, publish::OutputFile};

/// What a reader of the index must know, in English.
const NOTE_EN: &str = "For display only: no aim uses the index. Recorded calls follow police presence, so the security \
    factor shows where police look as well as where they are needed. It is calls a year alone, and population is \
    residents alone: no table holds harm weights, listed premises, borders, markets or floating people.";

/// The same in Chinese.
const NOTE_ZH: &str = "仅供展示，任何目标都不使用该指数。警情数受警力布局影响：既反映需要，也反映警察所到之处。治安因素只含年警情数，人口因素只含常住人口：各表均无危害权重、列管场所、边界、集市与流动人口数据。";

/// The two files; none where the settings hold no valid weights.
pub(crate) fn complexity_files(planned: &Planned) -> Result<Vec<OutputFile>, Failure> {
    let county = &planned.county;
    let Some(weights) = county.settings.complexity_weights() else { return Ok(Vec::new()) };
    let problem = &county.problem;
    let found = complexity(problem, weights, problem.policy.search.seed);
    let groups = GroupNames::of(&planned.plan);
    let json = format!("{:#}\n", to_json(problem, &groups, &found));
    let csv = to_csv(problem, &groups, &found)?;
    Ok(vec![("complexity.csv".to_owned(), csv.into_bytes()), ("complexity.json".to_owned(), json.into_bytes())])
}

const HEADER: [&str; 17] = [
    "id",
    "name",
    "group",
    "people",
    "area_km2",
    "minutes_to_people",
    "cut_off_when_wet_percent",
    "calls_per_year",
    "population",
    "area",
    "traffic",
    "security",
    "index",
    "rank",
    "rank_p5",
    "rank_p95",
    "share_same_rank",
];

fn to_csv(problem: &Problem, groups: &GroupNames, found: &Complexity) -> Result<String, Failure> {
    // For people: four decimals. complexity.json has every digit.
    let rounded = |value: f64| ((value * 10_000.0).round() / 10_000.0).to_string();
    let row = |(station, row): (StationIx, &StationComplexity)| -> Vec<String> {
        let facts = &problem.stations[station];
        let mut cells = vec![facts.id.to_string(), facts.name.clone(), groups.group(station).to_owned()];
        cells.push(row.values.people.to_string());
        let values = &row.values;
        cells.extend([values.area.as_square_kilometres(), values.minutes].map(rounded));
        cells.push(values.cut_off_when_wet.map(|share| rounded(share.as_percent())).unwrap_or_default());
        cells.extend([values.calls].into_iter().chain(row.relative).chain([row.index]).map(rounded));
        cells.extend([row.rank, row.range.rank_p5, row.range.rank_p95].map(|rank| rank.to_string()));
        cells.push(rounded(row.range.share_same_rank));
        cells
    };
    let rows: Vec<Vec<String>> = found.stations.iter_enumerated().map(row).collect();
    csv_text(&HEADER, &rows).map_err(|error| Failure::Table(Box::new(error)))
}

/// One value a factor, by its name.
fn by_factor<T: Into<Value>>(values: [T; 4]) -> Value {
    let named = Factor::ALL.into_iter().zip(values).map(|(factor, value)| (factor.name().to_owned(), value.into()));
    Value::Object(named.collect::<Map<String, Value>>())
}

fn to_json(problem: &Problem, groups: &GroupNames, found: &Complexity) -> Value {
    let stations = found.stations.iter_enumerated().map(|(station, row)| {
        let values = &row.values;
        json!({
            "id": problem.stations[station].id,
            "group": groups.group(station),
            "people": values.people,
            "area_km2": values.area.as_square_kilometres(),
            "minutes_to_people": values.minutes,
            "cut_off_when_wet_percent": values.cut_off_when_wet.map(Share::as_percent),
            "calls_per_year": values.calls,
            "relative": by_factor(row.relative),
            "index": row.index,
            "rank": row.rank,
            "rank_p5": row.range.rank_p5,
            "rank_p95": row.range.rank_p95,
            "share_same_rank": row.range.share_same_rank,
        })
    });
    let stability = &found.stability;
    json!({
        "note_en": NOTE_EN,
        "note_zh": NOTE_ZH,
        "weights": by_factor(found.weights.as_array()),
        "correlations": by_factor(found.correlations.map(by_factor)),
        "stability": {
            "weights_drawn_from": "Dirichlet(1, 1, 1, 1)",
            "draws": stability.draws,
            "seed": stability.seed,
            "kendall_tau_mean": stability.kendall_tau_mean,
        },
        "stations": stations.collect::<Vec<_>>(),
    })
}
