//! Officers that unsettled stations take at least, a price for each (FORMULATION 4.35).

use xiaqu_model::{Index, IxVec, StationIx, cast};

use crate::{
    backend::{Linear, Method, RowAt, VariableAt},
    columns::Column,
    error::SearchError,
};

/// One officer: prices are whole parts of it.
const OFFICER: i128 = 1 << 24;

/// The price of every station and of a closure, in parts of an officer: no column needs fewer officers than the prices
/// of what it settles and of what it closes. A linear program proposes them, whole numbers make them true.
#[derive(Clone, Debug, Default)]
pub(super) struct Prices {
    station: IxVec<StationIx, i128>,
    closure: i128,
    /// Least and most closures.
    closures: (i128, i128),
}

impl Prices {
    /// Prices for columns that need at least so many officers, with least and most closures.
    pub(super) fn new(
        columns: &[(&Column, usize)],
        (stations, closures): (usize, (u32, u32)),
        seed: u64,
    ) -> Result<Self, SearchError> {
        let closures = (i128::from(closures.0), i128::from(closures.1));
        let mut program = Linear::new(seed)?;
        let one = (1.0, 1.0);
        let covered: Vec<RowAt> = (0..stations).map(|_| program.add_row(one, &[])).collect::<Result<_, _>>()?;
        let closed = program.add_row((cast::wide_to_f64(closures.0), cast::wide_to_f64(closures.1)), &[])?;
        for (column, heads) in columns {
            let mut entries: Vec<(RowAt, f64)> = vec![(closed, f64::from(column.closures))];
            entries.extend(column.covers.iter().filter_map(|station| Some((*covered.get(station.position())?, 1.0))));
            let _: VariableAt = program.add_variable(cast::count_to_f64(*heads), (0.0, f64::INFINITY), &entries)?;
        }
        let report = program.solve(Method::Simplex, None)?;
        // Without duals every price is 0 before it is mended: weaker, and as true.
        let dual = |row: Option<&RowAt>| {
            let dual = row.and_then(|row| report.duals.get(row.position())).copied().unwrap_or(0.0);
            cast::to_i128(dual * cast::wide_to_f64(OFFICER))
        };
        let mut prices = Self {
            station: IxVec::from_fn(stations, |station: StationIx| dual(covered.get(station.position()))),
            closure: dual(Some(&closed)),
            closures,
        };
        prices.mend(columns);
        Ok(prices)
    }

    /// Lowers the price of a station of every column that is dearer than the officers it needs.
    fn mend(&mut self, columns: &[(&Column, usize)]) {
        for (column, heads) in columns {
            let excess = -self.beyond(column, *heads);
            if let Some(first) = column.covers.first()
                && excess > 0
            {
                self.station[*first] -= excess;
            }
        }
    }

    /// What a column that needs so many officers costs beyond the prices of what it settles; never below 0.
    pub(super) fn beyond(&self, column: &Column, heads: usize) -> i128 {
        let needed = i128::try_from(heads).unwrap_or(i128::MAX >> 32) * OFFICER;
        needed - self.of(&column.covers) - self.closure * i128::from(column.closures)
    }

    fn of(&self, stations: &[StationIx]) -> i128 {
        stations.iter().map(|&station| self.station[station]).sum()
    }

    /// Officers that these stations take at least after so many closures, with what each costs beyond its price.
    pub(super) fn least_heads(&self, unsettled: impl Iterator<Item = (StationIx, i128)>, closures: u32) -> usize {
        let (mut price, mut count) = (0, 0);
        for (station, beyond) in unsettled {
            price += self.station[station] + beyond;
            count += 1;
        }
        let done = i128::from(closures);
        let (least, most) = ((self.closures.0 - done).max(0), (self.closures.1 - done).min(count));
        let still = if self.closure < 0 { most } else { least };
        let parts = (price + self.closure * still).max(0);
        usize::try_from((parts + OFFICER - 1) / OFFICER).unwrap_or(usize::MAX >> 1)
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{Group, Work};
    use xiaqu_testkit::random::Random;

    use super::*;
    use crate::backend::HAS_LINEAR;

    fn column(members: &[usize], closures: u32) -> Column {
        let covers: Vec<StationIx> = members.iter().copied().map(StationIx::from_position).collect();
        Column {
            group: covers.first().map(|&centre| Group::new(covers.clone(), centre)),
            closed: covers.iter().skip(1).copied().collect(),
            covers,
            access: 0,
            closures,
            floor: 0,
            disruption: 0,
            fixed_work: Work::default(),
            running_fen: 0,
            one_off_fen: 0,
        }
    }

    /// Fewest officers of any way to settle the stations of `open` from the first on.
    fn fewest(columns: &[(&Column, usize)], open: &[StationIx], closures: (u32, u32)) -> Option<usize> {
        let Some(first) = open.first() else { return (closures.0 == 0).then_some(0) };
        let fits = columns.iter().filter(|(column, _)| {
            column.covers.contains(first) && column.covers.iter().all(|station| open.contains(station))
        });
        let rest = fits.filter(|(column, _)| column.closures <= closures.1).filter_map(|(column, heads)| {
            let left: Vec<StationIx> =
                open.iter().copied().filter(|station| !column.covers.contains(station)).collect();
            let closures = (closures.0.saturating_sub(column.closures), closures.1 - column.closures);
            Some(heads + fewest(columns, &left, closures)?)
        });
        rest.min()
    }

    #[test]
    fn prices_never_ask_for_more_officers_than_the_cheapest_plan_has() {
        if !HAS_LINEAR {
            return;
        }
        let mut random = Random::new(7);
        let mut tight = 0;
        for _ in 0..300 {
            let stations = 3 + random.between(0, 4) as usize;
            let mut columns: Vec<Column> = (0..stations).map(|station| column(&[station], 0)).collect();
            for one in 0..stations {
                for other in one + 1..stations {
                    if random.between(0, 2) > 0 {
                        columns.push(column(&[one, other], 1));
                    }
                }
            }
            let rows: Vec<(&Column, usize)> =
                columns.iter().map(|column| (column, random.between(2, 9) as usize)).collect();
            let most = random.between(0, 2);
            let prices = Prices::new(&rows, (stations, (0, most)), 0).unwrap();
            let open: Vec<StationIx> = (0..stations).map(StationIx::from_position).collect();
            // Also when some stations are settled already.
            for settled in 0..stations {
                let open = &open[settled..];
                let Some(fewest) = fewest(&rows, open, (0, most)) else { continue };
                let least = prices.least_heads(open.iter().map(|&station| (station, 0)), 0);
                assert!(least <= fewest, "{least} officers at least, but {fewest} are enough");
                tight += usize::from(least == fewest);
            }
        }
        assert!(tight > 200, "the prices say little: only {tight} are tight");
    }
}
