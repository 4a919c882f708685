//! Symbols of layers as QGIS stores them.

use super::{
    appearance::{MapSymbol, MarkerShape},
    markup::{escape, options},
};
use crate::write::palette::{Colour, darker};

const OUTLINE: &str = "60,60,60,255";

/// One symbol, named by its number in the legend.
pub(super) fn symbol(number: usize, symbol: &MapSymbol) -> String {
    let (kind, layers) = match *symbol {
        MapSymbol::Area { fill, hatched } => ("fill", area(fill, hatched, number)),
        MapSymbol::Hatch(lines) => {
            let border = fill_layer("no", lines, OUTLINE, "0.3");
            let edge = hatch_layer(darker(lines), ["2.4", "1.1"], (number, 0));
            let stripe = hatch_layer(lines, ["2.4", "0.6"], (number, 1));
            ("fill", format!("{edge}{stripe}{border}"))
        }
        MapSymbol::Road { area, width } => ("line", road(area, width)),
        MapSymbol::Marker { shape, fill, tenths } => ("marker", marker(shape, fill, tenths)),
    };
    format!(
        "   <symbol type=\"{kind}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n{layers}   </symbol>\n"
    )
}

fn rgba([red, green, blue]: Colour) -> String {
    format!("{red},{green},{blue},255")
}

fn symbol_layer(class: &str, properties: &[(&str, &str)], inner: &str) -> String {
    format!(
        "    <layer class=\"{class}\" enabled=\"1\" pass=\"0\" locked=\"0\">{}{inner}</layer>\n",
        options(properties)
    )
}

fn area(fill: Colour, hatched: bool, number: usize) -> String {
    let mut layers = fill_layer("solid", fill, OUTLINE, "0.3");
    if hatched {
        layers.push_str(&hatch_layer(darker(fill), ["2.2", "0.3"], (number, 1)));
    }
    layers
}

fn fill_layer(style: &str, colour: Colour, outline: &str, width: &str) -> String {
    let properties = [
        ("color", rgba(colour)),
        ("style", style.to_owned()),
        ("joinstyle", "round".to_owned()),
        ("outline_color", outline.to_owned()),
        ("outline_style", "solid".to_owned()),
        ("outline_width", width.to_owned()),
        ("outline_width_unit", "MM".to_owned()),
    ];
    symbol_layer("SimpleFill", &properties.each_ref().map(|(name, value)| (*name, value.as_str())), "")
}

/// Lines at 45 degrees, `distance` apart and `width` thick, in millimetres.
fn hatch_layer(colour: Colour, [distance, width]: [&str; 2], (number, place): (usize, usize)) -> String {
    let colour = rgba(colour);
    let line =
        symbol_layer("SimpleLine", &[("line_color", &colour), ("line_width", width), ("line_width_unit", "MM")], "");
    let inner = format!(
        "<symbol type=\"line\" name=\"@{number}@{place}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n{line}</symbol>"
    );
    let properties = [
        ("angle", "45"),
        ("color", &colour),
        ("distance", distance),
        ("distance_unit", "MM"),
        ("line_width", width),
        ("line_width_unit", "MM"),
    ];
    symbol_layer("LinePatternFill", &properties, &inner)
}

fn road(area: Colour, width: &str) -> String {
    let colour = rgba(darker(area));
    let properties = [
        ("capstyle", "round"),
        ("joinstyle", "round"),
        ("line_color", colour.as_str()),
        ("line_style", "solid"),
        ("line_width", "0.4"),
        ("line_width_unit", "MM"),
    ];
    symbol_layer("SimpleLine", &properties, &data_defined("outlineWidth", width))
}

/// A property of a symbol that an expression gives.
fn data_defined(property: &str, expression: &str) -> String {
    format!(
        "<data_defined_properties><Option type=\"Map\"><Option name=\"name\" type=\"QString\" value=\"\"/>\
         <Option name=\"properties\" type=\"Map\"><Option name=\"{property}\" type=\"Map\">\
         <Option name=\"active\" type=\"bool\" value=\"true\"/>\
         <Option name=\"expression\" type=\"QString\" value=\"{}\"/>\
         <Option name=\"type\" type=\"int\" value=\"3\"/></Option></Option>\
         <Option name=\"type\" type=\"QString\" value=\"collection\"/></Option></data_defined_properties>",
        escape(expression)
    )
}

fn marker(shape: MarkerShape, fill: Colour, tenths: u32) -> String {
    let name = match shape {
        MarkerShape::Circle => "circle",
        MarkerShape::Square => "square",
        MarkerShape::Diamond => "diamond",
        MarkerShape::Star => "star",
    };
    let (colour, size) = (rgba(fill), format!("{}.{}", tenths / 10, tenths % 10));
    let edge = if tenths < 20 { "0.15" } else { "0.3" };
    let dark = fill.iter().map(|part| u32::from(*part)).sum::<u32>() < 300;
    let outline = if dark { "255,255,255,255" } else { "35,35,35,255" };
    let properties = [
        ("name", name),
        ("color", &colour),
        ("outline_color", outline),
        ("outline_style", "solid"),
        ("outline_width", edge),
        ("outline_width_unit", "MM"),
        ("size", &size),
        ("size_unit", "MM"),
    ];
    symbol_layer("SimpleMarker", &properties, "")
}
