//! The straight segments of roads in an R-tree: nearest road to a point.

use rstar::{
    PointDistance, RTree,
    primitives::{GeomWithData, Line},
};
use xiaqu_model::LocalXy;

type Segment = GeomWithData<Line<[f64; 2]>, (u32, u32)>;

/// All segments of all edges.
#[derive(Debug)]
pub(crate) struct SegmentTree {
    tree: RTree<Segment>,
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
        Self { tree: RTree::bulk_load(lines.collect()) }
    }

    /// Segments within `reach` metres, nearest first.
    pub(crate) fn near(&self, place: LocalXy, reach: f64) -> impl Iterator<Item = SegmentHit> + '_ {
        self.tree
            .nearest_neighbor_iter_with_distance_2([place.x, place.y])
            .take_while(move |(_, squared)| *squared <= reach * reach)
            .map(move |(segment, _)| hit(segment, place))
    }

    /// The nearest segment whose edge is `wanted`, at any distance. Among equally near ones (as at a junction) the
    /// lowest edge is taken, then the lowest segment, so that the answer does not depend on the shape of the tree.
    pub(crate) fn nearest(&self, place: LocalXy, wanted: impl Fn(usize) -> bool) -> Option<SegmentHit> {
        let mut hits = self
            .tree
            .nearest_neighbor_iter_with_distance_2([place.x, place.y])
            .map(|(segment, squared)| (hit(segment, place), squared))
            .filter(|(hit, _)| wanted(hit.edge));
        let (first, least) = hits.next()?;
        // A micrometre, so that rounding does not break a tie between edges that meet in one junction.
        let tie = (least.sqrt() + 1e-6).powi(2);
        let tied = hits.take_while(|(_, squared)| *squared <= tie).map(|(hit, _)| hit);
        std::iter::once(first).chain(tied).min_by_key(|hit| (hit.edge, hit.segment))
    }
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
