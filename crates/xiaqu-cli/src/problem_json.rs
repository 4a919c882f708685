//! A problem as JSON, for scripts.

use serde_json::{Value, json};
use xiaqu::{Language, ProblemReport};

pub(crate) fn problem_json(problem: &ProblemReport, language: Language) -> Value {
    json!({
        "code": problem.code(), "severity": problem.severity(), "place": problem.place(),
        "cause": problem.cause(language), "remedy": problem.hint(language),
    })
}
