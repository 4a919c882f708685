//! Levels: sets of nearest bases whose closing makes a class wait for the next one (FORMULATION 4.23).

use std::{collections::HashMap, ops::ControlFlow};

use xiaqu_model::{IxVec, StationIx, cast::wide_to_f64};

use super::{
    index::{ClassIx, ColumnIx, LevelIx},
    program::Column,
    stage::Stage,
};

/// One level.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// The nearest bases of some class, ascending.
    pub(crate) stations: Box<[StationIx]>,
    /// Cost in every active functional of closing all of them in more than one column; `None` forbids it.
    pub(crate) costs: Option<Box<[i128]>>,
}

impl Level {
    /// Whether it costs anything.
    pub(crate) fn matters(&self) -> bool {
        self.costs.as_ref().is_none_or(|costs| costs.iter().any(|cost| *cost > 0))
    }

    /// Whether a column keeps the level's cost away from its own row: it has one of the bases open, or closes all of
    /// them and carries the cost itself.
    pub(crate) fn is_covered_by(&self, column: &Column) -> bool {
        column.open().any(|station| self.stations.contains(&station)) || self.is_closed_by(column)
    }

    pub(crate) fn is_closed_by(&self, column: &Column) -> bool {
        self.stations.len() <= column.closed.len() && self.stations.iter().all(|base| column.closed.contains(base))
    }
}

/// The levels found so far.
#[derive(Clone, Debug)]
pub(crate) struct Levels {
    pub(crate) table: IxVec<LevelIx, Level>,
    /// Levels by each of their stations.
    pub(crate) at: IxVec<StationIx, Vec<LevelIx>>,
    /// Levels by their lowest station.
    pub(crate) lowest_at: IxVec<StationIx, Vec<LevelIx>>,
    known: HashMap<Box<[StationIx]>, LevelIx>,
    /// What levels may still cost, for every active functional.
    left: Vec<i128>,
}

/// The columns of a linear solution that are not zero.
#[derive(Clone, Debug)]
pub(crate) struct Support {
    pub(crate) columns: Vec<(ColumnIx, f64)>,
    /// By station: columns in which it is open.
    pub(crate) opening: IxVec<StationIx, Vec<(ColumnIx, f64)>>,
    /// By station: columns that close it together with others.
    closing: IxVec<StationIx, Vec<(ColumnIx, f64)>>,
}

impl Support {
    pub(crate) fn new(stage: &Stage<'_>, columns: Vec<(ColumnIx, f64)>) -> Self {
        let count = stage.program.stations;
        let mut opening: IxVec<StationIx, Vec<(ColumnIx, f64)>> = IxVec::from_fn(count, |_| Vec::new());
        let mut closing: IxVec<StationIx, Vec<(ColumnIx, f64)>> = IxVec::from_fn(count, |_| Vec::new());
        for &(column, value) in &columns {
            let row = &stage.program.columns[column];
            row.open().for_each(|station| opening[station].push((column, value)));
            if row.closed.len() > 1 {
                row.closed.iter().for_each(|&station| closing[station].push((column, value)));
            }
        }
        Self { columns, opening, closing }
    }

    /// How much of each station stays open.
    pub(crate) fn open_part(&self, station: StationIx) -> f64 {
        self.opening[station].iter().map(|(_, value)| value).sum()
    }

    /// How far the columns that close all these stations go.
    fn closed_together(&self, stage: &Stage<'_>, stations: &[StationIx]) -> f64 {
        let Some((first, rest)) = stations.split_first() else { return 0.0 };
        let all = self.closing[*first].iter().filter(|(column, _)| {
            let closed = &stage.program.columns[*column].closed;
            rest.iter().all(|station| closed.contains(station))
        });
        all.map(|(_, value)| value).sum()
    }
}

/// Less than this is not worth a row.
const VIOLATION: f64 = 1e-5;

impl Levels {
    pub(crate) fn new(stage: &Stage<'_>) -> Self {
        let stations = stage.program.stations;
        Self {
            left: stage.range.clone(),
            table: IxVec::default(),
            at: IxVec::from_fn(stations, |_| Vec::new()),
            lowest_at: IxVec::from_fn(stations, |_| Vec::new()),
            known: HashMap::new(),
        }
    }

    /// Keeps a level's costs within what is left.
    pub(crate) fn cut_short(&mut self, level: &mut Level) {
        for (cost, left) in level.costs.iter_mut().flatten().zip(&mut self.left) {
            *cost = (*cost).min(*left);
            *left -= *cost;
        }
    }

    pub(crate) fn add(&mut self, level: Level) -> LevelIx {
        let stations = level.stations.clone();
        let index = self.table.push(level);
        stations.iter().for_each(|&station| self.at[station].push(index));
        stations.first().into_iter().for_each(|&station| self.lowest_at[station].push(index));
        self.known.insert(stations, index);
        index
    }

    /// Levels that a linear solution violates, the dearest first, at most so many.
    pub(crate) fn violated(&self, stage: &Stage<'_>, support: &Support, most: usize) -> Vec<Level> {
        let mut found = Found { stage, support, levels: self, position: HashMap::new(), fresh: Vec::new() };
        for (station, classes) in stage.program.nearest_at.iter_enumerated() {
            if support.open_part(station) < 1.0 - VIOLATION {
                for &class in classes {
                    found.walk(class);
                }
            }
        }
        let mut found = found.fresh;
        found.retain(|(level, _)| level.matters());
        let price = |(level, violation): &(Level, f64)| match level.costs.as_ref().and_then(|costs| costs.first()) {
            None => f64::INFINITY,
            Some(cost) => violation * wide_to_f64(*cost),
        };
        found.sort_by(|one, other| price(other).total_cmp(&price(one)));
        found.truncate(most);
        found.into_iter().map(|(level, _)| level).collect()
    }
}

/// Levels of given sets of stations, at the costs of another stage.
pub(crate) fn levels_of(stage: &Stage<'_>, sets: &[Box<[StationIx]>]) -> Vec<Level> {
    let deepest = sets.iter().map(|set| set.len()).max().unwrap_or(0);
    let positions: HashMap<&[StationIx], usize> = sets.iter().enumerate().map(|(k, set)| (&**set, k)).collect();
    let fresh =
        |set: &[StationIx]| Level { stations: set.into(), costs: Some(vec![0; stage.active.len()].into_boxed_slice()) };
    let mut levels: Vec<Level> = sets.iter().map(|set| fresh(set)).collect();
    for class in stage.program.classes.indices() {
        let mut prefix: Vec<StationIx> = Vec::new();
        let mut last = 0;
        let mut note = |prefix: &[StationIx], later: Option<u32>| {
            let level = positions.get(prefix).and_then(|&position| levels.get_mut(position));
            let Some(level) = level else { return };
            let Some(later) = later else {
                level.costs = None;
                return;
            };
            for (cost, &functional) in level.costs.iter_mut().flatten().zip(&stage.active) {
                *cost += stage.program.weight(class, functional) * i128::from(later);
            }
        };
        let ended = stage.program.walk(class, |milliseconds, base| {
            note(&prefix, Some(milliseconds - last));
            last = milliseconds;
            let place = prefix.partition_point(|&other| other < base);
            prefix.insert(place, base);
            if prefix.len() > deepest { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if ended.is_none() {
            note(&prefix, None);
        }
    }
    levels
}

struct Found<'a> {
    stage: &'a Stage<'a>,
    support: &'a Support,
    levels: &'a Levels,
    position: HashMap<Box<[StationIx]>, usize>,
    fresh: Vec<(Level, f64)>,
}

impl Found<'_> {
    /// Follows one class while its nearest bases are not open enough. All classes of one level come to it, since how
    /// far it is covered depends on the set alone; one that rounding keeps away makes the level cheaper, never wrong.
    fn walk(&mut self, class: ClassIx) {
        let mut prefix: Vec<StationIx> = Vec::new();
        let mut seen: Vec<ColumnIx> = Vec::new();
        let mut covered = 0.0;
        let mut last = 0;
        let program = self.stage.program;
        let ended = program.walk(class, |milliseconds, base| {
            if prefix.len() > 1 {
                self.note(class, &prefix, covered, Some(milliseconds - last));
            }
            last = milliseconds;
            prefix.push(base);
            for &(column, value) in &self.support.opening[base] {
                if !seen.contains(&column) {
                    seen.push(column);
                    covered += value;
                }
            }
            if covered < 1.0 - VIOLATION { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if ended.is_none() && prefix.len() > 1 {
            self.note(class, &prefix, covered, None);
        }
    }

    fn note(&mut self, class: ClassIx, prefix: &[StationIx], covered: f64, later: Option<u32>) {
        if later == Some(0) {
            return;
        }
        let mut key = prefix.to_vec();
        key.sort_unstable();
        if self.levels.known.contains_key(key.as_slice()) {
            return;
        }
        let violation = 1.0 - covered - self.support.closed_together(self.stage, &key);
        if violation < VIOLATION {
            return;
        }
        let key = key.into_boxed_slice();
        let fresh = self.fresh.len();
        let position = *self.position.entry(key.clone()).or_insert(fresh);
        if position == fresh {
            let costs = Some(vec![0; self.stage.active.len()].into_boxed_slice());
            self.fresh.push((Level { stations: key, costs }, violation));
        }
        let Some((level, _)) = self.fresh.get_mut(position) else { return };
        match later {
            // A complete list that ends here forbids the set, whatever it costs other classes.
            None => level.costs = None,
            Some(later) => {
                for (cost, &functional) in level.costs.iter_mut().flatten().zip(&self.stage.active) {
                    *cost += self.stage.program.weight(class, functional) * i128::from(later);
                }
            }
        }
    }
}
