//! Columns: every connected group with every centre it may have (FORMULATION 1.3).

use std::collections::BTreeSet;

use xiaqu_model::{Group, IxVec, Problem, StationIx, VillageIx};

use crate::rules::Rules;

/// One group with its centre and what it adds to the aims that are sums over groups.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) group: Group,
    /// People times milliseconds from the centre to the villages of its jurisdiction (FORMULATION 3.3).
    pub(crate) access: u128,
    /// The share of every member in it, in the order of members.
    pub(crate) shares: Vec<u128>,
}

impl Column {
    pub(crate) fn lowest(&self) -> StationIx {
        self.group.members.first().copied().unwrap_or(self.group.centre)
    }

    pub(crate) fn closures(&self) -> u32 {
        u32::try_from(self.group.members.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }
}

/// Access of every territory from every station; `None` where the rules forbid the station as its centre.
#[derive(Clone, Debug)]
pub(crate) struct AccessTable(IxVec<StationIx, IxVec<StationIx, Option<u128>>>);

impl AccessTable {
    pub(crate) fn new(problem: &Problem, response_limits: bool) -> Self {
        let stations = problem.stations.len();
        let mut territories: IxVec<StationIx, Vec<VillageIx>> = IxVec::from_fn(stations, |_| Vec::new());
        for (village, row) in problem.villages.iter_enumerated() {
            territories[row.territory].push(village);
        }
        let entry = |centre: StationIx, owner: StationIx| {
            territories[owner].iter().try_fold(0_u128, |sum, &village| {
                Some(sum + village_access(problem, (centre, owner), village, response_limits)?)
            })
        };
        Self(IxVec::from_fn(stations, |centre| IxVec::from_fn(stations, |owner| entry(centre, owner))))
    }

    /// People times milliseconds for the territory of `owner` from `centre`.
    pub(crate) fn of(&self, centre: StationIx, owner: StationIx) -> Option<u128> {
        self.0[centre][owner]
    }
}

/// A centre must reach every village that the village's own station reaches today (FORMULATION 2.6). Where no road
/// leads, the village counts with the longest time there is, so that such a centre is the last choice.
fn village_access(
    problem: &Problem,
    (centre, owner): (StationIx, StationIx),
    village: VillageIx,
    response_limits: bool,
) -> Option<u128> {
    let times = &problem.travel.day.to_village;
    let milliseconds = match (times[centre][village], times[owner][village]) {
        (Some(time), _) => time.as_milliseconds(),
        (None, Some(_)) if response_limits => return None,
        (None, _) => u32::MAX,
    };
    Some(u128::from(milliseconds) * u128::from(problem.villages[village].people.count()))
}

/// All columns in the order of (members, centre).
pub(crate) fn build_columns(problem: &Problem, rules: &Rules, access: &AccessTable) -> Vec<Column> {
    let mut columns = Vec::new();
    for members in connected_groups(problem, rules.group_size_max) {
        if !rules.allow_members(&members) {
            continue;
        }
        for &centre in &members {
            let group = Group { members: members.clone(), centre };
            let closable = group.posts().all(|post| problem.stations[post].duty.may_close());
            let shares: Option<Vec<u128>> = members.iter().map(|&owner| access.of(centre, owner)).collect();
            if let (true, Some(shares)) = (closable, shares) {
                columns.push(Column { group, access: shares.iter().sum(), shares });
            }
        }
    }
    columns
}

/// Connected sets of at most `size_max` stations that duties allow in one group, in order.
///
/// # Complexity
///
/// Every set is grown from each of its connected subsets: about 54 sets a station at size 4 on a planar graph.
fn connected_groups(problem: &Problem, size_max: Option<u32>) -> BTreeSet<Vec<StationIx>> {
    let neighbours: IxVec<StationIx, Vec<StationIx>> = IxVec::from_fn(problem.stations.len(), |station| {
        problem.adjacency.neighbours(station).filter(|&other| problem.stations[other].duty.may_merge()).collect()
    });
    let mut found: BTreeSet<Vec<StationIx>> = problem.stations.indices().map(|station| vec![station]).collect();
    let mut layer = found.clone();
    let mut size = 1;
    while size_max.is_none_or(|max| size < max) && !layer.is_empty() {
        layer = layer.iter().flat_map(|members| grow(problem, &neighbours, members)).collect();
        found.extend(layer.iter().cloned());
        size += 1;
    }
    found
}

fn grow(
    problem: &Problem,
    neighbours: &IxVec<StationIx, Vec<StationIx>>,
    members: &[StationIx],
) -> BTreeSet<Vec<StationIx>> {
    let mergeable = members.iter().all(|&member| problem.stations[member].duty.may_merge());
    let candidates = members.iter().filter(|_| mergeable).flat_map(|&member| &neighbours[member]);
    candidates
        .filter(|candidate| !members.contains(candidate))
        .map(|&candidate| {
            let mut larger = members.to_vec();
            larger.push(candidate);
            larger.sort_unstable();
            larger
        })
        .collect()
}
