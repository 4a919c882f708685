//! The straight segments of roads in R-trees: nearest road to a point.

use std::{panic::resume_unwind, thread};

use rstar::{
    PointDistance, RStarInsertionStrategy, RTree, RTreeParams,
    primitives::{GeomWithData, Line},
};
use xiaqu_model::LocalXy;

type Segment = GeomWithData<Line<[f64; 2]>, (u32, u32)>;
type Tree = RTree<Segment, WideNodes>;

/// Nodes of up to sixteen children: few of them are met on the way to a road, and what lies in one is read in order.
#[derive(Debug)]
struct WideNodes;

impl RTreeParams for WideNodes {
    const MIN_SIZE: usize = 4;
    const MAX_SIZE: usize = 16;
    const REINSERTION_COUNT: usize = 3;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

/// From so many segments on the land is cut into strips with a tree each, which are made side by side.
const STRIPS_FROM: usize = 100_000;
const STRIPS: usize = 4;

/// All segments of all edges, in strips from west to east.
#[derive(Debug)]
pub(crate) struct SegmentTree {
    strips: Vec<Tree>,
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
        let key = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        let lines = segments.map(|segment| {
            let line = Line::new([segment.start.x, segment.start.y], [segment.end.x, segment.end.y]);
            Segment::new(line, (key(segment.edge), key(segment.segment)))
        });
        let strips: Vec<Vec<Segment>> = strips_of(lines.collect());
        if strips.len() < 2 {
            return Self { strips: strips.into_iter().map(Tree::bulk_load_with_params).collect() };
        }
        // Threads that only wait: a task of a pool that waits here could be handed one that waits for this very tree.
        let strips = thread::scope(|scope| {
            let running: Vec<_> =
                strips.into_iter().map(|strip| scope.spawn(|| Tree::bulk_load_with_params(strip))).collect();
            running.into_iter().map(|strip| strip.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        });
        Self { strips }
    }

    /// All segments with their squared distances, nearest first.
    fn by_distance(&self, place: LocalXy) -> impl Iterator<Item = (&Segment, f64)> {
        let place = [place.x, place.y];
        let mut strips: Vec<_> = self
            .strips
            .iter()
            .map(|tree| {
                let bound = tree.root().envelope().distance_2(&place);
                (bound, tree.nearest_neighbor_iter_with_distance_2(place).peekable())
            })
            .collect();
        std::iter::from_fn(move || {
            loop {
                // What is next in a strip is looked for only when nothing known is nearer than it can be.
                let (bound, segments) = strips.iter_mut().min_by(|one, other| one.0.total_cmp(&other.0))?;
                match segments.peek().map(|(_, squared)| *squared) {
                    Some(squared) if squared <= *bound => return segments.next(),
                    Some(squared) => *bound = squared,
                    None if bound.is_finite() => *bound = f64::INFINITY,
                    None => return None,
                }
            }
        })
    }

    /// Segments within `reach` metres, nearest first.
    pub(crate) fn near(&self, place: LocalXy, reach: f64) -> impl Iterator<Item = SegmentHit> + '_ {
        self.by_distance(place)
            .take_while(move |(_, squared)| *squared <= reach * reach)
            .map(move |(segment, _)| hit(segment, place))
    }

    /// The nearest segment whose edge is `wanted`, at any distance. Among equally near ones (as at a junction) the
    /// lowest edge is taken, then the lowest segment, so that the answer does not depend on the shape of the tree.
    pub(crate) fn nearest(&self, place: LocalXy, wanted: impl Fn(usize) -> bool) -> Option<SegmentHit> {
        let first = self.nearest_of_all(place)?;
        let first = if wanted(first.edge) {
            first
        } else {
            let mut hits = self.by_distance(place).map(|(segment, _)| hit(segment, place));
            hits.find(|hit| wanted(hit.edge))?
        };
        // A micrometre, so that rounding does not break a tie between edges that meet in one junction.
        let tie = (first.distance + 1e-6).powi(2);
        let tied = self.strips.iter().flat_map(|tree| tree.locate_within_distance([place.x, place.y], tie));
        let tied = tied.map(|segment| hit(segment, place)).filter(|hit| wanted(hit.edge));
        tied.chain([first]).min_by_key(|hit| (hit.edge, hit.segment))
    }

    /// A nearest segment, whatever its edge.
    fn nearest_of_all(&self, place: LocalXy) -> Option<SegmentHit> {
        let mut best: Option<SegmentHit> = None;
        let at = [place.x, place.y];
        let bound = |tree: &Tree| tree.root().envelope().distance_2(&at);
        let mut strips: Vec<&Tree> = self.strips.iter().collect();
        strips.sort_by(|one, other| bound(one).total_cmp(&bound(other)));
        for tree in strips {
            if best.is_some_and(|best| best.distance * best.distance <= bound(tree)) {
                break;
            }
            let found = tree.nearest_neighbor(at).map(|segment| hit(segment, place));
            best = found.into_iter().chain(best).min_by(|one, other| one.distance.total_cmp(&other.distance));
        }
        best
    }
}

/// The segments of each strip; a few segments are one strip.
fn strips_of(mut segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    if segments.len() < STRIPS_FROM {
        return vec![segments];
    }
    let middle = |segment: &Segment| segment.geom().from[0] + segment.geom().to[0];
    let key = |segment: &Segment| (segment.data.0, segment.data.1);
    let before =
        |one: &Segment, other: &Segment| middle(one).total_cmp(&middle(other)).then_with(|| key(one).cmp(&key(other)));
    let size = segments.len().div_ceil(STRIPS);
    let mut strips = Vec::new();
    while segments.len() > size {
        let start = segments.len() - size;
        segments.select_nth_unstable_by(start, before);
        strips.push(segments.split_off(start));
    }
    strips.push(segments);
    strips.reverse();
    strips
}

fn hit(segment: &Segment, place: LocalXy) -> SegmentHit {
    let line = segment.geom();
    let (dx, dy) = (line.to[0] - line.from[0], line.to[1] - line.from[1]);
    let squared = dx * dx + dy * dy;
    let along = (place.x - line.from[0]) * dx + (place.y - line.from[1]) * dy;
    let share = if squared > 0.0 { (along / squared).clamp(0.0, 1.0) } else { 0.0 };
    let point = LocalXy { x: line.from[0] + share * dx, y: line.from[1] + share * dy };
    SegmentHit {
        edge: segment.data.0 as usize,
        segment: segment.data.1 as usize,
        share,
        distance: segment.distance_2(&[place.x, place.y]).sqrt(),
        point,
    }
}
