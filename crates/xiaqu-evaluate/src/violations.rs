//! Everything a plan can break, one code each.

use std::collections::BTreeMap;

use xiaqu_model::{
    Aim, AimValue, Group, IxVec, Mode, Place, Plan, Problem, ProblemReport, StationDuty, StationIx, TravelTime,
    VillageIx, cast, e501_station_in_no_group, e502_station_in_several_groups, e503_centre_not_a_member,
    e504_group_not_connected, e505_group_too_large, e506_untouched_station_merged, e507_station_must_stay_open,
    e508_station_must_merge, e509_pair_must_merge, e510_closures_outside_rule, e511_officers_below_floor,
    e512_officers_do_not_add_up, e513_village_beyond_ceiling, e514_village_out_of_reach,
    e515_centre_cannot_reach_jurisdiction, e516_group_without_members, e517_forbidden_pair_together,
    e518_mode_not_allowed, e519_group_too_populous, e520_group_too_large_in_area, e521_new_site_misused,
    e522_officers_above_maximum, e523_aim_beyond_limit, e524_station_must_close,
};

use crate::{
    judge::{Judgement, VillageArrivals, nearest_arrival},
    values::in_units,
};

/// Violations of grouping: partition, centres, connection, size, duties, closures.
pub(crate) fn grouping(problem: &Problem, plan: &Plan) -> Vec<ProblemReport> {
    let mut found = Vec::new();
    for station in problem.today() {
        let row = &problem.stations[station];
        let groups = plan.groups().iter().filter(|group| group.members.contains(&station)).count();
        match groups {
            0 => found.push(e501_station_in_no_group(place(problem, station), &row.id)),
            1 => {}
            _ => found.push(e502_station_in_several_groups(place(problem, station), &row.id, groups)),
        }
        found.extend(duty(problem, plan, station));
    }
    for group in plan.groups() {
        found.extend(shape(problem, group));
        found.extend(size(problem, group));
    }
    found.extend(new_sites(problem, plan));
    for &(one, other) in &problem.policy.must_merge_pairs {
        let together = plan.group_of(one).is_some_and(|group| group.members.contains(&other));
        if !together {
            let (one_id, other_id) = (&problem.stations[one].id, &problem.stations[other].id);
            found.push(e509_pair_must_merge(place(problem, one), one_id, other_id));
        }
    }
    for &(one, other) in &problem.policy.forbidden_pairs {
        let together = plan.group_of(one).is_some_and(|group| group.members.contains(&other));
        if together {
            let (one_id, other_id) = (&problem.stations[one].id, &problem.stations[other].id);
            found.push(e517_forbidden_pair_together(place(problem, one), one_id, other_id));
        }
    }
    let closures = u32::try_from(plan.closures()).unwrap_or(u32::MAX);
    let rule = problem.policy.closures;
    if !rule.allows(closures) {
        let most = rule.max.unwrap_or(u32::try_from(problem.stations.len()).unwrap_or(u32::MAX));
        found.push(e510_closures_outside_rule(Place::default(), closures, rule.min.unwrap_or(0), most));
    }
    found
}

fn shape(problem: &Problem, group: &Group) -> Option<ProblemReport> {
    let centre = &problem.stations[group.centre].id;
    let here = place(problem, group.centre);
    let limit = problem.policy.groups.size_max;
    let new_site = problem.stations[group.centre].duty == StationDuty::NewSite;
    if group.members.is_empty() {
        Some(e516_group_without_members(here, centre))
    } else if !group.members.contains(&group.centre) && !new_site {
        Some(e503_centre_not_a_member(here, centre, names(problem, group)))
    } else if !is_connected(problem, &group.members) {
        Some(e504_group_not_connected(here, names(problem, group)))
    } else if u32::try_from(group.members.len()).is_ok_and(|size| size <= limit) {
        None
    } else {
        Some(e505_group_too_large(here, names(problem, group), group.members.len(), limit))
    }
}

/// Mode, people and land of a merged or pooled group.
fn size(problem: &Problem, group: &Group) -> Vec<ProblemReport> {
    let (rules, here) = (&problem.policy.groups, || place(problem, group.centre));
    let mut found = Vec::new();
    if group.mode() == Mode::Keep {
        return found;
    }
    if !rules.modes.contains(&group.mode()) {
        let mode = if group.mode() == Mode::Pool { "pool" } else { "merge" };
        found.push(e518_mode_not_allowed(here(), names(problem, group), mode));
    }
    let villages = problem.villages.iter().filter(|village| group.members.contains(&village.territory));
    let people: u64 = villages.map(|village| u64::from(village.people.count())).sum();
    if let Some(most) = rules.people_max.filter(|most| people > *most) {
        found.push(e519_group_too_populous(here(), names(problem, group), people, most));
    }
    let whole = |member: &StationIx| cast::to_i64(problem.stations[*member].territory_area.as_square_metres());
    let area: i64 = group.members.iter().filter_map(whole).sum();
    if let Some(most) = rules.area_max.filter(|most| u64::try_from(area).is_ok_and(|area| area > *most)) {
        let kilometres = |metres: f64| format!("{:.1}", metres / 1e6);
        let (area, most) = (kilometres(cast::signed_to_f64(area)), kilometres(cast::to_f64(most)));
        found.push(e520_group_too_large_in_area(here(), names(problem, group), area, most));
    }
    found
}

/// A new site serves one merged group, with a member in its township.
fn new_sites(problem: &Problem, plan: &Plan) -> Vec<ProblemReport> {
    let mut found = Vec::new();
    for (site, row) in problem.stations.iter_enumerated().filter(|(_, row)| row.duty == StationDuty::NewSite) {
        let users: Vec<&Group> = plan.groups().iter().filter(|group| group.centre == site).collect();
        let at_home = |group: &&&Group| {
            let near = |member: &StationIx| problem.stations[*member].township == row.township;
            group.mode() == Mode::Merge && !group.members.contains(&site) && group.members.iter().any(near)
        };
        let misused = users.iter().filter(|group| !at_home(group)).count();
        let member = plan.group_of(site).is_some();
        if users.len() > 1 || misused > 0 || member {
            found.push(e521_new_site_misused(place(problem, site), &row.id));
        }
    }
    found
}

fn duty(problem: &Problem, plan: &Plan, station: StationIx) -> Option<ProblemReport> {
    let row = &problem.stations[station];
    let group = plan.group_of(station)?;
    let merged = group.mode() != Mode::Keep;
    let closed = group.posts().any(|post| post == station);
    let here = place(problem, station);
    match row.duty {
        StationDuty::Untouched if merged => Some(e506_untouched_station_merged(here, &row.id)),
        StationDuty::MustStayOpen if closed => Some(e507_station_must_stay_open(here, &row.id)),
        // A station that a new site replaces is alone.
        StationDuty::MustMerge if group.members.len() < 2 => Some(e508_station_must_merge(here, &row.id)),
        StationDuty::MustClose if !closed => Some(e524_station_must_close(here, &row.id)),
        _ => None,
    }
}

/// Whether adjacent pairs among the members join them all.
fn is_connected(problem: &Problem, members: &[StationIx]) -> bool {
    let mut reached: Vec<StationIx> = members.iter().copied().take(1).collect();
    let mut position = 0;
    while let Some(&station) = reached.get(position) {
        for &other in members {
            if !reached.contains(&other) && problem.adjacency.is_adjacent(station, other) {
                reached.push(other);
            }
        }
        position += 1;
    }
    members.iter().all(|member| reached.contains(member))
}

/// Violations of strength: floors and the total, which is today's or today's with the transfers.
pub(crate) fn staffing(problem: &Problem, plan: &Plan) -> Vec<ProblemReport> {
    let mut found = Vec::new();
    let strength = &problem.policy.strength;
    let mut sum = 0_u32;
    for (group, officers) in plan.rows() {
        sum = sum.saturating_add(officers.heads());
        let floor = problem.policy.officers_floor(group);
        let (here, id) = (|| place(problem, group.centre), &problem.stations[group.centre].id);
        if officers < floor {
            found.push(e511_officers_below_floor(here(), id, officers.heads(), floor.heads()));
        }
        if let Some(most) = problem.policy.groups.officers_max.filter(|most| officers > *most) {
            found.push(e522_officers_above_maximum(here(), id, officers.heads(), most.heads()));
        }
    }
    let today = problem.station_officers();
    let total = today.saturating_add(strength.transfers.heads());
    if sum != today && sum != total {
        found.push(e512_officers_do_not_add_up(Place::default(), sum, today, total));
    }
    found
}

/// Violations of response: ceilings, villages out of reach, centres that do not reach their jurisdiction.
pub(crate) fn response(
    problem: &Problem,
    plan: &Plan,
    (nearest_today, arrivals): (&IxVec<VillageIx, Option<TravelTime>>, &IxVec<VillageIx, VillageArrivals>),
) -> Vec<ProblemReport> {
    let mut found = Vec::new();
    for (village, row) in problem.villages.iter_enumerated() {
        let Some(before) = nearest_today[village] else { continue };
        let here = Place::default().id(&row.id).at(row.position);
        let ceiling = ceiling(problem, before);
        match arrivals[village].second_after {
            None => found.push(e514_village_out_of_reach(here, &row.id)),
            Some(after) if after.time() > ceiling => {
                found.push(e513_village_beyond_ceiling(here, &row.id, minutes(after.time()), minutes(ceiling)));
            }
            Some(_) => {}
        }
        let times = &problem.travel.day.to_village;
        let group = plan.group_of(row.territory);
        let centre = group.map_or(row.territory, |group| group.counter_of(row.territory));
        if times[centre][village].is_none() && times[row.territory][village].is_some() {
            let here = Place::default().id(&row.id).at(row.position);
            found.push(e515_centre_cannot_reach_jurisdiction(here, &problem.stations[centre].id, &row.id));
        }
    }
    found
}

/// Villages that get their second officer later than their ceiling under a judgement, with the arrival and the ceiling
/// (FORMULATION 2.4): what [`judge`](crate::judge()) reports as E513.
pub fn villages_beyond_ceiling(problem: &Problem, judgement: &Judgement) -> Vec<(VillageIx, TravelTime, TravelTime)> {
    let today: Vec<StationIx> = problem.today().collect();
    let beyond = judgement.arrivals.iter_enumerated().filter_map(|(village, row)| {
        let ceiling = ceiling(problem, nearest_arrival(problem, &today, village)?);
        let after = row.second_after?.time();
        (after > ceiling).then_some((village, after, ceiling))
    });
    beyond.collect()
}

/// Aims that the policy holds below a limit.
pub(crate) fn limits(problem: &Problem, values: &BTreeMap<Aim, AimValue>) -> Vec<ProblemReport> {
    let beyond = problem.policy.limits.iter().filter_map(|&(aim, most)| {
        let value = values.get(&aim).copied().filter(|value| *value > most)?;
        let units = |value| in_units(problem, aim, value).0.to_string();
        Some(e523_aim_beyond_limit(Place::default(), aim.name(), units(value), units(most)))
    });
    beyond.collect()
}

/// Latest allowed arrival: the hard maximum, or today's arrival where that is later already, and never more than the
/// allowed worsening. A village beyond the maximum today may not get worse.
pub(crate) fn ceiling(problem: &Problem, before: TravelTime) -> TravelTime {
    let rules = &problem.policy.response;
    let maximum = rules.second_arrival_max.max(before);
    maximum.min(before.saturating_add(rules.worsening_max))
}

fn minutes(time: TravelTime) -> String {
    format!("{:.1}", time.as_minutes())
}

fn names(problem: &Problem, group: &Group) -> String {
    let names: Vec<String> = group.members.iter().map(|&member| format!("`{}`", problem.stations[member].id)).collect();
    names.join(", ")
}

fn place(problem: &Problem, station: StationIx) -> Place {
    let row = &problem.stations[station];
    Place::default().id(&row.id).at(row.position)
}
