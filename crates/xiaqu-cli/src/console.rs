//! What is said to a person: messages to standard error, results to standard output.

use std::io::{IsTerminal, Write as _};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use xiaqu::{Language, ProblemReport, Severity, Stage, model::problem_list};

use crate::arguments::{Global, Progress};

/// The two streams, the language and the progress bar.
pub(crate) struct Console {
    /// Language of messages.
    pub(crate) language: Language,
    /// Whether results are JSON.
    pub(crate) json: bool,
    quiet: bool,
    verbose: bool,
    progress: Progress,
    bar: Option<ProgressBar>,
}

impl Console {
    pub(crate) fn new(global: &Global, locale: Option<&str>) -> Self {
        let of_locale = || match locale {
            Some(locale) if locale.starts_with("zh") => Language::Zh,
            _ => Language::En,
        };
        let language = global.lang.map_or_else(of_locale, Language::from);
        let wanted = match global.progress {
            Progress::Auto => !global.quiet,
            Progress::Always => true,
            Progress::Never | Progress::Json => false,
        };
        let bar = (wanted && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(xiaqu::STAGES.len() as u64);
            let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg} {elapsed}");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self {
            language,
            json: global.json,
            quiet: global.quiet,
            verbose: global.verbose,
            progress: global.progress,
            bar,
        }
    }

    /// A stage begins.
    pub(crate) fn stage(&self, stage: Stage) {
        let text = stage.describe(self.language);
        if let Some(bar) = &self.bar {
            bar.set_position(stage as u64);
            bar.set_message(text);
            return;
        }
        match self.progress {
            Progress::Json => {
                let (number, count) = (stage as u64 + 1, xiaqu::STAGES.len());
                self.error(json!({"stage": stage.name(), "number": number, "of": count, "text": text}).to_string());
            }
            Progress::Always => self.error(format!("{}/{} {text}", stage as u64 + 1, xiaqu::STAGES.len())),
            Progress::Auto | Progress::Never if self.verbose => self.say(text),
            Progress::Auto | Progress::Never => (),
        }
    }

    /// The bar vanishes: results follow.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// A message for a person, to standard error.
    pub(crate) fn say(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.error(text);
        }
    }

    /// A message that even `--quiet` shows.
    // A closed standard error leaves nobody to tell.
    #[expect(clippy::unused_self, reason = "whoever writes has been given the console")]
    pub(crate) fn error(&self, text: impl AsRef<str>) {
        let _ = writeln!(std::io::stderr(), "{}", text.as_ref());
    }

    /// A result, to standard output.
    #[expect(clippy::unused_self, reason = "whoever writes has been given the console")]
    pub(crate) fn result(&self, text: impl AsRef<str>) {
        let _ = writeln!(std::io::stdout(), "{}", text.as_ref());
    }

    /// The message in the language of the console.
    pub(crate) fn pick<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    /// All problems, errors first, and how many there are.
    pub(crate) fn problems(&self, problems: &[ProblemReport]) {
        let of = |severity: Severity| -> Vec<ProblemReport> {
            problems.iter().filter(|problem| problem.severity() == severity).cloned().collect()
        };
        let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
        for entry in problem_list(&errors, self.language, self.verbose) {
            self.error(entry);
        }
        for entry in problem_list(&warnings, self.language, self.verbose) {
            self.say(entry);
        }
        if !problems.is_empty() {
            self.say(count_text(errors.len(), warnings.len(), self.language));
        }
    }
}

fn count_text(errors: usize, warnings: usize, language: Language) -> String {
    let counted = |count: usize, en: &str, zh: &str| match (count, language) {
        (0, _) => None,
        (_, Language::Zh) => Some(format!("{count} 个{zh}")),
        (1, Language::En) => Some(format!("1 {en}")),
        (_, Language::En) => Some(format!("{count} {en}s")),
    };
    let parts = [counted(errors, "error", "错误"), counted(warnings, "warning", "警告")];
    let comma = if language == Language::Zh { "，" } else { ", " };
    parts.into_iter().flatten().collect::<Vec<_>>().join(comma)
}
