//! What the marks and colours mean, and how long a kilometre is.

use std::fmt::Write as _;

use super::layers::PlanLayers;
use super::panel::{colour, mark};
use super::view::{View, escaped, short};

/// Marks with their meaning.
const MARKS: [(&str, &str); 3] =
    [("station", "派出所 station"), ("central_station", "中心派出所 central station"), ("post", "警务站 post")];

/// The legend, its corner at the origin: two lines.
pub(super) fn legend(layers: &PlanLayers, view: &View, width: f64) -> String {
    let mut svg = String::new();
    let mut x = 8.0;
    for (role, meaning) in MARKS {
        svg.push_str(&mark(role, [x, 12.0]));
        x += text(&mut svg, x + 16.0, meaning) + 40.0;
    }
    let _ = writeln!(svg, "<circle cx=\"{}\" cy=\"12\" r=\"1.7\" fill=\"#222\"/>", short(x));
    x += text(&mut svg, x + 10.0, "村 village") + 34.0;
    let _ = writeln!(svg, "<path d=\"M{} 12h26\" stroke=\"#555\" stroke-width=\"1.5\"/>", short(x));
    x += text(&mut svg, x + 34.0, "道路 road") + 58.0;
    let _ = writeln!(
        svg,
        "<path d=\"M{} 12h26\" stroke=\"#7a1f5c\" stroke-width=\"1.2\" stroke-dasharray=\"5 3\"/>",
        short(x)
    );
    text(&mut svg, x + 34.0, "属地管辖 jurisdiction, after");
    // Ten kilometres, or fewer where the county is small.
    let kilometres = [10.0, 5.0, 2.0, 1.0].into_iter().find(|length| length * view.kilometre < 0.2 * width);
    let kilometres = kilometres.unwrap_or(0.5);
    let bar = kilometres * view.kilometre;
    let start = short(width - bar - 70.0);
    let _ = writeln!(svg, "<path d=\"M{start} 8v8h{}v-8\" fill=\"none\" stroke=\"#111\"/>", short(bar));
    text(&mut svg, width - 62.0, &format!("{kilometres} km"));
    let step = width / f64::from(u32::try_from(layers.before.len().clamp(1, 9)).unwrap_or(9));
    let mut at = [0.0, 34.0];
    for area in &layers.before {
        let fill = colour(layers, &area.centre);
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"22\" height=\"15\" fill=\"{fill}\" fill-opacity=\"0.8\" stroke=\"#222\"/>",
            short(at[0]),
            short(at[1])
        );
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" font-size=\"15\">{}</text>",
            short(at[0] + 28.0),
            short(at[1] + 13.0),
            escaped(&area.name)
        );
        at = if at[0] + 1.9 * step > width { [0.0, at[1] + 24.0] } else { [at[0] + step, at[1]] };
    }
    svg
}

/// Writes a text of the legend's first line and returns about how wide it is.
fn text(svg: &mut String, x: f64, words: &str) -> f64 {
    let _ = writeln!(svg, "<text x=\"{}\" y=\"17\" font-size=\"15\">{}</text>", short(x), escaped(words));
    words.chars().map(|character| if character.is_ascii() { 7.6 } else { 15.0 }).sum()
}
