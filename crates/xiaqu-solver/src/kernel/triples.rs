//! Cuts on three stations: of the groups with two or three of them a plan has at most one (FORMULATION 4.24).

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{IxVec, StationIx};

use super::{
    index::{ColumnIx, TripleIx},
    levels::Support,
    program::Column,
    stage::Stage,
};

/// Three stations, ascending.
pub(crate) type Triple = [StationIx; 3];

/// Whether a column counts in the cut.
pub(crate) fn is_cut_by(triple: &Triple, column: &Column) -> bool {
    triple.iter().filter(|station| column.members.contains(station)).count() > 1
}

/// The cuts found so far.
#[derive(Clone, Debug)]
pub(crate) struct Triples {
    pub(crate) table: IxVec<TripleIx, Triple>,
    /// Cuts by each of their stations.
    pub(crate) at: IxVec<StationIx, Vec<TripleIx>>,
    known: BTreeSet<Triple>,
}

impl Triples {
    pub(crate) fn new(stations: usize) -> Self {
        Self { table: IxVec::default(), at: IxVec::from_fn(stations, |_| Vec::new()), known: BTreeSet::new() }
    }

    pub(crate) fn add(&mut self, triple: Triple) -> TripleIx {
        let index = self.table.push(triple);
        for station in triple {
            self.at[station].push(index);
        }
        self.known.insert(triple);
        index
    }

    /// Cuts that a linear solution violates, the most violated first, at most so many.
    pub(crate) fn violated(&self, stage: &Stage<'_>, support: &Support, most: usize) -> Vec<Triple> {
        let mut together: BTreeMap<(StationIx, StationIx), f64> = BTreeMap::new();
        let mut at: IxVec<StationIx, Vec<(ColumnIx, f64)>> = IxVec::from_fn(stage.program.stations, |_| Vec::new());
        let fractional = support.columns.iter().filter(|(_, value)| *value < 1.0 - 1e-6);
        for &(column, value) in fractional {
            let members = &stage.program.columns[column].members;
            for (position, &one) in members.iter().enumerate() {
                at[one].push((column, value));
                members
                    .iter()
                    .skip(position + 1)
                    .for_each(|&other| *together.entry((one, other)).or_default() += value);
            }
        }
        let mut later: IxVec<StationIx, Vec<StationIx>> = IxVec::from_fn(stage.program.stations, |_| Vec::new());
        for &(one, other) in together.keys() {
            later[one].push(other);
        }
        let mut found = Vec::new();
        for (one, others) in later.iter_enumerated() {
            for (position, &middle) in others.iter().enumerate() {
                for &last in others.iter().skip(position + 1).filter(|&&last| together.contains_key(&(middle, last))) {
                    let triple = [one, middle, last];
                    let columns = at[one].iter().chain(&at[middle]).chain(&at[last]);
                    let mut counted: BTreeMap<ColumnIx, (u32, f64)> = BTreeMap::new();
                    columns.for_each(|&(column, value)| counted.entry(column).or_insert((0, value)).0 += 1);
                    let sum: f64 = counted.values().filter(|(times, _)| *times > 1).map(|(_, value)| value).sum();
                    if sum > 1.01 && !self.known.contains(&triple) {
                        found.push((triple, sum));
                    }
                }
            }
        }
        found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        found.truncate(most);
        found.into_iter().map(|(triple, _)| triple).collect()
    }
}
