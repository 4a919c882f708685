//! Duals beyond the precision of the linear solver: the program is solved again for the reduced costs that are left, in
//! much smaller units (iterative refinement, Gleixner, Steffy and Wolter 2016).

use xiaqu_model::{IxVec, cast::wide_to_f64};

use super::{
    certificate::{Certificate, Costs, Duals},
    fixed::scaled,
    master::{Master, Meaning, UNSERVED},
    stage::Stage,
};
use crate::{backend::Method, error::SearchError};

/// The linear program in units so much smaller, to find what its duals miss.
const REFINEMENT: f64 = 1e-7;

/// Duals of rows that are no equations are lowered by so many of the smaller units before, so that they can rise.
const LOWERED: f64 = 20.0;

impl Master {
    /// Duals a little below those given, where a sign is prescribed.
    pub(crate) fn lowered(&self, duals: &Duals, places: u32) -> Duals {
        let step = self.unit(0) * REFINEMENT * LOWERED;
        let lower = |dual: i128, unit: f64| (dual - scaled(step / unit, places)).max(0);
        let limits = duals.limits.iter().zip(self.units.iter().skip(1)).map(|(&dual, &unit)| lower(dual, unit));
        Duals {
            cover: duals.cover.clone(),
            limits: limits.collect(),
            levels: IxVec::from_rows(duals.levels.iter().map(|&dual| lower(dual, 1.0)).collect()),
            triples: IxVec::from_rows(duals.triples.iter().map(|&dual| lower(dual, 1.0)).collect()),
        }
    }

    /// Solves the program for the reduced costs that duals leave; the duals with what was missing.
    pub(crate) fn refine(
        &mut self,
        stage: &Stage<'_>,
        (base, levels_left): (&Certificate, &[Option<i128>]),
        (places, seconds): (u32, Option<f64>),
    ) -> Result<Option<Duals>, SearchError> {
        let small = self.unit(0) * REFINEMENT;
        let cost = |left: i128| (wide_to_f64(left >> places.min(8)) / 2_f64.powi(shift(places)) / small).min(UNSERVED);
        let mut next_level = levels_left.iter();
        for (position, meaning) in self.meaning.iter().enumerate() {
            let Some(&(variable, _)) = self.variables.get(position) else { continue };
            let cost = match *meaning {
                Meaning::Column(column) => cost(base.reduced[column]),
                Meaning::Level | Meaning::Forbidden => next_level.next().copied().flatten().map_or(UNSERVED, cost),
                Meaning::Unserved => UNSERVED,
                Meaning::Open => 0.0,
            };
            self.linear.set_cost(variable, cost)?;
        }
        let report = self.linear.solve(Method::Simplex, seconds)?;
        self.solves += 1;
        self.set_costs(Costs::All)?;
        if !report.optimal {
            return Ok(None);
        }
        let mut more = self.duals(stage, &report, places, small);
        let add = |more: &mut i128, base: &i128| *more += base;
        more.cover.iter_mut().zip(&base.duals.cover).for_each(|(more, base)| add(more, base));
        more.limits.iter_mut().zip(&base.duals.limits).for_each(|(more, base)| add(more, base));
        more.levels.iter_mut().zip(&base.duals.levels).for_each(|(more, base)| add(more, base));
        more.triples.iter_mut().zip(&base.duals.triples).for_each(|(more, base)| add(more, base));
        Ok(Some(more))
    }
}

/// Places that are left after eight of them are shifted away.
fn shift(places: u32) -> i32 {
    i32::try_from(places.saturating_sub(8)).unwrap_or(0)
}
