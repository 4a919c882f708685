//! The table of a Shapefile (dBASE III), in UTF-8.

use std::num::TryFromIntError;

use serde_json::Value;

use crate::write::layer::{Field, FieldKind, Layer};

/// Bytes that a text may have.
const TEXT_MAX: usize = 254;
/// Digits of numbers, and how many of them are decimals.
const WHOLE: usize = 10;
const DECIMAL: (usize, usize) = (18, 4);

/// The bytes of `.dbf`, with a name for each field.
pub(super) fn attributes(layer: &Layer, names: &[String]) -> Result<Vec<u8>, TryFromIntError> {
    let widths: Vec<usize> =
        layer.fields.iter().enumerate().map(|(number, field)| width(layer, number, field)).collect();
    let head = 33 + 32 * names.len();
    let rows = layer.shapes().count();
    // The day is fixed, so that equal content gives equal bytes.
    let mut bytes = vec![3, 80, 1, 1];
    bytes.extend(u32::try_from(rows)?.to_le_bytes());
    bytes.extend(u16::try_from(head)?.to_le_bytes());
    bytes.extend(u16::try_from(1 + widths.iter().sum::<usize>())?.to_le_bytes());
    bytes.extend([0; 20]);
    for ((name, field), width) in names.iter().zip(layer.fields).zip(&widths) {
        let mut label = name.as_bytes().to_vec();
        label.resize(11, 0);
        bytes.extend(label);
        bytes.push(if field.kind == FieldKind::Text { b'C' } else { b'N' });
        bytes.extend([0; 4]);
        bytes.push(u8::try_from(*width)?);
        bytes.push(if field.kind == FieldKind::Decimal { u8::try_from(DECIMAL.1)? } else { 0 });
        bytes.extend([0; 14]);
    }
    bytes.push(b'\r');
    for (_, values) in layer.rows() {
        bytes.push(b' ');
        for ((field, value), width) in layer.fields.iter().zip(values).zip(&widths) {
            let cell = text_of(field, value);
            let padding = vec![b' '; width.saturating_sub(cell.len())];
            if field.kind == FieldKind::Text {
                bytes.extend(cell.bytes().chain(padding));
            } else {
                bytes.extend(padding.into_iter().chain(cell.bytes()));
            }
        }
    }
    bytes.push(0x1a);
    Ok(bytes)
}

fn width(layer: &Layer, number: usize, field: &Field) -> usize {
    match field.kind {
        FieldKind::Whole => WHOLE,
        FieldKind::Decimal => DECIMAL.0,
        FieldKind::Text => {
            let lengths =
                layer.rows().filter_map(|(_, values)| values.get(number)).map(|value| text_of(field, value).len());
            lengths.max().unwrap_or_default().max(1)
        }
    }
}

/// A cell; empty where nothing is known. Text that is too long ends where a sign ends.
fn text_of(field: &Field, value: &Value) -> String {
    match field.kind {
        FieldKind::Text => {
            let text = value.as_str().unwrap_or_default();
            let end = (0..=TEXT_MAX.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
            text.get(..end).unwrap_or_default().to_owned()
        }
        FieldKind::Whole => value.as_i64().map(|number| number.to_string()).unwrap_or_default(),
        FieldKind::Decimal => value.as_f64().map(|number| format!("{number:.*}", DECIMAL.1)).unwrap_or_default(),
    }
}
