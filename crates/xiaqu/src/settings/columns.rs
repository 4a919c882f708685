//! `[columns]`: the county's own column names.

use std::collections::BTreeMap;

use xiaqu_formats::{
    CLOSURE_COLUMNS, ColumnNames, ROAD_COLUMNS, STATION_COLUMNS, TOWNSHIP_COLUMNS, TRAVEL_TIME_COLUMNS, VILLAGE_COLUMNS,
};
use xiaqu_model::{Place, ProblemReport, Words, e402_wrong_type};

use super::declare::{shown, unknown_keys};

/// Tables whose columns can be mapped, with the columns they know.
const TABLES: [(&str, &[xiaqu_formats::Column]); 6] = [
    ("townships", TOWNSHIP_COLUMNS),
    ("villages", VILLAGE_COLUMNS),
    ("stations", STATION_COLUMNS),
    ("roads", ROAD_COLUMNS),
    ("travel_times", TRAVEL_TIME_COLUMNS),
    ("closures", CLOSURE_COLUMNS),
];

/// The county's own column names, by table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    tables: BTreeMap<String, ColumnNames>,
}

impl Columns {
    /// The names of one table.
    pub fn of(&self, table: &str) -> ColumnNames {
        self.tables.get(table).cloned().unwrap_or_default()
    }

    pub(super) fn read(value: Option<&toml::Value>, problems: &mut Vec<ProblemReport>) -> Self {
        let mut columns = Self::default();
        let Some(value) = value else { return columns };
        let wrong = |path: &str, value: &toml::Value| {
            let example = "[columns.villages]` 与 `population = \"人口数\"";
            let en = "a section such as `[columns.villages]` with lines such as `population = \"人口数\"`";
            let expected = Words::new(en, format!("一节，例如 `{example}`"));
            e402_wrong_type(Place::table("xiaqu.toml").id(path), path, expected, shown(value))
        };
        let Some(table) = value.as_table() else {
            problems.push(wrong("columns", value));
            return columns;
        };
        let known: Vec<String> = TABLES.iter().map(|(name, _)| format!("columns.{name}")).collect();
        unknown_keys(table, "columns", &known, problems);
        for (name, known_columns) in TABLES {
            let Some(value) = table.get(name) else { continue };
            let prefix = format!("columns.{name}");
            let Some(section) = value.as_table() else {
                problems.push(wrong(&prefix, value));
                continue;
            };
            let known: Vec<String> = known_columns.iter().map(|column| format!("{prefix}.{}", column.name)).collect();
            unknown_keys(section, &prefix, &known, problems);
            let mut names = ColumnNames::default();
            for (key, value) in section {
                match value.as_str() {
                    Some(text) => {
                        names.0.insert(key.clone(), text.to_owned());
                    }
                    None => problems.push(wrong(&format!("{prefix}.{key}"), value)),
                }
            }
            columns.tables.insert(name.to_owned(), names);
        }
        columns
    }
}
