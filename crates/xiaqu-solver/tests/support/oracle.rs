//! Every partition with every choice of centres, valued directly from the tables.

use std::cmp::Reverse;

use xiaqu_model::{Aim, Group, Problem, Requirement, StationDuty, StationIx, TravelTime};

/// The lexicographic value of a plan with the groups as its last part.
pub(crate) type Value = (Reverse<u32>, u128, u128, u64, Vec<Group>);

/// The best plan, or nothing; rules that are not in `kept` are not asked for.
pub(crate) fn best_plan(problem: &Problem, kept: &[Requirement]) -> Option<Value> {
    let mut best = None;
    partition(problem, kept, &mut Vec::new(), 0, &mut best);
    best
}

/// All requirements of a problem.
pub(crate) fn all_requirements(problem: &Problem) -> Vec<Requirement> {
    let policy = &problem.policy;
    let mut list = vec![
        Requirement::OfficersMin(policy.strength.officers_min.heads()),
        Requirement::GroupSizeMax(policy.group_size_max),
        Requirement::ResponseLimits(None),
    ];
    list.extend(policy.closures.min.map(Requirement::ClosuresMin));
    list.extend(policy.closures.max.map(Requirement::ClosuresMax));
    list.extend(policy.must_merge_pairs.iter().map(|&(one, other)| Requirement::MustMergePair(one, other)));
    for (station, row) in problem.stations.iter_enumerated() {
        if row.duty == StationDuty::MustMerge {
            list.push(Requirement::MustMerge(station));
        }
    }
    list
}

/// Puts the next station into each block there is, or a new one.
fn partition(
    problem: &Problem,
    kept: &[Requirement],
    blocks: &mut Vec<Vec<StationIx>>,
    next: usize,
    best: &mut Option<Value>,
) {
    let Some(station) = problem.stations.indices().nth(next) else {
        if blocks.iter().all(|block| block_is_allowed(problem, kept, block)) {
            orient(problem, kept, blocks, &mut Vec::new(), best);
        }
        return;
    };
    for position in 0..blocks.len() {
        blocks[position].push(station);
        partition(problem, kept, blocks, next + 1, best);
        blocks[position].pop();
    }
    blocks.push(vec![station]);
    partition(problem, kept, blocks, next + 1, best);
    blocks.pop();
}

fn block_is_allowed(problem: &Problem, kept: &[Requirement], block: &[StationIx]) -> bool {
    let mut reached = vec![block[0]];
    for _ in block {
        for &station in block {
            let touches = reached.iter().any(|&other| problem.adjacency.is_adjacent(station, other));
            if touches && !reached.contains(&station) {
                reached.push(station);
            }
        }
    }
    let merged = block.len() > 1;
    let untouched = |station: &StationIx| problem.stations[*station].duty == StationDuty::Untouched;
    reached.len() == block.len()
        && !(merged && block.iter().any(untouched))
        && kept.iter().all(|requirement| match requirement {
            Requirement::GroupSizeMax(size) => block.len() <= usize::try_from(*size).unwrap(),
            Requirement::MustMerge(station) => merged || !block.contains(station),
            Requirement::MustMergePair(one, other) => block.contains(one) == block.contains(other),
            _ => true,
        })
}

/// Tries every choice of centres.
fn orient(
    problem: &Problem,
    kept: &[Requirement],
    blocks: &[Vec<StationIx>],
    groups: &mut Vec<Group>,
    best: &mut Option<Value>,
) {
    let Some(block) = blocks.get(groups.len()) else {
        if let Some(value) = value(problem, kept, groups)
            && best.as_ref().is_none_or(|best| value < *best)
        {
            *best = Some(value);
        }
        return;
    };
    for &centre in block {
        let closed_ok = |&s: &StationIx| s == centre || problem.stations[s].duty != StationDuty::MustStayOpen;
        if block.iter().all(closed_ok) {
            groups.push(Group::new(block.clone(), centre));
            orient(problem, kept, blocks, groups, best);
            groups.pop();
        }
    }
}

fn value(problem: &Problem, kept: &[Requirement], groups: &[Group]) -> Option<Value> {
    let closures = u32::try_from(problem.stations.len() - groups.len()).unwrap();
    let centres: Vec<StationIx> = groups.iter().map(|group| group.centre).collect();
    let officers = problem.station_officers() + problem.policy.strength.transfers.heads();
    let counts_ok = kept.iter().all(|requirement| match *requirement {
        Requirement::ClosuresMin(min) => closures >= min,
        Requirement::ClosuresMax(max) => closures <= max,
        Requirement::OfficersMin(min) => u32::try_from(centres.len()).unwrap() * min <= officers,
        _ => true,
    });
    let limits = kept.iter().any(|requirement| matches!(requirement, Requirement::ResponseLimits(_)));
    if !counts_ok {
        return None;
    }
    let (mut response, mut access, mut disruption) = (0_u128, 0_u128, 0_u64);
    for (village, row) in problem.villages.iter_enumerated() {
        let group = groups.iter().find(|group| group.members.contains(&row.territory)).unwrap();
        let times = |station: StationIx| problem.travel.day.to_village[station][village];
        let own = times(group.centre).map_or(u32::MAX, TravelTime::as_milliseconds);
        if limits && times(group.centre).is_none() && times(row.territory).is_some() {
            return None;
        }
        access += u128::from(row.people.count()) * u128::from(own);
        if row.territory != group.centre {
            disruption += u64::from(row.people.count());
        }
        let turnout = problem.policy.response.turnout.time().as_milliseconds();
        let least = |stations: &[StationIx]| stations.iter().filter_map(|&s| times(s)).min();
        let all: Vec<StationIx> = problem.stations.indices().collect();
        let Some(before) = least(&all) else { continue };
        let before = before.as_milliseconds() + turnout;
        let after = least(&centres).map(|time| time.as_milliseconds() + turnout);
        let rules = &problem.policy.response;
        let maximum = rules.second_arrival_max.as_milliseconds().max(before);
        let ceiling = maximum.min(before + rules.worsening_max.as_milliseconds());
        if limits && after.is_none_or(|after| after > ceiling) {
            return None;
        }
        response += u128::from(row.calls.thousandths()) * u128::from(after.unwrap_or(u32::MAX));
    }
    let first = if problem.policy.aim == Aim::MostClosures { closures } else { 0 };
    let mut groups = groups.to_vec();
    groups.sort();
    Some((Reverse(first), response, access, disruption, groups))
}
