//! The whole picture: two maps, their titles, the legend and the county's note.

use std::fmt::Write as _;

use super::layers::PlanLayers;
use super::legend::legend;
use super::panel::{Moment, panel, shared};
use super::view::{View, escaped, short};

/// Width of the picture in pixels.
const WIDTH: f64 = 1_600.0;
/// Margin around and between the maps.
const MARGIN: f64 = 28.0;
/// Top of the maps.
const TOP: f64 = 64.0;

/// The picture as SVG text; the same bytes for the same layers.
pub fn to_svg(layers: &PlanLayers) -> String {
    let map_width = (WIDTH - 3.0 * MARGIN) / 2.0;
    let corners = layers.before.iter().chain(&layers.after).flat_map(|area| area.rings.iter().flatten().copied());
    let view = View::around(corners, map_width);
    let legend_top = TOP + view.height + 2.0 * MARGIN;
    let rows = layers.before.len().div_ceil(9).clamp(1, 12);
    let height = legend_top + 50.0 + 24.0 * f64::from(u32::try_from(rows).unwrap_or(1)) + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" \
         font-family=\"Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif\" fill=\"#111\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        short(WIDTH),
        short(height)
    );
    svg.push_str(&shared(layers, &view));
    let maps = [
        (Moment::Before, "接处警辖区 改革前  Dispatch areas, before"),
        (Moment::After, "改革后  Dispatch areas, after"),
    ];
    for (position, (moment, title)) in maps.into_iter().enumerate() {
        let left = if position == 0 { MARGIN } else { 2.0 * MARGIN + map_width };
        let _ = writeln!(svg, "<text x=\"{}\" y=\"40\" font-size=\"26\">{title}</text>", short(left));
        let map = panel(layers, &view, moment);
        let _ = writeln!(svg, "<g transform=\"translate({} {})\">\n{map}</g>", short(left), short(TOP));
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" font-size=\"17\" fill=\"#b00020\" text-anchor=\"end\">{}</text>",
        short(WIDTH - MARGIN),
        short(TOP + view.height + MARGIN),
        escaped(&layers.note)
    );
    let legend = legend(layers, &view, WIDTH - 2.0 * MARGIN);
    let _ = writeln!(svg, "<g transform=\"translate({} {})\">\n{legend}</g>\n</svg>", short(MARGIN), short(legend_top));
    svg
}
