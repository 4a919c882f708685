//! The knee of a frontier (FORMULATION 6.5).

use xiaqu_model::{AimValue, cast::wide_to_f64};

/// Two distances closer than this are one: far above the rounding of a sum of three shares, far below what anyone sees.
const TIE: f64 = 1e-12;

/// Position of the knee of some points: the one that lies furthest from the line (of three aims: the plane) on which the
/// values, each normalised to 0..1 over the points, add up to one, on the side of the better values.
///
/// Of two aims that is the line through the two ends of the frontier. Ties go to the first point. The sum only marks a
/// point; it never chooses a plan.
pub(super) fn knee<'a>(points: impl Iterator<Item = &'a [AimValue]> + Clone) -> Option<usize> {
    let first = points.clone().next()?;
    let (mut least, mut most) = (first.to_vec(), first.to_vec());
    for values in points.clone() {
        least.iter_mut().zip(values).for_each(|(least, &value)| *least = value.min(*least));
        most.iter_mut().zip(values).for_each(|(most, &value)| *most = value.max(*most));
    }
    let share = |value: AimValue, (least, most): (&AimValue, &AimValue)| {
        let range = most.0.saturating_sub(least.0);
        if range == 0 { 0.0 } else { wide_to_f64(value.0.saturating_sub(least.0)) / wide_to_f64(range) }
    };
    let sum = |values: &[AimValue]| -> f64 {
        let ends = least.iter().zip(&most);
        values.iter().zip(ends).map(|(&value, ends)| share(value, ends)).sum()
    };
    let mut best = (1.0, None);
    for (position, values) in points.enumerate() {
        let here = sum(values);
        if here < best.0 - TIE {
            best = (here, Some(position));
        }
    }
    // A single value in every aim but one is no trade-off.
    let traded = least.iter().zip(&most).filter(|(least, most)| least != most).count();
    best.1.filter(|_| traded >= 2)
}

#[cfg(test)]
mod tests {
    use xiaqu_model::AimValue;

    use super::knee;

    fn knee_of(points: &[&[i128]]) -> Option<usize> {
        let rows: Vec<Vec<AimValue>> =
            points.iter().map(|values| values.iter().map(|&value| AimValue(value)).collect()).collect();
        knee(rows.iter().map(Vec::as_slice))
    }

    #[test]
    fn the_point_that_bulges_most_is_the_knee() {
        assert_eq!(knee_of(&[&[0, 100], &[1, 20], &[2, 15], &[10, 0]]), Some(1));
    }

    #[test]
    fn ties_go_to_the_first_point() {
        assert_eq!(knee_of(&[&[0, 30], &[10, 10], &[15, 5], &[30, 0]]), Some(1));
    }

    #[test]
    fn a_line_and_a_hollow_have_no_knee() {
        assert_eq!(knee_of(&[&[0, 10], &[5, 5], &[10, 0]]), None);
        assert_eq!(knee_of(&[&[0, 10], &[9, 9], &[10, 0]]), None);
        assert_eq!(knee_of(&[&[0, 10], &[10, 0]]), None);
        assert_eq!(knee_of(&[&[4, 4]]), None);
        assert_eq!(knee_of(&[]), None);
    }

    #[test]
    fn three_aims_have_a_knee_below_the_plane() {
        assert_eq!(knee_of(&[&[0, 10, 10], &[1, 2, 3], &[10, 0, 10], &[10, 10, 0]]), Some(1));
    }
}
