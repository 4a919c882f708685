//! Words that several answers use, in both languages.

use std::path::Path;

use xiaqu::{Language, roads::Scenario};

/// The scenario in words.
pub(super) fn scenario_name(scenario: Scenario, language: Language) -> &'static str {
    let (en, zh) = match scenario {
        Scenario::Day => ("by day", "白天"),
        Scenario::Night => ("by night", "夜间"),
        Scenario::Wet => ("wet", "雨季"),
        Scenario::Winter => ("winter", "冬季"),
    };
    pick(language, en, zh)
}

/// The text in one language.
pub(super) fn pick<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// Which files were written.
pub(super) fn written(files: &[&Path], language: Language) -> String {
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    match language {
        Language::En => format!("written to {}", names.join(", ")),
        Language::Zh => format!("已写出 {}", names.join("、")),
    }
}
