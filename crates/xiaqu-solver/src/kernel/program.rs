//! The abstract program (FORMULATION 4.20): choose columns that cover every station once.

use std::{fmt, ops::ControlFlow, sync::Arc};

use xiaqu_model::{Index, IxVec, StationIx};

use super::index::{ClassIx, ColumnIx, FunctionalIx};

/// Milliseconds of arrival and base, nearest first.
pub(crate) type Bases = Vec<(u32, StationIx)>;

/// Gives more of the nearest bases of a class than are kept in memory.
pub(crate) trait Nearest: fmt::Debug + Send + Sync {
    /// The nearest `wanted` bases at least, and whether there are no more. Always a longer list of the same order.
    fn nearest(&self, class: ClassIx, wanted: usize) -> (Bases, bool);
}

/// One group with its roles.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Stations, ascending.
    pub(crate) members: Box<[StationIx]>,
    /// Members whose base closes, ascending.
    pub(crate) closed: Box<[StationIx]>,
    /// What it adds to every functional.
    pub(crate) coefficients: Box<[i128]>,
}

impl Column {
    /// Members that stay dispatch bases.
    pub(crate) fn open(&self) -> impl Iterator<Item = StationIx> {
        self.members.iter().copied().filter(|member| !self.closed.contains(member))
    }

    pub(crate) fn is_open_at(&self, station: StationIx) -> bool {
        self.members.contains(&station) && !self.closed.contains(&station)
    }
}

/// A figure of a plan: a constant, a sum over columns and, with `response`, a sum over classes of weight times
/// milliseconds of the first base that is open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Functional {
    pub(crate) constant: i128,
    /// Which of the weights of a class counts.
    pub(crate) response: Option<usize>,
    /// The plan's value may not be above.
    pub(crate) at_most: Option<i128>,
}

/// Demand whose order of bases and arrivals are equal.
#[derive(Clone, Debug)]
pub(crate) struct DemandClass {
    pub(crate) bases: Bases,
    /// Whether no base is left out; a plan that closes all of a complete list is infeasible.
    pub(crate) complete: bool,
    /// For every response functional, 0 or more.
    pub(crate) weights: Box<[i128]>,
}

/// The program with what every evaluation of it needs.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) stations: usize,
    pub(crate) columns: IxVec<ColumnIx, Column>,
    pub(crate) functionals: IxVec<FunctionalIx, Functional>,
    pub(crate) classes: Arc<IxVec<ClassIx, DemandClass>>,
    /// Classes by their nearest base.
    pub(crate) nearest_at: Arc<IxVec<StationIx, Vec<ClassIx>>>,
    /// Value of every functional with all stations open, without columns.
    pub(crate) open_values: IxVec<FunctionalIx, i128>,
    /// Whether some class has no base at all, so that no plan is feasible.
    pub(crate) impossible: bool,
    more: Option<Arc<dyn Nearest>>,
}

impl Program {
    /// A program over so many stations. Columns come in the order of the last tie-break.
    pub(crate) fn new(
        stations: usize,
        columns: Vec<Column>,
        functionals: Vec<Functional>,
        classes: Vec<DemandClass>,
        more: Option<Arc<dyn Nearest>>,
    ) -> Self {
        let mut program = Self {
            stations,
            columns: IxVec::from_rows(columns),
            functionals: IxVec::from_rows(functionals),
            classes: Arc::new(IxVec::from_rows(classes)),
            nearest_at: Arc::default(),
            open_values: IxVec::default(),
            impossible: false,
            more,
        };
        program.index_classes();
        program
    }

    fn index_classes(&mut self) {
        let mut nearest_at: IxVec<StationIx, Vec<ClassIx>> = IxVec::from_fn(self.stations, |_| Vec::new());
        self.open_values = IxVec::from_rows(self.functionals.iter().map(|row| row.constant).collect());
        for class in self.classes.indices() {
            let Some((milliseconds, base)) =
                self.walk(class, |milliseconds, base| ControlFlow::Break((milliseconds, base)))
            else {
                self.impossible = true;
                continue;
            };
            nearest_at[base].push(class);
            for functional in self.functionals.indices() {
                self.open_values[functional] += self.weight(class, functional) * i128::from(milliseconds);
            }
        }
        self.nearest_at = Arc::new(nearest_at);
    }

    /// The same program with some of its columns, in their order.
    pub(crate) fn with_columns(&self, columns: &[ColumnIx]) -> Self {
        let columns = columns.iter().map(|&column| self.columns[column].clone());
        Self {
            stations: self.stations,
            columns: IxVec::from_rows(columns.collect()),
            functionals: self.functionals.clone(),
            classes: Arc::clone(&self.classes),
            nearest_at: Arc::clone(&self.nearest_at),
            open_values: self.open_values.clone(),
            impossible: self.impossible,
            more: self.more.clone(),
        }
    }

    /// Weight of a class in a functional; 0 if the functional has no response part.
    pub(crate) fn weight(&self, class: ClassIx, functional: FunctionalIx) -> i128 {
        let response = self.functionals[functional].response;
        response.and_then(|which| self.classes[class].weights.get(which)).copied().unwrap_or(0)
    }

    /// Visits the bases of a class, nearest first, and asks for more than are in memory when they run out.
    pub(crate) fn walk<R>(&self, class: ClassIx, mut step: impl FnMut(u32, StationIx) -> ControlFlow<R>) -> Option<R> {
        let row = &self.classes[class];
        for &(milliseconds, base) in &row.bases {
            if let ControlFlow::Break(result) = step(milliseconds, base) {
                return Some(result);
            }
        }
        let mut seen = row.bases.len();
        let mut complete = row.complete;
        while !complete {
            let (bases, all) = self.more.as_ref()?.nearest(class, 2 * seen.max(4));
            for &(milliseconds, base) in bases.iter().skip(seen) {
                if let ControlFlow::Break(result) = step(milliseconds, base) {
                    return Some(result);
                }
            }
            // A list that does not grow has ended, whatever its owner says.
            complete = all || bases.len() <= seen;
            seen = bases.len();
        }
        None
    }

    /// Whether lists of bases may be longer than what is in memory.
    pub(crate) fn is_lazy(&self) -> bool {
        self.more.is_some()
    }

    /// Columns that contain a station, for every station.
    pub(crate) fn columns_at(&self, kept: impl Fn(ColumnIx) -> bool) -> IxVec<StationIx, Vec<ColumnIx>> {
        let mut at: IxVec<StationIx, Vec<ColumnIx>> = IxVec::from_fn(self.stations, |_| Vec::new());
        for (column, row) in self.columns.iter_enumerated().filter(|&(column, _)| kept(column)) {
            for &member in &row.members {
                at[member].push(column);
            }
        }
        at
    }

    /// All stations.
    pub(crate) fn station_indices(&self) -> impl DoubleEndedIterator<Item = StationIx> + ExactSizeIterator + use<> {
        (0..self.stations).map(StationIx::from_position)
    }
}
