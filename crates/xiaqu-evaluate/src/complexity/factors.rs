//! The four factors of every station, from the county's tables.

use xiaqu_model::{
    IxVec, Problem, Share, SquareMetres, StationIx,
    cast::{count_to_f64, sum_to_f64, to_f64},
};

/// One of the four factors of the founding article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// Residents of the territory. Floating people count half (domain 6.5); no table holds them.
    Population,
    /// Land of the territory, square kilometres.
    Area,
    /// Minutes on the road from the station to its villages by day, weighted by people.
    Traffic,
    /// Calls a year. Harm, listed premises, borders and markets belong here too (domain 6.5); no table holds them.
    Security,
}

impl Factor {
    /// All four, in the order of every array here.
    pub const ALL: [Self; 4] = [Self::Population, Self::Area, Self::Traffic, Self::Security];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Area => "area",
            Self::Traffic => "traffic",
            Self::Security => "security",
        }
    }
}

/// What the factors of one station are made from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FactorValues {
    /// Residents.
    pub people: u64,
    /// Land.
    pub area: SquareMetres,
    /// Mean minutes from the station to a resident by day, villages without a road left out.
    pub minutes: f64,
    /// Share of the residents whom no road reaches from the station when wet: beside the factor, not in it. Nothing where
    /// times when wet are not known.
    pub cut_off_when_wet: Option<Share>,
    /// Calls a year.
    pub calls: f64,
}

impl FactorValues {
    /// In the order of [`Factor::ALL`].
    pub(super) fn by_factor(&self) -> [f64; 4] {
        [to_f64(self.people), self.area.as_square_kilometres(), self.minutes, self.calls]
    }
}

/// The sums of one territory; whole numbers, so that their order does not matter.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    people: u64,
    reached: u64,
    people_milliseconds: u128,
    cut_off: u64,
    thousandths_of_calls: u64,
}

/// The factors of every station by today's territories.
pub(super) fn factor_values(problem: &Problem) -> IxVec<StationIx, FactorValues> {
    let mut sums: IxVec<StationIx, Sums> = IxVec::from_fn(problem.stations.len(), |_| Sums::default());
    for (village, row) in problem.villages.iter_enumerated() {
        let people = u64::from(row.people.count());
        let station = row.territory;
        let sum = &mut sums[station];
        sum.people += people;
        sum.thousandths_of_calls += row.calls.thousandths();
        if let Some(time) = problem.travel.day.to_village[station][village] {
            sum.reached += people;
            sum.people_milliseconds += u128::from(people) * u128::from(time.as_milliseconds());
        }
        if problem.travel.wet.as_ref().is_some_and(|wet| wet.to_village[station][village].is_none()) {
            sum.cut_off += people;
        }
    }
    IxVec::from_fn(sums.len(), |station| {
        let sum = sums[station];
        FactorValues {
            people: sum.people,
            area: problem.stations[station].territory_area,
            minutes: quotient(sum_to_f64(sum.people_milliseconds), to_f64(sum.reached) * 60_000.0),
            cut_off_when_wet: problem
                .travel
                .wet
                .as_ref()
                .and(Share::new(quotient(to_f64(sum.cut_off), to_f64(sum.people)))),
            calls: to_f64(sum.thousandths_of_calls) / 1_000.0,
        }
    })
}

/// Every factor divided by its mean over the stations; 0 where a factor is 0 everywhere, and so tells nothing.
pub(super) fn relative(rows: &[[f64; 4]]) -> Vec<[f64; 4]> {
    let mut means = [0.0; 4];
    for row in rows {
        means.iter_mut().zip(row).for_each(|(mean, value)| *mean += value / count_to_f64(rows.len()));
    }
    rows.iter()
        .map(|row| {
            let mut relative = *row;
            relative.iter_mut().zip(means).for_each(|(value, mean)| *value = quotient(*value, mean));
            relative
        })
        .collect()
}

/// A quotient; 0 where there is nothing to divide by.
fn quotient(number: f64, by: f64) -> f64 {
    if by > 0.0 { number / by } else { 0.0 }
}
