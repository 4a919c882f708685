//! Failures as exceptions of the package: one class for each tier.

use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*, types::PyModule};
use serde_json::{Value, json};
use xiaqu::{
    Failure, Language, ProblemReport,
    model::{Limit, LonLat, NoPlan},
};

use crate::python::to_python;

/// Where the classes are.
const MODULE: &str = "xiaqu.errors";

/// A problem as a row for Python.
pub(crate) fn problem_row(problem: &ProblemReport) -> Value {
    let place = problem.place();
    json!({
        "code": problem.code(), "severity": problem.severity(),
        "table": place.table, "row": place.row, "id": place.id,
        "lon": place.position.map(LonLat::longitude),
        "lat": place.position.map(LonLat::latitude),
        "cause": problem.cause(Language::En), "remedy": problem.hint(Language::En),
        "cause_zh": problem.cause(Language::Zh), "remedy_zh": problem.hint(Language::Zh),
    })
}

/// An instance of one of the package's exceptions, made from one value.
fn exception(py: Python<'_>, class: &str, value: &Value) -> PyErr {
    let made = || -> PyResult<Bound<'_, PyAny>> {
        PyModule::import(py, MODULE)?.getattr(class)?.call1((to_python(py, value)?,))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}

/// `XiaquError` with a message.
pub(crate) fn failed(py: Python<'_>, message: &str) -> PyErr {
    exception(py, "XiaquError", &json!(message))
}

/// `InputProblems` with every problem.
pub(crate) fn refused(py: Python<'_>, problems: &[ProblemReport]) -> PyErr {
    let rows: Vec<Value> = problems.iter().map(problem_row).collect();
    exception(py, "InputProblems", &json!(rows))
}

/// `Infeasible` with the conflicting requirements.
pub(crate) fn infeasible(py: Python<'_>, lines: &[String]) -> PyErr {
    exception(py, "Infeasible", &json!(lines))
}

/// The exception of a failure. An interrupt that came before there was anything to return is Python's own.
pub(crate) fn raised(py: Python<'_>, failure: Failure) -> PyErr {
    match failure {
        Failure::Input(problems) => refused(py, &problems),
        Failure::NoPlan(report) => match report.reason {
            NoPlan::NotFound(Limit::Interrupt) => PyKeyboardInterrupt::new_err("interrupted before any plan was found"),
            NoPlan::NotFound(_) => failed(py, &report.lines_en.join("\n")),
            NoPlan::Infeasible { .. } => infeasible(py, &report.lines_en),
        },
        Failure::Folder(error) => failed(py, &error.describe(Language::En)),
        other => failed(py, &other.with_causes()),
    }
}
