//! Columns as an Arrow table: geometry as `geoarrow.wkb` with its reference system.

use std::{collections::HashMap, sync::Arc};

use arrow_array::{ArrayRef, BinaryArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use crate::rows::{Rows, Values};

/// Metadata of a field: what kind of values it has beyond their type.
pub(crate) const EXTENSION_NAME: &str = "ARROW:extension:name";
/// And what more is to be said of them.
pub(crate) const EXTENSION_METADATA: &str = "ARROW:extension:metadata";

/// The reference system of every layer. Full names of systems are left out: a shortened one is refused by readers.
const CRS84: &str = r#"{"crs":"OGC:CRS84","crs_type":"authority_code"}"#;

/// The table of a layer: its properties, then its geometry.
pub(crate) fn table_of(rows: &Rows) -> Result<RecordBatch, ArrowError> {
    let mut fields = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for column in &rows.columns {
        let array: ArrayRef = match &column.values {
            Values::Text(values) => Arc::new(values.iter().map(Option::as_deref).collect::<StringArray>()),
            Values::Whole(values) => Arc::new(values.iter().copied().collect::<Int64Array>()),
            Values::Decimal(values) => Arc::new(values.iter().copied().collect::<Float64Array>()),
        };
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
        columns.push(array);
    }
    let metadata = [(EXTENSION_NAME, "geoarrow.wkb"), (EXTENSION_METADATA, CRS84)];
    let metadata: HashMap<String, String> =
        metadata.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    fields.push(Field::new("geometry", DataType::Binary, false).with_metadata(metadata));
    columns.push(Arc::new(rows.geometry.iter().map(|bytes| Some(bytes.as_slice())).collect::<BinaryArray>()));
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}
