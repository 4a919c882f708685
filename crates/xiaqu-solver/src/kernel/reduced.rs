//! A program with the columns that are left: what an aim proves of columns makes the next aim small (FORMULATION 4.28).

use std::borrow::Cow;

use xiaqu_model::{Index, IxVec};

use super::{completion::Guard, evaluate::ValuedPlan, index::ColumnIx, program::Program};

/// The columns of a program that can still be in a plan, as a program of their own.
#[derive(Debug)]
pub(crate) struct Reduced<'a> {
    program: Cow<'a, Program>,
    /// Number of every column in the program that was asked about; nothing while all are left.
    original: Option<IxVec<ColumnIx, ColumnIx>>,
}

impl<'a> Reduced<'a> {
    pub(crate) fn new(program: &'a Program) -> Self {
        Self { program: Cow::Borrowed(program), original: None }
    }

    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Leaves columns out; `best` and the guards are renumbered. The columns of `best` stay.
    pub(crate) fn leave_out(&mut self, columns: &[ColumnIx], best: &mut ValuedPlan, guards: &mut [Guard]) {
        let mut kept: IxVec<ColumnIx, bool> = IxVec::from_fn(self.program.columns.len(), |_| true);
        for &column in columns {
            kept[column] = false;
        }
        for &column in &best.columns {
            kept[column] = true;
        }
        let left: Vec<ColumnIx> = kept.indices().filter(|&column| kept[column]).collect();
        if left.len() == kept.len() {
            return;
        }
        for guard in guards {
            guard.reduced = IxVec::from_rows(left.iter().map(|&column| guard.reduced[column]).collect());
        }
        for column in &mut best.columns {
            *column = ColumnIx::from_position(left.partition_point(|other| other < column));
        }
        let original = left.iter().map(|&column| self.original.as_ref().map_or(column, |number| number[column]));
        let original = IxVec::from_rows(original.collect());
        self.program = Cow::Owned(self.program.with_columns(&left));
        self.original = Some(original);
    }

    /// A plan in the numbers of the program that was asked about.
    pub(crate) fn original(&self, mut plan: ValuedPlan) -> ValuedPlan {
        if let Some(number) = &self.original {
            plan.columns.iter_mut().for_each(|column| *column = number[*column]);
        }
        plan
    }
}
