//! Slopes put on edges: how many times longer an edge takes in each direction.

use xiaqu_model::{LonLat, Metres, TravelTime, cast};

use super::edge::{RoadEdge, Shape};
use crate::{ElevationGrid, SlopeFinding, SlopeRule};

/// Most stretches of one edge; more are longer.
const STRETCHES_MAX: f64 = 100_000.0;

/// The ground under the roads, with the rule for its slopes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub(super) grid: &'a ElevationGrid,
    pub(super) rule: SlopeRule,
}

/// What slopes make of one edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slowness {
    /// Times are so many times longer from the first point to the last; at least 1.
    pub(super) forward: f64,
    /// The same from the last point to the first.
    pub(super) backward: f64,
    /// Metres without a height.
    unmeasured: f64,
}

impl Slowness {
    /// Of an edge on flat ground.
    pub(super) const FLAT: Self = Self { forward: 1.0, backward: 1.0, unmeasured: 0.0 };
}

impl Ground<'_> {
    /// The slowness of a line: means over equal stretches of about the length of the rule. Bridges and tunnels do not
    /// follow the ground: they are one stretch from end to end.
    pub(super) fn slowness(&self, shape: &Shape, follows_ground: bool) -> Slowness {
        let length = shape.length();
        let wanted = if follows_ground { (length / self.rule.stretch.as_metres()).round() } else { 1.0 };
        let count = cast::to_u32(wanted.clamp(1.0, STRETCHES_MAX)).unwrap_or(1);
        let stretches = f64::from(count);
        let height = |number: u32| {
            let point: LonLat = shape.position_at(f64::from(number) / stretches)?;
            self.grid.height_at(point)
        };
        let (mut forward, mut backward, mut unknown) = (0.0, 0.0, 0_u32);
        let mut start = height(0);
        for number in 1..=count {
            let end = height(number);
            let slope = start.zip(end).map(|(start, end)| 100.0 * (end - start) * stretches / length);
            unknown += u32::from(slope.is_none());
            let slope = slope.unwrap_or_default();
            forward += 1.0 / self.rule.speed_kept(slope);
            backward += 1.0 / self.rule.speed_kept(-slope);
            start = end;
        }
        // The share first: where all is unknown it is exactly one, and nothing is left over.
        let unmeasured = length * (f64::from(unknown) / stretches);
        Slowness { forward: forward / stretches, backward: backward / stretches, unmeasured }
    }
}

/// A time on a slope, in whole milliseconds; `None` where it does not fit.
pub(super) fn on_slope(flat: TravelTime, slowness: f64) -> Option<TravelTime> {
    cast::to_u32(f64::from(flat.as_milliseconds()) * slowness).map(TravelTime::from_milliseconds)
}

/// Sums up the roads of a network; crossings are none.
pub(super) fn finding<'a>(roads: impl Iterator<Item = (&'a RoadEdge, Slowness)>) -> SlopeFinding {
    let (mut measured, mut unmeasured, mut slowed) = (0.0, 0.0, 0.0);
    for (edge, slowness) in roads {
        let length = edge.shape.length();
        unmeasured += slowness.unmeasured;
        measured += length - slowness.unmeasured;
        let is_slower = |time: Option<TravelTime>, slowness: f64| time.is_some() && slowness > 1.0;
        if is_slower(edge.forward, slowness.forward) || is_slower(edge.backward, slowness.backward) {
            slowed += length;
        }
    }
    let metres = |length: f64| Metres::new(length.max(0.0)).unwrap_or_default();
    SlopeFinding { measured: metres(measured), unmeasured: metres(unmeasured), slowed: metres(slowed) }
}
