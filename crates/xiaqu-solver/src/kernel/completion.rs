//! Depth-first completion: all plans whose reduced costs fit below the ceiling (FORMULATION 4.27).

use std::ops::ControlFlow;

use xiaqu_model::{IxVec, StationIx};

use super::{index::ColumnIx, program::Program};

/// A bound of an earlier aim, which a plan must not exceed either.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    pub(crate) reduced: IxVec<ColumnIx, i128>,
    pub(crate) slack: i128,
}

/// An attempt was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMuchWork;

/// Which station is served next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextStation {
    /// The one with the fewest choices, the cheapest first: the quickest way through all plans.
    Narrowest,
    /// The lowest, columns in their order: plans come in the order of the last tie-break.
    Lowest,
}

/// The columns that are left at a node, and how much their reduced costs may add up to.
pub(crate) struct Completion<'a> {
    program: &'a Program,
    /// By station: columns that contain it, the cheapest first.
    lists: IxVec<StationIx, Vec<(i128, ColumnIx)>>,
    slack: Option<i128>,
    guards: &'a [Guard],
    /// Reduced costs of the chosen columns in every guard.
    guarded: Vec<i128>,
    covered: IxVec<StationIx, bool>,
    chosen: Vec<ColumnIx>,
    work: usize,
    next: NextStation,
    work_max: usize,
}

/// What a caller says to a plan: the new slack, or an end to the search.
pub(crate) type Verdict = ControlFlow<(), Option<i128>>;

impl<'a> Completion<'a> {
    /// `columns` with their reduced costs; without a slack any sum will do.
    pub(crate) fn new(
        program: &'a Program,
        columns: impl Iterator<Item = (i128, ColumnIx)>,
        (slack, guards): (Option<i128>, &'a [Guard]),
        (next, work_max): (NextStation, usize),
    ) -> Self {
        let mut lists: IxVec<StationIx, Vec<(i128, ColumnIx)>> = IxVec::from_fn(program.stations, |_| Vec::new());
        let guarded = |column: ColumnIx| guards.iter().all(|guard| guard.reduced[column] <= guard.slack);
        for (cost, column) in columns.filter(|&(_, column)| guarded(column)) {
            program.columns[column].members.iter().for_each(|&member| lists[member].push((cost, column)));
        }
        lists.iter_mut().for_each(|list| list.sort_unstable());
        let covered = IxVec::from_fn(program.stations, |_| false);
        let guarded = vec![0; guards.len()];
        Self { program, lists, slack, guards, guarded, covered, chosen: Vec::new(), work: 0, next, work_max }
    }

    /// Visits every plan within the slack; whether it saw them all before its work was used up or the caller ended it.
    pub(crate) fn run(mut self, leaf: &mut impl FnMut(&[ColumnIx]) -> Verdict) -> bool {
        let open: Vec<StationIx> = self.program.station_indices().collect();
        self.descend(&open, 0, leaf).is_continue()
    }

    /// The first plan in the order of columns of every part that shares no column with another, joined; nothing if one
    /// part has none. An error if that is too much work.
    pub(crate) fn first_of_parts(mut self) -> Result<Option<Vec<ColumnIx>>, TooMuchWork> {
        let mut joined = Vec::new();
        for part in self.parts() {
            let mut first = None;
            let flow = self.descend(&part, 0, &mut |columns| {
                first = Some(columns.to_vec());
                ControlFlow::Break(())
            });
            match first {
                Some(columns) => joined.extend(columns),
                None if flow.is_continue() => return Ok(None),
                None => return Err(TooMuchWork),
            }
        }
        Ok(Some(joined))
    }

    /// Stations joined by columns, in the order of their lowest.
    fn parts(&self) -> Vec<Vec<StationIx>> {
        let mut seen: IxVec<StationIx, bool> = IxVec::from_fn(self.program.stations, |_| false);
        let mut parts = Vec::new();
        for root in self.program.station_indices() {
            let mut part = Vec::new();
            let mut reached = vec![root];
            while let Some(station) = reached.pop() {
                if !std::mem::replace(&mut seen[station], true) {
                    part.push(station);
                    let columns = self.lists[station].iter().map(|(_, column)| *column);
                    reached.extend(columns.flat_map(|column| self.program.columns[column].members.iter().copied()));
                }
            }
            if !part.is_empty() {
                part.sort_unstable();
                parts.push(part);
            }
        }
        parts
    }

    fn fits(&self, column: ColumnIx) -> bool {
        self.program.columns[column].members.iter().all(|&member| !self.covered[member])
            && self.guards.iter().zip(&self.guarded).all(|(guard, sum)| sum + guard.reduced[column] <= guard.slack)
    }

    fn descend(
        &mut self,
        open: &[StationIx],
        sum: i128,
        leaf: &mut impl FnMut(&[ColumnIx]) -> Verdict,
    ) -> ControlFlow<()> {
        let length = self.chosen.len();
        let flow = match self.place_forced(open, sum)? {
            None => ControlFlow::Continue(()),
            Some((None, _)) => {
                self.work += 16 * self.program.stations;
                match leaf(&self.chosen) {
                    ControlFlow::Continue(slack) => {
                        self.slack = slack;
                        ControlFlow::Continue(())
                    }
                    ControlFlow::Break(()) => ControlFlow::Break(()),
                }
            }
            Some((Some(station), sum)) => self.try_each(open, (station, sum), leaf),
        };
        while self.chosen.len() > length {
            if let Some(column) = self.chosen.pop() {
                self.mark(column, false);
            }
        }
        flow
    }

    fn try_each(
        &mut self,
        open: &[StationIx],
        (station, sum): (StationIx, i128),
        leaf: &mut impl FnMut(&[ColumnIx]) -> Verdict,
    ) -> ControlFlow<()> {
        let open: Vec<StationIx> = open.iter().copied().filter(|&station| !self.covered[station]).collect();
        let mut choices: Vec<(i128, ColumnIx)> =
            self.lists[station].iter().copied().filter(|(_, column)| self.fits(*column)).collect();
        if self.next == NextStation::Lowest {
            choices.sort_unstable_by_key(|(_, column)| *column);
        }
        for (cost, column) in choices {
            if self.slack.is_some_and(|slack| sum + cost > slack) {
                continue;
            }
            self.mark(column, true);
            self.chosen.push(column);
            let flow = self.descend(&open, sum + cost, leaf);
            self.chosen.pop();
            self.mark(column, false);
            flow?;
        }
        ControlFlow::Continue(())
    }

    /// Places columns of stations that have one choice left. Gives the station with the fewest choices (none if all are
    /// covered) and the sum; nothing if a station has no choice left.
    fn place_forced(
        &mut self,
        open: &[StationIx],
        mut sum: i128,
    ) -> ControlFlow<(), Option<(Option<StationIx>, i128)>> {
        loop {
            let mut narrowest: Option<(usize, StationIx)> = None;
            let mut placed = false;
            for &station in open {
                if self.covered[station] {
                    continue;
                }
                let room = self.slack.map(|slack| slack - sum);
                let list = self.lists[station].iter().take_while(|(cost, _)| room.is_none_or(|room| *cost <= room));
                let most = narrowest.map_or(usize::MAX, |(count, _)| count).max(2);
                let mut fitting = list.copied().filter(|(_, column)| self.fits(*column)).take(most);
                let first = fitting.next();
                let count = fitting.count() + usize::from(first.is_some());
                self.work += 1 + self.lists[station].len();
                match first {
                    None => return ControlFlow::Continue(None),
                    Some((cost, column)) if count == 1 => {
                        sum += cost;
                        self.mark(column, true);
                        self.chosen.push(column);
                        placed = true;
                    }
                    Some(_) if self.next == NextStation::Lowest && narrowest.is_some() => {}
                    Some(_) if narrowest.is_none_or(|(least, _)| count < least) => narrowest = Some((count, station)),
                    Some(_) => {}
                }
            }
            if self.work > self.work_max {
                return ControlFlow::Break(());
            }
            if !placed {
                return ControlFlow::Continue(Some((narrowest.map(|(_, station)| station), sum)));
            }
        }
    }

    fn mark(&mut self, column: ColumnIx, covered: bool) {
        for (guard, sum) in self.guards.iter().zip(&mut self.guarded) {
            *sum += if covered { guard.reduced[column] } else { -guard.reduced[column] };
        }
        self.program.columns[column].members.iter().for_each(|&member| self.covered[member] = covered);
    }
}
