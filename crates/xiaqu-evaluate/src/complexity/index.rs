//! The index and its companions.

use xiaqu_model::{IxVec, Problem, StationIx};

use super::{
    factors::{FactorValues, factor_values, relative},
    ranking::{correlation, ranks},
    stability::{RankRange, Stability, stability},
};

/// How far the sum of the weights may be from one: what decimal fractions lose in binary.
const TOLERANCE: f64 = 1e-9;

/// Weights of the four factors; they add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComplexityWeights([f64; 4]);

impl ComplexityWeights {
    /// Weights in the order of [`Factor::ALL`](super::Factor::ALL); `None` if one is negative or they do not add up to
    /// one within 1e-9.
    ///
    /// ```
    /// use xiaqu_evaluate::ComplexityWeights;
    /// assert!(ComplexityWeights::new([0.35, 0.15, 0.20, 0.30]).is_some());
    /// assert!(ComplexityWeights::new([0.35, 0.15, 0.20, 0.35]).is_none());
    /// ```
    pub fn new(weights: [f64; 4]) -> Option<Self> {
        let sum: f64 = weights.iter().sum();
        let valid = weights.iter().all(|weight| *weight >= 0.0) && (sum - 1.0).abs() <= TOLERANCE;
        valid.then_some(Self(weights))
    }

    /// The weights in the order of [`Factor::ALL`](super::Factor::ALL).
    pub const fn as_array(&self) -> [f64; 4] {
        self.0
    }
}

/// The index of one station with what it is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationComplexity {
    /// The factors.
    pub values: FactorValues,
    /// The factors divided by their means, in the order of [`Factor::ALL`](super::Factor::ALL).
    pub relative: [f64; 4],
    /// The sum of weight times relative factor; the mean over the stations is 1.
    pub index: f64,
    /// 1 for the most complex station; ties go to the lower id.
    pub rank: u32,
    /// How the rank moves when the weights are drawn at random.
    pub range: RankRange,
}

/// The index of all stations.
#[derive(Clone, Debug, PartialEq)]
pub struct Complexity {
    /// The weights.
    pub weights: ComplexityWeights,
    /// Every station.
    pub stations: IxVec<StationIx, StationComplexity>,
    /// Pearson's correlation of each two factors over the stations; `None` where a factor is the same everywhere.
    pub correlations: [[Option<f64>; 4]; 4],
    /// How far the ranking depends on the weights.
    pub stability: Stability,
}

/// The four-factor index of complexity (domain 6.5) of today's territories:
/// the sum over factors of weight times the station's value divided by the mean value.
///
/// A display beside the workload in hours, not a part of any aim. Calls are counted where police look for them, so the
/// security factor follows police presence; [`Complexity::correlations`] and [`Complexity::stability`] show how much of
/// the ranking rests on the weights. The same seed gives the same draws.
///
/// # Complexity
///
/// Villages, and draws times stations times the logarithm of stations.
pub fn complexity(problem: &Problem, weights: ComplexityWeights, seed: u64) -> Complexity {
    let values = factor_values(problem);
    let raw: Vec<[f64; 4]> = values.iter().map(FactorValues::by_factor).collect();
    let relative = relative(&raw);
    let scores = scores(&relative, weights.as_array());
    let ranks = ranks(&scores);
    let (ranges, stability) = stability(&relative, &ranks, seed);
    let rows = values.iter().zip(relative).zip(scores).zip(ranks).zip(ranges);
    let stations = rows.map(|((((values, relative), index), rank), range)| StationComplexity {
        values: *values,
        relative,
        index,
        rank,
        range,
    });
    Complexity { weights, correlations: correlations(&raw), stations: IxVec::from_rows(stations.collect()), stability }
}

/// The weighted sum of every row.
pub(super) fn scores(relative: &[[f64; 4]], weights: [f64; 4]) -> Vec<f64> {
    relative.iter().map(|row| row.iter().zip(weights).map(|(value, weight)| value * weight).sum()).collect()
}

fn correlations(raw: &[[f64; 4]]) -> [[Option<f64>; 4]; 4] {
    let columns: [Vec<f64>; 4] =
        std::array::from_fn(|factor| raw.iter().filter_map(|row| row.get(factor).copied()).collect());
    columns.each_ref().map(|one| columns.each_ref().map(|other| correlation(one, other)))
}
