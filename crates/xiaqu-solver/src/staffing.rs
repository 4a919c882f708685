//! Officer numbers (domain 6.6) and the two plans that every report compares with.

use std::cmp::Ordering;

use xiaqu_model::{Group, IxVec, Officers, Plan, Problem, StationIx};

use crate::rules::total_officers;

/// Shares out `total` officers so that the greatest workload for each officer is least.
///
/// Every group starts at the floor, then the next officer goes to the group with most work for each officer; ties go to
/// the group with fewer officers, then to the lower id of the centre. For a min-max this greedy rule is optimal (domain 6.6, FORMULATION 5.1).
/// Where the total cannot give every group the floor, the floor is the largest equal number that it can give; the judge
/// reports the shortfall.
pub fn allocate_officers(problem: &Problem, groups: &[Group], total: Officers) -> Vec<Officers> {
    let workload = workload(problem, groups);
    let count = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let floor = problem.policy.strength.officers_min.heads().min(total.heads().checked_div(count).unwrap_or(0));
    let mut officers = vec![floor; groups.len()];
    for _ in floor.saturating_mul(count)..total.heads() {
        let rows = officers.iter().zip(&workload).zip(groups).enumerate();
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

/// Compares work for each officer without dividing, so that a group without officers comes first.
/// Groups in equal need: the one with fewer officers comes first.
fn compare_need((work, heads): (f64, u32), (other_work, other_heads): (f64, u32)) -> Ordering {
    let one = work * f64::from(other_heads);
    let other = other_work * f64::from(heads);
    one.total_cmp(&other).then(other_heads.cmp(&heads)).then(work.total_cmp(&other_work))
}

/// Officer-hours a year of every group (domain 6.5): calls of the villages nearest to its centre, management of the
/// people of its jurisdiction.
pub fn workload(problem: &Problem, groups: &[Group]) -> Vec<f64> {
    let rules = &problem.policy.workload;
    let mut hours: IxVec<StationIx, f64> = IxVec::from_fn(problem.stations.len(), |_| 0.0);
    let mut manager: IxVec<StationIx, Option<StationIx>> = IxVec::from_fn(problem.stations.len(), |_| None);
    for group in groups {
        for &member in &group.members {
            manager[member] = Some(group.centre);
        }
    }
    for (village, row) in problem.villages.iter_enumerated() {
        let nearest = problem.nearest(village, groups.iter().map(|group| group.centre));
        if let Some((base, _)) = nearest
            && let Some(travel) = problem.travel.day.to_village[base][village]
        {
            hours[base] += rules.response_hours(row.calls, travel);
        }
        if let Some(centre) = manager[row.territory] {
            hours[centre] += rules.management_hours(row.people);
        }
    }
    groups.iter().map(|group| hours[group.centre]).collect()
}

/// A plan of these groups with today's officers and the transfers shared out.
pub(crate) fn staffed(problem: &Problem, groups: Vec<Group>) -> Plan {
    let officers = allocate_officers(problem, &groups, Officers::new(total_officers(problem)));
    Plan::new(groups.into_iter().zip(officers))
}

/// Today: every station kept with its officers.
pub fn do_nothing(problem: &Problem) -> Plan {
    Plan::new(problem.stations.iter_enumerated().map(|(station, row)| (Group::keep(station), row.officers)))
}

/// Every station kept; today's officers and the transfers shared out by workload.
pub fn transfers_only(problem: &Problem) -> Plan {
    staffed(problem, problem.stations.indices().map(Group::keep).collect())
}
