//! Plane geometry the generator needs: distances, areas, containment, thinning of lines.

use xiaqu_model::LocalXy;

/// Metres from a point to the nearest point of a line.
pub(crate) fn distance_to_line(at: LocalXy, line: &[LocalXy]) -> f64 {
    line.windows(2).map(|pair| distance_to_segment(at, pair[0], pair[1])).fold(f64::INFINITY, f64::min)
}

/// Metres from a point to the nearest point of a segment.
pub(crate) fn distance_to_segment(at: LocalXy, from: LocalXy, to: LocalXy) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { ((at.x - from.x) * dx + (at.y - from.y) * dy) / square } else { 0.0 };
    at.distance_to(between(from, to, share.clamp(0.0, 1.0)))
}

/// The point at `share` of the way.
pub(crate) fn between(from: LocalXy, to: LocalXy, share: f64) -> LocalXy {
    LocalXy { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

/// Signed area of an unclosed ring in square metres; positive if anticlockwise.
pub(crate) fn signed_area(ring: &[LocalXy]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
}

/// Whether a point lies inside an unclosed ring.
pub(crate) fn contains(ring: &[LocalXy], at: LocalXy) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring
        .iter()
        .zip(next)
        .filter(|(a, b)| (a.y > at.y) != (b.y > at.y) && at.x < a.x + (b.x - a.x) * (at.y - a.y) / (b.y - a.y));
    crossings.count() % 2 == 1
}

/// Length of a line in metres.
pub(crate) fn length(line: &[LocalXy]) -> f64 {
    line.windows(2).map(|pair| pair[0].distance_to(pair[1])).sum()
}

/// Whether two segments cross at a point inside both.
pub(crate) fn cross(first: (LocalXy, LocalXy), second: (LocalXy, LocalXy)) -> bool {
    let side = |a: LocalXy, b: LocalXy, p: LocalXy| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    side(first.0, first.1, second.0) * side(first.0, first.1, second.1) < 0.0
        && side(second.0, second.1, first.0) * side(second.0, second.1, first.1) < 0.0
}

/// Douglas and Peucker's thinning: drops vertices that are off the line by less than `tolerance` metres; keeps both ends.
pub(crate) fn thin(line: &[LocalXy], tolerance: f64) -> Vec<LocalXy> {
    let Some((&first, &last)) = line.first().zip(line.last()) else { return Vec::new() };
    let farthest = (1..line.len().saturating_sub(1))
        .map(|at| (distance_to_segment(line[at], first, last), at))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match farthest {
        Some((distance, at)) if distance > tolerance => {
            let mut kept = thin(&line[..=at], tolerance);
            kept.pop();
            kept.extend(thin(&line[at..], tolerance));
            kept
        }
        _ => vec![first, last],
    }
}

/// `passes` times moves every inner vertex halfway to the middle of its neighbours; the ends stay.
pub(crate) fn smooth(line: &mut [LocalXy], passes: usize) {
    for _ in 0..passes {
        let before = line.to_vec();
        for (at, triple) in before.windows(3).enumerate() {
            line[at + 1] = between(triple[1], between(triple[0], triple[2], 0.5), 0.5);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<LocalXy> {
        [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)].map(|(x, y)| LocalXy { x, y }).to_vec()
    }

    #[test]
    fn a_square_is_measured() {
        assert!((signed_area(&square()) - 4.0).abs() < 1e-12);
        assert!(contains(&square(), LocalXy { x: 1.0, y: 1.5 }));
        assert!(!contains(&square(), LocalXy { x: 3.0, y: 1.5 }));
        assert!((length(&square()) - 6.0).abs() < 1e-12);
    }

    #[test]
    fn thinning_keeps_corners_and_drops_the_rest() {
        let mut line = square();
        line.insert(1, LocalXy { x: 1.0, y: 0.01 });
        assert_eq!(thin(&line, 0.1), square());
    }
}
