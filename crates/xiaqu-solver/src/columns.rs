//! Columns: every connected group with every centre and mode it may have (FORMULATION 1.3).

use std::collections::BTreeMap;

use xiaqu_model::{Group, IxVec, Mode, Problem, StationDuty, StationIx, VillageIx, Work};

use crate::{
    kernel,
    rules::{Rules, group_modes, may_close_posts, territory_square_metres},
};

/// One group, or a new site that is not built, with what it adds to the aims that are sums over groups.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The group; nothing for a new site that stays unused.
    pub(crate) group: Option<Group>,
    /// Stations that the column settles, in order: the members, and the new site if it has one.
    pub(crate) covers: Vec<StationIx>,
    /// Stations of `covers` from which no crew drives.
    pub(crate) closed: Vec<StationIx>,
    /// People times milliseconds from the counter of the group to its villages (FORMULATION 3.6).
    pub(crate) access: u128,
    /// Institutions saved.
    pub(crate) closures: u32,
    /// Least officers.
    pub(crate) floor: u64,
    /// People whose station closes.
    pub(crate) disruption: u64,
    /// Work of the desk and of the posts.
    pub(crate) fixed_work: Work,
    /// Running cost without officers, fen a year: the houses and the posts.
    pub(crate) running_fen: i128,
    /// One-off cost, fen: works at the centre, fitting of the posts.
    pub(crate) one_off_fen: i128,
}

impl Column {
    pub(crate) fn lowest(&self) -> Option<StationIx> {
        self.covers.first().copied()
    }

    /// A new site that nobody uses.
    fn unused(site: StationIx) -> Self {
        Self {
            group: None,
            covers: vec![site],
            closed: vec![site],
            access: 0,
            closures: 0,
            floor: 0,
            disruption: 0,
            fixed_work: Work::default(),
            running_fen: 0,
            one_off_fen: 0,
        }
    }
}

/// People, land and villages of every territory, and the way to its counter from any base.
pub(crate) struct Territories<'a> {
    problem: &'a Problem,
    villages: IxVec<StationIx, Vec<VillageIx>>,
    people: IxVec<StationIx, u64>,
    access: BTreeMap<(StationIx, StationIx), Option<u128>>,
}

impl<'a> Territories<'a> {
    pub(crate) fn new(problem: &'a Problem) -> Self {
        let stations = problem.stations.len();
        let mut villages: IxVec<StationIx, Vec<VillageIx>> = IxVec::from_fn(stations, |_| Vec::new());
        let mut people: IxVec<StationIx, u64> = IxVec::from_fn(stations, |_| 0);
        for (village, row) in problem.villages.iter_enumerated() {
            villages[row.territory].push(village);
            people[row.territory] += u64::from(row.people.count());
        }
        Self { problem, villages, people, access: BTreeMap::new() }
    }

    /// People times milliseconds for the territory of `owner` from `counter`; `None` where the rules forbid it.
    fn access(&mut self, counter: StationIx, owner: StationIx, response_limits: bool) -> Option<u128> {
        let (problem, villages) = (self.problem, &self.villages[owner]);
        *self.access.entry((counter, owner)).or_insert_with(|| {
            villages.iter().try_fold(0_u128, |sum, &village| {
                Some(sum + village_access(problem, (counter, owner), village, response_limits)?)
            })
        })
    }

    /// The column of a group; `None` if the rules forbid it.
    fn column(&mut self, group: Group, rules: &Rules) -> Option<Column> {
        let problem = self.problem;
        let people: u64 = group.members.iter().map(|&member| self.people[member]).sum();
        let area = group.members.iter().map(|&member| territory_square_metres(problem, member));
        let area = area.fold(0, u64::saturating_add);
        if !rules.allow_bases(&group) || (group.mode() != Mode::Keep && !rules.allow_size(people, area)) {
            return None;
        }
        let mut access = 0;
        for &member in &group.members {
            access += self.access(group.counter_of(member), member, rules.response_limits)?;
        }
        let posts = group.posts().count();
        let cost = &problem.policy.posts;
        let house = |base: StationIx| problem.stations[base].cost.map_or(0, |cost| i128::from(cost.fixed.as_fen()));
        let works = if group.mode() == Mode::Keep { 0 } else { problem.stations[group.centre].works.as_fen() };
        let mut covers = group.members.clone();
        if !covers.contains(&group.centre) {
            covers.push(group.centre);
            covers.sort_unstable();
        }
        let bases: Vec<StationIx> = group.bases().collect();
        Some(Column {
            closed: covers.iter().copied().filter(|station| !bases.contains(station)).collect(),
            access,
            closures: u32::try_from(group.closures()).unwrap_or(u32::MAX),
            floor: u64::from(problem.policy.officers_floor(&group).heads()),
            disruption: group.posts().map(|post| self.people[post]).sum(),
            fixed_work: Work::DESK.plus(cost.work().times(posts)),
            running_fen: bases.iter().map(|&base| house(base)).sum::<i128>()
                + cost.cost.map_or(0, |cost| i128::from(cost.as_fen())) * posts as i128,
            one_off_fen: i128::from(works) + i128::from(cost.one_off.as_fen()) * posts as i128,
            covers,
            group: Some(group),
        })
    }
}

/// A counter must reach every village that the village's own station reaches today (FORMULATION 2.6). Where no road
/// leads, the village counts with the longest time there is, so that such a centre is the last choice.
fn village_access(
    problem: &Problem,
    (counter, owner): (StationIx, StationIx),
    village: VillageIx,
    response_limits: bool,
) -> Option<u128> {
    let times = &problem.travel.day.to_village;
    let milliseconds = match (times[counter][village], times[owner][village]) {
        (Some(time), _) => time.as_milliseconds(),
        (None, Some(_)) if response_limits => return None,
        (None, _) => u32::MAX,
    };
    Some(u128::from(milliseconds) * u128::from(problem.villages[village].people.count()))
}

/// All columns in the order of (members, centre, mode), unused new sites last.
pub(crate) fn build_columns(problem: &Problem, rules: &Rules) -> Vec<Column> {
    let mut territories = Territories::new(problem);
    let sites = new_sites(problem);
    let mut columns = Vec::new();
    for members in connected_groups(problem, rules.group_size_max) {
        if !rules.allow_members(problem, &members) {
            continue;
        }
        let mut groups = groups_of(problem, &members);
        groups.extend(moved_to(&sites, problem, &members));
        groups.sort();
        columns.extend(groups.into_iter().filter_map(|group| territories.column(group, rules)));
    }
    columns.extend(sites.into_iter().map(Column::unused));
    columns
}

/// Every centre and mode of these members, without new sites.
fn groups_of(problem: &Problem, members: &[StationIx]) -> Vec<Group> {
    if let [station] = *members {
        return vec![Group::keep(station)];
    }
    let made = |mode: Mode, centre: StationIx| match mode {
        Mode::Pool => Group::pool(members.to_vec(), centre),
        Mode::Keep | Mode::Merge => Group::new(members.to_vec(), centre),
    };
    let all = members.iter().flat_map(|&centre| group_modes(problem).map(move |mode| made(mode, centre)));
    all.filter(|group| may_close_posts(problem, group)).collect()
}

/// Merges of these members into a new site in one of their territories' townships.
fn moved_to<'a>(
    sites: &'a [StationIx],
    problem: &'a Problem,
    members: &'a [StationIx],
) -> impl Iterator<Item = Group> + 'a {
    let near = |site: StationIx| {
        members.iter().any(|&member| problem.stations[member].township == problem.stations[site].township)
    };
    let allowed = group_modes(problem).any(|mode| mode == Mode::Merge)
        && members.iter().all(|&member| problem.stations[member].duty.may_close());
    let sites = sites.iter().copied().filter(move |&site| allowed && near(site));
    sites.map(|site| Group::new(members.to_vec(), site))
}

fn new_sites(problem: &Problem) -> Vec<StationIx> {
    let rows = problem.stations.iter_enumerated().filter(|(_, row)| row.duty == StationDuty::NewSite);
    rows.map(|(station, _)| station).collect()
}

/// Connected sets of at most `size_max` stations of today that duties allow in one group, in order.
fn connected_groups(problem: &Problem, size_max: u32) -> Vec<Box<[StationIx]>> {
    let may_merge = |station: StationIx| problem.stations[station].duty.may_merge();
    let neighbours: IxVec<StationIx, Vec<StationIx>> = IxVec::from_fn(problem.stations.len(), |station| {
        let others = problem.adjacency.neighbours(station).filter(|&other| may_merge(other));
        if may_merge(station) { others.collect() } else { Vec::new() }
    });
    let size_max = usize::try_from(size_max).unwrap_or(usize::MAX);
    let mut groups = kernel::connected_groups(&neighbours, size_max, |_| true);
    groups.retain(|members| members.iter().all(|&member| problem.stations[member].duty != StationDuty::NewSite));
    groups
}
