//! The order in which stations are settled: neighbours one after the other, so that work is soon known.

use xiaqu_model::{Index, IxVec, StationIx};

use super::waiting::Demanded;

/// How many of a village's nearest bases count as its likely ones.
const LIKELY: usize = 3;

/// All stations; each next one shares most calls with those before it, measured against all that it shares.
///
/// Only the time of a search depends on it.
pub(super) fn settling_order(stations: usize, demand: &[Demanded<'_>]) -> Vec<StationIx> {
    let mut shared: IxVec<StationIx, IxVec<StationIx, u64>> =
        IxVec::from_fn(stations, |_| IxVec::from_fn(stations, |_| 0));
    for class in demand {
        let likely: Vec<StationIx> = class.bases.iter().take(LIKELY).map(|&(_, base)| base).collect();
        for &one in &likely {
            for &other in likely.iter().filter(|&&other| other != one) {
                shared[one][other] += class.calls.max(1);
            }
        }
    }
    let total = |station: StationIx| shared[station].iter().sum::<u64>().max(1);
    let mut left: Vec<StationIx> = (0..stations).map(StationIx::from_position).collect();
    let mut before: IxVec<StationIx, u64> = IxVec::from_fn(stations, |_| 0);
    let mut order = Vec::with_capacity(stations);
    // The first is one with little in common with others: a corner of the county.
    while let Some(next) = left.iter().copied().max_by(|&one, &other| {
        let share = |a: StationIx, b: StationIx| u128::from(before[a]) * u128::from(total(b));
        share(one, other).cmp(&share(other, one)).then(total(other).cmp(&total(one))).then(other.cmp(&one))
    }) {
        left.retain(|&station| station != next);
        for &station in &left {
            before[station] += shared[station][next];
        }
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_in_a_row_are_settled_from_one_end_to_the_other() {
        let station = StationIx::from_position;
        let between = |one: usize, other: usize| [(1_000, station(one)), (2_000, station(other))];
        // The row is 2, 0, 3, 1.
        let pairs = [between(2, 0), between(0, 3), between(3, 1)];
        let demand: Vec<Demanded<'_>> = pairs.iter().map(|bases| Demanded { bases, calls: 10 }).collect();
        assert_eq!(settling_order(4, &demand), [1, 3, 0, 2].map(station));
    }
}
