//! The best groups for a fixed set of bases (FORMULATION 4.7): access first, then the last tie-break.

use std::collections::BTreeSet;

use xiaqu_model::{Index as _, IxVec, Limit, Mode, Problem, StationIx};

use crate::{columns::Column, control::Watch, rules::Rules};

/// How often limits are looked at, in search nodes.
const NODES_BETWEEN_LOOKS: u64 = 4_096;

/// The columns of the best groups and their access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// Positions of columns in the order of their lowest member.
    pub(crate) columns: Vec<usize>,
    pub(crate) access: u128,
    /// What cut the search short, if anything: the groups are then some groups for these bases.
    pub(crate) stopped: Option<Limit>,
}

/// The officers that groups share (FORMULATION 4.3). Where groups may pool, the number of groups does not follow from the
/// bases, so the groups of one part of the county leave more or less to the others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strength {
    /// All officers.
    pub(crate) officers: u64,
    /// Whether every group needs its floor.
    pub(crate) has_floors: bool,
    /// Most officers of a group.
    pub(crate) most: Option<u32>,
}

impl Strength {
    /// The one of a county where groups may pool; nothing where every plan of these bases has as many groups.
    pub(crate) fn of(problem: &Problem, rules: &Rules) -> Option<Self> {
        let (has_floors, most) = (rules.officers_min, rules.officers_max);
        let couples = problem.policy.groups.modes.contains(&Mode::Pool) && (has_floors || most.is_some());
        couples.then(|| Self { officers: problem.officers_after().heads().into(), has_floors, most })
    }

    fn allows(self, columns: &[Column], chosen: &[usize]) -> bool {
        let groups = || chosen.iter().filter_map(|&j| columns.get(j)).filter(|column| column.group.is_some());
        let floors: u64 = groups().map(|column| column.floor).sum();
        let has_room = |most: u32| u64::from(most) * groups().count() as u64 >= self.officers;
        (!self.has_floors || floors <= self.officers) && self.most.is_none_or(has_room)
    }
}

/// The least access over plans whose bases are exactly `bases`, and of those the first in the order of (members,
/// centre); `None` if these bases cannot take all stations.
///
/// Stations that share no column are searched apart, unless they share officers. The order of a plan is decided at the lowest station where two
/// plans differ, hence inside one part, so the first of every part together are the first of all.
///
/// # Complexity
///
/// Exponential in the closed stations of the largest part, with bounding by what every station costs at least.
pub(crate) fn assign(
    columns: &[Column],
    stations: usize,
    bases: &BTreeSet<StationIx>,
    strength: Option<Strength>,
    watch: &Watch,
) -> Option<Assignment> {
    let fits = |column: &Column| column.covers.iter().all(|s| column.closed.contains(s) != bases.contains(s));
    let usable: Vec<usize> = (0..columns.len()).filter(|&j| columns.get(j).is_some_and(fits)).collect();
    let mut total = Assignment { columns: Vec::new(), access: 0, stopped: None };
    let parts = match strength {
        Some(_) => vec![Part { stations: (0..stations).map(StationIx::from_position).collect(), columns: usable }],
        None => parts(columns, stations, &usable),
    };
    for part in parts {
        let mut search = Search::new(columns, stations, &part, watch);
        search.strength = strength;
        let stopped = search.descend(0, 0, &mut Vec::new()).err();
        let best = search.best?;
        total.stopped = total.stopped.or(stopped);
        total.access += best.access;
        total.columns.extend(best.columns);
    }
    total.columns.sort_unstable_by_key(|&j| columns.get(j).and_then(Column::lowest));
    Some(total)
}

/// One part: its stations in order, and its columns.
struct Part {
    stations: Vec<StationIx>,
    columns: Vec<usize>,
}

fn parts(columns: &[Column], stations: usize, usable: &[usize]) -> Vec<Part> {
    let mut label: IxVec<StationIx, StationIx> = IxVec::from_fn(stations, |station| station);
    for column in usable.iter().filter_map(|&j| columns.get(j)) {
        let lowest = column.covers.iter().map(|&member| label[member]).min();
        let old: BTreeSet<StationIx> = column.covers.iter().map(|&member| label[member]).collect();
        for entry in label.iter_mut().filter(|entry| old.contains(entry)) {
            *entry = lowest.unwrap_or(*entry);
        }
    }
    let roots: BTreeSet<StationIx> = label.iter().copied().collect();
    let part = |root: StationIx| {
        let inside = |j: &usize| columns.get(*j).and_then(Column::lowest).is_some_and(|lowest| label[lowest] == root);
        Part {
            stations: label.indices().filter(|&station| label[station] == root).collect(),
            columns: usable.iter().copied().filter(inside).collect(),
        }
    };
    roots.into_iter().map(part).collect()
}

struct Search<'a> {
    columns: &'a [Column],
    stations: &'a [StationIx],
    /// Columns by lowest member, in order.
    by_lowest: IxVec<StationIx, Vec<usize>>,
    covered: IxVec<StationIx, bool>,
    /// What every station costs at least: an equal share of its cheapest column.
    least: IxVec<StationIx, u128>,
    strength: Option<Strength>,
    watch: &'a Watch,
    nodes: u64,
    best: Option<Assignment>,
}

impl<'a> Search<'a> {
    fn new(columns: &'a [Column], count: usize, part: &'a Part, watch: &'a Watch) -> Self {
        let mut by_lowest: IxVec<StationIx, Vec<usize>> = IxVec::from_fn(count, |_| Vec::new());
        let mut least: IxVec<StationIx, u128> = IxVec::from_fn(count, |_| u128::MAX);
        for &j in &part.columns {
            let Some(column) = columns.get(j) else { continue };
            let Some(lowest) = column.lowest() else { continue };
            by_lowest[lowest].push(j);
            let share = column.access / column.covers.len() as u128;
            for &member in &column.covers {
                least[member] = least[member].min(share);
            }
        }
        let covered = IxVec::from_fn(count, |_| false);
        Self {
            columns,
            stations: &part.stations,
            by_lowest,
            covered,
            least,
            strength: None,
            watch,
            nodes: 0,
            best: None,
        }
    }

    fn descend(&mut self, position: usize, access: u128, chosen: &mut Vec<usize>) -> Result<(), Limit> {
        // Some groups are needed in any case, so limits count only once there are some.
        if self.best.is_some()
            && self.nodes.is_multiple_of(NODES_BETWEEN_LOOKS)
            && let Some(limit) = self.watch.reached()
        {
            return Err(limit);
        }
        self.nodes += 1;
        let open = self.stations.iter().enumerate().skip(position).find(|(_, station)| !self.covered[**station]);
        let Some((position, &lowest)) = open else {
            // Leaves come in the order of the tie-break, so an equal one that comes later is not better.
            let is_allowed = self.strength.is_none_or(|strength| strength.allows(self.columns, chosen));
            if is_allowed && self.best.as_ref().is_none_or(|best| access < best.access) {
                self.best = Some(Assignment { columns: chosen.clone(), access, stopped: None });
            }
            return Ok(());
        };
        if self.best.as_ref().is_some_and(|best| access.saturating_add(self.rest(position)) >= best.access) {
            return Ok(());
        }
        for j in self.by_lowest[lowest].clone() {
            let Some(column) = self.columns.get(j) else { continue };
            if column.covers.iter().any(|&member| self.covered[member]) {
                continue;
            }
            column.covers.iter().for_each(|&member| self.covered[member] = true);
            chosen.push(j);
            let result = self.descend(position + 1, access + column.access, chosen);
            chosen.pop();
            column.covers.iter().for_each(|&member| self.covered[member] = false);
            result?;
        }
        Ok(())
    }

    /// What the open stations cost at least.
    fn rest(&self, position: usize) -> u128 {
        let open = self.stations.iter().skip(position).filter(|&&station| !self.covered[station]);
        open.fold(0, |sum, &station| sum.saturating_add(self.least[station]))
    }
}
