//! Made-up roads where there are none: straight lines between neighbours, as few as connect everything.

use std::fmt::Write as _;

/// Lines between each point and its `neighbours` nearest ones, and the shortest further ones that connect all, as
/// `GeoJSON` of tertiary roads.
pub fn joining(points: &[(f64, f64)], neighbours: usize) -> String {
    let mut chosen = Vec::new();
    let mut degree = vec![0; points.len()];
    let mut part: Vec<usize> = (0..points.len()).collect();
    for (one, other) in pairs_by_length(points) {
        let near = degree[one] < neighbours || degree[other] < neighbours;
        let apart = part[one] != part[other];
        if near || apart {
            degree[one] += 1;
            degree[other] += 1;
            let (joined, gone) = (part[one], part[other]);
            part.iter_mut().filter(|part| **part == gone).for_each(|part| *part = joined);
            chosen.push((one, other));
        }
    }
    to_geojson(points, &chosen)
}

fn pairs_by_length(points: &[(f64, f64)]) -> Vec<(usize, usize)> {
    let length = |one: usize, other: usize| {
        let (from, to) = (points[one], points[other]);
        ((from.0 - to.0) * from.1.to_radians().cos()).hypot(from.1 - to.1)
    };
    let all = (0..points.len()).flat_map(|one| (one + 1..points.len()).map(move |other| (one, other)));
    let mut pairs: Vec<(usize, usize)> = all.collect();
    pairs.sort_by(|one, other| length(one.0, one.1).total_cmp(&length(other.0, other.1)));
    pairs
}

fn to_geojson(points: &[(f64, f64)], pairs: &[(usize, usize)]) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (number, (one, other)) in pairs.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let (from, to) = (points[*one], points[*other]);
        write!(
            text,
            "{comma}\n{{\"type\":\"Feature\",\"properties\":{{\"id\":\"R{number:04}\",\"class\":\"tertiary\"}},\
             \"geometry\":{{\"type\":\"LineString\",\"coordinates\":[[{},{}],[{},{}]]}}}}",
            from.0, from.1, to.0, to.1
        )
        .unwrap();
    }
    text.push_str("\n]}\n");
    text
}
