//! The network Voronoi: every piece of road to the base that is there first, with exact break points.

use std::{cmp::Ordering, collections::BTreeMap};

use rayon::prelude::*;
use xiaqu_model::{EdgeIx, IxVec, NodeIx, TravelTime, cast};

use crate::{
    Access, ArrivalProfile, Base, RoadNetwork, Weights,
    bucket_queue::BucketQueue,
    joined::{joined, share_of_thread},
    search::{first_entry, seeds},
    weights::{EdgeTimes, UNREACHABLE, to_time},
};

/// A piece of road that one base reaches first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoadPiece {
    /// The edge.
    pub edge: EdgeIx,
    /// Share of the edge's length where the piece starts.
    pub from_share: f64,
    /// Share of the edge's length where it ends.
    pub to_share: f64,
    /// Position in the list of bases; `None` if no base reaches the piece.
    pub owner: Option<usize>,
    /// The owner's arrival at the start, base's start and way on foot included.
    pub time_from: Option<TravelTime>,
    /// The owner's arrival at the end. Between the ends the arrival may be later (where its two waves meet).
    pub time_to: Option<TravelTime>,
}

/// The roads of all bases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadCells {
    /// Pieces by edge and along it; they cover every edge once. Neighbours on one edge have different owners.
    pub pieces: Vec<RoadPiece>,
    /// Bases that own no road, because a neighbour is at their own door before them.
    pub without_road: Vec<usize>,
}

/// First arrival: time, then the position of the base, so that ties always fall to the base listed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Label {
    base: u32,
    time: u32,
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Label {
    const NONE: Self = Self { time: UNREACHABLE, base: u32::MAX };

    /// Both in one number, which is compared at once.
    fn key(self) -> u64 {
        u64::from(self.time) << u32::BITS | u64::from(self.base)
    }

    /// Later by a duration.
    fn after(self, duration: u32) -> Self {
        match self.time.saturating_add(duration) {
            UNREACHABLE => Self::NONE,
            time => Self { time, base: self.base },
        }
    }

    fn owner(self) -> Option<usize> {
        (self.time != UNREACHABLE).then_some(self.base as usize)
    }
}

/// Gives every piece of road to the base whose crew is there first.
///
/// On a two-way stretch from u to v the arrival at share x is `min(d_u + x t_uv, d_v + (1 - x) t_vu)`, so that the
/// break is at `x = (d_v + t_vu - d_u) / (t_uv + t_vu)`. A one-way stretch belongs to the first arrival at its tail.
/// A base inside an edge cuts it there. Exact but for the rounding of shares to double precision.
///
/// Complexity: one search for all bases together, O((n + m) log n).
pub fn cells(network: &RoadNetwork, weights: &Weights, bases: &[Base]) -> RoadCells {
    let pieces = by_edges((network, weights, bases), Vec::with_capacity, |pieces, edge, sections| {
        cut_edge(edge, sections, pieces);
    });
    RoadCells::of(joined(pieces), bases.len())
}

/// [`cells`] and [`arrival_profiles`](crate::arrival_profiles), by one search for both.
pub fn cells_and_arrivals(
    network: &RoadNetwork,
    weights: &Weights,
    bases: &[Base],
) -> (RoadCells, IxVec<EdgeIx, ArrivalProfile>) {
    let room = |edges| (Vec::with_capacity(edges), Vec::with_capacity(edges));
    let both = by_edges((network, weights, bases), room, |(pieces, profiles), edge, sections| {
        cut_edge(edge, sections, pieces);
        profiles.push(ArrivalProfile::of(sections));
    });
    let (pieces, profiles) = both.into_iter().unzip();
    (RoadCells::of(joined(pieces), bases.len()), IxVec::from_rows(joined(profiles)))
}

/// The base whose crew is at each target first, by its position; `None` where none comes. Of equal arrivals, in whole
/// milliseconds as [`travel_times`](crate::travel_times) has them, the base listed first.
///
/// Complexity: one search for all bases together.
pub fn first_bases(network: &RoadNetwork, weights: &Weights, bases: &[Base], targets: &[Access]) -> Vec<Option<usize>> {
    let labels = first_arrivals(network, weights, bases);
    let mut on_edge: BTreeMap<EdgeIx, Vec<(u32, &Base)>> = BTreeMap::new();
    for (position, base) in (0..).zip(bases) {
        on_edge.entry(base.access.edge).or_default().push((position, base));
    }
    let first = |target: &Access| {
        let times = weights.of_edge(target.edge);
        let entry = |is_forward| first_entry(network, &labels, (target.edge, target.share, is_forward)).1;
        let over_ends =
            [entry(true).after(times.forward_to(target.share)), entry(false).after(times.backward_to(target.share))];
        let beside = on_edge.get(&target.edge).into_iter().flatten();
        let direct = beside.map(|(base, row)| {
            Label { time: row.on_road(), base: *base }.after(times.between(row.access.share, target.share))
        });
        direct.chain(over_ends).min().and_then(Label::owner)
    };
    targets.iter().map(first).collect()
}

impl RoadCells {
    /// From all pieces, with so many bases.
    fn of(pieces: Vec<RoadPiece>, bases: usize) -> Self {
        let mut owns = vec![false; bases];
        for owner in pieces.iter().filter_map(|piece| piece.owner) {
            if let Some(owns) = owns.get_mut(owner) {
                *owns = true;
            }
        }
        let without_road = owns.iter().enumerate().filter(|(_, owns)| !**owns).map(|(base, _)| base).collect();
        Self { pieces, without_road }
    }
}

/// Shows every edge with its sections in order: what the waves of all bases do there. What `visit` makes of so many edges
/// at a time, in what `room` gives for them, is handed out in the order of edges, whatever the number of threads.
pub(crate) fn by_edges<R: Send>(
    (network, weights, bases): (&RoadNetwork, &Weights, &[Base]),
    room: impl Fn(usize) -> R + Sync,
    visit: impl Fn(&mut R, EdgeIx, &[Section]) + Sync,
) -> Vec<R> {
    let labels = first_arrivals(network, weights, bases);
    let mut on_edge: Vec<(EdgeIx, f64, Label)> = (0..)
        .zip(bases)
        .map(|(base, row)| (row.access.edge, row.access.share, Label { time: row.on_road(), base }))
        .collect();
    on_edge.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.cmp(&other.2)));
    let edges: Vec<EdgeIx> = network.edges.indices().collect();
    let some = |edges: &[EdgeIx]| {
        let mut made = room(edges.len());
        let before = |first: &EdgeIx| on_edge.partition_point(|(edge, _, _)| edge < first);
        let waiting = on_edge.get(edges.first().map_or(0, before)..).unwrap_or_default();
        each_of(network, weights, &labels, (edges, waiting), |edge, sections| visit(&mut made, edge, sections));
        made
    };
    edges.par_chunks(share_of_thread(edges.len())).map(some).collect()
}

/// Some edges in order, and what stands on them and on later ones.
type Stretch<'a> = (&'a [EdgeIx], &'a [(EdgeIx, f64, Label)]);

fn each_of(
    network: &RoadNetwork,
    weights: &Weights,
    labels: &IxVec<NodeIx, Label>,
    (edges, waiting): Stretch<'_>,
    mut visit: impl FnMut(EdgeIx, &[Section]),
) {
    let mut waiting = waiting.iter().copied().peekable();
    let (mut stops, mut sections) = (Vec::new(), Vec::new());
    for edge in edges.iter().copied() {
        // Half way stands for the inside: there one must have been allowed to enter the edge.
        let entry = |is_forward| first_entry(network, labels, (edge, 0.5, is_forward)).1;
        stops.clear();
        stops.push((0.0, entry(true)));
        while let Some((_, share, label)) = waiting.next_if(|(of, _, _)| *of == edge) {
            stops.push((share, label));
        }
        stops.push((1.0, entry(false)));
        let times = weights.of_edge(edge);
        relax_along(&mut stops, times);
        sections.clear();
        let between = stops.iter().zip(stops.iter().skip(1)).filter(|((start, _), (end, _))| start < end);
        sections.extend(between.map(|((start, from), (end, to))| Section {
            shares: (*start, *end),
            labels: (*from, *to),
            forward: times.between(*start, *end),
            backward: times.between(*end, *start),
        }));
        visit(edge, &sections);
    }
}

/// First arrival at every node of the search graph.
///
/// A queue by coarse time: nodes may be passed again with a better label, by time or by base, until none falls. The
/// end is that of a search in exact order, for labels along a way never fall.
fn first_arrivals(network: &RoadNetwork, weights: &Weights, bases: &[Base]) -> IxVec<NodeIx, Label> {
    let mut labels = IxVec::from_fn(network.arcs.node_count(), |_| Label::NONE);
    let mut starts = Vec::new();
    for (base, row) in (0..).zip(bases) {
        for (node, time) in seeds(network, weights, row) {
            let label = Label { base, time };
            if time != UNREACHABLE && label < labels[node] {
                labels[node] = label;
                starts.push((time, node));
            }
        }
    }
    let (arcs, times) = (network.arcs.all(), weights.of_arcs());
    let longest = times.iter().copied().filter(|time| *time != UNREACHABLE).max().unwrap_or(0);
    let mut queue = BucketQueue::new(longest, starts);
    let mut nodes = Vec::new();
    while let Some(bucket) = queue.next_bucket(&mut nodes) {
        for node in &nodes {
            let label = labels[*node];
            // Passed before, in an earlier bucket.
            if queue.bucket_of(label.time) < bucket {
                continue;
            }
            let range = network.arcs.range(*node);
            let leaving = arcs.get(range.clone()).unwrap_or_default().iter().zip(times.get(range).unwrap_or_default());
            for (arc, duration) in leaving {
                let arrival = label.after(*duration);
                if arrival < labels[arc.head] {
                    labels[arc.head] = arrival;
                    queue.push(arrival.time, arc.head);
                }
            }
        }
    }
    labels
}

/// Carries the arrivals at the ends of an edge, and at bases inside it, to the bases inside it.
fn relax_along(stops: &mut [(f64, Label)], times: EdgeTimes) {
    for position in 1..stops.len() {
        relax(stops, position - 1, position, times);
    }
    for position in (1..stops.len()).rev() {
        relax(stops, position, position - 1, times);
    }
}

fn relax(stops: &mut [(f64, Label)], from: usize, to: usize, times: EdgeTimes) {
    if let (Some((start, label)), Some((end, _))) = (stops.get(from).copied(), stops.get(to).copied()) {
        let arrival = label.after(times.between(start, end));
        if let Some((_, known)) = stops.get_mut(to) {
            *known = (*known).min(arrival);
        }
    }
}

fn cut_edge(edge: EdgeIx, sections: &[Section], pieces: &mut Vec<RoadPiece>) {
    let first = pieces.len();
    for piece in sections.iter().flat_map(|section| section.pieces(edge)).flatten() {
        match pieces.get_mut(first..).and_then(<[RoadPiece]>::last_mut) {
            Some(last) if last.owner == piece.owner => {
                last.to_share = piece.to_share;
                last.time_to = piece.time_to;
            }
            _ => pieces.push(piece),
        }
    }
}

/// A stretch of an edge without a base inside.
pub(crate) struct Section {
    /// Where it starts and ends, as shares of the edge.
    pub(crate) shares: (f64, f64),
    labels: (Label, Label),
    forward: u32,
    backward: u32,
}

impl Section {
    /// The waves of the start and of the end: when each is where it starts, and how long it takes to the other end, in
    /// milliseconds; infinite if there is none.
    pub(crate) fn waves(&self) -> [(f64, f64); 2] {
        let milliseconds = |time: u32| if time == UNREACHABLE { f64::INFINITY } else { f64::from(time) };
        let (from, to) = self.labels;
        [(milliseconds(from.time), milliseconds(self.forward)), (milliseconds(to.time), milliseconds(self.backward))]
    }

    fn pieces(&self, edge: EdgeIx) -> [Option<RoadPiece>; 2] {
        let (from, to) = self.labels;
        let whole = |at_start: Label, at_end: Label| RoadPiece {
            edge,
            from_share: self.shares.0,
            to_share: self.shares.1,
            owner: at_start.owner(),
            time_from: to_time(at_start.time),
            time_to: to_time(at_end.time),
        };
        match (self.forward != UNREACHABLE, self.backward != UNREACHABLE) {
            (false, false) => [Some(whole(Label::NONE, Label::NONE)), None],
            (true, false) => [Some(whole(from, from.after(self.forward))), None],
            (false, true) => {
                let at_start = to.after(self.backward);
                [Some(whole(at_start, if at_start == Label::NONE { at_start } else { to })), None]
            }
            (true, true) if from.base == to.base => [Some(whole(from, to)), None],
            (true, true) => {
                let both = f64::from(self.forward) + f64::from(self.backward);
                let wave = f64::from(to.time) + f64::from(self.backward) - f64::from(from.time);
                let share = if both > 0.0 { (wave / both).clamp(0.0, 1.0) } else { f64::from(u8::from(from < to)) };
                self.broken_at(share, edge)
            }
        }
    }

    /// The two pieces on both sides of a break, or one if the break is at an end.
    fn broken_at(&self, share: f64, edge: EdgeIx) -> [Option<RoadPiece>; 2] {
        let (from, to) = self.labels;
        let (start, end) = self.shares;
        let at = (start + share * (end - start)).clamp(start, end);
        let meeting = cast::to_u32(f64::from(from.time) + share * f64::from(self.forward)).and_then(to_time);
        let piece = |from_share, to_share, owner, time_from, time_to| RoadPiece {
            edge,
            from_share,
            to_share,
            owner,
            time_from,
            time_to,
        };
        let before = piece(start, at, from.owner(), to_time(from.time), meeting);
        let after = piece(at, end, to.owner(), meeting, to_time(to.time));
        [before, after].map(|piece| Some(piece).filter(|piece| piece.from_share < piece.to_share))
    }
}
