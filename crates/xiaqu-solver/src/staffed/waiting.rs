//! Villages while stations are being settled: whose base is certain, how much work that makes, and how many officers any
//! completion takes at least.

use xiaqu_model::{CallsPerYear, Index, IxVec, Problem, StationIx, TravelTime, Work};

use crate::{columns::Column, staffing::Capacity};

/// What is known of a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Not settled yet.
    Unsettled,
    /// A base of the chosen group at this place in their list.
    Base(usize),
    /// No crew drives from here.
    Closed,
}

/// Villages of one class: bases that may answer them with milliseconds of arrival, nearest first, and thousandths of calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demanded<'a> {
    pub(crate) bases: &'a [(u32, StationIx)],
    pub(crate) calls: u64,
}

/// The work that a village class makes for each of its bases, the nearest first. It grows along the list.
pub(super) type Rivals = Vec<(StationIx, u128)>;

/// Bases and work of every class.
pub(super) fn rivals(problem: &Problem, demand: &[Demanded<'_>]) -> Vec<Rivals> {
    let turnout = problem.policy.response.turnout.time().as_milliseconds();
    let work = |calls: u64, time: u32| {
        let travel = TravelTime::from_milliseconds(time.saturating_sub(turnout));
        problem.policy.workload.response_work(CallsPerYear::from_thousandths(calls), travel).count()
    };
    let rows = demand.iter();
    rows.map(|class| class.bases.iter().map(|&(time, base)| (base, work(class.calls, time))).collect()).collect()
}

/// Work of the calls that a column answers in every plan: of villages whose nearer bases it all closes itself.
pub(super) fn least_calls(column: &Column, rivals: &[Rivals]) -> u128 {
    let Some(group) = &column.group else { return 0 };
    let first = |bases: &Rivals| bases.iter().find(|(base, _)| !column.closed.contains(base)).copied();
    let answered = rivals.iter().filter_map(first).filter(|(base, _)| group.bases().any(|own| own == *base));
    answered.map(|(_, work)| work).sum()
}

/// A class whose base is not certain: all nearer bases are closed, the first that may be open is not settled.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    class: usize,
    first: usize,
}

/// Work of the chosen groups as far as it is certain, and the classes that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Certain work of every chosen group.
    pub(super) work: Vec<u128>,
    /// Least officers of every chosen group.
    pub(super) floors: Vec<usize>,
    /// Management of the territories that belong to no chosen group yet.
    unmanaged: u128,
    waiting: Vec<Waiting>,
}

impl Known {
    /// Nothing settled.
    pub(super) fn nothing(classes: usize, management: &IxVec<StationIx, Work>) -> Self {
        Self {
            work: Vec::new(),
            floors: Vec::new(),
            unmanaged: management.iter().map(|work| work.count()).sum(),
            waiting: (0..classes).map(|class| Waiting { class, first: 0 }).collect(),
        }
    }

    /// The same with one more group, of this management and this floor.
    pub(super) fn with_group(&mut self, management: u128, floor: usize) {
        self.work.push(management);
        self.floors.push(floor);
        self.unmanaged -= management;
    }

    /// Gives classes to the bases that are certain by now; false if no base is left for one of them.
    #[must_use]
    pub(super) fn settle(&mut self, rivals: &[Rivals], status: &IxVec<StationIx, Status>) -> bool {
        let Self { work, waiting, .. } = self;
        let mut reached = true;
        waiting.retain_mut(|waits| {
            let bases = rivals.get(waits.class).map_or(&[][..], Vec::as_slice);
            let open =
                bases.iter().enumerate().skip(waits.first).find(|(_, (base, _))| status[*base] != Status::Closed);
            match open {
                Some((_, &(base, made))) if let Status::Base(group) = status[base] => {
                    work.get_mut(group).into_iter().for_each(|work| *work += made);
                    false
                }
                Some((position, _)) => {
                    waits.first = position;
                    true
                }
                None => {
                    reached = false;
                    false
                }
            }
        });
        reached
    }

    /// Work that is certain if a station is a base, or if one station closes and another is a base.
    pub(super) fn certain(&self, rivals: &[Rivals], status: &IxVec<StationIx, Status>) -> Certain {
        let stations = status.len();
        let mut certain = Certain { stations, alone: vec![0; stations], after: vec![0; stations * stations] };
        for waits in &self.waiting {
            let bases = rivals.get(waits.class).into_iter().flatten().skip(waits.first);
            let mut open = bases.filter(|(base, _)| status[*base] != Status::Closed);
            let Some(&(first, work)) = open.next() else { continue };
            certain.alone.get_mut(first.position()).into_iter().for_each(|alone| *alone += work);
            if let Some(&(second, work)) = open.next() {
                let at = first.position() * stations + second.position();
                certain.after.get_mut(at).into_iter().for_each(|after| *after += work);
            }
        }
        certain
    }

    /// Whether every completion needs more officers than there are, if the unsettled stations take at least `unsettled`
    /// (FORMULATION 4.35).
    ///
    /// A chosen group needs what its certain work and its floor take. What is left of the last officer's time can take up
    /// work that is not certain, but no more than the classes that may still come to the group make; all other work needs
    /// further officers.
    pub(super) fn exceeds(
        &self,
        rivals: &[Rivals],
        status: &IxVec<StationIx, Status>,
        capacity: &Capacity,
        unsettled: usize,
    ) -> bool {
        if self.least_heads(capacity).saturating_add(unsettled) > capacity.total() {
            return true;
        }
        let mut possible = vec![0_u128; self.work.len()];
        let mut left = self.unmanaged;
        for waits in &self.waiting {
            let bases = rivals.get(waits.class).into_iter().flatten().skip(waits.first);
            left += bases.clone().next().map_or(0, |&(_, made)| made);
            for &(base, made) in bases {
                if let Status::Base(group) = status[base] {
                    possible.get_mut(group).into_iter().for_each(|possible| *possible += made);
                    break;
                }
            }
        }
        let mut heads = 0;
        let mut idle = 0_u128;
        for ((&work, &floor), possible) in self.work.iter().zip(&self.floors).zip(possible) {
            let needed = capacity.heads_for(work).max(floor);
            heads += needed;
            idle += capacity.most_work(needed).saturating_sub(work).min(possible);
        }
        heads += capacity.least_heads_for(left.saturating_sub(idle)).max(unsettled);
        heads > capacity.total()
    }

    /// Officers of the chosen groups by their floors and their certain work.
    pub(super) fn least_heads(&self, capacity: &Capacity) -> usize {
        let heads = |(&work, &floor): (&u128, &usize)| capacity.heads_for(work).max(floor);
        self.work.iter().zip(&self.floors).map(heads).sum()
    }
}

/// Work of waiting classes that is certain under a condition.
pub(super) struct Certain {
    stations: usize,
    /// If the station is a base.
    alone: Vec<u128>,
    /// If one station closes and another is a base.
    after: Vec<u128>,
}

impl Certain {
    /// Work of calls that a column certainly answers.
    pub(super) fn of(&self, column: &Column) -> u128 {
        let Some(group) = &column.group else { return 0 };
        let of_base = |base: StationIx| {
            let alone = self.alone.get(base.position()).copied().unwrap_or(0);
            let after = column
                .closed
                .iter()
                .filter_map(|closed| self.after.get(closed.position() * self.stations + base.position()));
            alone + after.sum::<u128>()
        };
        group.bases().map(of_base).sum()
    }
}
