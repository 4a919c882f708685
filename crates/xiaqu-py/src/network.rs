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
    Failure, Language, PlacedRoads, PointSource, RoadFile, RoadRequest, RoadSource, Run, Settings, datum_from_text,
    model::{Datum, TravelTime},
    place_on_roads,
    roads::Scenario,
};

use crate::{
    errors::raised,
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
        let settings = self.settings.clone();
        let work = move |work: &Arc<Work>| {
            let placed = placed(&request, &settings, work)?;
            question(&placed)
        };
        watched(py, progress, work)?.map_err(|failure| raised(py, failure))
    }
}

fn placed(request: &RoadRequest, settings: &Value, work: &Arc<Work>) -> Result<PlacedRoads, Failure> {
    // Unknown keys have to be told before files are read, because `adjust` can tell nothing.
    let mut problems = Vec::new();
    drop(Settings::default().laid_under(settings, &mut problems));
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    let adjust = |under: &mut Settings| *under = under.laid_under(settings, &mut Vec::new());
    let on_stage = |stage| work.stage(stage);
    place_on_roads(request, &Run { adjust: &adjust, on_stage: &on_stage, control: work.control() })
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
