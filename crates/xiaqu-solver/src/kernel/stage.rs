//! One stage of a search: one functional to minimise, some to limit, and the share of every column in them
//! (FORMULATION 4.21).

use std::{
    collections::{BTreeMap, HashMap},
    ops::ControlFlow,
};

use xiaqu_model::{Index, IxVec, StationIx};

use super::{
    index::{ClassIx, ColumnIx, FunctionalIx},
    program::{Column, Program},
};

/// Levels in use may cost so many times the value of all stations open; dearer ones are cut short, which keeps every
/// bound true.
const LEVELS_MOST: i128 = 16;

/// What one stage minimises and obeys.
#[derive(Clone, Debug)]
pub(crate) struct Stage<'a> {
    pub(crate) program: &'a Program,
    /// The functional to minimise, then those with a limit.
    pub(crate) active: Vec<FunctionalIx>,
    /// Value of each active functional if nothing closes and no column adds anything.
    pub(crate) open: Vec<i128>,
    /// Room between `open` and the limit; 0 for the first, which has none.
    pub(crate) room: Vec<i128>,
    /// The shares of a plan's columns and the levels in use add up to no more, for every active functional.
    pub(crate) range: Vec<i128>,
    /// Columns that can be in a plan of this stage.
    pub(crate) kept: IxVec<ColumnIx, bool>,
    /// For columns that left because another one beats them: that one.
    pub(crate) beaten_by: IxVec<ColumnIx, Option<ColumnIx>>,
    /// Whether sets of closed bases matter beyond the shares of single columns.
    pub(crate) coupled: bool,
    /// The shares of all columns, one row after another.
    shares: Vec<i128>,
}

/// Whether columns that another one beats in every respect stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dominated {
    /// All plans are wanted.
    Stay,
    /// Only the best plan is wanted.
    Leave,
}

impl<'a> Stage<'a> {
    /// Folds a program for one stage. `limits` come on top of the program's own.
    pub(crate) fn new(
        program: &'a Program,
        objective: FunctionalIx,
        limits: &BTreeMap<FunctionalIx, i128>,
        dominated: Dominated,
    ) -> Self {
        let own = |functional: FunctionalIx| program.functionals[functional].at_most;
        let mut active = vec![objective];
        let mut room = vec![0];
        for functional in program.functionals.indices() {
            let most = [own(functional), limits.get(&functional).copied()].into_iter().flatten().min();
            if let Some(most) = most {
                active.push(functional);
                room.push(most - program.open_values[functional]);
            }
        }
        let open = active.iter().map(|&functional| program.open_values[functional]).collect();
        let count = program.columns.len();
        let mut stage = Self {
            program,
            coupled: false,
            open,
            room,
            range: Vec::new(),
            kept: IxVec::from_fn(count, |_| true),
            beaten_by: IxVec::from_fn(count, |_| None),
            shares: Vec::with_capacity(count * active.len()),
            active,
        };
        stage.coupled = stage.is_coupled();
        stage.fold();
        stage.measure();
        if dominated == Dominated::Leave {
            stage.drop_dominated();
        }
        stage
    }

    /// The column's part of every active functional if it alone closes bases; the true part is never less.
    pub(crate) fn share(&self, column: ColumnIx) -> &[i128] {
        let width = self.active.len();
        let start = column.position() * width;
        self.shares.get(start..start + width).unwrap_or_default()
    }

    fn is_coupled(&self) -> bool {
        let program = self.program;
        program.classes.iter().any(|class| class.complete || program.is_lazy())
            || self.active.iter().any(|&functional| program.functionals[functional].response.is_some())
    }

    fn fold(&mut self) {
        let folding = self.coupled.then(|| Folding::new(self));
        let mut known: HashMap<&[StationIx], Option<Vec<i128>>> = HashMap::new();
        let program = self.program;
        for (column, row) in program.columns.iter_enumerated() {
            if !self.kept[column] {
                self.shares.extend(std::iter::repeat_n(0, self.active.len()));
                continue;
            }
            let own =
                self.active.iter().map(|&functional| row.coefficients.get(functional.position()).copied().unwrap_or(0));
            let response = match &folding {
                None => None,
                Some(folding) => {
                    let entry = known.entry(&row.closed).or_insert_with(|| folding.of(self, row));
                    self.kept[column] = entry.is_some();
                    entry.as_ref()
                }
            };
            match response {
                Some(response) => self.shares.extend(own.zip(response).map(|(own, response)| own + response)),
                None => self.shares.extend(own),
            }
        }
    }

    fn measure(&mut self) {
        let stations = i128::try_from(self.program.stations).unwrap_or(i128::MAX);
        self.range = (0..self.active.len())
            .map(|which| {
                let shares = self.shares.iter().skip(which).step_by(self.active.len());
                let most = shares.map(|share| share.abs()).max().unwrap_or(0);
                let open = self.open.get(which).copied().unwrap_or(0);
                4 * most * stations + LEVELS_MOST * open.abs() + 1
            })
            .collect();
    }

    /// Of columns of the same members (and the same closed bases, where these matter) one that is nowhere better than
    /// another, and comes later or costs more, is in no plan that is first among the best (FORMULATION 4.22).
    fn drop_dominated(&mut self) {
        let mut alike: HashMap<(&[StationIx], &[StationIx]), Vec<ColumnIx>> = HashMap::new();
        for (column, row) in self.program.columns.iter_enumerated() {
            if !self.kept[column] {
                continue;
            }
            let closed: &[StationIx] = if self.coupled { &row.closed } else { &[] };
            let rivals = alike.entry((&row.members, closed)).or_default();
            let beats = |one: ColumnIx, other: ColumnIx| {
                let pairs = || self.share(one).iter().zip(self.share(other));
                let cheaper = self.share(one).first() < self.share(other).first();
                pairs().all(|(one, other)| one <= other) && (cheaper || one < other)
            };
            if let Some(&rival) = rivals.iter().find(|&&rival| beats(rival, column)) {
                self.kept[column] = false;
                self.beaten_by[column] = Some(rival);
                continue;
            }
            let (beaten, rest): (Vec<ColumnIx>, Vec<ColumnIx>) =
                rivals.iter().partition(|&&rival| beats(column, rival));
            *rivals = rest;
            rivals.push(column);
            for rival in beaten {
                self.kept[rival] = false;
                self.beaten_by[rival] = Some(column);
            }
        }
    }
}

/// What closing one base costs, and which classes have to be walked when two or more close in one column.
struct Folding {
    /// For every station: cost in every active functional of closing it alone, and whether that is forbidden.
    single: IxVec<StationIx, Option<Vec<i128>>>,
    /// Classes by nearest and second nearest base.
    pairs: HashMap<(StationIx, StationIx), Vec<ClassIx>>,
}

impl Folding {
    fn new(stage: &Stage<'_>) -> Self {
        let program = stage.program;
        let mut single: IxVec<StationIx, Option<Vec<i128>>> =
            IxVec::from_fn(program.stations, |_| Some(vec![0; stage.active.len()]));
        let mut pairs: HashMap<(StationIx, StationIx), Vec<ClassIx>> = HashMap::new();
        for (base, classes) in program.nearest_at.iter_enumerated() {
            for &class in classes {
                let mut first = None;
                let second = program.walk(class, |milliseconds, base| match first {
                    None => {
                        first = Some(milliseconds);
                        ControlFlow::Continue(())
                    }
                    Some(first) => ControlFlow::Break((milliseconds - first, base)),
                });
                let Some((later, second)) = second else {
                    single[base] = None;
                    continue;
                };
                pairs.entry((base, second)).or_default().push(class);
                for (cost, &functional) in single[base].iter_mut().flatten().zip(&stage.active) {
                    *cost += program.weight(class, functional) * i128::from(later);
                }
            }
        }
        Self { single, pairs }
    }

    /// Exact cost of closing the bases that one column closes; `None` if a class is left without base.
    fn of(&self, stage: &Stage<'_>, column: &Column) -> Option<Vec<i128>> {
        let mut sum = vec![0; stage.active.len()];
        for &base in &column.closed {
            let single = self.single[base].as_ref()?;
            sum.iter_mut().zip(single).for_each(|(sum, cost)| *sum += cost);
            for &second in column.closed.iter().filter(|&&second| second != base) {
                for &class in self.pairs.get(&(base, second)).into_iter().flatten() {
                    let later = beyond_second(stage.program, class, &column.closed)?;
                    for (sum, &functional) in sum.iter_mut().zip(&stage.active) {
                        *sum += stage.program.weight(class, functional) * i128::from(later);
                    }
                }
            }
        }
        Some(sum)
    }
}

/// Milliseconds between the second base of a class and its first that is not closed.
fn beyond_second(program: &Program, class: ClassIx, closed: &[StationIx]) -> Option<u32> {
    let mut position = 0;
    let mut second = 0;
    program.walk(class, |milliseconds, base| {
        position += 1;
        if position == 2 {
            second = milliseconds;
        }
        if closed.contains(&base) { ControlFlow::Continue(()) } else { ControlFlow::Break(milliseconds - second) }
    })
}
