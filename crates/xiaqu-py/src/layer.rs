//! A map of a plan, as Python's geographic libraries read it.

use std::sync::Arc;

use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyModule, PyType},
};
use pyo3_arrow::PyTable;

use crate::{
    arrow_table::table_of,
    rows::{Rows, Values},
};

/// Features of one kind with their properties, WGS-84.
#[pyclass(frozen, module = "xiaqu._xiaqu")]
pub(crate) struct Layer {
    rows: Arc<Rows>,
}

impl Layer {
    pub(crate) fn of(layer: &xiaqu::Layer) -> Self {
        Self { rows: Arc::new(Rows::of(layer)) }
    }
}

#[pymethods]
impl Layer {
    #[getter]
    fn name(&self) -> &str {
        &self.rows.name
    }

    #[getter]
    fn note(&self) -> &str {
        &self.rows.note
    }

    #[getter]
    fn geometry_type(&self) -> &str {
        &self.rows.kind
    }

    /// The reference system of every layer.
    #[classattr]
    fn crs() -> &'static str {
        "OGC:CRS84"
    }

    /// Name and English and Chinese alias of every property.
    #[getter]
    fn fields(&self) -> Vec<(String, String, String)> {
        let columns = self.rows.columns.iter();
        columns.map(|column| (column.name.clone(), column.alias_en.clone(), column.alias_zh.clone())).collect()
    }

    /// The values of every property, by name.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
        let columns = self.rows.columns.iter();
        columns
            .map(|column| {
                let values = match &column.values {
                    Values::Text(values) => values.into_pyobject(py)?,
                    Values::Whole(values) => values.into_pyobject(py)?,
                    Values::Decimal(values) => values.into_pyobject(py)?,
                };
                Ok((column.name.clone(), values.into_any()))
            })
            .collect()
    }

    /// Well-known binary of every feature.
    fn wkb<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyBytes>> {
        self.rows.geometry.iter().map(|bytes| PyBytes::new(py, bytes)).collect()
    }

    /// The layer as files have it.
    fn to_geojson(&self) -> &str {
        &self.rows.geojson
    }

    #[getter(__geo_interface__)]
    fn geo_interface<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyModule::import(py, "json")?.getattr("loads")?.call1((self.rows.geojson.as_str(),))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let wrong = |error: arrow_schema::ArrowError| PyValueError::new_err(error.to_string());
        let batch = py.detach(|| table_of(&self.rows)).map_err(wrong)?;
        let schema = batch.schema();
        let table = PyTable::try_new(vec![batch], schema)?.into_pyobject(py)?;
        table.call_method1("__arrow_c_stream__", (requested_schema,))
    }

    fn __len__(&self) -> usize {
        self.rows.geometry.len()
    }

    #[classmethod]
    fn from_bytes(class: &Bound<'_, PyType>, bytes: &[u8]) -> PyResult<Self> {
        let _ = class;
        let rows = serde_json::from_slice(bytes).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { rows: Arc::new(rows) })
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = serde_json::to_vec(self.rows.as_ref()).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let maker = slf.get_type().getattr("from_bytes")?;
        Ok((maker, (slf.get().to_bytes(slf.py())?,)))
    }
}
