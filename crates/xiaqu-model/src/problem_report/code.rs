//! What a problem report is, and the macro that declares codes.

use std::fmt::Write as _;

use serde::Serialize;

use crate::LonLat;

/// Language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese, simplified characters.
    Zh,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No plan is made.
    Error,
    /// A plan is made; the report says what was assumed or repaired.
    Warning,
}

/// A stable problem code with its messages. Braces in a message name a detail of the report.
#[derive(Debug)]
pub struct Code {
    /// The code, for example `E101`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Names of the details its messages use.
    pub details: &'static [&'static str],
    /// Cause in English.
    pub cause_en: &'static str,
    /// Remedy in English.
    pub hint_en: &'static str,
    /// Cause in Chinese.
    pub cause_zh: &'static str,
    /// Remedy in Chinese.
    pub hint_zh: &'static str,
}

/// Where a problem is: file, row (from 1, header not counted), id of the thing, position on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Place {
    /// File or table.
    pub table: Option<String>,
    /// Row or feature, counted from 1.
    pub row: Option<usize>,
    /// Id of the village, station, township or road.
    pub id: Option<String>,
    /// Position on the map, WGS-84.
    pub position: Option<LonLat>,
}

impl Place {
    /// A whole file or table.
    pub fn table(table: impl Into<String>) -> Self {
        Self { table: Some(table.into()), ..Self::default() }
    }

    /// Adds the row, counted from 1.
    #[must_use]
    pub fn row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }

    /// Adds the id.
    #[must_use]
    pub fn id(mut self, id: impl ToString) -> Self {
        self.id = Some(id.to_string());
        self
    }

    /// Adds the position on the map.
    #[must_use]
    pub fn at(mut self, position: LonLat) -> Self {
        self.position = Some(position);
        self
    }
}

/// One input problem: code, place and the details that its messages need.
#[derive(Clone, Debug)]
pub struct ProblemReport {
    code: &'static Code,
    place: Place,
    details: Vec<(&'static str, String)>,
}

impl ProblemReport {
    pub(super) fn new(code: &'static Code, place: Place, details: Vec<(&'static str, String)>) -> Self {
        Self { code, place, details }
    }

    /// The stable code, for example `E101`.
    pub const fn code(&self) -> &'static str {
        self.code.code
    }

    /// How bad it is.
    pub const fn severity(&self) -> Severity {
        self.code.severity
    }

    /// Where it is.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The cause in one lower-case fragment.
    pub fn cause(&self, language: Language) -> String {
        self.fill(match language {
            Language::En => self.code.cause_en,
            Language::Zh => self.code.cause_zh,
        })
    }

    /// The remedy.
    pub fn hint(&self, language: Language) -> String {
        self.fill(match language {
            Language::En => self.code.hint_en,
            Language::Zh => self.code.hint_zh,
        })
    }

    /// `E101 villages.csv row 3 (V17): cause` and the hint on a line of its own.
    pub fn render(&self, language: Language) -> String {
        let mut text = String::from(self.code());
        let (row, hint) = match language {
            Language::En => ("row", "hint"),
            Language::Zh => ("第", "提示"),
        };
        if let Some(table) = &self.place.table {
            let _ = write!(text, " {table}");
        }
        if let Some(number) = self.place.row {
            let _ = match language {
                Language::En => write!(text, " {row} {number}"),
                Language::Zh => write!(text, " {row} {number} 行"),
            };
        }
        if let Some(id) = &self.place.id {
            let _ = write!(text, " ({id})");
        }
        let _ = write!(text, ": {}\n  {hint}: {}", self.cause(language), self.hint(language));
        text
    }

    fn fill(&self, template: &str) -> String {
        let mut text = template.to_owned();
        for (name, value) in &self.details {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

/// Declares the codes of one range: a function per code that makes its report, and the table `CODES`.
macro_rules! problem_codes {
    ($(
        $(#[$doc:meta])*
        $code:literal $severity:ident fn $function:ident($($detail:ident),*) {
            en: $cause_en:literal, $hint_en:literal;
            zh: $cause_zh:literal, $hint_zh:literal;
        }
    )*) => {
        /// The codes of this range.
        pub(super) static CODES: &[$crate::problem_report::Code] = &[$(
            $crate::problem_report::Code {
                code: $code,
                severity: $crate::problem_report::Severity::$severity,
                details: &[$(stringify!($detail)),*],
                cause_en: $cause_en,
                hint_en: $hint_en,
                cause_zh: $cause_zh,
                hint_zh: $hint_zh,
            },
        )*];
        $(
            $(#[$doc])*
            #[allow(clippy::too_many_arguments, reason = "one argument per detail of the message")]
            pub fn $function(
                place: $crate::problem_report::Place,
                $($detail: impl std::fmt::Display),*
            ) -> $crate::problem_report::ProblemReport {
                static CODE: $crate::problem_report::Code = $crate::problem_report::Code {
                    code: $code,
                    severity: $crate::problem_report::Severity::$severity,
                    details: &[$(stringify!($detail)),*],
                    cause_en: $cause_en,
                    hint_en: $hint_en,
                    cause_zh: $cause_zh,
                    hint_zh: $hint_zh,
                };
                $crate::problem_report::ProblemReport::new(
                    &CODE,
                    place,
                    vec![$((stringify!($detail), $detail.to_string())),*],
                )
            }
        )*
    };
}
pub(super) use problem_codes;

#[cfg(test)]
mod tests {
    use super::{super::all_codes, Place};
    use crate::{Language, e101_duplicate_id};

    #[test]
    fn codes_are_unique_and_ascending_within_their_range() {
        let mut codes: Vec<&str> = all_codes().map(|code| code.code).collect();
        let listed = codes.clone();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), listed.len(), "a code is declared twice");
    }

    #[test]
    fn every_message_exists_in_both_languages_and_names_only_known_details() {
        for code in all_codes() {
            for message in [code.cause_en, code.hint_en, code.cause_zh, code.hint_zh] {
                assert!(!message.is_empty(), "{} lacks a message", code.code);
                for name in message.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                    assert!(code.details.contains(&name), "{} names an unknown detail {name}", code.code);
                }
            }
            for detail in code.details {
                let marked = format!("{{{detail}}}");
                for (cause, hint) in [(code.cause_en, code.hint_en), (code.cause_zh, code.hint_zh)] {
                    assert!(cause.contains(&marked) || hint.contains(&marked), "{} never says {detail}", code.code);
                }
            }
        }
    }

    #[test]
    fn a_report_names_file_row_id_cause_and_hint() {
        let report = e101_duplicate_id(Place::table("villages.csv").row(3).id("V17"), "V17", 1);
        assert_eq!(
            report.render(Language::En),
            "E101 villages.csv row 3 (V17): id `V17` is already used in row 1\n  hint: give every row an id of its own"
        );
        assert!(report.render(Language::Zh).contains("第 3 行"));
    }
}
