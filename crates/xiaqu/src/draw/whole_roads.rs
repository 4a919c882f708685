//! Roads of whole villages and townships: each piece goes with the land it lies in.

use std::collections::BTreeMap;

use xiaqu_model::{EdgeIx, IxVec, LocalFrame, LocalXy, LonLat, StationIx, TravelTime, cast};
use xiaqu_roads::{ArrivalProfile, RoadCells, RoadPiece};
use xiaqu_townships::Coverage;

use crate::{County, CountyRoads};

/// Roads are looked at every so many metres: a road that leaves an area and is back sooner stays in one piece.
const STEP: f64 = 20.0;

/// Metres within which the place is found where a road crosses a border.
const EXACTNESS: f64 = 0.05;

/// Every road cut where it crosses a border of `land`, with the arrival of the base of the land there; owners are positions
/// in `centres`. `nearest` are the pieces by nearest response: roads off the land stay as they are there.
///
/// Complexity: one search for each centre, and a point location every 20 m.
pub(super) fn roads_by_land(
    (county, roads): (&County, &CountyRoads),
    centres: &[StationIx],
    (land, nearest): (&Coverage<StationIx>, &RoadCells),
    arrivals_of: impl Fn(StationIx) -> IxVec<EdgeIx, ArrivalProfile>,
) -> RoadCells {
    let mut first: BTreeMap<EdgeIx, Option<usize>> = BTreeMap::new();
    for piece in &nearest.pieces {
        first.entry(piece.edge).or_insert(piece.owner);
    }
    let position_of = |station: StationIx| centres.iter().position(|centre| *centre == station);
    let mut pieces = Vec::new();
    for (edge, row) in roads.network.edges().iter_enumerated() {
        let walk = Walk::new(row.points(), county.land.frame);
        let owner_at = |share: f64| land.locate(walk.at(share)).and_then(position_of);
        let otherwise = first.get(&edge).copied().flatten();
        for (from_share, to_share, owner) in walk.stretches(owner_at) {
            let owner = owner.or(otherwise);
            pieces.push(RoadPiece { edge, from_share, to_share, owner, time_from: None, time_to: None });
        }
    }
    for (position, centre) in centres.iter().enumerate() {
        let arrivals = arrivals_of(*centre);
        for piece in pieces.iter_mut().filter(|piece| piece.owner == Some(position)) {
            let time = |share| cast::to_u32(arrivals[piece.edge].at(share)).map(TravelTime::from_milliseconds);
            (piece.time_from, piece.time_to) = (time(piece.from_share), time(piece.to_share));
        }
    }
    RoadCells { pieces, without_road: Vec::new() }
}

/// A line with the length up to each of its points.
struct Walk {
    points: Vec<(f64, LocalXy)>,
    frame: LocalFrame,
}

impl Walk {
    fn new(points: &[LonLat], frame: LocalFrame) -> Self {
        let mut walk: Vec<(f64, LocalXy)> = Vec::with_capacity(points.len());
        for &point in points {
            let here = frame.to_local(point);
            let before = walk.last().map_or(0.0, |(length, last)| length + last.distance_to(here));
            walk.push((before, here));
        }
        Self { points: walk, frame }
    }

    fn length(&self) -> f64 {
        self.points.last().map_or(0.0, |(length, _)| *length)
    }

    fn at(&self, share: f64) -> LonLat {
        let wanted = share * self.length();
        let next = self.points.partition_point(|(length, _)| *length < wanted).max(1);
        let (before, after) = (self.points.get(next - 1), self.points.get(next));
        let here = match (before, after) {
            (Some(&(start, one)), Some(&(end, other))) if end > start => {
                let part = (wanted - start) / (end - start);
                LocalXy { x: one.x + part * (other.x - one.x), y: one.y + part * (other.y - one.y) }
            }
            (Some(&(_, one)), _) => one,
            _ => LocalXy { x: 0.0, y: 0.0 },
        };
        self.frame.to_lonlat(here)
    }

    /// Stretches between changes of the owner, as shares, covering the line once.
    fn stretches<T: Copy + PartialEq>(&self, owner_at: impl Fn(f64) -> T) -> Vec<(f64, f64, T)> {
        let steps = cast::to_u32((self.length() / STEP).ceil()).unwrap_or(1).max(1);
        let share = |step: u32| f64::from(step) / f64::from(steps);
        let mut stretches = Vec::new();
        let (mut start, mut owner) = (0.0, owner_at(0.5 / f64::from(steps)));
        let mut known = 0.5 / f64::from(steps);
        // Steps are looked at in their middles, so that ends on a border decide nothing.
        for step in 1..steps {
            let here = f64::midpoint(share(step), share(step + 1));
            let now = owner_at(here);
            if now != owner {
                let (mut low, mut high) = (known, here);
                while (high - low) * self.length() > EXACTNESS {
                    let middle = f64::midpoint(low, high);
                    *(if owner_at(middle) == owner { &mut low } else { &mut high }) = middle;
                }
                stretches.push((start, high, owner));
                (start, owner) = (high, now);
            }
            known = here;
        }
        stretches.push((start, 1.0, owner));
        stretches
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{LocalFrame, LonLat};

    use super::Walk;

    #[test]
    fn a_road_is_cut_where_its_owner_changes_and_covered_once() {
        let at = |east: f64| LonLat::new(117.0 + east, 27.0).unwrap();
        let frame = LocalFrame::centred_on(at(0.0));
        let walk = Walk::new(&[at(0.0), at(0.004), at(0.010)], frame);
        for border in [0.05, 0.33, 0.4, 0.77] {
            let stretches = walk.stretches(|share| share < border);
            let [(start, cut, true), (again, end, false)] = stretches[..] else { panic!("{stretches:?}") };
            assert!((start, end) == (0.0, 1.0) && (cut - again).abs() < 1e-12);
            assert!((cut - border).abs() * walk.length() <= 0.06, "{cut} for {border}");
        }
        assert_eq!(walk.stretches(|_| 7), [(0.0, 1.0, 7)]);
        let middle = walk.at(0.5);
        assert!((middle.longitude() - 117.005).abs() < 1e-6);
    }
}
