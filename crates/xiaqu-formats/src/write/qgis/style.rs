//! The style of a layer: renderer, labels and aliases, the same in `.qml`, in the GeoPackage and in the project.

use std::fmt::Write as _;

use xiaqu_model::Language;

use super::{
    appearance::{ClassValue, LayerStyle},
    labels::labelling,
    markup::escape,
    symbols::symbol,
};
use crate::write::layer::{Field, Layer, LayerKind};

/// The style of a layer as a QGIS style file, with aliases in one language.
pub fn qml(layer: &Layer, style: &LayerStyle, language: Language) -> String {
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling|Fields\" labelsEnabled=\"{}\">\n{}</qgis>\n",
        u8::from(style.label.is_some()),
        style_elements(layer.kind, layer.fields, style, language)
    )
}

/// What stands in a style file and in a layer of a project alike.
pub(super) fn style_elements(kind: LayerKind, fields: &[Field], style: &LayerStyle, language: Language) -> String {
    let mut text = renderer(style);
    if let Some(label) = &style.label {
        text.push_str(&labelling(label, kind));
    }
    text.push_str(&aliases(fields, language));
    text
}

fn renderer(style: &LayerStyle) -> String {
    let graduated = style.classes.iter().any(|class| matches!(class.value, ClassValue::Between(..)));
    let (kind, list) = if graduated {
        ("graduatedSymbol\" graduatedMethod=\"GraduatedColor", "ranges")
    } else {
        ("categorizedSymbol", "categories")
    };
    let (mut classes, mut symbols) = (String::new(), String::new());
    for (number, class) in style.classes.iter().enumerate() {
        let value = match &class.value {
            ClassValue::Between(lower, upper) => format!("range lower=\"{lower}\" upper=\"{upper}\""),
            ClassValue::Text(text) => format!("category type=\"string\" value=\"{}\"", escape(text)),
            ClassValue::Other => "category type=\"string\" value=\"\"".to_owned(),
        };
        let label = escape(&class.label);
        let _ = writeln!(classes, "   <{value} symbol=\"{number}\" label=\"{label}\" render=\"true\"/>");
        symbols.push_str(&symbol(number, &class.symbol));
    }
    format!(
        " <renderer-v2 type=\"{kind}\" attr=\"{}\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n  \
         <{list}>\n{classes}  </{list}>\n  <symbols>\n{symbols}  </symbols>\n </renderer-v2>\n",
        escape(&style.attribute)
    )
}

fn aliases(fields: &[Field], language: Language) -> String {
    let mut text = String::from(" <aliases>\n");
    for (index, field) in fields.iter().enumerate() {
        let alias = escape(field.alias(language));
        let _ = writeln!(text, "  <alias field=\"{}\" index=\"{index}\" name=\"{alias}\"/>", escape(field.name));
    }
    text.push_str(" </aliases>\n");
    text
}
