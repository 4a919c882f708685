//! Officer numbers (domain 6.6) and the two plans that every report compares with.

use std::cmp::Ordering;

use xiaqu_model::{AimValue, Group, IxVec, Officers, Plan, Problem, StationIx, Work};

/// Shares out `total` officers so that the greatest workload for each officer is least.
///
/// Every group starts at its floor, then the next officer goes to the group with most work for each officer; ties go to
/// the group with fewer officers, then to the lower id of the centre. For a min-max this greedy rule is optimal (domain 6.6,
/// FORMULATION 5.1). A group at the most officers that the settings allow gets no more. Where the total cannot give every
/// group its floor, the floor is the largest equal number that it can give; the judge reports the shortfall.
pub fn allocate_officers(problem: &Problem, groups: &[Group], total: Officers) -> Vec<Officers> {
    let work = workload(problem, groups);
    share_out(problem, &groups.iter().collect::<Vec<_>>(), &work, total)
}

/// [`allocate_officers`] for groups whose work is known.
pub(crate) fn share_out(problem: &Problem, groups: &[&Group], work: &[Work], total: Officers) -> Vec<Officers> {
    let mut officers = floors(problem, groups, total);
    let given: u32 = officers.iter().sum();
    let most = most_officers(problem, groups.len(), total);
    for _ in given..total.heads() {
        let rows = officers.iter().zip(work).zip(groups).enumerate().filter(|(_, ((heads, _), _))| **heads < most);
        let neediest = rows.max_by(|(_, one), (_, other)| {
            compare_need((*one.0.1, *one.0.0), (*other.0.1, *other.0.0)).then(other.1.centre.cmp(&one.1.centre))
        });
        let position = neediest.map(|(position, _)| position);
        if let Some(heads) = position.and_then(|position| officers.get_mut(position)) {
            *heads += 1;
        }
    }
    officers.into_iter().map(Officers::new).collect()
}

fn floors(problem: &Problem, groups: &[&Group], total: Officers) -> Vec<u32> {
    let floors: Vec<u32> = groups.iter().map(|group| problem.policy.officers_floor(group).heads()).collect();
    let sum: u64 = floors.iter().copied().map(u64::from).sum();
    if sum <= u64::from(total.heads()) {
        return floors;
    }
    let count = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let equal = total.heads().checked_div(count).unwrap_or(0);
    floors.into_iter().map(|floor| floor.min(equal)).collect()
}

/// The most officers of a group; no limit where the limit leaves no room for all (the judge reports it).
fn most_officers(problem: &Problem, groups: usize, total: Officers) -> u32 {
    let most = problem.policy.groups.officers_max.map_or(u32::MAX, Officers::heads);
    let room = u64::from(most).saturating_mul(groups as u64);
    if room < u64::from(total.heads()) { u32::MAX } else { most }
}

/// Compares work for each officer without dividing, so that a group without officers comes first.
/// Groups in equal need: the one with fewer officers comes first.
fn compare_need((work, heads): (Work, u32), (other_work, other_heads): (Work, u32)) -> Ordering {
    let one = work.count().saturating_mul(u128::from(other_heads));
    let other = other_work.count().saturating_mul(u128::from(heads));
    one.cmp(&other).then(other_heads.cmp(&heads)).then(work.cmp(&other_work))
}

/// Work for each officer at the busiest group, in units of 2^-32, divided downwards (FORMULATION 3.5).
pub(crate) fn busiest(work: &[Work], officers: &[Officers]) -> AimValue {
    let each = work.iter().zip(officers).map(|(work, officers)| match u128::from(officers.heads()) {
        0 => i128::MAX,
        heads => i128::try_from((work.count() << 32) / heads).unwrap_or(i128::MAX),
    });
    AimValue(each.max().unwrap_or(0))
}

/// What officers can do at most so that nobody's work is above a value.
#[derive(Clone, Debug)]
pub(crate) struct Capacity {
    /// Most work by number of officers.
    work: Vec<u128>,
    /// Work that one officer stays below, in units of 2^-32.
    below: u128,
}

impl Capacity {
    /// Work over officers, in units of 2^-32 and divided downwards, is at most a value if work · 2^32 is below
    /// (value + 1) · officers.
    pub(crate) fn new(AimValue(value): AimValue, total: Officers) -> Self {
        let below = u128::try_from(value.saturating_add(1)).unwrap_or(0);
        let work = (0..=u128::from(total.heads())).map(|heads| below.saturating_mul(heads).saturating_sub(1) >> 32);
        Self { work: work.collect(), below }
    }

    /// All officers.
    pub(crate) fn total(&self) -> usize {
        self.work.len().saturating_sub(1)
    }

    /// Officers that one group needs for its work; more than all where it cannot be done.
    pub(crate) fn heads_for(&self, work: u128) -> usize {
        self.work.partition_point(|&most| most < work)
    }

    /// Most work of one group with so many officers.
    pub(crate) fn most_work(&self, heads: usize) -> u128 {
        self.work.get(heads.min(self.total())).copied().unwrap_or(0)
    }

    /// Officers that groups need for this work together, at least: as if no time of theirs were left over.
    pub(crate) fn least_heads_for(&self, work: u128) -> usize {
        let heads = work.saturating_mul(1 << 32).checked_div(self.below).unwrap_or(u128::MAX);
        usize::try_from(heads).unwrap_or(usize::MAX >> 1)
    }

    /// Whether groups of this work and these floors need more officers than there are. Then no way to share them out
    /// has a busiest station within the value.
    pub(crate) fn is_exceeded(&self, groups: impl Iterator<Item = (Work, Officers)>) -> bool {
        let (mut needed, mut floors) = (0, 0);
        for (work, floor) in groups {
            let floor = usize::try_from(floor.heads()).unwrap_or(usize::MAX);
            floors += floor;
            needed += self.heads_for(work.count()).max(floor);
        }
        // Where the floors do not fit, they are lowered, and nothing is known.
        floors < self.work.len() && needed >= self.work.len()
    }
}

/// Work a year of every group (domain 6.5): calls of the villages nearest to its bases, management of the people of its
/// jurisdiction.
pub fn workload(problem: &Problem, groups: &[Group]) -> Vec<Work> {
    let rules = &problem.policy.workload;
    let stations = problem.stations.len();
    let mut work: IxVec<StationIx, Work> = IxVec::from_fn(stations, |_| Work::default());
    let mut manager: IxVec<StationIx, Option<StationIx>> = IxVec::from_fn(stations, |_| None);
    let mut commander: IxVec<StationIx, Option<StationIx>> = IxVec::from_fn(stations, |_| None);
    let bases: Vec<StationIx> = groups.iter().flat_map(Group::bases).collect();
    for group in groups {
        group.members.iter().for_each(|&member| manager[member] = Some(group.centre));
        group.bases().for_each(|base| commander[base] = Some(group.centre));
    }
    for (village, row) in problem.villages.iter_enumerated() {
        if let Some((base, _)) = problem.nearest(village, bases.iter().copied())
            && let Some(travel) = problem.travel.day.to_village[base][village]
            && let Some(centre) = commander[base]
        {
            work[centre] = work[centre].plus(rules.response_work(row.calls, travel));
        }
        if let Some(centre) = manager[row.territory] {
            work[centre] = work[centre].plus(rules.management_work(row.people));
        }
    }
    groups.iter().map(|group| work[group.centre]).collect()
}

/// A plan of these groups with today's officers and the transfers shared out.
pub(crate) fn staffed(problem: &Problem, groups: Vec<Group>) -> Plan {
    let officers = allocate_officers(problem, &groups, problem.officers_after());
    Plan::new(groups.into_iter().zip(officers))
}

/// Today: every station kept with its officers.
pub fn do_nothing(problem: &Problem) -> Plan {
    Plan::new(problem.today().map(|station| (Group::keep(station), problem.stations[station].officers)))
}

/// Every station kept; today's officers and the transfers shared out by workload.
pub fn transfers_only(problem: &Problem) -> Plan {
    staffed(problem, problem.today().map(Group::keep).collect())
}
