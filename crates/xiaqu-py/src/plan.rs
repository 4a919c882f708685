//! A plan: its maps, figures, proof and files.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use pyo3::{
    prelude::*,
    types::{PyBytes, PyType},
};
use serde_json::{Value, json};
use xiaqu::{CountySource, OutputFiles, Planned, SaveOptions, WrittenPlan};

use crate::{
    errors::{failed, problem_row, raised},
    explained::explained,
    layer::Layer,
    python::to_python,
    source::Source,
    watched::watched,
};

/// A plan, judged and drawn. A plan that was unpickled has what was written of it.
#[pyclass(frozen, module = "xiaqu._xiaqu")]
pub(crate) struct Plan {
    planned: Option<Planned>,
    source: Arc<CountySource>,
    warnings: Value,
    output: OnceLock<OutputFiles>,
    layers: OnceLock<Vec<Py<Layer>>>,
    written: OnceLock<WrittenPlan>,
}

/// Name and bytes of every file, the manifest, the warnings, the layers and the county.
type State<'py> = (Vec<(String, Bound<'py, PyBytes>)>, String, String, Vec<Py<Layer>>, Py<Source>);

impl Plan {
    pub(crate) fn of(planned: Planned, source: &Arc<CountySource>) -> Self {
        Self {
            warnings: planned.warnings.iter().map(problem_row).collect(),
            planned: Some(planned),
            source: Arc::clone(source),
            output: OnceLock::new(),
            layers: OnceLock::new(),
            written: OnceLock::new(),
        }
    }

    fn output(&self, py: Python<'_>) -> PyResult<&OutputFiles> {
        if let (None, Some(planned)) = (self.output.get(), &self.planned) {
            let output = py.detach(|| planned.output(SaveOptions::default()));
            // Another thread may have been first; its files are the same.
            let _ = self.output.set(output.map_err(|failure| raised(py, failure))?);
        }
        self.output.get().ok_or_else(|| failed(py, "the plan has no files"))
    }

    fn written(&self, py: Python<'_>) -> PyResult<&WrittenPlan> {
        if self.written.get().is_none() {
            let written = match &self.planned {
                Some(planned) => planned.written(),
                None => self.written_in_files(py)?,
            };
            let _ = self.written.set(written);
        }
        self.written.get().ok_or_else(|| failed(py, "the plan is empty"))
    }

    fn written_in_files(&self, py: Python<'_>) -> PyResult<WrittenPlan> {
        let files = &self.output(py)?.files;
        let bytes = files.iter().find(|(name, _)| name == "plan.json").map(|(_, bytes)| bytes.as_slice());
        serde_json::from_slice(bytes.unwrap_or_default()).map_err(|error| failed(py, &error.to_string()))
    }
}

#[pymethods]
impl Plan {
    /// plan.json as data.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &json!(self.written(py)?))
    }

    /// What was assumed, repaired or noticed.
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.warnings)
    }

    /// Every map, as it is written.
    fn layers(&self, py: Python<'_>) -> PyResult<Vec<Py<Layer>>> {
        if let (None, Some(planned)) = (self.layers.get(), &self.planned) {
            let layers: Vec<Layer> = py.detach(|| planned.maps().iter().map(Layer::of).collect());
            let layers = layers.into_iter().map(|layer| Py::new(py, layer)).collect::<PyResult<_>>()?;
            let _ = self.layers.set(layers);
        }
        Ok(self.layers.get().into_iter().flatten().map(|layer| layer.clone_ref(py)).collect())
    }

    /// Name and bytes of every file but the manifest.
    fn files<'py>(&self, py: Python<'py>) -> PyResult<Vec<(String, Bound<'py, PyBytes>)>> {
        let files = self.output(py)?.files.iter();
        Ok(files.map(|(name, bytes)| (name.clone(), PyBytes::new(py, bytes))).collect())
    }

    /// Writes the output folder, whole or not at all.
    #[pyo3(signature = (path, replace=false))]
    fn save(&self, py: Python<'_>, path: PathBuf, replace: bool) -> PyResult<PathBuf> {
        xiaqu::ensure_writable(&path, replace).map_err(|failure| raised(py, failure))?;
        let output = self.output(py)?;
        let folder = self.source.folder().unwrap_or_else(|| std::path::Path::new(""));
        py.detach(|| output.save(folder, &path, replace)).map_err(|failure| raised(py, failure))
    }

    /// Why two stations are, or are not, in one group, and what the opposite costs.
    #[pyo3(signature = (one, other, progress=None))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        one: String,
        other: String,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (source, written) = (Arc::clone(&self.source), self.written(py)?.clone());
        let found = watched(py, progress, move |work| explained(&source, &written, (&one, &other), work))?;
        to_python(py, &found.map_err(|failure| raised(py, failure))?)
    }

    /// The county that was planned.
    fn source(&self) -> Source {
        Source { source: Arc::clone(&self.source) }
    }

    #[classmethod]
    fn from_state(_class: &Bound<'_, PyType>, py: Python<'_>, state: State<'_>) -> PyResult<Self> {
        let (files, manifest, warnings, layers, source) = state;
        let json = |text: &str| -> PyResult<Value> {
            serde_json::from_str(text).map_err(|error| failed(py, &error.to_string()))
        };
        let files = files.into_iter().map(|(name, bytes)| (name, bytes.as_bytes().to_vec())).collect();
        Ok(Self {
            planned: None,
            source: Arc::clone(&source.get().source),
            warnings: json(&warnings)?,
            output: OnceLock::from(OutputFiles { files, manifest: json(&manifest)? }),
            layers: OnceLock::from(layers),
            written: OnceLock::new(),
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (State<'py>,))> {
        let (py, plan) = (slf.py(), slf.get());
        let manifest = plan.output(py)?.manifest.to_string();
        let state =
            (plan.files(py)?, manifest, plan.warnings.to_string(), plan.layers(py)?, Py::new(py, plan.source())?);
        Ok((slf.get_type().getattr("from_state")?, (state,)))
    }
}
