//! Sums over villages for the properties of areas.

use xiaqu_model::{Problem, StationIx, TravelTime, VillageIx, cast};

/// People and arrivals of the villages of one area.
#[derive(Debug, Default)]
pub(super) struct AreaPeople {
    rows: Vec<(TravelTime, u64)>,
}

impl AreaPeople {
    /// The villages that `belongs` picks, with the arrival from the nearest of `bases`.
    pub(super) fn of(problem: &Problem, bases: &[StationIx], belongs: impl Fn(VillageIx) -> bool) -> Self {
        let mut rows: Vec<(TravelTime, u64)> = problem
            .villages
            .iter_enumerated()
            .filter(|(village, _)| belongs(*village))
            .filter_map(|(village, row)| {
                let (_, arrival) = problem.nearest(village, bases.iter().copied())?;
                Some((arrival, u64::from(row.people.count())))
            })
            .collect();
        rows.sort_unstable();
        Self { rows }
    }

    /// People.
    pub(super) fn people(&self) -> u64 {
        self.rows.iter().map(|(_, people)| people).sum()
    }

    /// Mean arrival weighted by people, minutes; `None` without people.
    pub(super) fn mean_minutes(&self) -> Option<f64> {
        let people = self.people();
        let sum: u128 =
            self.rows.iter().map(|(time, people)| u128::from(time.as_milliseconds()) * u128::from(*people)).sum();
        (people > 0).then(|| rounded(cast::sum_to_f64(sum) / cast::to_f64(people) / 60_000.0))
    }

    /// Smallest arrival that at least nine tenths of the people have or beat, minutes.
    pub(super) fn p90_minutes(&self) -> Option<f64> {
        let people = self.people();
        let mut within = 0;
        self.rows
            .iter()
            .find(|(_, count)| {
                within += count;
                people > 0 && within * 10 >= people * 9
            })
            .map(|(time, _)| rounded(time.as_minutes()))
    }

    /// Greatest arrival, minutes.
    pub(super) fn max_minutes(&self) -> Option<f64> {
        self.rows.last().map(|(time, _)| rounded(time.as_minutes()))
    }
}

/// Minutes for maps: two decimals.
pub(crate) fn rounded(minutes: f64) -> f64 {
    (minutes * 100.0).round() / 100.0
}
