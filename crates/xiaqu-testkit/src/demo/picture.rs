//! A quick picture of the county, to look at while tuning it.

use std::fmt::Write as _;

use xiaqu_model::LocalXy;

use super::county::County;
use super::facts::TOWNSHIPS;
use super::network::RoadClass;

/// Metres of one pixel.
const SCALE: f64 = 36.0;
/// North-west corner of the picture in metres.
const CORNER: LocalXy = LocalXy { x: -29_000.0, y: 29_000.0 };
/// Fill colours of the townships.
const FILLS: [&str; 9] =
    ["#f3e3c3", "#dfe8cf", "#e9dcea", "#d6e6ea", "#efe9cf", "#dde3d2", "#ecd9d0", "#d9dfee", "#e4ecd9"];

/// The county as SVG text.
pub fn to_svg(county: &County) -> String {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1500\" height=\"1760\">\n");
    svg.push_str("<rect width=\"1500\" height=\"1760\" fill=\"#fbfaf6\"/>\n");
    for (ring, fill) in county.rings.iter().zip(FILLS) {
        let _ = writeln!(svg, "<path d=\"{}Z\" fill=\"{fill}\" stroke=\"#7a5c8a\" stroke-width=\"1.6\"/>", path(ring));
    }
    let lake = path(&county.reservoir);
    let _ = writeln!(svg, "<path d=\"{lake}Z\" fill=\"#8fbbe0\" stroke=\"#4a82b4\" stroke-width=\"1\"/>");
    for class in [RoadClass::Residential, RoadClass::Unclassified, RoadClass::Tertiary, RoadClass::Secondary] {
        let (colour, width) = pen(class);
        for chain in county.chains.iter().filter(|chain| chain.road.class == class) {
            let colour = if chain.road.closed_when_wet { "#1040ff" } else { colour };
            let line = path(&chain.line);
            let _ = writeln!(svg, "<path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>");
        }
    }
    for &point in &county.points {
        let at = pixel(point);
        let _ = writeln!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#222\"/>", at.0, at.1);
    }
    for (&seat, facts) in county.land.seats.iter().zip(&TOWNSHIPS) {
        let at = pixel(county.land.lattice.position(seat));
        let _ = writeln!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"7\" fill=\"#c00\"/>", at.0, at.1);
        let _ =
            writeln!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"22\">{}</text>", at.0 + 9.0, at.1, facts.name_en);
    }
    svg.push_str(
        "<text x=\"20\" y=\"1740\" font-size=\"20\">synthetic geometry; not the real Taining</text>\n</svg>\n",
    );
    svg
}

const fn pen(class: RoadClass) -> (&'static str, f64) {
    match class {
        RoadClass::Secondary => ("#d0452b", 3.2),
        RoadClass::Tertiary => ("#d99a2b", 2.0),
        RoadClass::Unclassified => ("#8a8378", 1.1),
        RoadClass::Residential => ("#a5a5a5", 0.8),
    }
}

fn pixel(point: LocalXy) -> (f64, f64) {
    ((point.x - CORNER.x) / SCALE, (CORNER.y - point.y) / SCALE)
}

fn path(line: &[LocalXy]) -> String {
    let mut text = String::new();
    for (at, &point) in line.iter().enumerate() {
        let (x, y) = pixel(point);
        let _ = write!(text, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
    }
    text
}
