//! Location models on `NumPy` arrays.

use std::sync::Arc;

use numpy::{PyReadonlyArray2, PyUntypedArrayMethods as _};
use pyo3::{
    exceptions::{PyKeyboardInterrupt, PyTypeError, PyValueError},
    prelude::*,
    types::PyDict,
};
use serde_json::{Value, json};
use xiaqu::{
    Amounts, ProblemReport, given_amounts, given_costs,
    locate::{
        CapacityQuestion, Contiguity, CostMatrix, CoverOutcome, CoverQuestion, Districting, LocateControl, LocateError,
        LocateOutcome, LocateProof, ModelError, Neighbourhood, SiteRules, backup_covering, capacitated_p_median,
        districts, max_covering, p_centre, p_median, set_covering,
    },
    model::{Limit, Place, Severity, Words, e178_unusable_numbers},
    radius_in_units,
};

use crate::{
    errors::{failed, infeasible, refused},
    python::to_python,
    watched::{Work, watched},
};

/// A question with all its numbers in whole units, ready for a thread of its own.
struct Question {
    model: Model,
    matrix: CostMatrix,
    rules: SiteRules,
    limits: Limits,
}

/// Which model, and what only it needs.
enum Model {
    PMedian { centres: usize, decimals: u32 },
    PCentre { centres: usize, decimals: u32 },
    SetCover { radius: i64, weights: Amounts },
    MaxCover { radius: i64, centres: usize, demand: Amounts },
    BackupCover { radius: i64, centres: usize, demand: Amounts },
    Capacitated { centres: usize, loads: Amounts, capacities: Amounts, decimals: u32 },
    Districts { centres: usize, contiguity: Contiguity, neighbourhood: Neighbourhood },
}

/// What every search keeps to.
#[derive(Clone, Copy)]
struct Limits {
    seconds: Option<f64>,
    gap: f64,
    seed: u64,
    threads: usize,
}

/// What every model answers, in units of 10^-`decimals`.
struct Answer {
    objective: i128,
    bound: i128,
    decimals: u32,
    gap: f64,
    proof: LocateProof,
    centres: Vec<usize>,
    assignment: Vec<Option<usize>>,
    times_covered: Option<Vec<usize>>,
}

/// Answers a location model. Options are read by name; the matrix is turned into whole numbers at once, which is the only
/// copy of it.
#[pyfunction]
#[pyo3(signature = (model, cost, options, progress=None))]
pub(crate) fn locate<'py>(
    py: Python<'py>,
    model: &str,
    cost: PyReadonlyArray2<'py, f64>,
    options: &Bound<'py, PyDict>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut problems = Vec::new();
    let asked = Asked { options, problems: &mut problems };
    let question = asked.question(model, &cost)?;
    if problems.iter().any(|problem| problem.severity() == Severity::Error) {
        return Err(refused(py, &problems));
    }
    let Some(question) = question else { return Err(refused(py, &problems)) };
    let answer = watched(py, progress, move |work| question.answer(work))?;
    let answer = answer.map_err(|error| no_answer(py, error))?;
    to_python(py, &answer.to_json(&problems.iter().map(crate::errors::problem_row).collect()))
}

/// The options of a question, and what is wrong with them.
struct Asked<'a, 'py> {
    options: &'a Bound<'py, PyDict>,
    problems: &'a mut Vec<ProblemReport>,
}

impl<'py> Asked<'_, 'py> {
    fn question(mut self, name: &str, cost: &PyReadonlyArray2<'py, f64>) -> PyResult<Option<Question>> {
        let matrix = costs("cost", cost, self.problems);
        let shape = cost.shape();
        let (sites, clients) = (shape.first().copied().unwrap_or(0), shape.get(1).copied().unwrap_or(0));
        let rules =
            SiteRules { candidates: self.option("candidates")?, fixed: self.option("fixed")?.unwrap_or_default() };
        let limits = Limits {
            seconds: self.option("time_limit")?,
            gap: self.option("gap")?.unwrap_or(0.0),
            seed: self.option("seed")?.unwrap_or(1),
            threads: self.option("threads")?.unwrap_or(1),
        };
        let weights = self.amounts("weights", (clients, "client"))?;
        let Some((model, matrix)) = self.model(name, matrix, weights, (sites, clients))? else { return Ok(None) };
        Ok(Some(Question { model, matrix, rules, limits }))
    }

    fn model(
        &mut self,
        name: &str,
        matrix: Option<CostMatrix>,
        weights: Option<Amounts>,
        (sites, clients): (usize, usize),
    ) -> PyResult<Option<(Model, CostMatrix)>> {
        let centres = self.option("p")?.unwrap_or(0);
        let site_weights = self.amounts("site_weights", (sites, "site"))?;
        let capacities = self.amounts("capacities", (sites, "site"))?;
        let loads = self.amounts("loads", (clients, "client"))?;
        let (Some(matrix), Some(weights)) = (matrix, weights) else { return Ok(None) };
        let radius = self.option::<String>("radius")?.map(|text| radius_in_units(&matrix, &text));
        let radius = radius.map_or(Ok(0), |radius| {
            radius.ok_or_else(|| PyValueError::new_err("`radius` has more than nine decimals or is no number"))
        })?;
        Ok(match name {
            "p_median" => {
                let weighted = weighted(matrix, &weights, self.problems);
                weighted.map(|(matrix, decimals)| (Model::PMedian { centres, decimals }, matrix))
            }
            "p_center" => {
                let weighted = weighted(matrix, &weights, self.problems);
                weighted.map(|(matrix, decimals)| (Model::PCentre { centres, decimals }, matrix))
            }
            "set_cover" => site_weights.map(|weights| (Model::SetCover { radius, weights }, matrix)),
            "max_cover" => Some((Model::MaxCover { radius, centres, demand: weights }, matrix)),
            "backup_cover" => Some((Model::BackupCover { radius, centres, demand: weights }, matrix)),
            "capacitated_p_median" => match (weighted(matrix, &weights, self.problems), loads.zip(capacities)) {
                (Some((matrix, decimals)), Some(both)) => self
                    .in_one_unit(both)
                    .map(|(loads, capacities)| (Model::Capacitated { centres, loads, capacities, decimals }, matrix)),
                _ => None,
            },
            "districts" => self
                .neighbourhood(&matrix)?
                .map(|(contiguity, neighbourhood)| (Model::Districts { centres, contiguity, neighbourhood }, matrix)),
            other => return Err(PyValueError::new_err(format!("there is no model `{other}`"))),
        })
    }

    /// Loads and capacities in the smaller of their units.
    fn in_one_unit(&mut self, (loads, capacities): (Amounts, Amounts)) -> Option<(Amounts, Amounts)> {
        let decimals = loads.decimals.max(capacities.decimals);
        let both = loads.with_decimals(decimals).zip(capacities.with_decimals(decimals));
        if both.is_none() {
            let why = Words::new("loads and capacities have no common unit", "负荷与容量没有共同的单位");
            self.problems.push(e178_unusable_numbers(Place::table("capacities"), "capacities", why));
        }
        both
    }

    fn neighbourhood(&mut self, matrix: &CostMatrix) -> PyResult<Option<(Contiguity, Neighbourhood)>> {
        let contiguity = match self.option::<String>("contiguity")?.as_deref() {
            Some("c0") => Contiguity::Free,
            Some("c1") => Contiguity::Connected,
            Some("c2") => Contiguity::Doubled,
            Some("c3") => Contiguity::Compact,
            _ => return Err(PyValueError::new_err("`contiguity` is `c0`, `c1`, `c2` or `c3`")),
        };
        let distances = match self.options.get_item("distances")?.filter(|value| !value.is_none()) {
            Some(distances) => {
                let Some(distances) = costs("distances", &distances.extract()?, self.problems) else { return Ok(None) };
                Some(distances)
            }
            None => None,
        };
        let pairs: Option<Vec<(usize, usize)>> = self.option("adjacency")?;
        let made = match (distances, pairs) {
            (Some(distances), Some(pairs)) => Neighbourhood::new(distances, pairs),
            (Some(distances), None) => Neighbourhood::from_distances(distances),
            (None, Some(pairs)) => {
                xiaqu::steps_between(matrix.sites(), &pairs).and_then(|steps| Neighbourhood::new(steps, pairs))
            }
            // Level c0 does not look at it.
            (None, None) if contiguity == Contiguity::Free => Neighbourhood::from_distances(matrix.clone()),
            (None, None) => return Err(PyValueError::new_err("c1 to c3 need `distances` or `adjacency`")),
        };
        Ok(made
            .map_err(|error| self.problems.push(e178_unusable_numbers(Place::table("distances"), "distances", error)))
            .ok()
            .map(|neighbourhood| (contiguity, neighbourhood)))
    }

    fn option<T>(&self, name: &str) -> PyResult<Option<T>>
    where
        T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
    {
        let Some(value) = self.options.get_item(name)?.filter(|value| !value.is_none()) else { return Ok(None) };
        value
            .extract()
            .map(Some)
            .map_err(|error: PyErr| PyTypeError::new_err(format!("`{name}`: {}", error.value(self.options.py()))))
    }

    /// One number for each client or site; one for all without any.
    fn amounts(&mut self, name: &str, (count, of): (usize, &str)) -> PyResult<Option<Amounts>> {
        let zh = if of == "client" { "需求点" } else { "候选点" };
        Ok(match self.option::<Vec<f64>>(name)? {
            Some(numbers) => given_amounts(name, &numbers, (count, Words::new(of, zh)), self.problems),
            None => Some(Amounts::all(1, count)),
        })
    }
}

/// The matrix with the column of every client multiplied by its weight, and the decimals of its unit.
fn weighted(matrix: CostMatrix, weights: &Amounts, problems: &mut Vec<ProblemReport>) -> Option<(CostMatrix, u32)> {
    let decimals = matrix.decimals() + weights.decimals;
    let weighted = matrix.weighted(&weights.units);
    weighted
        .map_err(|error| problems.push(e178_unusable_numbers(Place::table("weights"), "weights", error)))
        .ok()
        .map(|matrix| (matrix, decimals))
}

/// The matrix in whole numbers.
fn costs(name: &str, cost: &PyReadonlyArray2<'_, f64>, problems: &mut Vec<ProblemReport>) -> Option<CostMatrix> {
    let view = cost.as_array();
    given_costs(name, || view.rows().into_iter().map(|row| row.to_vec()), problems)
}

impl Question {
    fn answer(self, work: &Arc<Work>) -> Result<Answer, ModelError> {
        let Self { model, matrix, rules, limits } = self;
        let Limits { seconds, gap, seed, threads } = limits;
        let control = LocateControl { search: work.control(), time_limit_seconds: seconds, gap, seed, threads };
        let (rules, control) = (&rules, &control);
        match model {
            Model::PMedian { centres, decimals } => {
                Ok(Answer::of_costs(p_median(&matrix, centres, rules, control)?, decimals))
            }
            Model::PCentre { centres, decimals } => {
                Ok(Answer::of_costs(p_centre(&matrix, centres, rules, control)?, decimals))
            }
            Model::SetCover { radius, weights } => {
                let outcome = set_covering(&matrix, radius, Some(&weights.units), rules, control)?;
                Ok(Answer::of_cover(outcome, weights.decimals))
            }
            Model::MaxCover { radius, centres, demand } => {
                let question = CoverQuestion { radius, centres, demand: &demand.units };
                Ok(Answer::of_cover(max_covering(&matrix, question, rules, control)?, demand.decimals))
            }
            Model::BackupCover { radius, centres, demand } => {
                let question = CoverQuestion { radius, centres, demand: &demand.units };
                Ok(Answer::of_cover(backup_covering(&matrix, question, rules, control)?, demand.decimals))
            }
            Model::Capacitated { centres, loads, capacities, decimals } => {
                let question = CapacityQuestion { centres, loads: &loads.units, capacities: &capacities.units };
                Ok(Answer::of_costs(capacitated_p_median(&matrix, question, rules, control)?, decimals))
            }
            Model::Districts { centres, contiguity, neighbourhood } => {
                let question = Districting { centres, contiguity, neighbourhood: &neighbourhood };
                Ok(Answer::of_costs(districts(&matrix, &question, rules, control)?, matrix.decimals()))
            }
        }
    }
}

impl Answer {
    fn of_costs(outcome: LocateOutcome, decimals: u32) -> Self {
        let LocateOutcome { objective, bound, gap, proof, centres, assignment, .. } = outcome;
        let assignment = assignment.into_iter().map(Some).collect();
        Self { objective, bound, decimals, gap, proof, centres, assignment, times_covered: None }
    }

    fn of_cover(outcome: CoverOutcome, decimals: u32) -> Self {
        let CoverOutcome { objective, bound, gap, proof, centres, assignment, times_covered } = outcome;
        Self { objective, bound, decimals, gap, proof, centres, assignment, times_covered: Some(times_covered) }
    }

    fn to_json(&self, warnings: &Value) -> Value {
        let number = |units: i128| {
            let text = xiaqu::decimal_text(units, self.decimals);
            text.parse::<f64>().unwrap_or(f64::NAN)
        };
        let limit = if let LocateProof::Stopped { limit, .. } = &self.proof { Some(*limit) } else { None };
        json!({
            "objective": number(self.objective), "bound": number(self.bound),
            "gap": if self.gap.is_finite() { Some(self.gap) } else { None },
            "objective_text": xiaqu::decimal_text(self.objective, self.decimals),
            "proof": self.proof.kind(), "status": self.proof.status(), "limit": limit,
            "centres": self.centres, "assignment": self.assignment, "times_covered": self.times_covered,
            "warnings": warnings,
        })
    }
}

/// The exception for a model that has no answer.
fn no_answer(py: Python<'_>, error: ModelError) -> PyErr {
    match error {
        ModelError::Infeasible(cause) => infeasible(py, &[cause.to_string()]),
        ModelError::Locate(LocateError::Infeasible(cause)) => infeasible(py, &[cause.to_string()]),
        ModelError::Locate(LocateError::NotFound(Limit::Interrupt)) => {
            PyKeyboardInterrupt::new_err("interrupted before any answer was found")
        }
        other => failed(py, &other.to_string()),
    }
}
