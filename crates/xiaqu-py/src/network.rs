//! Roads alone: travel times, bands of travel time, routes and network cells.

use std::{path::PathBuf, sync::Arc};

use numpy::PyArray2;
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::PyType,
};
use serde_json::Value;
use xiaqu::{
    Failure, Language, PlacedRoads, PointSource, ReadRoads, RoadFile, RoadRequest, RoadSource, Run, Settings,
    datum_from_text, ensure_free, import_roads,
    model::{Datum, Place, TravelTime, e307_no_start},
    place_on_roads, read_roads_alone,
    roads::{Scenario, is_region_file},
};

use crate::{
    errors::{problem_row, raised},
    frame::Frame,
    layer::Layer,
    python::{settings_of, to_python},
    source::times_array,
    watched::{Work, watched},
};

/// Roads of a file, of lines in memory, or of a county folder.
#[pyclass(frozen, module = "xiaqu._xiaqu")]
pub(crate) struct Network {
    roads: RoadSource,
    settings: Value,
}

/// Places to start from or to go to: a frame, a file, or words for those of a county.
struct Points(Option<PointSource>);

/// What is known of the roads, and what was noticed.
type Told<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// Ids of rows, ids of columns, and milliseconds.
type Matrix<'py> = (Vec<String>, Vec<String>, Bound<'py, PyArray2<i64>>);

#[pymethods]
impl Network {
    /// Roads of a file; `datum` where the file does not say what its coordinates are.
    #[classmethod]
    #[pyo3(signature = (path, datum=None, settings=None))]
    fn file(
        _class: &Bound<'_, PyType>,
        path: PathBuf,
        datum: Option<&str>,
        settings: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let datum = datum.map(datum_of).transpose()?;
        let roads = RoadSource::File(RoadFile { datum, ..RoadFile::new(&path) });
        Ok(Self { roads, settings: settings_of(settings)? })
    }

    /// Road lines in memory.
    #[classmethod]
    #[pyo3(signature = (frame, settings=None))]
    fn frame(
        _class: &Bound<'_, PyType>,
        frame: &Bound<'_, Frame>,
        settings: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let roads = RoadSource::File(RoadFile::of_frame("roads", Arc::clone(&frame.get().frame)));
        Ok(Self { roads, settings: settings_of(settings)? })
    }

    /// Roads of a county folder, whose stations and villages come with them.
    #[classmethod]
    #[pyo3(signature = (path, settings=None))]
    fn county(_class: &Bound<'_, PyType>, path: PathBuf, settings: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Self { roads: RoadSource::County(path), settings: settings_of(settings)? })
    }

    /// Milliseconds from places to places.
    #[pyo3(signature = (places, scenario, progress=None))]
    fn matrix<'py>(
        &self,
        py: Python<'py>,
        places: (Points, Points),
        scenario: &str,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Matrix<'py>> {
        let scenario = scenario_of(scenario)?;
        let found = self.ask(py, places, progress, move |placed| {
            if placed.from.is_empty() {
                return Err(Failure::Input(vec![e307_no_start(Place::default())]));
            }
            placed.check_size()?;
            let hierarchy = placed.hierarchy(None, false)?;
            Ok(placed.matrix(scenario, hierarchy.as_ref().map(|ready| &ready.hierarchy)))
        })?;
        let rows = found.times.iter().map(|row| row.iter().copied());
        let times = times_array(py, rows, found.to.len())?;
        Ok((found.from, found.to, times))
    }

    /// Land by the least travel time from any of the places; options are ends of bands, scenario and turnout in minutes.
    #[pyo3(signature = (origins, options, progress=None))]
    fn isochrones(
        &self,
        py: Python<'_>,
        origins: Points,
        options: (Option<Vec<f64>>, String, f64),
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Layer> {
        let (minutes, scenario, turnout) = options;
        let (scenario, turnout) = (scenario_of(&scenario)?, minutes_of(turnout)?);
        if minutes.as_ref().is_some_and(|ends| !ascending(ends)) {
            return Err(PyValueError::new_err("`minutes` are ends of bands: above zero, ascending, at least one"));
        }
        self.ask(py, (origins, Points(None)), progress, move |placed| {
            let found = placed.isochrones(scenario, minutes.as_deref(), turnout)?;
            Ok(Layer::of(&found.layer(Language::En)))
        })
    }

    /// Land and roads by the place that is there first; options are scenario and turnout in minutes.
    #[pyo3(signature = (origins, options, progress=None))]
    fn cells(
        &self,
        py: Python<'_>,
        origins: Points,
        options: (String, f64),
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Layer, Layer)> {
        let (scenario, turnout) = (scenario_of(&options.0)?, minutes_of(options.1)?);
        self.ask(py, (origins, Points(None)), progress, move |placed| {
            let found = placed.cells(scenario)?;
            let roads = found.roads_layer(placed, turnout, Language::En);
            Ok((Layer::of(&found.areas_layer(Language::En)), Layer::of(&roads)))
        })
    }

    /// The shortest route, street by street, and its map; the question is start, end and scenario.
    #[pyo3(signature = (question, places, progress=None))]
    fn route<'py>(
        &self,
        py: Python<'py>,
        question: (String, String, String),
        places: (Points, Points),
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyAny>, Layer)> {
        let (start, end, scenario) = question;
        let scenario = scenario_of(&scenario)?;
        let (written, map) = self.ask(py, places, progress, move |placed| {
            let found = placed.route(scenario, &start, &end)?;
            Ok((found.written(), Layer::of(&found.layer())))
        })?;
        Ok((to_python(py, &written)?, map))
    }

    /// What was read, dropped and repaired, and what was noticed.
    #[pyo3(signature = (progress=None))]
    fn info<'py>(&self, py: Python<'py>, progress: Option<&Bound<'py, PyAny>>) -> PyResult<Told<'py>> {
        let roads = self.roads.clone();
        self.tell(py, progress, move |run| {
            let read = read_roads_alone(&roads, run)?;
            read.ensure_reported()?;
            Ok(read)
        })
    }

    /// Writes a region file, and tells what it was made from as `info` does.
    #[pyo3(signature = (path, replace=false, progress=None))]
    fn save<'py>(
        &self,
        py: Python<'py>,
        path: PathBuf,
        replace: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Told<'py>> {
        let RoadSource::File(file) = self.roads.clone() else {
            return Err(PyValueError::new_err("roads of a county hold for its date: save those of its road file"));
        };
        if !is_region_file(&path) {
            return Err(PyValueError::new_err("the name of a region file ends in `.xqroads`"));
        }
        self.tell(py, progress, move |run| {
            ensure_free(&path, replace)?;
            import_roads(&file, &path, run)
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let (py, network, class) = (slf.py(), slf.get(), slf.get_type());
        let settings = to_python(py, &network.settings)?;
        let with = |maker: &str, arguments: Bound<'py, PyAny>| Ok((class.getattr(maker)?, arguments));
        match &network.roads {
            RoadSource::County(path) => with("county", (path.as_path(), settings).into_pyobject(py)?.into_any()),
            RoadSource::File(RoadFile { frame: Some(frame), .. }) => {
                let frame = Frame { frame: Arc::clone(frame) };
                with("frame", (frame, settings).into_pyobject(py)?.into_any())
            }
            RoadSource::File(RoadFile { path, datum, .. }) => {
                let datum = datum.map(datum_name);
                with("file", (path.as_path(), datum, settings).into_pyobject(py)?.into_any())
            }
        }
    }
}

impl Network {
    /// Reads roads and places, and asks them, in a thread of its own.
    fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        (origins, targets): (Points, Points),
        progress: Option<&Bound<'_, PyAny>>,
        question: impl FnOnce(&PlacedRoads) -> Result<T, Failure> + Send + 'static,
    ) -> PyResult<T> {
        let request = RoadRequest { roads: self.roads.clone(), from: origins.0, to: targets.0 };
        self.work(py, progress, move |run| question(&place_on_roads(&request, run)?))
    }

    /// Reads roads in a thread of its own, and tells of them.
    fn tell<'py>(
        &self,
        py: Python<'py>,
        progress: Option<&Bound<'py, PyAny>>,
        read: impl FnOnce(&Run<'_>) -> Result<ReadRoads, Failure> + Send + 'static,
    ) -> PyResult<Told<'py>> {
        let (written, noticed) = self.work(py, progress, move |run| {
            let read = read(run)?;
            Ok((read.written(Language::En), read.warnings.iter().map(problem_row).collect::<Value>()))
        })?;
        Ok((to_python(py, &written)?, to_python(py, &noticed)?))
    }

    /// Does something with these settings, in a thread of its own.
    fn work<T: Send + 'static>(
        &self,
        py: Python<'_>,
        progress: Option<&Bound<'_, PyAny>>,
        work: impl FnOnce(&Run<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> PyResult<T> {
        let settings = self.settings.clone();
        let found = watched(py, progress, move |watch: &Arc<Work>| with_settings(&settings, watch, work))?;
        found.map_err(|failure| raised(py, failure))
    }
}

fn with_settings<T>(
    settings: &Value,
    watch: &Arc<Work>,
    work: impl FnOnce(&Run<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    // Unknown keys have to be told before files are read, because `adjust` can tell nothing.
    let mut problems = Vec::new();
    drop(Settings::default().laid_under(settings, &mut problems));
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    let adjust = |under: &mut Settings| *under = under.laid_under(settings, &mut Vec::new());
    let on_stage = |stage| watch.stage(stage);
    work(&Run { adjust: &adjust, on_stage: &on_stage, control: watch.control() })
}

impl<'py> FromPyObject<'_, 'py> for Points {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> Result<Self, Self::Error> {
        if value.is_none() {
            return Ok(Self(None));
        }
        if let Ok(frame) = value.cast::<Frame>() {
            let file = RoadFile::of_frame("places", Arc::clone(&frame.get().frame));
            return Ok(Self(Some(PointSource::File(file))));
        }
        let path: PathBuf =
            value.extract().map_err(|_| PyTypeError::new_err("places are a frame or the path of a file"))?;
        Ok(Self(Some(match path.to_str() {
            Some("stations") => PointSource::Stations,
            Some("villages") => PointSource::Villages,
            _ => PointSource::File(RoadFile::new(&path)),
        })))
    }
}

fn ascending(ends: &[f64]) -> bool {
    let pairs = ends.iter().zip(ends.iter().skip(1));
    ends.first().is_some_and(|first| *first > 0.0)
        && ends.iter().all(|end| end.is_finite())
        && pairs.into_iter().all(|(one, next)| one < next)
}

fn scenario_of(name: &str) -> PyResult<Scenario> {
    let known = Scenario::ALL.map(Scenario::as_str).join(", ");
    Scenario::from_name(name)
        .ok_or_else(|| PyValueError::new_err(format!("`{name}` is no scenario; there are: {known}")))
}

fn minutes_of(minutes: f64) -> PyResult<TravelTime> {
    TravelTime::from_minutes(minutes).ok_or_else(|| PyValueError::new_err("minutes are a number of at least 0"))
}

fn datum_of(name: &str) -> PyResult<Datum> {
    let known = "wgs84, cgcs2000, gcj02, bd09 or an EPSG code such as epsg:4547";
    datum_from_text(name).ok_or_else(|| PyValueError::new_err(format!("`{name}` is no datum; there are: {known}")))
}

fn datum_name(datum: Datum) -> String {
    xiaqu::SettingValue::to_toml(&datum).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
