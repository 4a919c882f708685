//! Long edges that cross others, held straight before the crossings are rounded.

use crate::{
    foothold::{foothold, led_through},
    lattice::{Point, proper_crossing},
    noding::Segment,
    segment_tree::SegmentTree,
};

/// Distance from a crossing to the footholds on both sides of it, in lattice steps (about a metre and a half).
const STAND_OFF: i64 = 150;

/// Splits edges shortly before and after each crossing with an edge of another ring, so that rounding the crossing bends
/// metres of them and not hundreds of metres.
pub(super) fn straighten(segments: &[Segment]) -> Vec<Segment> {
    let tree = SegmentTree::new(segments.iter().map(|segment| (segment.from, segment.to)));
    let mut straight = Vec::with_capacity(segments.len());
    for segment in segments {
        let ends = (segment.from, segment.to);
        let gap = segment.to.minus(segment.from);
        let reach = gap.x.abs().max(gap.y.abs());
        let mut through = Vec::new();
        if reach > 10 * STAND_OFF {
            let step = Point { x: gap.x * STAND_OFF / reach, y: gap.y * STAND_OFF / reach };
            let others = tree.near(ends).into_iter().map(|other| segments[other]);
            for crossing in others.filter_map(|other| proper_crossing(ends, (other.from, other.to))) {
                for near in [crossing.minus(step), crossing.plus(step)] {
                    let point = foothold(ends, near, &mut through);
                    through.push(point);
                }
            }
        }
        let points = led_through(ends, &mut through);
        let source = segment.source;
        straight.extend(points.windows(2).map(|pair| Segment { from: pair[0], to: pair[1], source }));
    }
    straight
}
