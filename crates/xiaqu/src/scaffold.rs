//! `init`: a county folder with commented settings and empty tables; `schema`: what every table holds.

use std::path::Path;

use serde_json::{Map, Value, json};
use xiaqu_formats::{
    CLOSURE_COLUMNS, Column, FolderError, ROAD_COLUMNS, STATION_COLUMNS, TOWNSHIP_COLUMNS, TRAVEL_TIME_COLUMNS,
    VILLAGE_COLUMNS,
};
use xiaqu_model::Language;

use crate::{Failure, commented_settings, settings_schema};

/// Makes a county folder to be filled in.
///
/// # Errors
/// If the folder exists and is not empty, or cannot be written.
pub fn init_county(folder: &Path, language: Language) -> Result<(), Failure> {
    let occupied = fs_err::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied || folder.is_file() {
        return Err(FolderError::Exists(folder.to_owned()).into());
    }
    let write = |name: &str, text: String| fs_err::write(folder.join(name), text).map_err(FolderError::from);
    fs_err::create_dir_all(folder).map_err(FolderError::from)?;
    write("xiaqu.toml", commented_settings(language))?;
    write("villages.csv", header(VILLAGE_COLUMNS))?;
    write("stations.csv", header(STATION_COLUMNS))?;
    write("townships.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}\n".to_owned())?;
    Ok(())
}

fn header(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    format!("{}\n", names.join(","))
}

/// JSON Schema of xiaqu.toml and of every table.
pub fn schema() -> Value {
    let mut tables = Map::new();
    for (table, columns) in [
        ("townships", TOWNSHIP_COLUMNS),
        ("villages", VILLAGE_COLUMNS),
        ("stations", STATION_COLUMNS),
        ("roads", ROAD_COLUMNS),
        ("travel_times", TRAVEL_TIME_COLUMNS),
        ("closures", CLOSURE_COLUMNS),
    ] {
        let properties: Map<String, Value> = columns
            .iter()
            .map(|column| {
                let description = format!("{} {}", column.meaning_en, column.meaning_zh);
                (column.name.to_owned(), json!({"description": description, "synonyms": column.synonyms}))
            })
            .collect();
        let required: Vec<&str> = columns.iter().filter(|column| column.required).map(|column| column.name).collect();
        tables.insert(
            table.to_owned(),
            json!({"title": table, "type": "object", "properties": properties, "required": required}),
        );
    }
    json!({"settings": settings_schema(), "tables": tables})
}
