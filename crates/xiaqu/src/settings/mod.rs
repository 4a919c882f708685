//! Typed settings: xiaqu.toml, every key with its unit, default, range, meaning and source.

mod columns;
mod declare;
mod document;
mod sections;
mod value;

pub use columns::Columns;
pub use declare::SettingRow;
pub(crate) use declare::nearest;
pub use document::{commented_settings, settings_schema};
pub use sections::{
    AdjacencySettings, AreaSettings, ComplexitySettings, CountySettings, DemandSettings, DispatchSettings,
    InputSettings, LimitSettings, MergeSettings, PostSettings, ResponseSettings, RoadSectionSettings, SearchSettings,
    Settings, StrengthSettings,
};
pub use value::{LinkSetting, SettingValue, StationPair, datum_from_text};

use std::path::Path;

use xiaqu_evaluate::ComplexityWeights;
use xiaqu_formats::{Encoding, decode_text};
use xiaqu_model::{
    Place, ProblemReport, Words, e405_not_toml, e408_crossed_bounds, e431_weights_not_one, w951_read_as_gb18030,
};

impl Settings {
    /// Settings of a county folder for those who need one before the county is read, such as the number of threads;
    /// defaults where they cannot be read, which the reading of the county reports.
    pub fn peek(folder: &Path) -> Self {
        let bytes = fs_err::read(folder.join("xiaqu.toml")).unwrap_or_default();
        Self::from_bytes(&bytes, &mut Vec::new())
    }

    /// Reads the bytes of xiaqu.toml: UTF-8, with or without a byte order mark, or what an old Windows editor wrote.
    pub(crate) fn from_bytes(bytes: &[u8], problems: &mut Vec<ProblemReport>) -> Self {
        let place = || Place::table("xiaqu.toml");
        let Some((text, encoding)) = decode_text(bytes) else {
            problems.push(e405_not_toml(place(), Words::new("it is no text file", "它不是文本文件")));
            return Self::default();
        };
        if encoding == Encoding::Gb18030 {
            problems.push(w951_read_as_gb18030(place(), "xiaqu.toml"));
        }
        Self::from_toml(&text, problems)
    }

    /// Reads the text of xiaqu.toml; every problem goes to `problems`, and its default stands in for what is wrong.
    ///
    /// ```
    /// let mut problems = Vec::new();
    /// let settings = xiaqu::Settings::from_toml("[merge]\nclosures = 3\n", &mut problems);
    /// assert!(problems.is_empty());
    /// assert_eq!(settings.merge.closures, Some(3));
    /// xiaqu::Settings::from_toml("[merge]\nclosure = 3\n", &mut problems);
    /// assert!(problems[0].hint(xiaqu::Language::En).contains("merge.closures"));
    /// ```
    pub fn from_toml(text: &str, problems: &mut Vec<ProblemReport>) -> Self {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let why = error.to_string();
                problems.push(e405_not_toml(Place::table("xiaqu.toml"), why.trim_end()));
                return Self::default();
            }
        };
        Self::from_table(&table, problems)
    }

    fn from_table(table: &toml::Table, problems: &mut Vec<ProblemReport>) -> Self {
        let mut settings = Self::read_sections(table, problems);
        let inputs = table.get("inputs").and_then(toml::Value::as_table);
        if settings.inputs.travel_times.is_some() && !inputs.is_some_and(|inputs| inputs.contains_key("roads")) {
            // The default name of roads is no second source of travel times.
            settings.inputs.roads = None;
        }
        settings.check_bounds(problems);
        settings.check_weights(problems);
        settings
    }

    /// These settings with others laid over them: sections of keys as in xiaqu.toml, `null` for a key that is to have its
    /// default. What is wrong with a key goes to `problems`, and its default stands in for it.
    ///
    /// ```
    /// let mut problems = Vec::new();
    /// let changes = serde_json::json!({"merge": {"closures": 3}});
    /// let settings = xiaqu::Settings::default().laid_under(&changes, &mut problems);
    /// assert_eq!((settings.merge.closures, problems.len()), (Some(3), 0));
    /// ```
    #[must_use]
    pub fn laid_under(&self, changes: &serde_json::Value, problems: &mut Vec<ProblemReport>) -> Self {
        let mut table = toml::Table::new();
        for row in self.rows() {
            if let (Some((section, key)), Some(value)) = (row.key.split_once('.'), row.value) {
                let section = table.entry(section).or_insert_with(|| toml::Table::new().into());
                if let Some(section) = section.as_table_mut() {
                    section.insert(key.to_owned(), value);
                }
            }
        }
        for (name, change) in changes.as_object().into_iter().flatten() {
            match (table.get_mut(name), change.as_object()) {
                (Some(toml::Value::Table(section)), Some(keys)) => {
                    keys.iter().for_each(|(key, value)| lay(section, key, toml_of(value)));
                }
                _ => lay(&mut table, name, toml_of(change)),
            }
        }
        let mut settings = Self::from_table(&table, problems);
        if changes.get("columns").is_none() {
            settings.columns = self.columns.clone();
        }
        settings
    }

    /// The weights of the four-factor index; `None` where they do not add up to one, which the reading has reported.
    pub(crate) fn complexity_weights(&self) -> Option<ComplexityWeights> {
        let section = &self.complexity;
        let [population, area] = [section.population_weight, section.area_weight];
        ComplexityWeights::new([population, area, section.traffic_weight, section.security_weight])
    }

    fn check_weights(&self, problems: &mut Vec<ProblemReport>) {
        if self.complexity_weights().is_none() {
            let section = &self.complexity;
            let [population, area] = [section.population_weight, section.area_weight];
            let sum = population + area + section.traffic_weight + section.security_weight;
            // Ten digits: what decimal fractions lose in binary is not shown.
            let sum = (sum * 1e10).round() / 1e10;
            problems.push(e431_weights_not_one(Place::table("xiaqu.toml").id("complexity"), sum));
        }
    }

    fn check_bounds(&self, problems: &mut Vec<ProblemReport>) {
        let (least, most) = (self.merge.closures_min, self.merge.closures_max);
        let place = || Place::table("xiaqu.toml").id("merge.closures");
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            problems.push(e408_crossed_bounds(place(), "merge.closures_min", least, "merge.closures_max", most));
        }
        if let Some(exact) = self.merge.closures {
            if let Some(least) = least.filter(|least| *least > exact) {
                problems.push(e408_crossed_bounds(place(), "merge.closures_min", least, "merge.closures", exact));
            }
            if let Some(most) = most.filter(|most| *most < exact) {
                problems.push(e408_crossed_bounds(place(), "merge.closures", exact, "merge.closures_max", most));
            }
        }
    }
}

/// Puts a value under a key, or takes the key away.
fn lay(table: &mut toml::Table, key: &str, value: Option<toml::Value>) {
    let _ = match value {
        Some(value) => table.insert(key.to_owned(), value),
        None => table.remove(key),
    };
}

/// A value of a script as TOML; nothing for null.
fn toml_of(value: &serde_json::Value) -> Option<toml::Value> {
    use serde_json::Value;
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => toml::Value::Boolean(*value),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => toml::Value::Integer(whole),
            None => toml::Value::Float(number.as_f64()?),
        },
        Value::String(text) => toml::Value::String(text.clone()),
        Value::Array(items) => toml::Value::Array(items.iter().filter_map(toml_of).collect()),
        Value::Object(members) => {
            toml::Value::Table(members.iter().filter_map(|(key, value)| Some((key.clone(), toml_of(value)?))).collect())
        }
    })
}
