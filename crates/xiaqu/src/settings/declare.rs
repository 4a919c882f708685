//! The macro that declares settings: type, default, range, unit in the name, meaning in two languages, source.

use xiaqu_model::{Place, ProblemReport, e401_unknown_key, e402_wrong_type, e403_out_of_range};

use super::value::SettingValue;

/// A setting with its value and where the value comes from: the report prints every one.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingRow {
    /// Section and key, for example `merge.group_size_max`.
    pub key: String,
    /// The value in force; `None` if not set.
    pub value: Option<toml::Value>,
    /// The default; `None` if there is none.
    pub default: Option<toml::Value>,
    /// Least and greatest value allowed.
    pub range: Option<(f64, f64)>,
    /// Meaning in English.
    pub meaning_en: &'static str,
    /// Meaning in Chinese.
    pub meaning_zh: &'static str,
    /// Source of the default.
    pub source: &'static str,
    /// JSON Schema of the value.
    pub schema: serde_json::Value,
}

/// Reads one key of a section, reporting type and range; the default where the key is absent or wrong.
pub(super) fn read_key<T: SettingValue>(
    table: &toml::Table,
    (section, key): (&str, &str),
    range: Option<(f64, f64)>,
    default: T,
    problems: &mut Vec<ProblemReport>,
) -> T {
    let Some(value) = table.get(key) else { return default };
    let path = format!("{section}.{key}");
    let place = || Place::table("xiaqu.toml").id(&path);
    match T::from_toml(value) {
        Ok(parsed) => {
            if let (Some((least, most)), Some(number)) = (range, parsed.as_number())
                && !(least..=most).contains(&number)
            {
                problems.push(e403_out_of_range(place(), &path, number, least, most));
                return default;
            }
            parsed
        }
        Err(expected) => {
            problems.push(e402_wrong_type(place(), &path, expected, shown(value)));
            default
        }
    }
}

/// A value on one line, as far as it helps to find it.
pub(super) fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(_) => "{ ... }".to_owned(),
        other => {
            let text = other.to_string().replace('\n', " ");
            if text.chars().count() <= 60 { text } else { text.chars().take(60).chain("...".chars()).collect() }
        }
    }
}

/// Reports keys of a table that nobody knows, with the nearest known one.
pub(super) fn unknown_keys(table: &toml::Table, prefix: &str, known: &[String], problems: &mut Vec<ProblemReport>) {
    for key in table.keys() {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if !known.contains(&path) {
            let place = Place::table("xiaqu.toml").id(&path);
            problems.push(e401_unknown_key(place, &path, nearest(&path, known)));
        }
    }
}

/// The known name most like `name`.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a String>) -> String {
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.1.cmp(one.1)))
        .map(|(_, candidate)| candidate.clone())
        .unwrap_or_default()
}

macro_rules! settings {
    ($(
        $(#[$doc:meta])*
        $section:ident : $struct:ident {
            $($key:ident : $type:ty = $default:expr, $range:expr, $en:literal, $zh:literal, $source:literal;)*
        }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq)]
            pub struct $struct {
                $(#[doc = $en] pub $key: $type,)*
            }

            impl Default for $struct {
                fn default() -> Self {
                    Self { $($key: $default,)* }
                }
            }

            impl $struct {
                fn read(table: &toml::Table, problems: &mut Vec<xiaqu_model::ProblemReport>) -> Self {
                    let known: Vec<String> =
                        [$(stringify!($key)),*].iter().map(|key| format!("{}.{key}", stringify!($section))).collect();
                    super::declare::unknown_keys(table, stringify!($section), &known, problems);
                    Self {
                        $($key: super::declare::read_key(
                            table, (stringify!($section), stringify!($key)), $range, $default, problems,
                        ),)*
                    }
                }

                fn rows(&self) -> Vec<super::declare::SettingRow> {
                    let defaults = Self::default();
                    vec![$(super::declare::SettingRow {
                        key: format!("{}.{}", stringify!($section), stringify!($key)),
                        value: super::value::SettingValue::to_toml(&self.$key),
                        default: super::value::SettingValue::to_toml(&defaults.$key),
                        range: $range,
                        meaning_en: $en,
                        meaning_zh: $zh,
                        source: $source,
                        schema: <$type as super::value::SettingValue>::schema(),
                    }),*]
                }
            }
        )*

        /// Every setting of a county: sections as in xiaqu.toml.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Settings {
            $($(#[$doc])* pub $section: $struct,)*
            /// The county's own column names, by table.
            pub columns: super::Columns,
        }

        impl Settings {
            pub(super) fn read_sections(
                table: &toml::Table,
                problems: &mut Vec<xiaqu_model::ProblemReport>,
            ) -> Self {
                let empty = toml::Table::new();
                let known: Vec<String> =
                    [$(stringify!($section),)* "columns"].iter().map(|name| (*name).to_owned()).collect();
                super::declare::unknown_keys(table, "", &known, problems);
                $(let $section = match table.get(stringify!($section)) {
                    Some(toml::Value::Table(section)) => $struct::read(section, problems),
                    Some(other) => {
                        let place = xiaqu_model::Place::table("xiaqu.toml").id(stringify!($section));
                        problems.push(xiaqu_model::e402_wrong_type(
                            place,
                            stringify!($section),
                            xiaqu_model::Words::new(
                                concat!("a section `[", stringify!($section), "]`"),
                                concat!("一节 `[", stringify!($section), "]`"),
                            ),
                            super::declare::shown(other),
                        ));
                        $struct::default()
                    }
                    None => $struct::read(&empty, problems),
                };)*
                let columns = super::Columns::read(table.get("columns"), problems);
                Self { $($section,)* columns }
            }

            /// Every setting with its value, default, range, meaning and source, in the order of the documentation.
            pub fn rows(&self) -> Vec<super::SettingRow> {
                let mut rows = Vec::new();
                $(rows.extend(self.$section.rows());)*
                rows
            }
        }
    };
}
pub(super) use settings;
