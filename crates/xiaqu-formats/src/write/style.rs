//! QGIS styles (.qml): colours by centre or by minutes, labels, and aliases in the county's language.

use std::fmt::Write as _;

use serde_json::Value;
use xiaqu_model::Language;

use super::{
    layer::{Field, Layer, LayerKind},
    palette::{band_colour, category_colour, change_colour},
};

/// Bands of minutes (domain 6.4), with their upper ends.
const BANDS: [(f64, f64); 5] = [(0.0, 5.0), (5.0, 10.0), (10.0, 15.0), (15.0, 30.0), (30.0, 100_000.0)];

/// The QGIS style of a layer: coloured by the field `by` (categories listed in `order` keep their colour in every
/// layer), or by bands if `by` is in minutes; labelled by the field `label`.
pub fn qml(layer: &Layer, by: &str, label: &str, order: &[String], language: Language) -> String {
    let renderer = if by.ends_with("_min") { graduated(layer.kind, by) } else { categorized(layer, by, order) };
    let mut text = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
    let categories = "Symbology|Labeling|Fields";
    let labels = u8::from(!label.is_empty());
    let _ = writeln!(text, "<qgis version=\"3.22.0\" styleCategories=\"{categories}\" labelsEnabled=\"{labels}\">");
    text.push_str(&renderer);
    if !label.is_empty() {
        text.push_str(&labelling(label));
    }
    text.push_str(&aliases(layer.fields, language));
    text.push_str("</qgis>\n");
    text
}

fn categorized(layer: &Layer, by: &str, order: &[String]) -> String {
    let mut present: Vec<String> = layer.values_of(by).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let rank = |value: &String| order.iter().position(|known| known == value);
    present.sort_by(|one, other| rank(one).cmp(&rank(other)).then(one.cmp(other)));
    present.dedup();
    let (mut categories, mut symbols) = (String::new(), String::new());
    for (number, value) in present.iter().enumerate() {
        let colour = colour_of(by)(order.iter().position(|known| known == value).unwrap_or(number));
        let shown = escape(value);
        let _ = writeln!(
            categories,
            "   <category value=\"{shown}\" label=\"{shown}\" symbol=\"{number}\" render=\"true\" type=\"string\"/>"
        );
        symbols.push_str(&symbol(layer.kind, number, colour));
    }
    // Roads that nobody answers for carry no centre; they are drawn grey rather than not at all.
    let rest = present.len();
    let _ =
        writeln!(categories, "   <category value=\"\" label=\"-\" symbol=\"{rest}\" render=\"true\" type=\"string\"/>");
    symbols.push_str(&symbol(layer.kind, rest, [160, 160, 160]));
    format!(
        " <renderer-v2 type=\"categorizedSymbol\" attr=\"{}\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n  \
         <categories>\n{categories}  </categories>\n  <symbols>\n{symbols}  </symbols>\n </renderer-v2>\n",
        escape(by)
    )
}

/// The colours of a field: from good to bad for bands and changes, apart from each other for everything else.
fn colour_of(by: &str) -> fn(usize) -> [u8; 3] {
    match by {
        "band" => band_colour,
        "change" => change_colour,
        _ => category_colour,
    }
}

fn graduated(kind: LayerKind, by: &str) -> String {
    let (mut ranges, mut symbols) = (String::new(), String::new());
    for (number, (lower, upper)) in BANDS.into_iter().enumerate() {
        let label = if upper > 1_000.0 { format!("{lower}+") } else { format!("{lower} - {upper}") };
        let _ = writeln!(
            ranges,
            "   <range lower=\"{lower}\" upper=\"{upper}\" symbol=\"{number}\" label=\"{label} min\" render=\"true\"/>"
        );
        symbols.push_str(&symbol(kind, number, band_colour(number)));
    }
    format!(
        " <renderer-v2 type=\"graduatedSymbol\" attr=\"{}\" graduatedMethod=\"GraduatedColor\" symbollevels=\"0\" \
         enableorderby=\"0\" forceraster=\"0\">\n  <ranges>\n{ranges}  </ranges>\n  <symbols>\n{symbols}  </symbols>\n \
         </renderer-v2>\n",
        escape(by)
    )
}

fn symbol(kind: LayerKind, number: usize, [red, green, blue]: [u8; 3]) -> String {
    let colour = format!("{red},{green},{blue},255");
    let (symbol_type, class, properties) = match kind {
        LayerKind::Points => (
            "marker",
            "SimpleMarker",
            vec![("name", "circle"), ("color", &colour), ("outline_color", "35,35,35,255"), ("size", "2.6")],
        ),
        LayerKind::Lines => (
            "line",
            "SimpleLine",
            vec![("line_color", colour.as_str()), ("line_width", "0.5"), ("line_width_unit", "MM")],
        ),
        LayerKind::Polygons => (
            "fill",
            "SimpleFill",
            vec![
                ("color", colour.as_str()),
                ("style", "solid"),
                ("outline_color", "60,60,60,255"),
                ("outline_width", "0.4"),
                ("outline_width_unit", "MM"),
            ],
        ),
    };
    let properties = properties.iter().fold(String::new(), |mut text, (key, value)| {
        let _ = writeln!(text, "     <prop k=\"{key}\" v=\"{value}\"/>");
        text
    });
    format!(
        "   <symbol type=\"{symbol_type}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n    \
         <layer class=\"{class}\" enabled=\"1\" pass=\"0\" locked=\"0\">\n{properties}    </layer>\n   </symbol>\n"
    )
}

fn labelling(field: &str) -> String {
    format!(
        " <labeling type=\"simple\">\n  <settings calloutType=\"simple\">\n   <text-style fieldName=\"{}\" \
         fontSize=\"9\" fontFamily=\"Noto Sans CJK SC\" textColor=\"30,30,30,255\" isExpression=\"0\">\n    \
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferColor=\"255,255,255,255\"/>\n   </text-style>\n   \
         <placement placement=\"1\"/>\n   <rendering obstacle=\"1\" drawLabels=\"1\"/>\n  </settings>\n </labeling>\n",
        escape(field)
    )
}

fn aliases(fields: &[Field], language: Language) -> String {
    let mut text = String::from(" <aliases>\n");
    for (index, field) in fields.iter().enumerate() {
        let alias = match language {
            Language::En => field.alias_en,
            Language::Zh => field.alias_zh,
        };
        let _ =
            writeln!(text, "  <alias field=\"{}\" index=\"{index}\" name=\"{}\"/>", escape(field.name), escape(alias));
    }
    text.push_str(" </aliases>\n");
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use xiaqu_model::{Language, LonLat};

    use super::{super::layer::Shape, Field, Layer, LayerKind, qml};

    const FIELDS: &[Field] = &[Field { name: "centre", alias_en: "centre", alias_zh: "中心所" }];

    #[test]
    fn text_from_data_never_becomes_markup() {
        let mut layer = Layer::new("stations", LayerKind::Points, FIELDS, "");
        layer.push(Shape::Point(LonLat::new(0.0, 0.0).unwrap()), vec![json!("<a href=\"x\">&")]);
        let style = qml(&layer, "centre", "centre", &[], Language::Zh);
        assert!(style.contains("value=\"&lt;a href=&quot;x&quot;&gt;&amp;\""), "{style}");
        assert!(style.contains("name=\"中心所\""));
    }

    #[test]
    fn a_category_keeps_its_colour_in_every_layer() {
        let order = ["S1".to_owned(), "S2".to_owned()];
        let mut both = Layer::new("before", LayerKind::Points, FIELDS, "");
        let mut one = Layer::new("after", LayerKind::Points, FIELDS, "");
        let place = Shape::Point(LonLat::new(0.0, 0.0).unwrap());
        for id in ["S1", "S2"] {
            both.push(place.clone(), vec![json!(id)]);
        }
        one.push(place, vec![json!("S2")]);
        let colour = "221,204,119,255";
        assert!(qml(&both, "centre", "", &order, Language::En).contains(colour));
        assert!(qml(&one, "centre", "", &order, Language::En).contains(colour));
    }
}
