//! The straight segments of roads in a packed tree of boxes: nearest road to a point.

use std::thread;

use xiaqu_model::LocalXy;

use super::bounds::Bounds;

/// Segments of a leaf, which are read one after the other.
const LEAF: usize = 8;
/// Children of a node, whose distances are taken side by side.
const CHILDREN: usize = 16;
/// Halves of so many segments are arranged side by side.
const SIDE_BY_SIDE: usize = 1 << 17;
/// Two segments as near as this to one another, in metres, are equally near: rounding does not part roads that meet.
const TIE: f64 = 1e-6;

/// All segments of all edges, for places to be put on the nearest one.
///
/// They lie in memory as they do on the ground, by [`arrange`]: every [`LEAF`] of them are a leaf, and every [`CHILDREN`]
/// nodes of one height a node of the next. Made once, never changed.
///
/// Complexity: O(n log n) to make; a search looks into O(log n) nodes where roads are spread evenly.
#[derive(Debug)]
pub(crate) struct SegmentTree {
    segments: Vec<StoredSegment>,
    /// Nodes by height, from those above leaves to the one above all; none if one leaf holds all segments.
    heights: Vec<Vec<Boxes>>,
}

/// A segment as the tree keeps it.
#[derive(Clone, Copy, Debug)]
struct StoredSegment {
    start: LocalXy,
    end: LocalXy,
    edge: u32,
    segment: u32,
}

/// The boxes of the children of a node; a child that is not there is infinitely far.
#[derive(Clone, Copy, Debug)]
struct Boxes {
    low_x: [f64; CHILDREN],
    low_y: [f64; CHILDREN],
    high_x: [f64; CHILDREN],
    high_y: [f64; CHILDREN],
}

/// One straight segment of an edge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EdgeSegment {
    /// Position of the edge in its table.
    pub(crate) edge: usize,
    /// Segment of the edge, from 0.
    pub(crate) segment: usize,
    pub(crate) start: LocalXy,
    pub(crate) end: LocalXy,
}

/// The segments of the line of an edge.
pub(crate) fn segments_of(edge: usize, points: &[LocalXy]) -> impl Iterator<Item = EdgeSegment> + '_ {
    let steps = points.iter().zip(points.iter().skip(1)).enumerate();
    steps.map(move |(segment, (start, end))| EdgeSegment { edge, segment, start: *start, end: *end })
}

/// A point of a road near a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SegmentHit {
    /// Position of the edge in its table.
    pub(crate) edge: usize,
    /// Segment of the edge, from 0.
    pub(crate) segment: usize,
    /// Share of the segment, 0 to 1.
    pub(crate) share: f64,
    /// Distance in metres.
    pub(crate) distance: f64,
    /// The point on the road.
    pub(crate) point: LocalXy,
}

impl SegmentTree {
    /// From segments; see [`segments_of`].
    pub(crate) fn new(segments: impl Iterator<Item = EdgeSegment>) -> Self {
        // Tables of 2^32 rows do not fit into memory; see `xiaqu_model::Index`.
        let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        let stored = segments.map(|EdgeSegment { edge, segment, start, end }| StoredSegment {
            start,
            end,
            edge: number(edge),
            segment: number(segment),
        });
        let mut segments: Vec<StoredSegment> = stored.collect();
        let land = segments.iter().map(StoredSegment::bounds).fold(Bounds::NOTHING, Bounds::with);
        arrange(&mut segments, land);
        let mut below: Vec<Bounds> = segments
            .chunks(LEAF)
            .map(|leaf| leaf.iter().map(StoredSegment::bounds).fold(Bounds::NOTHING, Bounds::with))
            .collect();
        let mut heights = Vec::new();
        while below.len() > 1 {
            heights.push(below.chunks(CHILDREN).map(Boxes::new).collect());
            let united = |children: &[Bounds]| children.iter().copied().fold(Bounds::NOTHING, Bounds::with);
            below = below.chunks(CHILDREN).map(united).collect();
        }
        Self { segments, heights }
    }

    /// Shows segments to `visit`, the square of whose distance is no more than `reach`, and then no more than `visit`
    /// said last. Nearer ones tend to come first.
    fn search(&self, place: LocalXy, mut reach: f64, mut visit: impl FnMut(&StoredSegment, f64) -> f64) {
        let mut open = Vec::with_capacity(4 * CHILDREN);
        open.push((0.0, self.heights.len(), 0));
        while let Some((bound, height, position)) = open.pop() {
            if bound > reach {
                continue;
            }
            let Some(below) = height.checked_sub(1) else {
                let leaf = self.segments.get(position * LEAF..).unwrap_or_default();
                for segment in leaf.iter().take(LEAF) {
                    let squared = segment.squared_distance(place);
                    if squared <= reach {
                        reach = visit(segment, squared);
                    }
                }
                continue;
            };
            let Some(boxes) = self.heights.get(below).and_then(|nodes| nodes.get(position)) else { continue };
            let first = open.len();
            for (child, bound) in boxes.squared_distances(place).into_iter().enumerate() {
                if bound <= reach && bound.is_finite() {
                    open.push((bound, below, position * CHILDREN + child));
                }
            }
            // The nearest child is looked into next.
            let children = open.get_mut(first..).unwrap_or_default();
            let nearest = children.iter().enumerate().min_by(|one, other| one.1.0.total_cmp(&other.1.0));
            if let Some((nearest, _)) = nearest {
                let last = children.len() - 1;
                children.swap(nearest, last);
            }
        }
    }

    /// Segments within `reach` metres, nearest first; of equally near ones the lowest edge, then the lowest segment.
    pub(crate) fn near(&self, place: LocalXy, reach: f64) -> impl Iterator<Item = SegmentHit> + use<> {
        let mut hits = Vec::new();
        self.search(place, reach * reach, |segment, _| {
            hits.push(segment.hit(place));
            reach * reach
        });
        hits.sort_by(|one, other| one.distance.total_cmp(&other.distance).then_with(|| one.key().cmp(&other.key())));
        hits.into_iter()
    }

    /// The nearest segment whose edge is `wanted`, at any distance. Among equally near ones (as at a junction) the
    /// lowest edge is taken, then the lowest segment, so that the answer does not depend on the shape of the tree.
    pub(crate) fn nearest(&self, place: LocalXy, wanted: impl Fn(usize) -> bool) -> Option<SegmentHit> {
        let mut least = f64::INFINITY;
        let mut reach = f64::INFINITY;
        let mut hits: Vec<SegmentHit> = Vec::new();
        self.search(place, reach, |segment, squared| {
            if wanted(segment.edge as usize) {
                let hit = segment.hit(place);
                if hit.distance < least {
                    least = hit.distance;
                    reach = (least + TIE).powi(2);
                }
                if squared <= reach {
                    hits.push(hit);
                }
            }
            reach
        });
        hits.into_iter().filter(|hit| hit.distance <= least + TIE).min_by_key(SegmentHit::key)
    }
}

/// Puts segments in such an order that the leaves, and the nodes of every height, are tiles of the land: it is halved across
/// its longer side, at the end of a node, until one leaf is left.
fn arrange(segments: &mut [StoredSegment], land: Bounds) {
    if segments.len() <= LEAF {
        return;
    }
    let mut node = LEAF;
    while node * CHILDREN < segments.len() {
        node *= CHILDREN;
    }
    let middle = segments.len().div_ceil(node).div_ceil(2) * node;
    let is_wide = land.high.x - land.low.x >= land.high.y - land.low.y;
    let key = |segment: &StoredSegment| {
        let at = segment.bounds().middle();
        if is_wide { at.x } else { at.y }
    };
    let (_, first, _) = segments.select_nth_unstable_by(middle, |one, other| key(one).total_cmp(&key(other)));
    let border = key(first);
    let (mut near, mut far) = (land, land);
    if is_wide {
        (near.high.x, far.low.x) = (border, border);
    } else {
        (near.high.y, far.low.y) = (border, border);
    }
    let (low, high) = segments.split_at_mut(middle);
    if low.len() < SIDE_BY_SIDE {
        arrange(low, near);
        arrange(high, far);
        return;
    }
    // A thread that only waits: a task of a pool that waits here could be handed one that waits for this very tree.
    thread::scope(|scope| {
        scope.spawn(|| arrange(low, near));
        arrange(high, far);
    });
}

impl SegmentHit {
    const fn key(&self) -> (usize, usize) {
        (self.edge, self.segment)
    }
}

impl StoredSegment {
    fn bounds(&self) -> Bounds {
        Bounds {
            low: LocalXy { x: self.start.x.min(self.end.x), y: self.start.y.min(self.end.y) },
            high: LocalXy { x: self.start.x.max(self.end.x), y: self.start.y.max(self.end.y) },
        }
    }

    /// The share of the segment at which it is nearest to a place, and the point there.
    fn nearest(&self, place: LocalXy) -> (f64, LocalXy) {
        let (dx, dy) = (self.end.x - self.start.x, self.end.y - self.start.y);
        let squared = dx * dx + dy * dy;
        let along = (place.x - self.start.x) * dx + (place.y - self.start.y) * dy;
        let share = if squared > 0.0 { (along / squared).clamp(0.0, 1.0) } else { 0.0 };
        (share, LocalXy { x: self.start.x + share * dx, y: self.start.y + share * dy })
    }

    fn squared_distance(&self, place: LocalXy) -> f64 {
        let (_, point) = self.nearest(place);
        (place.x - point.x).powi(2) + (place.y - point.y).powi(2)
    }

    fn hit(&self, place: LocalXy) -> SegmentHit {
        let (share, point) = self.nearest(place);
        let distance = self.squared_distance(place).sqrt();
        SegmentHit { edge: self.edge as usize, segment: self.segment as usize, share, distance, point }
    }
}

impl Boxes {
    fn new(children: &[Bounds]) -> Self {
        let side = |value: fn(&Bounds) -> f64| {
            std::array::from_fn(|child| value(children.get(child).unwrap_or(&Bounds::NOTHING)))
        };
        Self {
            low_x: side(|child| child.low.x),
            low_y: side(|child| child.low.y),
            high_x: side(|child| child.high.x),
            high_y: side(|child| child.high.y),
        }
    }

    /// From a place to each box; zero inside.
    fn squared_distances(&self, place: LocalXy) -> [f64; CHILDREN] {
        let mut squared = [0.0; CHILDREN];
        let sides = self.low_x.iter().zip(&self.high_x).zip(self.low_y.iter().zip(&self.high_y));
        for (squared, ((low_x, high_x), (low_y, high_y))) in squared.iter_mut().zip(sides) {
            let x = (low_x - place.x).max(place.x - high_x).max(0.0);
            let y = (low_y - place.y).max(place.y - high_y).max(0.0);
            *squared = x * x + y * y;
        }
        squared
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;
    use xiaqu_model::LocalXy;

    use super::{EdgeSegment, SegmentHit, SegmentTree, TIE};

    /// Segments of three edges each beginning where the last ended, some of no length, some twice.
    fn segments(count: usize, random: &mut Pcg64Mcg) -> Vec<EdgeSegment> {
        let mut place = LocalXy { x: 0.0, y: 0.0 };
        let mut segments = Vec::new();
        for position in 0..count {
            if position % 7 == 0 {
                place = LocalXy { x: random.random_range(0.0..40_000.0), y: random.random_range(0.0..9_000.0) };
            }
            let start = place;
            if position % 5 != 0 {
                let mut step = || f64::from(random.random_range(-200_i32..200));
                place = LocalXy { x: start.x + step(), y: start.y + step() };
            }
            segments.push(EdgeSegment { edge: position / 3, segment: position % 3, start, end: place });
            if position % 11 == 0 {
                segments.push(EdgeSegment { edge: count + position, segment: 0, start: place, end: start });
            }
        }
        segments
    }

    /// Every segment measured, by cosines and not by shares.
    fn all_hits(segments: &[EdgeSegment], place: LocalXy) -> Vec<(f64, usize, usize)> {
        let distance = |row: &EdgeSegment| {
            let (length, one, other) =
                (row.start.distance_to(row.end), row.start.distance_to(place), row.end.distance_to(place));
            let beyond = |near: f64, far: f64| far * far >= near * near + length * length;
            if length == 0.0 || beyond(one, other) || beyond(other, one) {
                return one.min(other);
            }
            let across = (row.end.x - row.start.x) * (place.y - row.start.y)
                - (row.end.y - row.start.y) * (place.x - row.start.x);
            across.abs() / length
        };
        segments.iter().map(|row| (distance(row), row.edge, row.segment)).collect()
    }

    #[test]
    fn the_tree_finds_what_measuring_every_segment_finds() {
        let mut random = Pcg64Mcg::seed_from_u64(11);
        for count in [0, 1, 8, 9, 128, 129, 2_100, 6_000] {
            let segments = segments(count, &mut random);
            let tree = SegmentTree::new(segments.iter().copied());
            for _ in 0..60 {
                let place =
                    LocalXy { x: random.random_range(-9_000.0..50_000.0), y: random.random_range(-900.0..12_000.0) };
                let on_road = segments.get(random.random_range(0..=segments.len())).map_or(place, |row| row.start);
                for place in [place, on_road] {
                    same_as_measured(&tree, &segments, place);
                }
            }
        }
    }

    fn same_as_measured(tree: &SegmentTree, segments: &[EdgeSegment], place: LocalXy) {
        let key = |hit: SegmentHit| (hit.edge, hit.segment);
        let hits = all_hits(segments, place);
        for wanted in [|_| true, |edge: usize| edge % 4 == 1, |_| false] {
            let some = || hits.iter().filter(|(_, edge, _)| wanted(*edge));
            let least = some().map(|(distance, ..)| *distance).min_by(f64::total_cmp);
            let tied = some().filter(|(distance, ..)| least.is_some_and(|least| *distance <= least + TIE / 2.0));
            let expected = tied.map(|(_, edge, segment)| (*edge, *segment)).min();
            assert_eq!(tree.nearest(place, wanted).map(key), expected, "{place:?}");
        }
        for reach in [0.0, 50.0, 700.0] {
            let found: Vec<SegmentHit> = tree.near(place, reach).collect();
            assert!(found.is_sorted_by(|one, next| one.distance <= next.distance));
            let found: std::collections::BTreeSet<_> = found.into_iter().map(key).collect();
            for (distance, edge, segment) in &hits {
                if (distance - reach).abs() > TIE {
                    assert_eq!(found.contains(&(*edge, *segment)), *distance < reach, "{place:?} {reach}");
                }
            }
        }
    }
}
