//! Nodes of the search tree: decisions that ban columns, and how a fractional point is split (FORMULATION 4.28).

use std::collections::BTreeMap;

use xiaqu_model::{IxVec, StationIx};

use super::{index::ColumnIx, levels::Support, program::Column, stage::Stage};

/// One side of a split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Close(StationIx),
    Keep(StationIx),
    Together(StationIx, StationIx),
    Apart(StationIx, StationIx),
    Take(ColumnIx),
    Leave(ColumnIx),
}

/// A part of the plans: those that obey all decisions.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) decisions: Vec<Decision>,
    /// No plan in it is below, in the stage's scaled units.
    pub(crate) bound: i128,
}

/// Which columns the decisions in force leave in play.
#[derive(Clone, Debug)]
pub(crate) struct Bans {
    /// By column: how many decisions ban it.
    count: IxVec<ColumnIx, u32>,
    at: IxVec<StationIx, Vec<ColumnIx>>,
}

impl Bans {
    pub(crate) fn new(stage: &Stage<'_>) -> Self {
        let count = IxVec::from_fn(stage.program.columns.len(), |column| u32::from(!stage.kept[column]));
        Self { count, at: stage.program.columns_at(|column| stage.kept[column]) }
    }

    pub(crate) fn in_play(&self, column: ColumnIx) -> bool {
        self.count[column] == 0
    }

    /// Columns in play that contain a station.
    pub(crate) fn choices(&self, station: StationIx) -> impl Iterator<Item = ColumnIx> {
        self.at[station].iter().copied().filter(|&column| self.in_play(column))
    }

    /// Bans a column for good.
    pub(crate) fn eliminate(&mut self, column: ColumnIx) {
        self.count[column] += 1;
    }

    pub(crate) fn apply(&mut self, stage: &Stage<'_>, decision: Decision) {
        self.change(stage, decision, |count| *count += 1);
    }

    pub(crate) fn undo(&mut self, stage: &Stage<'_>, decision: Decision) {
        self.change(stage, decision, |count| *count = count.saturating_sub(1));
    }

    fn change(&mut self, stage: &Stage<'_>, decision: Decision, change: impl Fn(&mut u32)) {
        let columns = &stage.program.columns;
        let Self { count, at } = self;
        let mut at_stations = |stations: &[StationIx], banned: &dyn Fn(ColumnIx, &Column) -> bool| {
            for &station in stations {
                for &column in at[station].iter().filter(|&&column| banned(column, &columns[column])) {
                    change(&mut count[column]);
                }
            }
        };
        match decision {
            Decision::Close(station) => at_stations(&[station], &|_, row| row.is_open_at(station)),
            Decision::Keep(station) => at_stations(&[station], &|_, row| row.closed.contains(&station)),
            Decision::Apart(one, other) => at_stations(&[one], &|_, row| row.members.contains(&other)),
            Decision::Together(one, other) => {
                at_stations(&[one], &|_, row| !row.members.contains(&other));
                at_stations(&[other], &|_, row| !row.members.contains(&one));
            }
            Decision::Take(taken) => at_stations(&columns[taken].members, &|column, _| column != taken),
            Decision::Leave(column) => change(&mut count[column]),
        }
    }
}

/// How undecided a part between 0 and 1 is; `None` if it is settled.
fn doubt(part: f64) -> Option<f64> {
    let doubt = part.min(1.0 - part);
    (doubt > 1e-5).then_some(doubt)
}

fn most_doubtful<T: Copy>(parts: impl Iterator<Item = (T, f64)>) -> Option<(T, f64)> {
    let doubtful = parts.filter_map(|(what, part)| Some((what, part, doubt(part)?)));
    let most = doubtful.reduce(|most, next| if next.2 > most.2 + 1e-9 { next } else { most });
    most.map(|(what, part, _)| (what, part))
}

/// Two decisions that divide the plans, the likelier one first; `None` if the columns in play leave no choice.
///
/// Stations first (what the response depends on), then pairs of stations (Ryan and Foster), then single columns.
pub(crate) fn split(stage: &Stage<'_>, bans: &Bans, support: &Support) -> Option<(Decision, Decision)> {
    let ordered = |first: Decision, second: Decision, swap: bool| if swap { (second, first) } else { (first, second) };
    if stage.coupled {
        let parts = stage.program.station_indices().map(|station| (station, support.open_part(station)));
        if let Some((station, part)) = most_doubtful(parts) {
            return Some(ordered(Decision::Keep(station), Decision::Close(station), part < 0.5));
        }
    }
    let mut together: BTreeMap<(StationIx, StationIx), f64> = BTreeMap::new();
    for (column, value) in &support.columns {
        let members = &stage.program.columns[*column].members;
        for (position, &one) in members.iter().enumerate() {
            members.iter().skip(position + 1).for_each(|&other| *together.entry((one, other)).or_default() += value);
        }
    }
    if let Some(((one, other), part)) = most_doubtful(together.into_iter()) {
        return Some(ordered(Decision::Together(one, other), Decision::Apart(one, other), part < 0.5));
    }
    if let Some((column, part)) = most_doubtful(support.columns.iter().copied()) {
        return Some(ordered(Decision::Take(column), Decision::Leave(column), part < 0.5));
    }
    let used: BTreeMap<ColumnIx, f64> = support.columns.iter().copied().collect();
    stage.program.station_indices().find_map(|station| {
        let mut choices = bans.choices(station);
        let first = choices.next()?;
        choices.next()?;
        let column = bans.choices(station).find(|column| used.contains_key(column)).unwrap_or(first);
        Some((Decision::Take(column), Decision::Leave(column)))
    })
}
