//! Types a setting may have: from TOML, to TOML, and their JSON Schema.

use serde_json::json;
use xiaqu_model::{
    Aim, BorderStyle, CalendarDate, Datum, Engine, Language, LonLat, Mode, ReferenceSystem, SolverBackend, TravelTime,
    Words,
};
use xiaqu_roads::TurnPolicy;

/// A type that a setting may have.
pub trait SettingValue: Sized + Clone + PartialEq {
    /// Reads it; the error says what to write instead.
    ///
    /// # Errors
    /// What the value should look like.
    fn from_toml(value: &toml::Value) -> Result<Self, Words>;
    /// As it is written in TOML; `None` for a setting that is not set.
    fn to_toml(&self) -> Option<toml::Value>;
    /// Its JSON Schema.
    fn schema() -> serde_json::Value;
    /// The number a range is checked against.
    fn as_number(&self) -> Option<f64> {
        None
    }
}

impl SettingValue for u32 {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        value
            .as_integer()
            .and_then(|number| Self::try_from(number).ok())
            .ok_or_else(|| Words::new("a whole number, not below zero", "不小于零的整数"))
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::Integer(i64::from(*self)))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "integer"})
    }
    fn as_number(&self) -> Option<f64> {
        Some(f64::from(*self))
    }
}

impl SettingValue for f64 {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let whole = value.as_integer().and_then(|number| i32::try_from(number).ok()).map(Self::from);
        value
            .as_float()
            .or(whole)
            .filter(|number| number.is_finite())
            .ok_or_else(|| Words::new("a number without quotation marks", "不带引号的数字"))
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::Float(*self))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "number"})
    }
    fn as_number(&self) -> Option<f64> {
        Some(*self)
    }
}

impl SettingValue for bool {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        value.as_bool().ok_or_else(|| Words::new("true or false", " true 或 false"))
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::Boolean(*self))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "boolean"})
    }
}

impl SettingValue for String {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        value.as_str().map(str::to_owned).ok_or_else(|| Words::new("a text in quotation marks", "带引号的文字"))
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::String(self.clone()))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "string"})
    }
}

impl<T: SettingValue> SettingValue for Option<T> {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        T::from_toml(value).map(Some)
    }
    fn to_toml(&self) -> Option<toml::Value> {
        self.as_ref().and_then(T::to_toml)
    }
    fn schema() -> serde_json::Value {
        T::schema()
    }
    fn as_number(&self) -> Option<f64> {
        self.as_ref().and_then(T::as_number)
    }
}

impl SettingValue for CalendarDate {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let text = value.as_datetime().map(ToString::to_string).or_else(|| value.as_str().map(str::to_owned));
        text.as_deref().and_then(Self::parse).ok_or_else(|| {
            Words::new("year, month and day, for example `\"2026-07-01\"`", "年月日，例如 `\"2026-07-01\"`")
        })
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::String(self.to_string()))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "string", "format": "date"})
    }
}

fn list_of(en: &str, zh: &str, example: &str) -> Words {
    Words::new(format!("a list of {en}, for example `{example}`"), format!("{zh}列表，例如 `{example}`"))
}

impl SettingValue for Vec<String> {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let expected = || list_of("texts", "文字", "[\"S1\", \"S2\"]");
        let list = value.as_array().ok_or_else(expected)?;
        list.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(expected)).collect()
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::Array(self.iter().cloned().map(toml::Value::String).collect()))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "array", "items": {"type": "string"}})
    }
}

/// Two stations, by id or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationPair(pub String, pub String);

impl SettingValue for Vec<StationPair> {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let expected = || list_of("pairs", "成对编号", "[[\"S1\", \"S2\"]]");
        let pair = |item: &toml::Value| match item.as_array().map(Vec::as_slice) {
            Some([one, other]) => Some(StationPair(one.as_str()?.to_owned(), other.as_str()?.to_owned())),
            _ => None,
        };
        let list = value.as_array().ok_or_else(expected)?;
        list.iter().map(|item| pair(item).ok_or_else(expected)).collect()
    }
    fn to_toml(&self) -> Option<toml::Value> {
        let text = |name: &String| toml::Value::String(name.clone());
        Some(toml::Value::Array(
            self.iter().map(|pair| toml::Value::Array(vec![text(&pair.0), text(&pair.1)])).collect(),
        ))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}})
    }
}

/// A crossing that the road data lacks, such as a ferry: its ends in WGS-84 degrees and its minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkSetting {
    /// Name for messages and maps.
    pub name: String,
    /// One end.
    pub from: LonLat,
    /// The other end.
    pub to: LonLat,
    /// Time of the crossing, waiting included; above zero.
    pub minutes: TravelTime,
}

impl SettingValue for Vec<LinkSetting> {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let example = "[{ name = \"ferry\", from = [117.1, 26.9], to = [117.2, 26.9], minutes = 25 }]";
        let expected = || list_of("crossings", "渡口等连接", example);
        let point = |item: &toml::Table, key: &str| match item.get(key)?.as_array()?.as_slice() {
            [lon, lat] => LonLat::new(f64::from_toml(lon).ok()?, f64::from_toml(lat).ok()?),
            _ => None,
        };
        let link = |item: &toml::Value| {
            let table = item.as_table()?;
            let known = ["name", "from", "to", "minutes"];
            if table.keys().any(|key| !known.contains(&key.as_str())) {
                return None;
            }
            Some(LinkSetting {
                name: table.get("name")?.as_str()?.to_owned(),
                from: point(table, "from")?,
                to: point(table, "to")?,
                minutes: f64::from_toml(table.get("minutes")?)
                    .ok()
                    .and_then(TravelTime::from_minutes)
                    .filter(|minutes| *minutes > TravelTime::ZERO)?,
            })
        };
        let list = value.as_array().ok_or_else(expected)?;
        list.iter().map(|item| link(item).ok_or_else(expected)).collect()
    }
    fn to_toml(&self) -> Option<toml::Value> {
        let number = toml::Value::Float;
        let point = |end: LonLat| toml::Value::Array([end.longitude(), end.latitude()].map(number).to_vec());
        let link = |link: &LinkSetting| {
            let mut table = toml::Table::new();
            table.insert("name".into(), toml::Value::String(link.name.clone()));
            table.insert("from".into(), point(link.from));
            table.insert("to".into(), point(link.to));
            table.insert("minutes".into(), number(link.minutes.as_minutes()));
            toml::Value::Table(table)
        };
        Some(toml::Value::Array(self.iter().map(link).collect()))
    }
    fn schema() -> serde_json::Value {
        let point = json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2});
        json!({"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["name", "from", "to", "minutes"],
            "properties": {"name": {"type": "string"}, "from": point, "to": point,
                "minutes": {"type": "number", "exclusiveMinimum": 0}}}})
    }
}

impl SettingValue for Vec<Aim> {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let names = Aim::ALL.map(Aim::name).join(", ");
        let expected = || {
            let example = "[\"most_closures\", \"mean_second_arrival\"]";
            let en = format!("a list of different aims, for example `{example}`; there are: {names}");
            Words::new(en, format!("不重复的目标列表，例如 `{example}`；可用：{names}"))
        };
        let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(expected)?;
        let mut aims = Self::new();
        for item in list {
            let aim = item.as_str().and_then(Aim::from_name).filter(|aim| !aims.contains(aim)).ok_or_else(expected)?;
            aims.push(aim);
        }
        Ok(aims)
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::Array(self.iter().map(|aim| toml::Value::String(aim.name().to_owned())).collect()))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "array", "minItems": 1, "uniqueItems": true, "items": {"enum": Aim::ALL.map(Aim::name)}})
    }
}

impl SettingValue for Vec<Mode> {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        let expected = || list_of("\"merge\" and \"pool\"", "\"merge\"、\"pool\"", "[\"merge\", \"pool\"]");
        let list = value.as_array().ok_or_else(expected)?;
        list.iter().map(|item| Mode::from_toml(item).map_err(|_| expected())).collect()
    }
    fn to_toml(&self) -> Option<toml::Value> {
        Some(toml::Value::Array(self.iter().filter_map(SettingValue::to_toml).collect()))
    }
    fn schema() -> serde_json::Value {
        json!({"type": "array", "uniqueItems": true, "items": Mode::schema()})
    }
}

macro_rules! choice {
    ($type:ty { $($text:literal => $value:expr),* $(,)? }) => {
        impl SettingValue for $type {
            fn from_toml(value: &toml::Value) -> Result<Self, Words> {
                match value.as_str() {
                    $(Some($text) => Ok($value),)*
                    _ => {
                        let choices = [$($text),*].map(|text| format!("\"{text}\"")).join(", ");
                        Err(Words::new(format!("one of {choices}"), format!("以下之一：{choices}")))
                    }
                }
            }
            fn to_toml(&self) -> Option<toml::Value> {
                let text = [$(($text, $value)),*].into_iter().find(|(_, value)| value == self).map(|(text, _)| text)?;
                Some(toml::Value::String(text.to_owned()))
            }
            fn schema() -> serde_json::Value {
                json!({"enum": [$($text),*]})
            }
        }
    };
}

/// Datums with a name of their own.
const DATUMS: [(&str, Datum); 4] =
    [("wgs84", Datum::Wgs84), ("cgcs2000", Datum::Cgcs2000), ("gcj02", Datum::Gcj02), ("bd09", Datum::Bd09)];

/// A datum by its name, or by an EPSG code that is known.
///
/// ```
/// use xiaqu::{datum_from_text, model::Datum};
/// assert_eq!(datum_from_text("GCJ02"), Some(Datum::Gcj02));
/// assert_eq!(datum_from_text("epsg:4547"), Some(Datum::Epsg(4547)));
/// assert_eq!(datum_from_text("epsg:1"), None);
/// ```
pub fn datum_from_text(text: &str) -> Option<Datum> {
    let text = text.to_ascii_lowercase();
    let by_name = DATUMS.iter().find(|(name, _)| *name == text).map(|(_, datum)| *datum);
    let code = || text.strip_prefix("epsg:")?.trim().parse().ok();
    let by_code = || code().filter(|code| ReferenceSystem::of_epsg(*code).is_some()).map(Datum::Epsg);
    by_name.or_else(by_code)
}

impl SettingValue for Datum {
    fn from_toml(value: &toml::Value) -> Result<Self, Words> {
        datum_from_text(value.as_str().unwrap_or_default()).ok_or_else(|| {
            let (names, known) =
                (DATUMS.map(|(name, _)| format!("\"{name}\"")).join(", "), ReferenceSystem::EPSG_KNOWN);
            Words::new(
                format!("one of {names}, or \"epsg:4547\" and the like for projected data; known codes: {known}"),
                format!("以下之一：{names}；投影数据用 \"epsg:4547\" 之类，可用代码：{known}"),
            )
        })
    }
    fn to_toml(&self) -> Option<toml::Value> {
        let named = DATUMS.iter().find(|(_, datum)| datum == self).map(|(name, _)| (*name).to_owned());
        let coded = || if let Self::Epsg(code) = self { Some(format!("epsg:{code}")) } else { None };
        named.or_else(coded).map(toml::Value::String)
    }
    fn schema() -> serde_json::Value {
        json!({"anyOf": [{"enum": DATUMS.map(|(name, _)| name)}, {"type": "string", "pattern": "^[Ee][Pp][Ss][Gg]:[0-9]+$"}]})
    }
}

choice!(Mode { "merge" => Self::Merge, "pool" => Self::Pool });
choice!(Engine { "auto" => Self::Auto, "enumeration" => Self::Enumeration, "exact" => Self::Exact, "integer_program" => Self::IntegerProgram });
choice!(SolverBackend { "highs" => Self::Highs, "microlp" => Self::Microlp });
choice!(BorderStyle { "exact" => Self::Exact, "village" => Self::Village, "township" => Self::Township });
choice!(Language { "en" => Self::En, "zh" => Self::Zh });
choice!(TurnPolicy { "obey" => Self::Obey, "ignore" => Self::Ignore });
