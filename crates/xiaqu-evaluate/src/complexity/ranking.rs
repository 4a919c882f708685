//! Ranks, Kendall's tau and Pearson's correlation.

use xiaqu_model::cast::{count_to_f64, to_f64};

/// The rank of every score: 1 for the greatest, ties to the one that comes first.
pub(super) fn ranks(scores: &[f64]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |position: usize| scores.get(position).copied().unwrap_or_default();
    order.sort_by(|&one, &other| score(other).total_cmp(&score(one)).then(one.cmp(&other)));
    let mut ranks = vec![0; scores.len()];
    for (rank, position) in (1..).zip(order) {
        if let Some(place) = ranks.get_mut(position) {
            *place = rank;
        }
    }
    ranks
}

/// Kendall's tau of two rankings without ties; `None` for fewer than two members.
///
/// # Complexity
///
/// n log n: the pairs that the two rankings order differently are counted while merging.
pub(super) fn kendall_tau(one: &[u32], other: &[u32]) -> Option<f64> {
    let mut pairs: Vec<(u32, u32)> = one.iter().copied().zip(other.iter().copied()).collect();
    let count = pairs.len() as u64;
    let all = count * count.saturating_sub(1) / 2;
    pairs.sort_unstable();
    let discordant = inversions(pairs.into_iter().map(|(_, rank)| rank).collect()).1;
    (all > 0).then(|| 1.0 - 2.0 * to_f64(discordant) / to_f64(all))
}

/// The list in order, and how many pairs stood the wrong way round.
fn inversions(list: Vec<u32>) -> (Vec<u32>, u64) {
    if list.len() < 2 {
        return (list, 0);
    }
    let (head, tail) = list.split_at(list.len() / 2);
    let ((head, in_head), (tail, in_tail)) = (inversions(head.to_vec()), inversions(tail.to_vec()));
    let mut merged = Vec::with_capacity(list.len());
    let mut across = 0;
    let mut left = head.into_iter().peekable();
    for number in tail {
        while let Some(smaller) = left.next_if(|waiting| *waiting <= number) {
            merged.push(smaller);
        }
        across += left.len() as u64;
        merged.push(number);
    }
    merged.extend(left);
    (merged, in_head + in_tail + across)
}

/// Pearson's correlation; `None` where one of the two is the same everywhere.
pub(super) fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count_to_f64(values.len());
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut both, mut square_one, mut square_other) = (0.0, 0.0, 0.0);
    for (value, value_of_other) in one.iter().zip(other) {
        let (gap, gap_of_other) = (value - mean_one, value_of_other - mean_other);
        both += gap * gap_of_other;
        square_one += gap * gap;
        square_other += gap_of_other * gap_of_other;
    }
    let same = |values: &[f64]| values.windows(2).all(|pair| matches!(pair, [a, b] if (a - b).abs() <= 0.0));
    let measurable = !same(one) && !same(other) && square_one > 0.0 && square_other > 0.0;
    measurable.then(|| (both / (square_one * square_other).sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::{correlation, kendall_tau, ranks};

    #[test]
    fn ranks_begin_with_the_greatest_and_ties_with_the_first() {
        assert_eq!(ranks(&[0.5, 2.0, 0.5, 1.0]), [3, 1, 4, 2]);
    }

    #[test]
    fn tau_equals_the_count_over_all_pairs() {
        let mut state = 5_u64;
        let mut draw = |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % most
        };
        for case in 0..500 {
            let count = draw(9);
            let mut shuffled = || {
                let mut ranks: Vec<u32> = (1..=u32::try_from(count).unwrap()).collect();
                (1..count).for_each(|place| ranks.swap(place, draw(place + 1)));
                ranks
            };
            let (one, other) = (shuffled(), shuffled());
            let mut sum = 0_i32;
            for a in 0..count {
                for b in 0..a {
                    sum += if (one[a] < one[b]) == (other[a] < other[b]) { 1 } else { -1 };
                }
            }
            let expected =
                (count > 1).then(|| f64::from(sum) / f64::from(u32::try_from(count * (count - 1) / 2).unwrap()));
            match (kendall_tau(&one, &other), expected) {
                (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-12, "case {case}"),
                (found, expected) => assert_eq!(found, expected, "case {case}"),
            }
        }
    }

    #[test]
    fn correlations_are_those_of_the_textbook() {
        // Deviations -1, 0, 1 and -1, 1, 0: the products add up to 1, the squares to 2 and 2.
        let found = correlation(&[1.0, 2.0, 3.0], &[10.0, 12.0, 11.0]).unwrap();
        assert!((found - 0.5).abs() < 1e-12);
        assert_eq!(correlation(&[1.0, 2.0], &[3.0, 3.0]), None);
        assert_eq!(correlation(&[0.1, 0.1, 0.1], &[1.0, 2.0, 3.0]), None);
        assert!((correlation(&[1.0, 2.0], &[4.0, 3.0]).unwrap() + 1.0).abs() < 1e-12);
    }
}
