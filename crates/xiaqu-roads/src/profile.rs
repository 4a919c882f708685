//! When the first crew is at each point of the roads, and the pieces of road within given times.

use xiaqu_model::{EdgeIx, IxVec};

use crate::{
    Base, RoadNetwork, RoadPiece, Weights,
    cells::{Section, by_edges},
    joined::joined,
};

/// First arrival along one edge: straight between its points, each a share of the edge and milliseconds; infinite where no
/// base gets to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArrivalProfile {
    points: Vec<(f64, f64)>,
}

/// The first arrival of any base along every edge, base's start and way on foot included.
///
/// Exact but for the rounding of shares to double precision: along a two-way stretch it rises from both ends to where the
/// waves meet.
///
/// Complexity: one search for all bases together, O((n + m) log n).
pub fn arrival_profiles(network: &RoadNetwork, weights: &Weights, bases: &[Base]) -> IxVec<EdgeIx, ArrivalProfile> {
    let profiles = by_edges((network, weights, bases), Vec::with_capacity, |profiles, _, sections| {
        profiles.push(ArrivalProfile::of(sections));
    });
    IxVec::from_rows(joined(profiles))
}

fn points_of(section: &Section) -> Vec<(f64, f64)> {
    let [(from, forward), (to, backward)] = section.waves();
    let at = |share: f64| {
        // Infinity times zero is no time at all.
        let wave = |start: f64, duration: f64, way: f64| if way > 0.0 { start + duration * way } else { start };
        wave(from, forward, share).min(wave(to, backward, 1.0 - share))
    };
    let (start, end) = section.shares;
    let meeting = (to + backward - from) / (forward + backward);
    let inner = (meeting > 0.0 && meeting < 1.0).then(|| (start + meeting * (end - start), at(meeting)));
    let inside = |share: f64| if forward.is_finite() || backward.is_finite() { at(share) } else { f64::INFINITY };
    // A one-way street is not entered at its far end, though one may stand on the junction there sooner.
    let first = if forward.is_finite() { inside(0.0) } else { to + backward };
    let last = if backward.is_finite() { inside(1.0) } else { from + forward };
    [Some((start, first)), inner, Some((end, last))].into_iter().flatten().collect()
}

impl ArrivalProfile {
    /// From the sections of an edge in order.
    pub(crate) fn of(sections: &[Section]) -> Self {
        Self { points: sections.iter().flat_map(points_of).collect() }
    }

    /// Values at both ends of a stretch that no point of the profile divides.
    fn along(&self, from: f64, to: f64) -> (f64, f64) {
        let middle = f64::midpoint(from, to);
        let over = |pair: &&[(f64, f64)]| {
            pair.first().is_some_and(|first| first.0 <= middle) && pair.last().is_some_and(|last| middle <= last.0)
        };
        let Some(&[(start, before), (end, after)]) = self.points.windows(2).find(over) else {
            return (f64::INFINITY, f64::INFINITY);
        };
        let is_straight = end > start && before.is_finite() && after.is_finite();
        let at = |share: f64| {
            if is_straight { before + (after - before) * (share - start) / (end - start) } else { before }
        };
        (at(from), at(to))
    }

    /// Milliseconds at a share inside the edge, infinite where nobody gets to.
    pub fn at(&self, share: f64) -> f64 {
        self.along(share, share).0
    }

    /// How much later this is than `other`; infinite or no number where one of them is.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut shares: Vec<f64> = self.points.iter().chain(&other.points).map(|(share, _)| *share).collect();
        shares.sort_by(f64::total_cmp);
        shares.dedup();
        let stretch = |pair: &[f64]| {
            let (from, to) = (*pair.first()?, *pair.last()?);
            let (one, two) = (self.along(from, to), other.along(from, to));
            Some([(from, one.0 - two.0), (to, one.1 - two.1)])
        };
        Self { points: shares.windows(2).filter_map(stretch).flatten().collect() }
    }

    /// The edge in pieces whose values lie between the same two of `limits` (ascending, milliseconds): the owner of a piece is
    /// the number of limits below it, or none where there is no value.
    pub fn pieces(&self, edge: EdgeIx, limits: &[f64]) -> Vec<RoadPiece> {
        let mut pieces: Vec<RoadPiece> = Vec::new();
        for pair in self.points.windows(2) {
            let [(from, start), (to, end)] = *pair else { continue };
            if to <= from {
                continue;
            }
            let share_at = |limit: &f64| from + (limit - start) / (end - start) * (to - from);
            let mut cuts: Vec<f64> = limits.iter().map(share_at).filter(|cut| from < *cut && *cut < to).collect();
            cuts.sort_by(f64::total_cmp);
            let ends: Vec<f64> = std::iter::once(from).chain(cuts).chain([to]).collect();
            for part in ends.windows(2) {
                let [from_share, to_share] = *part else { continue };
                let middle = start + (end - start) * (f64::midpoint(from_share, to_share) - from) / (to - from);
                let owner = middle.is_finite().then(|| limits.iter().filter(|limit| **limit < middle).count());
                match pieces.last_mut() {
                    Some(last) if last.owner == owner => last.to_share = to_share,
                    _ => pieces.push(RoadPiece { edge, from_share, to_share, owner, time_from: None, time_to: None }),
                }
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::TravelTime;

    use super::arrival_profiles;
    use crate::{Access, testing::random_case, travel_times};

    /// Rounding of parts of an edge, milliseconds.
    const ROUNDING: f64 = 3.0;

    #[test]
    fn profiles_are_the_least_travel_times_at_every_point_and_pieces_lie_between_their_limits() {
        let limits = [20_000.0, 50_000.0, 90_000.0];
        let mut compared = 0;
        for seed in 0..400 {
            let case = random_case(seed);
            let profiles = arrival_profiles(&case.network, &case.weights, &case.bases);
            for edge in case.network.edges().indices() {
                // Not where bases may stand: there one-way streets jump.
                let shares = [0.0713, 0.3119, 0.4937, 0.7717, 0.9311];
                let targets: Vec<Access> =
                    shares.iter().filter_map(|share| case.network.access_on(edge, *share)).collect();
                let times = travel_times(&case.network, &case.weights, &case.bases, &targets);
                let pieces = profiles[edge].pieces(edge, &limits);
                assert!(pieces.windows(2).all(|pair| (pair[0].to_share - pair[1].from_share).abs() < 1e-12));
                for (column, share) in shares.into_iter().enumerate() {
                    let least = times.iter().filter_map(|row| row[column]).map(TravelTime::as_milliseconds).min();
                    let least = least.map_or(f64::INFINITY, f64::from);
                    let found = profiles[edge].at(share);
                    let agrees = found.to_bits() == least.to_bits() || (found - least).abs() < ROUNDING;
                    assert!(agrees, "case {seed}, {edge:?} at {share}: {found} against {least}");
                    let piece =
                        pieces.iter().find(|piece| piece.from_share <= share && share <= piece.to_share).unwrap();
                    let is_near_limit = limits.iter().any(|limit| (limit - least).abs() < ROUNDING);
                    let band = least.is_finite().then(|| limits.iter().filter(|limit| **limit < least).count());
                    assert!(is_near_limit || piece.owner == band, "case {seed}, {edge:?} at {share}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 5_000, "{compared}");
    }
}
