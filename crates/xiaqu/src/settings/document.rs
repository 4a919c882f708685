//! Settings as documents: the commented xiaqu.toml of `xiaqu init` and the JSON Schema of `xiaqu schema`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use xiaqu_model::Language;

use super::{SettingRow, Settings};

/// A commented xiaqu.toml with every default, in one language.
pub fn commented_settings(language: Language) -> String {
    let mut text = String::from(match language {
        Language::En => {
            "# Settings of the county. A line that starts with # shows the default; remove the # to change it.\n"
        }
        Language::Zh => "# 本县设置。以 # 开头的行为默认值；去掉 # 后可修改。\n",
    });
    let mut open = String::new();
    for row in Settings::default().rows() {
        let (section, key) = row.key.split_once('.').unwrap_or(("", &row.key));
        if section != open {
            let _ = write!(text, "\n[{section}]\n");
            section.clone_into(&mut open);
        }
        let meaning = match language {
            Language::En => row.meaning_en,
            Language::Zh => row.meaning_zh,
        };
        let range = row.range.map(|(least, most)| format!(" [{least} .. {most}]")).unwrap_or_default();
        let _ = match (&row.default, language) {
            (Some(value), _) => write!(text, "# {meaning}{range} ({})\n# {key} = {value}\n", row.source),
            (None, Language::En) => {
                let example = example_of(&row.key);
                write!(text, "# {meaning}{range} ({}; not set, this is an example)\n# {key} = {example}\n", row.source)
            }
            (None, Language::Zh) => {
                let example = example_of(&row.key);
                write!(text, "# {meaning}{range}（{}；默认不设，下为示例）\n# {key} = {example}\n", row.source)
            }
        };
    }
    text
}

/// What a setting without default may look like: the numbers of the embedded county.
fn example_of(key: &str) -> &'static str {
    match key {
        "inputs.travel_times" => "\"travel_times.csv\"",
        "inputs.closures" => "\"closures.geojson\"",
        "inputs.elevation" => "\"N28E117.hgt\"",
        "roads.date" => "\"2026-07-01\"",
        "merge.closures_min" => "2",
        "merge.closures_max" => "4",
        "strength.bureau_officers" => "115",
        "posts.cost_yuan_per_year" => "60000.0",
        "search.time_limit_seconds" => "60.0",
        "merge.group_people_max" => "20000",
        "merge.group_area_max_km2" => "400.0",
        "merge.group_officers_max" => "15",
        "limits.running_cost_yuan_per_year" | "limits.one_off_cost_yuan" => "2000000.0",
        "limits.busiest_station_hours" | "limits.beat_hours_min" => "1500.0",
        "limits.disruption_people" => "30000",
        key if key.starts_with("limits.") => "25.0",
        _ => "3",
    }
}

/// JSON Schema of xiaqu.toml.
pub fn settings_schema() -> Value {
    let mut sections: Map<String, Value> = Map::new();
    for row in Settings::default().rows() {
        let (section, key) = row.key.split_once('.').unwrap_or(("", &row.key));
        let entry = sections
            .entry(section.to_owned())
            .or_insert_with(|| json!({"type": "object", "additionalProperties": false, "properties": {}}));
        if let Some(properties) = entry.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(key.to_owned(), schema_of(&row));
        }
    }
    let names = json!({"type": "object", "additionalProperties": {"type": "string"}});
    sections.insert("columns".to_owned(), json!({"type": "object", "additionalProperties": names}));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "xiaqu.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": sections,
    })
}

fn schema_of(row: &SettingRow) -> Value {
    let mut schema = row.schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object
            .insert("description".to_owned(), json!(format!("{} {} ({})", row.meaning_en, row.meaning_zh, row.source)));
        if let Some(default) = row.default.as_ref().and_then(|value| serde_json::to_value(value).ok()) {
            object.insert("default".to_owned(), default);
        }
        if let Some((least, most)) = row.range {
            object.insert("minimum".to_owned(), json!(least));
            object.insert("maximum".to_owned(), json!(most));
        }
    }
    schema
}
