//! Plain values between Python and JSON: settings one way, rows of results the other.

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyNone, PySequence, PyString},
};
use serde_json::{Map, Number, Value};

/// Settings may not be nested deeper than this.
const DEPTH_MAX: usize = 8;

/// A result as Python has it.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => PyNone::get(py).to_owned().into_any(),
        Value::Bool(value) => PyBool::new(py, *value).to_owned().into_any(),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => whole.into_pyobject(py)?.into_any(),
            (None, Some(whole)) => whole.into_pyobject(py)?.into_any(),
            (None, None) => PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(to_python(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(members) => {
            let dict = PyDict::new(py);
            for (key, member) in members {
                dict.set_item(key, to_python(py, member)?)?;
            }
            dict.into_any()
        }
    })
}

/// Settings of a script: mappings, sequences, texts, numbers, dates, paths and `None`.
pub(crate) fn settings_of(settings: Option<&Bound<'_, PyAny>>) -> PyResult<Value> {
    let Some(settings) = settings else { return Ok(Value::Object(Map::new())) };
    let found = to_json(settings, 0)?;
    let is_section = |member: &Value| member.is_object() || member.is_null();
    if found.as_object().is_some_and(|sections| sections.values().all(is_section)) {
        return Ok(found);
    }
    let expected = "settings are sections of keys, as in xiaqu.toml: {\"merge\": {\"closures\": 3}}";
    Err(PyTypeError::new_err(format!("{expected}; this is {}", settings.repr()?)))
}

fn to_json(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if depth > DEPTH_MAX {
        return Err(PyTypeError::new_err("settings are nested too deeply"));
    }
    if value.is_none() {
        return Ok(Value::Null);
    }
    if value.is_instance_of::<PyBool>() {
        return Ok(Value::Bool(value.extract()?));
    }
    if value.is_instance_of::<PyString>() {
        return Ok(Value::String(value.extract()?));
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(Value::Number(value.extract::<i64>()?.into()));
    }
    if value.is_instance_of::<PyFloat>() {
        let number = Number::from_f64(value.extract()?);
        return number.map(Value::Number).ok_or_else(|| PyTypeError::new_err("a setting is not a finite number"));
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let mut members = Map::new();
        for pair in mapping.items()?.iter() {
            let (key, member): (String, Bound<'_, PyAny>) = pair.extract()?;
            members.insert(key, to_json(&member, depth + 1)?);
        }
        return Ok(Value::Object(members));
    }
    if let Ok(sequence) = value.cast::<PySequence>() {
        let items = sequence.try_iter()?.map(|item| to_json(&item?, depth + 1));
        return Ok(Value::Array(items.collect::<PyResult<_>>()?));
    }
    for method in ["isoformat", "__fspath__", "item"] {
        if value.hasattr(method)? {
            return to_json(&value.call_method0(method)?, depth + 1);
        }
    }
    Err(PyTypeError::new_err(format!("a setting cannot be a {}", value.get_type().name()?)))
}
