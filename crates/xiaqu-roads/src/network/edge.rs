//! Edges: what lies between two junctions.

use std::{fmt, ops::Range, sync::Arc};

use xiaqu_model::{LocalXy, LonLat, Metres, NodeIx, TravelTime};

use crate::{RoadClass, Season};

/// Road edge (路段): a piece of road between two junctions, with both directions.
#[derive(Clone, Debug)]
pub struct RoadEdge {
    pub(crate) from: NodeIx,
    pub(crate) to: NodeIx,
    pub(crate) class: RoadClass,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) id: Arc<str>,
    pub(crate) closed_when_wet: bool,
    pub(crate) season: Season,
    pub(crate) forward: Option<TravelTime>,
    pub(crate) backward: Option<TravelTime>,
    pub(crate) shape: Shape,
}

impl RoadEdge {
    /// Junction at the first point.
    pub const fn from(&self) -> NodeIx {
        self.from
    }

    /// Junction at the last point.
    pub const fn to(&self) -> NodeIx {
        self.to
    }

    /// Class.
    pub const fn class(&self) -> RoadClass {
        self.class
    }

    /// Name or number on signs.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Id of the way, row or crossing that the edge is a piece of.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Length along the road: geodesics between its points.
    pub fn length(&self) -> Metres {
        Metres::new(self.shape.length()).unwrap_or_default()
    }

    /// Dry driving time from the first point to the last; `None` against a one-way.
    pub const fn forward_time(&self) -> Option<TravelTime> {
        self.forward
    }

    /// Dry driving time from the last point to the first; `None` against a one-way.
    pub const fn backward_time(&self) -> Option<TravelTime> {
        self.backward
    }

    /// Whether the wet scenario closes the edge.
    pub const fn is_closed_when_wet(&self) -> bool {
        self.closed_when_wet
    }

    /// When in the year the edge is there.
    pub const fn season(&self) -> Season {
        self.season
    }

    /// The whole line, from the first junction to the last.
    pub fn points(&self) -> &[LonLat] {
        self.shape.points()
    }
}

/// The lines of edges, one behind the other, with the length of each line up to each of its points.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    points: Vec<LonLat>,
    local: Vec<LocalXy>,
    /// Metres from the first point of the line to each point.
    along: Vec<f64>,
}

/// The line of an edge: a stretch of a table of lines.
#[derive(Clone, Default)]
pub(crate) struct Shape {
    lines: Arc<Lines>,
    rows: Range<usize>,
}

impl fmt::Debug for Shape {
    /// The points alone: the table is that of all edges.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.points().iter().zip(self.along())).finish()
    }
}

impl Lines {
    /// From columns; `None` unless they are equally long.
    pub(crate) fn from_columns(points: Vec<LonLat>, local: Vec<LocalXy>, along: Vec<f64>) -> Option<Self> {
        let fits = points.len() == local.len() && points.len() == along.len();
        fits.then_some(Self { points, local, along })
    }

    fn with_room_for(rows: usize) -> Self {
        Self { points: Vec::with_capacity(rows), local: Vec::with_capacity(rows), along: Vec::with_capacity(rows) }
    }

    /// Measures a line and takes it in; points that repeat their predecessor are left out. Returns its rows.
    fn add(&mut self, points: &[LonLat], local: &[LocalXy]) -> Range<usize> {
        let start = self.points.len();
        let mut length = 0.0;
        for (point, local) in points.iter().zip(local) {
            match self.points.get(start..).and_then(<[LonLat]>::last) {
                Some(last) if last == point => continue,
                Some(last) => length += last.geodesic_to(*point),
                None => {}
            }
            self.points.push(*point);
            self.local.push(*local);
            self.along.push(length);
        }
        start..self.points.len()
    }
}

impl Shape {
    /// Measures a line; points that repeat their predecessor are left out.
    pub(crate) fn new(points: &[LonLat], local: &[LocalXy]) -> Self {
        let mut lines = Lines::with_room_for(points.len());
        let rows = lines.add(points, local);
        Self { lines: Arc::new(lines), rows }
    }

    /// Measures many lines into one table, which takes less memory and is read in order.
    pub(super) fn many<'a, L>(lines: L) -> impl Iterator<Item = Self> + use<'a, L>
    where
        L: Iterator<Item = (&'a [LonLat], &'a [LocalXy])> + Clone,
    {
        let mut table = Lines::with_room_for(lines.clone().map(|(points, _)| points.len()).sum());
        let rows: Vec<Range<usize>> = lines.map(|(points, local)| table.add(points, local)).collect();
        let table = Arc::new(table);
        rows.into_iter().map(move |rows| Self { lines: table.clone(), rows })
    }

    /// A stretch of a table; `None` unless it has a point, begins at length zero, and its lengths are finite and ascend.
    pub(crate) fn stretch(lines: &Arc<Lines>, rows: Range<usize>) -> Option<Self> {
        let along = lines.along.get(rows.clone())?;
        let ascends = along.iter().zip(along.iter().skip(1)).all(|(one, next)| one <= next);
        let is_sound = along.first() == Some(&0.0) && ascends && along.last()?.is_finite();
        is_sound.then(|| Self { lines: lines.clone(), rows })
    }

    /// The points.
    pub(crate) fn points(&self) -> &[LonLat] {
        self.lines.points.get(self.rows.clone()).unwrap_or_default()
    }

    /// The points in the county's plane.
    pub(crate) fn local(&self) -> &[LocalXy] {
        self.lines.local.get(self.rows.clone()).unwrap_or_default()
    }

    /// Metres from the first point to each point.
    pub(crate) fn along(&self) -> &[f64] {
        self.lines.along.get(self.rows.clone()).unwrap_or_default()
    }

    /// Length in metres.
    pub(crate) fn length(&self) -> f64 {
        self.along().last().copied().unwrap_or_default()
    }

    /// Share of the length up to a point inside a segment.
    pub(crate) fn share_at(&self, segment: usize, share_of_segment: f64) -> f64 {
        match (self.along().get(segment), self.along().get(segment + 1)) {
            (Some(before), Some(after)) if self.length() > 0.0 => {
                ((before + share_of_segment * (after - before)) / self.length()).clamp(0.0, 1.0)
            }
            (Some(_), None) if segment > 0 => 1.0,
            _ => 0.0,
        }
    }

    /// The point at a share of the length; `None` only for a shape without points.
    pub(crate) fn position_at(&self, share: f64) -> Option<LonLat> {
        self.at(share, self.points(), |one, next, between| {
            let position =
                LonLat::new(between(one.longitude(), next.longitude()), between(one.latitude(), next.latitude()));
            position.unwrap_or(one)
        })
    }

    /// The same in the county's plane.
    pub(crate) fn local_at(&self, share: f64) -> Option<LocalXy> {
        self.at(share, self.local(), |one, next, between| LocalXy {
            x: between(one.x, next.x),
            y: between(one.y, next.y),
        })
    }

    /// One of the rows of a column, or what lies between it and the next.
    fn at<T: Copy>(
        &self,
        share: f64,
        column: &[T],
        interpolate: impl FnOnce(T, T, &dyn Fn(f64, f64) -> f64) -> T,
    ) -> Option<T> {
        let metres = share.clamp(0.0, 1.0) * self.length();
        let after = self.along().partition_point(|along| *along < metres);
        let Some(before) = after.checked_sub(1) else { return column.first().copied() };
        let one = *column.get(before)?;
        let (Some(next), Some(end)) = (column.get(after), self.along().get(after)) else { return Some(one) };
        let start = self.along().get(before)?;
        let part = if end > start { (metres - start) / (end - start) } else { 0.0 };
        Some(if part >= 1.0 { *next } else { interpolate(one, *next, &|from, to| from + part * (to - from)) })
    }

    /// The line between two shares, both ends included; backwards if `to` is less than `from`.
    pub(crate) fn cut(&self, from: f64, to: f64) -> Vec<LonLat> {
        let (low, high) = (from.min(to), from.max(to));
        let length = self.length();
        let inner = self.points().iter().zip(self.along());
        let inner =
            inner.filter(|(_, along)| **along > low * length && **along < high * length).map(|(point, _)| *point);
        let end = |share| self.position_at(share);
        let mut points: Vec<LonLat> = end(low).into_iter().chain(inner).chain(end(high)).collect();
        if to < from {
            points.reverse();
        }
        points
    }
}
