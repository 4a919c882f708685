//! The linear master: columns in play, levels, cuts and limits, grown and solved again (FORMULATION 4.26).

use xiaqu_model::{
    IxVec, StationIx,
    cast::{count_to_f64, wide_to_f64},
};

use super::{
    certificate::{Costs, Duals, largest_limit_dual},
    fixed::scaled,
    index::{ColumnIx, LevelIx, TripleIx},
    levels::{Level, Levels, Support},
    stage::Stage,
    triples::{Triple, Triples, is_cut_by},
};
use crate::{
    backend::{Linear, LinearReport, Method, RowAt, VariableAt},
    error::SearchError,
};

/// Largest coefficient of the objective in the linear program.
const LARGEST: f64 = 1e4;

/// Cost of leaving a station or a limit unserved, far beyond what a column saves.
pub(crate) const UNSERVED: f64 = 1e7;

/// A value this close to a whole number is one.
const WHOLE: f64 = 1e-6;

/// A column in the linear program.
#[derive(Clone, Copy, Debug)]
struct Entered {
    variable: VariableAt,
    usable: bool,
}

/// The linear program of a stage.
#[derive(Debug)]
pub(crate) struct Master {
    pub(crate) linear: Linear,
    pub(crate) levels: Levels,
    pub(crate) triples: Triples,
    /// One unit of the linear objective, and of every limit row.
    pub(crate) units: Vec<f64>,
    cover: IxVec<StationIx, RowAt>,
    limits: Vec<RowAt>,
    /// Open part of every station, where levels need it: row and variable.
    open: Option<IxVec<StationIx, (RowAt, VariableAt)>>,
    level_rows: IxVec<LevelIx, RowAt>,
    triple_rows: IxVec<TripleIx, RowAt>,
    entered: IxVec<ColumnIx, Option<Entered>>,
    /// Columns in the order in which they entered, and whether each variable of the program is a column.
    order: Vec<ColumnIx>,
    pub(crate) meaning: Vec<Meaning>,
    pub(crate) variables: Vec<(VariableAt, f64)>,
    counted: Costs,
    /// How often it was solved.
    pub(crate) solves: u64,
    /// The solver's last words.
    pub(crate) status: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Unserved,
    /// A level that may not be paid for.
    Forbidden,
    Open,
    Level,
    Column(ColumnIx),
}

impl Meaning {
    fn is_unserved(self) -> bool {
        matches!(self, Self::Unserved | Self::Forbidden)
    }
}

/// One solution of the linear program.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) support: Support,
    /// Sum of what is left unserved.
    pub(crate) unserved: f64,
    pub(crate) duals: Duals,
}

impl Point {
    /// The columns of a solution in whole numbers.
    pub(crate) fn plan(&self) -> Option<Vec<ColumnIx>> {
        let whole = self.unserved < WHOLE && self.support.columns.iter().all(|(_, value)| *value > 1.0 - WHOLE);
        whole.then(|| self.support.columns.iter().map(|(column, _)| *column).collect())
    }
}

impl Master {
    pub(crate) fn new(stage: &Stage<'_>, seed: u64) -> Result<Self, SearchError> {
        let count = stage.program.stations;
        let mut master = Self {
            linear: Linear::new(seed)?,
            levels: Levels::new(stage),
            triples: Triples::new(count),
            units: units(stage),
            cover: IxVec::default(),
            limits: Vec::new(),
            open: None,
            level_rows: IxVec::default(),
            triple_rows: IxVec::default(),
            entered: IxVec::from_fn(stage.program.columns.len(), |_| None),
            order: Vec::new(),
            meaning: Vec::new(),
            variables: Vec::new(),
            counted: Costs::All,
            solves: 0,
            status: String::new(),
        };
        for _ in 0..count {
            let row = master.linear.add_row((1.0, 1.0), &[])?;
            master.cover.push(row);
            master.variable(Meaning::Unserved, UNSERVED, &[(row, 1.0)])?;
        }
        for (which, room) in stage.room.iter().enumerate().skip(1) {
            let most = wide_to_f64(*room) / master.unit(which);
            let row = master.linear.add_row((f64::NEG_INFINITY, most), &[])?;
            master.limits.push(row);
            master.variable(Meaning::Unserved, UNSERVED, &[(row, -1.0)])?;
        }
        if stage.coupled {
            let mut open = IxVec::default();
            for _ in 0..count {
                let row = master.linear.add_row((0.0, 0.0), &[])?;
                let bounds = (f64::NEG_INFINITY, f64::INFINITY);
                let variable = master.linear.add_variable(0.0, bounds, &[(row, -1.0)])?;
                master.meaning.push(Meaning::Open);
                master.variables.push((variable, 0.0));
                open.push((row, variable));
            }
            master.open = Some(open);
        }
        Ok(master)
    }

    pub(crate) fn unit(&self, which: usize) -> f64 {
        self.units.get(which).copied().unwrap_or(1.0)
    }

    fn variable(&mut self, meaning: Meaning, cost: f64, entries: &[(RowAt, f64)]) -> Result<VariableAt, SearchError> {
        self.meaning.push(meaning);
        let counts = self.counted == Costs::All || meaning.is_unserved();
        let variable = self.linear.add_variable(if counts { cost } else { 0.0 }, (0.0, f64::INFINITY), entries)?;
        self.variables.push((variable, cost));
        Ok(variable)
    }

    /// Lets all costs count, or only those of what is left unserved.
    pub(crate) fn set_costs(&mut self, counted: Costs) -> Result<(), SearchError> {
        self.counted = counted;
        for (&(variable, cost), meaning) in self.variables.iter().zip(&self.meaning) {
            let counts = counted == Costs::All || meaning.is_unserved();
            self.linear.set_cost(variable, if counts { cost } else { 0.0 })?;
        }
        Ok(())
    }

    pub(crate) fn has_entered(&self, column: ColumnIx) -> bool {
        self.entered[column].is_some()
    }

    pub(crate) fn columns(&self) -> usize {
        self.order.len()
    }

    /// Brings a column in.
    pub(crate) fn enter(&mut self, stage: &Stage<'_>, column: ColumnIx) -> Result<(), SearchError> {
        if self.has_entered(column) {
            return Ok(());
        }
        let row = &stage.program.columns[column];
        let mut entries: Vec<(RowAt, f64)> = row.members.iter().map(|&member| (self.cover[member], 1.0)).collect();
        let shares = stage.share(column);
        for ((limit, share), unit) in self.limits.iter().zip(shares.iter().skip(1)).zip(self.units.iter().skip(1)) {
            entries.push((*limit, wide_to_f64(*share) / unit));
        }
        if let Some(open) = &self.open {
            entries.extend(row.open().map(|station| (open[station].0, 1.0)));
        }
        let mut touched: Vec<LevelIx> =
            row.members.iter().flat_map(|&member| &self.levels.at[member]).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        for level in touched {
            entries.push((self.level_rows[level], correction(&self.levels.table[level], row)));
        }
        let mut cuts: Vec<TripleIx> =
            row.members.iter().flat_map(|&member| &self.triples.at[member]).copied().collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.retain(|&cut| is_cut_by(&self.triples.table[cut], row));
        entries.extend(cuts.into_iter().map(|cut| (self.triple_rows[cut], 1.0)));
        entries.retain(|(_, factor)| factor.abs() > 0.0);
        let cost = shares.first().map_or(0.0, |share| wide_to_f64(*share) / self.unit(0));
        let variable = self.variable(Meaning::Column(column), cost, &entries)?;
        self.entered[column] = Some(Entered { variable, usable: true });
        self.order.push(column);
        Ok(())
    }

    /// Adds the row of a level, with its variable unless the level is forbidden.
    pub(crate) fn add_level(&mut self, stage: &Stage<'_>, mut level: Level) -> Result<(), SearchError> {
        self.levels.cut_short(&mut level);
        let mut entries = Vec::new();
        for (column, entered) in self.order.iter().filter_map(|&column| Some((column, self.entered[column]?))) {
            let factor = correction(&level, &stage.program.columns[column]);
            if factor.abs() > 0.0 {
                entries.push((entered.variable, factor));
            }
        }
        if let Some(open) = &self.open {
            entries.extend(level.stations.iter().map(|&station| (open[station].1, 1.0)));
        }
        let row = self.linear.add_row((1.0, f64::INFINITY), &entries)?;
        let mut factors = vec![(row, 1.0)];
        let mut cost = UNSERVED;
        if let Some(costs) = &level.costs {
            cost = costs.first().map_or(0.0, |cost| wide_to_f64(*cost) / self.unit(0));
            let limits = self.limits.iter().zip(costs.iter().skip(1)).zip(self.units.iter().skip(1));
            factors.extend(limits.map(|((limit, cost), unit)| (*limit, wide_to_f64(*cost) / unit)));
            factors.retain(|(_, factor)| factor.abs() > 0.0);
        }
        let meaning = if level.costs.is_some() { Meaning::Level } else { Meaning::Forbidden };
        self.variable(meaning, cost, &factors)?;
        self.level_rows.push(row);
        self.levels.add(level);
        Ok(())
    }

    /// Adds the row of a cut.
    pub(crate) fn add_triple(&mut self, stage: &Stage<'_>, triple: Triple) -> Result<(), SearchError> {
        let inside = self.order.iter().filter(|&&column| is_cut_by(&triple, &stage.program.columns[column]));
        let entries: Vec<(VariableAt, f64)> =
            inside.filter_map(|&column| Some((self.entered[column]?.variable, 1.0))).collect();
        let row = self.linear.add_row((f64::NEG_INFINITY, 1.0), &entries)?;
        self.triple_rows.push(row);
        self.triples.add(triple);
        Ok(())
    }

    /// Lets exactly the columns in play be used.
    pub(crate) fn allow(&mut self, in_play: impl Fn(ColumnIx) -> bool) -> Result<(), SearchError> {
        for &column in &self.order {
            let usable = in_play(column);
            let Some(entered) = self.entered[column].as_mut().filter(|entered| entered.usable != usable) else {
                continue;
            };
            entered.usable = usable;
            let upper = if usable { f64::INFINITY } else { 0.0 };
            self.linear.set_bounds(entered.variable, (0.0, upper))?;
        }
        Ok(())
    }

    /// Solves it; `None` if time ran out.
    pub(crate) fn solve(
        &mut self,
        stage: &Stage<'_>,
        (method, places): (Method, u32),
        seconds: Option<f64>,
    ) -> Result<Option<Point>, SearchError> {
        let report = self.linear.solve(method, seconds)?;
        self.solves += 1;
        self.status.clone_from(&report.status);
        if report.out_of_time {
            return Ok(None);
        }
        let mut unserved = 0.0;
        let mut columns = Vec::new();
        for (&value, meaning) in report.values.iter().zip(&self.meaning) {
            match *meaning {
                Meaning::Column(column) if value > WHOLE => columns.push((column, value)),
                Meaning::Unserved | Meaning::Forbidden => unserved += value.max(0.0),
                _ => {}
            }
        }
        // A program that HiGHS did not finish has no point to speak of; its duals are as good as any.
        unserved += if report.optimal { 0.0 } else { 1.0 };
        Ok(Some(Point {
            support: Support::new(stage, columns),
            unserved,
            duals: self.duals(stage, &report, places, self.unit(0)),
        }))
    }

    /// Duals as whole numbers; `unit` is what one unit of the objective was solved as.
    pub(crate) fn duals(&self, stage: &Stage<'_>, report: &LinearReport, places: u32, unit: f64) -> Duals {
        let dual = |row: &RowAt| report.duals.get(row.position()).copied().unwrap_or(0.0) * unit;
        let limits = self.limits.iter().enumerate().map(|(position, row)| {
            let which = position + 1;
            scaled(-dual(row) / self.unit(which), places).clamp(0, largest_limit_dual(stage, which))
        });
        Duals {
            cover: IxVec::from_rows(self.cover.iter().map(|row| scaled(dual(row), places)).collect()),
            limits: limits.collect(),
            levels: IxVec::from_rows(self.level_rows.iter().map(|row| scaled(dual(row), places).max(0)).collect()),
            triples: IxVec::from_rows(self.triple_rows.iter().map(|row| scaled(-dual(row), places).max(0)).collect()),
        }
    }
}

/// What the row of a level has for a column beyond the open parts of its stations.
fn correction(level: &Level, column: &super::program::Column) -> f64 {
    let open = column.open().filter(|station| level.stations.contains(station)).count();
    let covered = if level.is_covered_by(column) { 1.0 } else { 0.0 };
    covered - count_to_f64(open)
}

fn units(stage: &Stage<'_>) -> Vec<f64> {
    let mut largest = vec![0_i128; stage.active.len()];
    for column in stage.kept.indices().filter(|&column| stage.kept[column]) {
        for (largest, share) in largest.iter_mut().zip(stage.share(column)) {
            *largest = (*largest).max(share.abs());
        }
    }
    let unit = |(which, largest): (usize, &i128)| {
        let most = if which == 0 { LARGEST } else { 1.0 };
        (wide_to_f64(*largest) / most).max(1e-6)
    };
    let mut units: Vec<f64> = largest.iter().enumerate().map(unit).collect();
    units.iter_mut().zip(&largest).filter(|(_, largest)| **largest == 0).for_each(|(unit, _)| *unit = 1.0);
    units
}
