//! Tables of a script: anything that speaks the Arrow stream, rows of cells, or GeoJSON.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray};
use arrow_schema::{ArrowError, DataType, FieldRef};
use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyType},
};
use pyo3_arrow::input::AnyRecordBatch;
use serde_json::Value;

use crate::arrow_table::{EXTENSION_METADATA, EXTENSION_NAME};

/// A table in memory, read once, as every reader of files makes one.
#[pyclass(frozen, module = "xiaqu._xiaqu")]
pub(crate) struct Frame {
    pub(crate) frame: Arc<xiaqu::Frame>,
}

impl Frame {
    fn of(frame: xiaqu::Frame) -> Self {
        Self { frame: Arc::new(frame) }
    }
}

#[pymethods]
impl Frame {
    /// From columns of cells, and, for a layer, well-known binary and what says of its coordinates.
    #[classmethod]
    #[pyo3(signature = (header, columns, geometry=None, crs=None))]
    fn from_columns(
        _class: &Bound<'_, PyType>,
        header: Vec<String>,
        columns: Vec<Vec<Option<String>>>,
        geometry: Option<Vec<Option<Vec<u8>>>>,
        crs: Option<String>,
    ) -> Self {
        let rows = columns.iter().map(Vec::len).chain(geometry.iter().map(Vec::len)).max().unwrap_or(0);
        let cell = |column: &Vec<Option<String>>, row: usize| column.get(row).cloned().flatten().unwrap_or_default();
        let cells = (0..rows).map(|row| columns.iter().map(|column| cell(column, row)).collect()).collect();
        let frame = xiaqu::Frame::of_cells(header, cells);
        Self::of(match geometry {
            Some(geometry) => frame.with_geometry(geometry, crs),
            None => frame,
        })
    }

    /// From anything that speaks the Arrow stream.
    #[classmethod]
    fn from_arrow(_class: &Bound<'_, PyType>, table: AnyRecordBatch) -> PyResult<Self> {
        let reader = table.into_reader()?;
        let fields: Vec<FieldRef> = reader.schema().fields().iter().cloned().collect();
        let batches = reader.collect::<Result<Vec<RecordBatch>, ArrowError>>();
        let batches = batches.map_err(|error| PyValueError::new_err(error.to_string()))?;
        frame_of(&fields, &batches).map(Self::of).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// From a GeoJSON feature collection.
    #[classmethod]
    #[pyo3(signature = (text, crs=None))]
    fn from_geojson(_class: &Bound<'_, PyType>, text: &str, crs: Option<String>) -> PyResult<Self> {
        xiaqu::Frame::of_geojson(text, crs).map(Self::of).map_err(PyValueError::new_err)
    }

    #[classmethod]
    fn from_bytes(_class: &Bound<'_, PyType>, bytes: &[u8]) -> PyResult<Self> {
        let frame = xiaqu::Frame::from_bytes(bytes);
        frame.map(Self::of).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.frame.to_bytes())
    }

    fn __len__(&self) -> usize {
        self.frame.len()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let maker = slf.get_type().getattr("from_bytes")?;
        Ok((maker, (slf.get().to_bytes(slf.py()),)))
    }
}

/// The column with the geometry: the one that says so, else the only one of bytes called `geometry` or `geom`.
fn geometry_column(fields: &[FieldRef]) -> Result<Option<usize>, ArrowError> {
    let extension = |field: &FieldRef| field.metadata().get(EXTENSION_NAME).cloned().unwrap_or_default();
    let is_bytes =
        |field: &FieldRef| matches!(field.data_type(), DataType::Binary | DataType::LargeBinary | DataType::BinaryView);
    if let Some(other) = fields.iter().find(|field| {
        let name = extension(field);
        name.starts_with("geoarrow.") && (name != "geoarrow.wkb" || !is_bytes(field))
    }) {
        let why = format!("column `{}` is {}: encode geometry as WKB", other.name(), extension(other));
        return Err(ArrowError::NotYetImplemented(why));
    }
    let names = ["geometry", "geom", "wkb_geometry"];
    let said = fields.iter().position(|field| ["geoarrow.wkb", "ogc.wkb"].contains(&extension(field).as_str()));
    let called = || fields.iter().position(|field| is_bytes(field) && names.contains(&field.name().as_str()));
    Ok(said.or_else(called))
}

/// What the metadata of a geometry column say of its coordinates.
fn reference_of(field: &FieldRef) -> Option<String> {
    let metadata: Value = serde_json::from_str(field.metadata().get(EXTENSION_METADATA)?).ok()?;
    match metadata.get("crs")? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn frame_of(fields: &[FieldRef], batches: &[RecordBatch]) -> Result<xiaqu::Frame, ArrowError> {
    let geometry = geometry_column(fields)?;
    let plain: Vec<usize> = (0..fields.len()).filter(|column| Some(*column) != geometry).collect();
    let mut rows = Vec::new();
    let mut shapes = Vec::new();
    for batch in batches {
        let columns = plain.iter().filter_map(|column| batch.columns().get(*column)).map(cells_of);
        let columns = columns.collect::<Result<Vec<Vec<String>>, ArrowError>>()?;
        let cell = |column: &Vec<String>, row: usize| column.get(row).cloned().unwrap_or_default();
        rows.extend((0..batch.num_rows()).map(|row| columns.iter().map(|column| cell(column, row)).collect()));
        if let Some(column) = geometry.and_then(|column| batch.columns().get(column)) {
            shapes.extend(bytes_of(column)?);
        }
    }
    let header = plain.iter().filter_map(|column| fields.get(*column)).map(|field| field.name().clone()).collect();
    let frame = xiaqu::Frame::of_cells(header, rows);
    Ok(match geometry.and_then(|column| fields.get(column)) {
        Some(field) => frame.with_geometry(shapes, reference_of(field)),
        None => frame,
    })
}

fn bytes_of(column: &ArrayRef) -> Result<Vec<Option<Vec<u8>>>, ArrowError> {
    let column = arrow_cast::cast(column, &DataType::LargeBinary)?;
    Ok(column.as_binary::<i64>().iter().map(|bytes| bytes.map(<[u8]>::to_vec)).collect())
}

/// The cells of a column as the text that a CSV would hold; what has no value, not-a-number included, is empty.
fn cells_of(column: &ArrayRef) -> Result<Vec<String>, ArrowError> {
    if column.data_type().is_floating() {
        let numbers = arrow_cast::cast(column, &DataType::Float64)?;
        let numbers = numbers.as_primitive::<arrow_array::types::Float64Type>();
        let text = |number: Option<f64>| {
            number.filter(|number| !number.is_nan()).map(|number| number.to_string()).unwrap_or_default()
        };
        return Ok(numbers.iter().map(text).collect());
    }
    if column.data_type() == &DataType::Boolean {
        let text = |value: Option<bool>| value.map_or("", |value| if value { "yes" } else { "no" }).to_owned();
        return Ok(column.as_boolean().iter().map(text).collect());
    }
    let text = arrow_cast::cast(column, &DataType::LargeUtf8)?;
    Ok(text.as_string::<i64>().iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}
