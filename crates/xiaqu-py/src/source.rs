//! A county of a script: where it comes from, what is wrong with it, and what is asked of it.

use std::{path::PathBuf, sync::Arc};

use numpy::{PyArray1, PyArray2, PyArrayMethods};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyDict, PyString, PyType},
};
use serde_json::{Value, json};
use xiaqu::{
    ClosureRules, County, CountySource, CountyTables, Failure, FrontierRequest, GivenTable, GivenTables, Inputs, Run,
    model::{Aim, TravelTime},
};

use crate::{
    errors::{problem_row, raised},
    frame::Frame,
    plan::Plan,
    python::{settings_of, to_python},
    watched::{Work, watched},
};

/// What stands for a pair without a way.
const UNREACHABLE: i64 = -1;

/// A county, before anything of it is read.
#[pyclass(frozen, module = "xiaqu._xiaqu")]
pub(crate) struct Source {
    pub(crate) source: Arc<CountySource>,
}

/// Reads, and does something with what was read, in as many threads as the settings want.
pub(crate) fn with_inputs<T: Send>(
    source: &CountySource,
    work: &Arc<Work>,
    then: impl FnOnce(Inputs, &Run<'_>) -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    work.stage(xiaqu::Stage::Read);
    let inputs = source.read(|_| ())?;
    let threads = inputs.settings.search.threads;
    let told = Arc::clone(work);
    let run = move || {
        let on_stage = |stage| told.stage(stage);
        then(inputs, &Run { adjust: &|_| (), on_stage: &on_stage, control: told.control() })
    };
    xiaqu::with_threads(threads, run).map_err(Failure::ProgramFile)?
}

#[pymethods]
impl Source {
    /// The county in a folder, with settings laid over those of its file.
    #[classmethod]
    #[pyo3(signature = (path, settings=None))]
    fn folder(_class: &Bound<'_, PyType>, path: PathBuf, settings: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let source = CountySource { tables: CountyTables::Folder(path), settings: settings_of(settings)? };
        Ok(Self { source: Arc::new(source) })
    }

    /// The county of tables: frames, or paths of files.
    #[classmethod]
    #[pyo3(signature = (tables, settings=None))]
    fn given(
        _class: &Bound<'_, PyType>,
        tables: &Bound<'_, PyDict>,
        settings: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let wanted = |name: &str| {
            let missing = || PyTypeError::new_err(format!("`{name}` is missing"));
            tables.get_item(name)?.filter(|value| !value.is_none()).ok_or_else(missing)
        };
        let optional = |name: &str| Ok::<_, PyErr>(tables.get_item(name)?.filter(|value| !value.is_none()));
        let given = GivenTables {
            townships: table_of(&wanted("townships")?)?,
            villages: table_of(&wanted("villages")?)?,
            stations: table_of(&wanted("stations")?)?,
            roads: optional("roads")?.as_ref().map(table_of).transpose()?,
            travel_times: optional("travel_times")?.as_ref().map(table_of).transpose()?,
            closures: optional("closures")?.as_ref().map(table_of).transpose()?,
            elevation: optional("elevation")?.map(|path| path.extract()).transpose()?,
        };
        let tables = CountyTables::Given(Box::new(given));
        Ok(Self { source: Arc::new(CountySource { tables, settings: settings_of(settings)? }) })
    }

    /// The same county with settings laid over.
    fn with_settings(&self, changes: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut settings = self.source.settings.clone();
        lay_over(&mut settings, settings_of(Some(changes))?);
        Ok(Self { source: Arc::new(CountySource { tables: self.source.tables.clone(), settings }) })
    }

    /// Settings laid over those that the county brings.
    fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.source.settings)
    }

    /// Every problem there is, warnings included; no exception for errors.
    #[pyo3(signature = (progress=None))]
    fn check<'py>(&self, py: Python<'py>, progress: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let problems = match self.build(py, progress) {
            Ok(county) => county.warnings,
            Err(Ended::Failure(Failure::Input(problems))) => problems,
            Err(ended) => return Err(ended.raised(py)),
        };
        to_python(py, &problems.iter().map(problem_row).collect())
    }

    /// Every pair of neighbours that was studied.
    #[pyo3(signature = (progress=None))]
    fn adjacency<'py>(&self, py: Python<'py>, progress: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let county = self.build(py, progress).map_err(|ended| ended.raised(py))?;
        to_python(py, &json!(county.studied_pairs()))
    }

    /// Ids of stations and villages, and the milliseconds from each station to each village, by day and wet.
    #[pyo3(signature = (progress=None))]
    fn travel_times<'py>(&self, py: Python<'py>, progress: Option<&Bound<'py, PyAny>>) -> PyResult<Times<'py>> {
        let county = self.build(py, progress).map_err(|ended| ended.raised(py))?;
        let problem = &county.problem;
        let stations = problem.stations.iter().map(|station| station.id.to_string()).collect();
        let villages = problem.villages.iter().map(|village| village.id.to_string()).collect();
        let rows = |times: &xiaqu::model::TravelTimes| {
            let rows = times.to_village.iter();
            times_array(py, rows.map(|row| row.iter().copied()), problem.villages.len())
        };
        let wet = problem.travel.wet.as_ref().map(rows).transpose()?;
        Ok((stations, villages, rows(&problem.travel.day)?, wet))
    }

    /// The best plan.
    #[pyo3(signature = (progress=None))]
    fn plan(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Plan> {
        let source = Arc::clone(&self.source);
        let planned = watched(py, progress, move |work| with_inputs(&source, work, xiaqu::plan_inputs))?;
        Ok(Plan::of(planned.map_err(|failure| raised(py, failure))?, &self.source))
    }

    /// The stations as they are.
    #[pyo3(signature = (progress=None))]
    fn dispatch(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Plan> {
        let source = Arc::clone(&self.source);
        let planned = watched(py, progress, move |work| with_inputs(&source, work, xiaqu::dispatch_inputs))?;
        Ok(Plan::of(planned.map_err(|failure| raised(py, failure))?, &self.source))
    }

    /// Every plan that no other beats in all aims; `closures` is `fitting`, `free` or `kept`.
    #[pyo3(signature = (aims, closures, progress=None))]
    fn frontier<'py>(
        &self,
        py: Python<'py>,
        aims: Vec<String>,
        closures: &str,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let request = FrontierRequest { aims: aims_of(&aims)?, closures: closure_rules(closures)? };
        let source = Arc::clone(&self.source);
        let found = watched(py, progress, move |work| {
            with_inputs(&source, work, |inputs, run| xiaqu::frontier_inputs(inputs, &request, run))
        })?;
        let found = found.map_err(|failure| raised(py, failure))?;
        to_python(py, &json!(found.written()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let (py, source) = (slf.py(), &slf.get().source);
        let settings = to_python(py, &source.settings)?;
        let class = slf.get_type();
        match &source.tables {
            CountyTables::Folder(path) => {
                Ok((class.getattr("folder")?, (path.as_path(), settings).into_pyobject(py)?.into_any()))
            }
            CountyTables::Given(tables) => {
                let given = PyDict::new(py);
                let all = [
                    ("townships", Some(&tables.townships)),
                    ("villages", Some(&tables.villages)),
                    ("stations", Some(&tables.stations)),
                    ("roads", tables.roads.as_ref()),
                    ("travel_times", tables.travel_times.as_ref()),
                    ("closures", tables.closures.as_ref()),
                ];
                for (name, table) in all.into_iter().filter_map(|(name, table)| Some((name, table?))) {
                    match table {
                        GivenTable::Frame(frame) => given.set_item(name, Frame { frame: Arc::clone(frame) })?,
                        GivenTable::File(path) => given.set_item(name, path.as_path())?,
                    }
                }
                given.set_item("elevation", tables.elevation.as_deref())?;
                Ok((class.getattr("given")?, (given, settings).into_pyobject(py)?.into_any()))
            }
        }
    }
}

/// Why there is no county.
enum Ended {
    Failure(Failure),
    Raised(PyErr),
}

impl Ended {
    fn raised(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Failure(failure) => raised(py, failure),
            Self::Raised(error) => error,
        }
    }
}

impl Source {
    fn build(&self, py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> Result<County, Ended> {
        let source = Arc::clone(&self.source);
        let built = watched(py, progress, move |work| with_inputs(&source, work, xiaqu::check_inputs));
        built.map_err(Ended::Raised)?.map_err(Ended::Failure)
    }
}

/// Ids of rows, ids of columns, and the milliseconds by day and, where they are known, when wet.
type Times<'py> = (Vec<String>, Vec<String>, Bound<'py, PyArray2<i64>>, Option<Bound<'py, PyArray2<i64>>>);

/// Milliseconds as `NumPy` has them.
pub(crate) fn times_array<Row: Iterator<Item = Option<TravelTime>>>(
    py: Python<'_>,
    rows: impl Iterator<Item = Row>,
    columns: usize,
) -> PyResult<Bound<'_, PyArray2<i64>>> {
    let cell = |time: Option<TravelTime>| time.map_or(UNREACHABLE, |time| i64::from(time.as_milliseconds()));
    let mut cells = Vec::new();
    let mut count = 0;
    for row in rows {
        cells.extend(row.map(cell));
        count += 1;
    }
    PyArray1::from_vec(py, cells).reshape([count, columns])
}

fn table_of(value: &Bound<'_, PyAny>) -> PyResult<GivenTable> {
    if let Ok(frame) = value.cast::<Frame>() {
        return Ok(GivenTable::Frame(Arc::clone(&frame.get().frame)));
    }
    let path = value.extract::<PathBuf>();
    path.map(GivenTable::File).map_err(|_| PyTypeError::new_err("a table is a frame or the path of a file"))
}

fn aims_of(names: &[String]) -> PyResult<Vec<Aim>> {
    let aim = |name: &String| {
        let known = Aim::ALL.map(Aim::name).join(", ");
        Aim::from_name(name).ok_or_else(|| PyValueError::new_err(format!("`{name}` is no aim; there are: {known}")))
    };
    names.iter().map(aim).collect()
}

fn closure_rules(name: &str) -> PyResult<ClosureRules> {
    match name {
        "fitting" => Ok(ClosureRules::Fitting),
        "free" => Ok(ClosureRules::Free),
        "kept" => Ok(ClosureRules::Kept),
        _ => Err(PyValueError::new_err("`closures` is `fitting`, `free` or `kept`")),
    }
}

/// Lays sections of settings over others, key by key.
fn lay_over(settings: &mut Value, changes: Value) {
    match (settings, changes) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, change) in over {
                lay_over(under.entry(key).or_insert(Value::Null), change);
            }
        }
        (under, over) => *under = over,
    }
}

/// Writes the embedded county to a folder.
#[pyfunction]
#[pyo3(signature = (path, replace=false))]
pub(crate) fn write_demo_county(py: Python<'_>, path: &Bound<'_, PyAny>, replace: bool) -> PyResult<()> {
    let path: PathBuf = match path.cast::<PyString>() {
        Ok(text) => text.to_string().into(),
        Err(_) => path.extract()?,
    };
    xiaqu::write_demo_county(&path, replace).map_err(|failure| raised(py, failure))
}
