//! How the ranking moves when the weights are drawn at random (domain 6.5).

use xiaqu_model::cast::to_f64;

use super::{
    index::scores,
    ranking::{kendall_tau, ranks},
};

/// Draws of weights.
pub const DRAWS: u32 = 1_000;

/// How the rank of one station moves over the draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RankRange {
    /// The least rank that one draw in twenty does not go beyond.
    pub rank_p5: u32,
    /// The least rank that nineteen draws in twenty do not go beyond.
    pub rank_p95: u32,
    /// Share of the draws in which the station has the rank that the weights give it, 0 to 1.
    pub share_same_rank: f64,
}

/// How far the ranking as a whole depends on the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stability {
    /// Draws from Dirichlet(1, 1, 1, 1): every set of weights is as likely as any other.
    pub draws: u32,
    /// What the draws follow from.
    pub seed: u64,
    /// Mean of Kendall's tau between the ranking and that of each draw: 1 if the weights do not matter; `None` for fewer
    /// than two stations.
    pub kendall_tau_mean: Option<f64>,
}

/// Ranks every station under [`DRAWS`] draws of weights.
pub(super) fn stability(relative: &[[f64; 4]], base: &[u32], seed: u64) -> (Vec<RankRange>, Stability) {
    let mut random = Random(seed);
    let mut ranks_drawn: Vec<Vec<u32>> = vec![Vec::new(); base.len()];
    let mut taus = 0.0;
    for _ in 0..DRAWS {
        let drawn = ranks(&scores(relative, random.weights()));
        taus += kendall_tau(base, &drawn).unwrap_or_default();
        ranks_drawn.iter_mut().zip(drawn).for_each(|(list, rank)| list.push(rank));
    }
    let ranges = ranks_drawn.into_iter().zip(base).map(|(list, rank)| range(list, *rank)).collect();
    let kendall_tau_mean = (base.len() > 1).then(|| taus / f64::from(DRAWS));
    (ranges, Stability { draws: DRAWS, seed, kendall_tau_mean })
}

fn range(mut seen: Vec<u32>, base: u32) -> RankRange {
    seen.sort_unstable();
    let same = seen.iter().filter(|rank| **rank == base).count();
    // The nearest-rank percentile: the least value that so many of the list do not exceed.
    let percentile = |percent: usize| {
        let needed = (seen.len() * percent).div_ceil(100);
        needed.checked_sub(1).and_then(|position| seen.get(position)).copied().unwrap_or(base)
    };
    let share_same_rank = to_f64(same as u64) / to_f64((seen.len() as u64).max(1));
    RankRange { rank_p5: percentile(5), rank_p95: percentile(95), share_same_rank }
}

/// `SplitMix64`: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to 1, 1 excluded: 53 bits, so it is exact.
    fn fraction(&mut self) -> f64 {
        to_f64(self.next() >> 11) / 9_007_199_254_740_992.0
    }

    /// One draw from Dirichlet(1, 1, 1, 1): the lengths of the parts into which three points cut a line. Unlike the
    /// textbook's way it needs no logarithm, whose last digit differs between machines.
    fn weights(&mut self) -> [f64; 4] {
        let mut cuts = [self.fraction(), self.fraction(), self.fraction()];
        cuts.sort_by(f64::total_cmp);
        let [first, second, third] = cuts;
        [first, second - first, third - second, 1.0 - third]
    }
}

#[cfg(test)]
mod tests {
    use super::{DRAWS, Random, range, stability};

    #[test]
    fn draws_are_weights_and_each_factor_gets_a_quarter_on_average() {
        let mut random = Random(7);
        let mut sums = [0.0; 4];
        for _ in 0..10_000 {
            let weights = random.weights();
            assert!(weights.iter().all(|weight| *weight >= 0.0));
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
        }
        // The standard deviation of a mean of 10,000 is 0.2 %; five of them are 1 %.
        assert!(sums.iter().all(|sum| (sum / 10_000.0 - 0.25).abs() < 0.01), "{sums:?}");
    }

    #[test]
    fn a_station_ahead_in_every_factor_is_first_in_every_draw() {
        let relative = [[0.5; 4], [2.0; 4], [0.5, 0.5, 0.4, 0.4]];
        let (ranges, stability) = stability(&relative, &[2, 1, 3], 11);
        assert_eq!(stability.draws, DRAWS);
        for (range, rank) in ranges.iter().zip([2, 1, 3]) {
            assert_eq!((range.rank_p5, range.rank_p95), (rank, rank));
            assert!((range.share_same_rank - 1.0).abs() < 1e-12);
        }
        assert!(stability.kendall_tau_mean.is_some_and(|tau| (tau - 1.0).abs() < 1e-12));
    }

    #[test]
    fn two_stations_that_lead_in_two_factors_each_share_the_draws() {
        let relative = [[2.0, 2.0, 0.0, 0.0], [0.0, 0.0, 2.0, 2.0]];
        let (ranges, stability) = stability(&relative, &[1, 2], 3);
        // The first leads if its two weights are more than half: in half the draws, by symmetry.
        let share = ranges[0].share_same_rank;
        assert!((share - 0.5).abs() < 0.08, "five standard deviations of 1,000 draws: {share}");
        assert!((ranges[1].share_same_rank - share).abs() < 1e-12);
        assert_eq!((ranges[0].rank_p5, ranges[0].rank_p95), (1, 2));
        assert!(stability.kendall_tau_mean.is_some_and(|tau| (tau - (2.0 * share - 1.0)).abs() < 1e-9));
    }

    #[test]
    fn percentiles_are_ranks_that_were_seen() {
        let seen: Vec<u32> = (1..=100).rev().collect();
        let found = range(seen, 40);
        assert_eq!((found.rank_p5, found.rank_p95), (5, 95));
        assert!((found.share_same_rank - 0.01).abs() < 1e-12);
    }

    #[test]
    fn the_same_seed_gives_the_same_draws() {
        let relative = [[1.0, 0.5, 2.0, 0.1], [0.2, 1.5, 0.3, 1.9], [1.8, 1.0, 0.7, 1.0]];
        assert_eq!(stability(&relative, &[1, 2, 3], 5), stability(&relative, &[1, 2, 3], 5));
        assert_ne!(stability(&relative, &[1, 2, 3], 5).0, stability(&relative, &[1, 2, 3], 6).0);
    }
}
