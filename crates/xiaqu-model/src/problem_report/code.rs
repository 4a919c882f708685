//! What a problem report is, and the macro that declares codes.

use std::fmt::{Display, Write as _};

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

impl Code {
    /// The cause in one language, details still in braces.
    pub const fn cause(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.cause_en,
            Language::Zh => self.cause_zh,
        }
    }

    /// The remedy in one language, details still in braces.
    pub const fn hint(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.hint_en,
            Language::Zh => self.hint_zh,
        }
    }
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
    pub fn id(mut self, id: &(impl ToString + ?Sized)) -> Self {
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

/// A detail of a message that reads differently in each language, for example what a value should look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Words {
    /// The same thing in both languages.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The text in one language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// What a message can name: numbers and names, which read the same in both languages, and [`Words`].
pub trait Detail {
    /// The texts in both languages.
    fn words(&self) -> Words;
}

impl<T: Display> Detail for T {
    fn words(&self) -> Words {
        let text = self.to_string();
        Words { en: text.clone(), zh: text }
    }
}

impl Detail for Words {
    fn words(&self) -> Words {
        self.clone()
    }
}

/// One input problem: code, place and the details that its messages need.
#[derive(Clone, Debug)]
pub struct ProblemReport {
    code: &'static Code,
    place: Place,
    details: Vec<(&'static str, Words)>,
}

impl ProblemReport {
    pub(super) fn new(code: &'static Code, place: Place, details: Vec<(&'static str, Words)>) -> Self {
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

    /// The first number among its details, by which problems of one code are compared.
    pub(super) fn size(&self) -> Option<f64> {
        self.details.iter().find_map(|(_, words)| words.en.parse().ok())
    }

    /// Where it is.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The cause in one lower-case fragment.
    pub fn cause(&self, language: Language) -> String {
        self.fill(self.code.cause(language), language)
    }

    /// The remedy.
    pub fn hint(&self, language: Language) -> String {
        self.fill(self.code.hint(language), language)
    }

    /// `E101 villages.csv row 3 (V17): cause` and the hint on a line of its own.
    pub fn render(&self, language: Language) -> String {
        let mut text = String::from(self.code());
        if let Some(table) = &self.place.table {
            let _ = write!(text, " {table}");
        }
        // Writing to a text cannot fail.
        let _ = match (self.place.row, language) {
            (Some(row), Language::En) => write!(text, " row {row}"),
            (Some(row), Language::Zh) => write!(text, " 第 {row} 行"),
            (None, _) => Ok(()),
        };
        let (cause, hint) = (self.cause(language), self.hint(language));
        let _ = match (&self.place.id, language) {
            (Some(id), Language::En) => write!(text, " ({id}): {cause}\n  hint: {hint}"),
            (Some(id), Language::Zh) => write!(text, "（{id}）：{cause}\n  提示：{hint}"),
            (None, Language::En) => write!(text, ": {cause}\n  hint: {hint}"),
            (None, Language::Zh) => write!(text, "：{cause}\n  提示：{hint}"),
        };
        text
    }

    /// The template with its details filled in; text that a detail brings is never read as a template again.
    fn fill(&self, template: &str, language: Language) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, name, after)) = next_detail(rest) {
            text.push_str(before);
            let detail = self.details.iter().find(|(known, _)| *known == name);
            text.push_str(detail.map_or("", |(_, words)| words.text(language)));
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

/// Splits a template at its next detail: what stands before it, its name, and what follows.
fn next_detail(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Declares the codes of one range: a function per code that makes its report, and the table `CODES`.
macro_rules! problem_codes {
    (@code $code:literal $severity:ident ($($detail:ident),*)
        $cause_en:literal, $hint_en:literal, $cause_zh:literal, $hint_zh:literal
    ) => {
        $crate::problem_report::Code {
            code: $code,
            severity: $crate::problem_report::Severity::$severity,
            details: &[$(stringify!($detail)),*],
            cause_en: $cause_en,
            hint_en: $hint_en,
            cause_zh: $cause_zh,
            hint_zh: $hint_zh,
        }
    };
    ($(
        $(#[$doc:meta])*
        $code:literal $severity:ident fn $function:ident($($detail:ident),*) {
            en: $cause_en:literal, $hint_en:literal;
            zh: $cause_zh:literal, $hint_zh:literal;
        }
    )*) => {
        /// The codes of this range.
        pub(super) static CODES: &[$crate::problem_report::Code] = &[$(
            problem_codes!(@code $code $severity ($($detail),*) $cause_en, $hint_en, $cause_zh, $hint_zh),
        )*];
        $(
            $(#[$doc])*
            #[allow(clippy::too_many_arguments, reason = "one argument per detail of the message")]
            pub fn $function(
                place: $crate::problem_report::Place,
                $($detail: impl $crate::problem_report::Detail),*
            ) -> $crate::problem_report::ProblemReport {
                static CODE: $crate::problem_report::Code =
                    problem_codes!(@code $code $severity ($($detail),*) $cause_en, $hint_en, $cause_zh, $hint_zh);
                $crate::problem_report::ProblemReport::new(
                    &CODE,
                    place,
                    vec![$((stringify!($detail), $detail.words())),*],
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
