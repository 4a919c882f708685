//! One map: areas, jurisdictions, roads, villages, stations.

use std::fmt::Write as _;

use super::layers::{Area, PlanLayers, Position, Road, Station};
use super::view::{View, escaped, short};

/// Fill colours by centre, the same as in the styles that `xiaqu` writes.
const COLOURS: [[u8; 3]; 16] = [
    [136, 204, 238],
    [221, 204, 119],
    [204, 102, 119],
    [68, 170, 153],
    [153, 153, 51],
    [170, 68, 153],
    [238, 221, 136],
    [119, 170, 221],
    [238, 136, 102],
    [187, 204, 51],
    [255, 170, 187],
    [68, 187, 153],
    [170, 170, 0],
    [136, 102, 170],
    [221, 221, 221],
    [102, 153, 119],
];

/// Road classes that are drawn, with their widths in pixels, thinnest first.
const PENS: [(&str, f64); 6] = [
    ("unclassified", 0.45),
    ("tertiary", 0.9),
    ("secondary", 1.5),
    ("primary", 1.8),
    ("trunk", 2.1),
    ("motorway", 2.4),
];

/// When a map is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Before,
    After,
}

/// The colour of a centre: by its place among today's.
pub(super) fn colour(layers: &PlanLayers, centre: &str) -> String {
    let known = layers.before.iter().position(|area| area.centre == centre).unwrap_or(0);
    let [red, green, blue] = COLOURS[known % COLOURS.len()];
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// What both maps share, to be drawn by reference: villages and roads.
pub(super) fn shared(layers: &PlanLayers, view: &View) -> String {
    let mut svg = String::from("<defs><g id=\"ground\">\n");
    for (class, width) in PENS {
        let of_class = |road: &&Road| road.class.trim_end_matches("_link") == class;
        let path: String = layers.roads.iter().filter(of_class).map(|road| view.path(&road.line)).collect();
        let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"#555\" stroke-width=\"{width}\"/>");
    }
    for village in &layers.villages {
        let [x, y] = view.pixel(*village).map(short);
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"1.7\" fill=\"#222\"/>");
    }
    svg.push_str("</g></defs>\n");
    svg
}

/// The map of one moment, its corner at the origin.
pub(super) fn panel(layers: &PlanLayers, view: &View, moment: Moment) -> String {
    let areas = if moment == Moment::Before { &layers.before } else { &layers.after };
    let mut svg = String::new();
    for area in areas {
        let fill = colour(layers, &area.centre);
        let path = outline(view, area);
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"{fill}\" fill-opacity=\"0.8\" fill-rule=\"evenodd\" stroke=\"#222\" \
             stroke-width=\"1.1\" stroke-linejoin=\"round\"><title>{}</title></path>",
            escaped(&area.name)
        );
    }
    if moment == Moment::After {
        let path: String = layers.jurisdictions.iter().map(|area| outline(view, area)).collect();
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"#7a1f5c\" stroke-width=\"0.9\" stroke-dasharray=\"5 3\"/>"
        );
    }
    svg.push_str("<use href=\"#ground\"/>\n");
    for station in &layers.stations {
        let role = if moment == Moment::Before { "station" } else { station.role.as_str() };
        svg.push_str(&mark(role, view.pixel(station.position)));
        svg.push_str(&label(station, view.pixel(station.position)));
    }
    svg
}

fn outline(view: &View, area: &Area) -> String {
    let closed = |ring: &Vec<Position>| view.path(ring) + "Z";
    area.rings.iter().map(closed).collect()
}

/// The mark of a role: a dot for a station, a dot in a ring for a central station, an open square for a post.
pub(super) fn mark(role: &str, [x, y]: [f64; 2]) -> String {
    let (left, top) = (short(x - 4.5), short(y - 4.5));
    let (x, y) = (short(x), short(y));
    let circle = |radius: f64, rest: &str| format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {rest}/>");
    match role {
        "central_station" => {
            circle(9.0, "fill=\"#fff\" stroke=\"#b00020\" stroke-width=\"2.2\"") + &circle(4.8, "fill=\"#b00020\"")
        }
        "post" => format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"9\" height=\"9\" fill=\"#fff\" stroke=\"#b00020\" \
             stroke-width=\"1.8\"/>"
        ),
        _ => circle(5.6, "fill=\"#b00020\" stroke=\"#fff\" stroke-width=\"1.2\""),
    }
}

fn label(station: &Station, [x, y]: [f64; 2]) -> String {
    let name = if station.name.is_empty() { &station.id } else { &station.name };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"15\" fill=\"#111\" stroke=\"#fff\" stroke-width=\"3\" \
         stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>\n",
        short(x + 12.0),
        short(y + 5.0),
        escaped(name)
    )
}
