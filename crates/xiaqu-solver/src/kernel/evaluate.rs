//! Values of a plan in whole numbers: what every proposal is judged by.

use std::ops::ControlFlow;

use xiaqu_model::{IxVec, StationIx};

use super::{
    index::{ColumnIx, FunctionalIx},
    program::Program,
};

/// A set of columns that covers every station once, with the values of all functionals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValuedPlan {
    /// Columns in the order of their lowest member.
    pub(crate) columns: Vec<ColumnIx>,
    pub(crate) values: IxVec<FunctionalIx, i128>,
}

impl Program {
    /// The plan's values; `None` if a class has no open base.
    ///
    /// # Complexity
    ///
    /// Linear in the classes whose nearest base closes.
    pub(crate) fn value(&self, mut columns: Vec<ColumnIx>) -> Option<ValuedPlan> {
        if self.impossible {
            return None;
        }
        columns.sort_unstable_by_key(|&column| (self.columns[column].members.first().copied(), column));
        let mut values = self.open_values.clone();
        let mut closed: IxVec<StationIx, bool> = IxVec::from_fn(self.stations, |_| false);
        for &column in &columns {
            let row = &self.columns[column];
            for (value, coefficient) in values.iter_mut().zip(&row.coefficients) {
                *value += coefficient;
            }
            row.closed.iter().for_each(|&station| closed[station] = true);
        }
        for (_, classes) in self.nearest_at.iter_enumerated().filter(|&(station, _)| closed[station]) {
            for &class in classes {
                let mut nearest = None;
                let step = |milliseconds: u32, base| {
                    let nearest = *nearest.get_or_insert(milliseconds);
                    if closed[base] { ControlFlow::Continue(()) } else { ControlFlow::Break(milliseconds - nearest) }
                };
                let later = i128::from(self.walk(class, step)?);
                for functional in self.functionals.indices() {
                    values[functional] += self.weight(class, functional) * later;
                }
            }
        }
        Some(ValuedPlan { columns, values })
    }

    /// Whether a valued plan keeps all limits of the program.
    pub(crate) fn keeps_limits(&self, plan: &ValuedPlan) -> bool {
        self.functionals.iter().zip(&plan.values).all(|(row, value)| row.at_most.is_none_or(|most| *value <= most))
    }
}
