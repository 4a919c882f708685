//! Every partition with every choice of modes and centres, valued directly from the tables.

#![allow(clippy::unwrap_used, clippy::cast_possible_wrap, reason = "test support: a miss is a broken test")]

use xiaqu_model::{
    Aim, AimValue, Group, Mode, Officers, Problem, Requirement, StationDuty, StationIx, TravelTime, VillageIx, Work,
};

/// The values of the aims in their order, with the groups as the last part.
pub type Value = (Vec<AimValue>, Vec<Group>);

/// The largest group that a search tries when the rule on sizes is dropped.
const LARGEST_GROUP: usize = 4;

/// The best plan, or nothing; rules that are not in `kept` are not asked for.
pub fn best_plan(problem: &Problem, kept: &[Requirement]) -> Option<Value> {
    let mut best: Option<Value> = None;
    each_plan(problem, kept, &mut |groups, values| {
        let value = (problem.policy.order().into_iter().map(values).collect(), groups.to_vec());
        if best.as_ref().is_none_or(|best| value < *best) {
            best = Some(value);
        }
    });
    best
}

/// Shows every plan that obeys `kept`, its groups in order, with a function that gives the value of an aim.
pub fn each_plan(problem: &Problem, kept: &[Requirement], visit: &mut Visit<'_>) {
    let stations: Vec<StationIx> = problem.today().collect();
    partition(&Oracle { problem, kept }, &stations, &mut Vec::new(), visit);
}

/// All requirements of a problem.
pub fn all_requirements(problem: &Problem) -> Vec<Requirement> {
    let policy = &problem.policy;
    let mut list = vec![
        Requirement::OfficersMin(policy.strength.officers_min.heads()),
        Requirement::GroupSizeMax(policy.groups.size_max),
        Requirement::ResponseLimits(None),
    ];
    list.extend(policy.groups.officers_max.map(|most| Requirement::OfficersMax(most.heads())));
    list.extend(policy.groups.people_max.map(Requirement::GroupPeopleMax));
    list.extend(policy.groups.area_max.map(Requirement::GroupAreaMax));
    list.extend(policy.limits.iter().map(|&(aim, most)| Requirement::AimMax(aim, most)));
    list.extend(policy.closures.min.map(Requirement::ClosuresMin));
    list.extend(policy.closures.max.map(Requirement::ClosuresMax));
    list.extend(policy.must_merge_pairs.iter().map(|&(one, other)| Requirement::MustMergePair(one, other)));
    for (station, row) in problem.stations.iter_enumerated() {
        match row.duty {
            StationDuty::MustMerge => list.push(Requirement::MustMerge(station)),
            StationDuty::MustClose => list.push(Requirement::MustClose(station)),
            _ => (),
        }
    }
    list
}

struct Oracle<'a> {
    problem: &'a Problem,
    kept: &'a [Requirement],
}

/// Hears of a plan with a function that gives the value of an aim.
pub type Visit<'a> = dyn FnMut(&[Group], &dyn Fn(Aim) -> AimValue) + 'a;

/// Puts the next station into each block there is, or a new one.
fn partition(oracle: &Oracle<'_>, left: &[StationIx], blocks: &mut Vec<Vec<StationIx>>, visit: &mut Visit<'_>) {
    let Some((&station, left)) = left.split_first() else {
        if blocks.iter().all(|block| oracle.allows_block(block)) {
            orient(oracle, blocks, &mut Vec::new(), visit);
        }
        return;
    };
    for position in 0..blocks.len() {
        blocks[position].push(station);
        partition(oracle, left, blocks, visit);
        blocks[position].pop();
    }
    blocks.push(vec![station]);
    partition(oracle, left, blocks, visit);
    blocks.pop();
}

/// Tries every mode and centre.
fn orient(oracle: &Oracle<'_>, blocks: &[Vec<StationIx>], groups: &mut Vec<Group>, visit: &mut Visit<'_>) {
    let Some(block) = blocks.get(groups.len()) else {
        let mut sorted = groups.clone();
        sorted.sort();
        oracle.judge(&sorted, visit);
        return;
    };
    for group in oracle.groups_of(block) {
        let twice = groups.iter().any(|other| other.centre == group.centre);
        if !twice {
            groups.push(group);
            orient(oracle, blocks, groups, visit);
            groups.pop();
        }
    }
}

impl Oracle<'_> {
    fn duty(&self, station: StationIx) -> StationDuty {
        self.problem.stations[station].duty
    }

    fn allows_block(&self, block: &[StationIx]) -> bool {
        let problem = self.problem;
        let mut reached = vec![block[0]];
        for _ in block {
            for &station in block {
                let touches = reached.iter().any(|&other| problem.adjacency.is_adjacent(station, other));
                if touches && !reached.contains(&station) {
                    reached.push(station);
                }
            }
        }
        let grouped = block.len() > 1;
        let forbidden = &problem.policy.forbidden_pairs;
        let sized = |requirement: &&Requirement| matches!(requirement, Requirement::GroupSizeMax(_));
        reached.len() == block.len()
            && !(grouped && block.iter().any(|&station| self.duty(station) == StationDuty::Untouched))
            && !forbidden.iter().any(|(one, other)| block.contains(one) && block.contains(other))
            && (self.kept.iter().any(|requirement| sized(&requirement)) || block.len() <= LARGEST_GROUP)
            && self.kept.iter().all(|requirement| match requirement {
                Requirement::GroupSizeMax(size) => block.len() <= usize::try_from(*size).unwrap(),
                Requirement::MustMerge(station) => grouped || !block.contains(station),
                Requirement::MustMergePair(one, other) => block.contains(one) == block.contains(other),
                _ => true,
            })
    }

    fn groups_of(&self, block: &[StationIx]) -> Vec<Group> {
        let may_close = |&s: &StationIx| self.duty(s).may_close();
        let modes = &self.problem.policy.groups.modes;
        let mut groups = Vec::new();
        if let [station] = *block {
            groups.push(Group::keep(station));
        }
        for &centre in block.iter().filter(|_| block.len() > 1) {
            if modes.contains(&Mode::Merge) && block.iter().all(|s| *s == centre || may_close(s)) {
                groups.push(Group::new(block.to_vec(), centre));
            }
            if modes.contains(&Mode::Pool) {
                groups.push(Group::pool(block.to_vec(), centre));
            }
        }
        for site in self.problem.stations.indices().filter(|&site| self.duty(site) == StationDuty::NewSite) {
            let township = |station: StationIx| self.problem.stations[station].township;
            let near = block.iter().any(|&station| township(station) == township(site));
            if modes.contains(&Mode::Merge) && near && block.iter().all(may_close) {
                groups.push(Group::new(block.to_vec(), site));
            }
        }
        groups.retain(|group| self.allows_group(group));
        groups
    }

    fn allows_group(&self, group: &Group) -> bool {
        let problem = self.problem;
        let villages = || problem.villages.iter().filter(|village| group.members.contains(&village.territory));
        let people: u64 = villages().map(|village| u64::from(village.people.count())).sum();
        let area: f64 = group.members.iter().map(|&s| problem.stations[s].territory_area.as_square_metres()).sum();
        self.kept.iter().all(|requirement| match requirement {
            Requirement::GroupPeopleMax(most) => group.mode() == Mode::Keep || people <= *most,
            #[allow(clippy::cast_precision_loss, reason = "small numbers of a test")]
            Requirement::GroupAreaMax(most) => group.mode() == Mode::Keep || area <= *most as f64,
            Requirement::MustClose(station) => {
                !group.members.contains(station) || group.posts().any(|post| post == *station)
            }
            _ => true,
        })
    }

    fn judge(&self, groups: &[Group], visit: &mut Visit<'_>) {
        let problem = self.problem;
        let officers = problem.officers_after().heads();
        let count = u32::try_from(groups.len()).unwrap();
        let closures = u32::try_from(groups.iter().map(Group::closures).sum::<usize>()).unwrap();
        let floors: u32 = groups.iter().map(|group| problem.policy.officers_floor(group).heads()).sum();
        let counts_ok = self.kept.iter().all(|requirement| match *requirement {
            Requirement::ClosuresMin(min) => closures >= min,
            Requirement::ClosuresMax(max) => closures <= max,
            Requirement::OfficersMin(_) => floors <= officers,
            Requirement::OfficersMax(max) => count * max >= officers,
            _ => true,
        });
        let limited = self.kept.iter().any(|requirement| matches!(requirement, Requirement::ResponseLimits(_)));
        let Some(arrivals) = self.arrivals(groups, limited).filter(|_| counts_ok) else { return };
        if limited && !self.reaches_jurisdictions(groups) {
            return;
        }
        let value = |aim| AimValue(self.value(aim, groups, &arrivals));
        let within = self.kept.iter().all(|requirement| match *requirement {
            Requirement::AimMax(aim, most) => value(aim) <= most,
            _ => true,
        });
        if within {
            visit(groups, &value);
        }
    }

    fn times(&self, station: StationIx, village: VillageIx) -> Option<TravelTime> {
        self.problem.travel.day.to_village[station][village]
    }

    /// Base and milliseconds of arrival at every village that is reached today; `None` if one is beyond its ceiling.
    fn arrivals(&self, groups: &[Group], limited: bool) -> Option<Vec<(VillageIx, StationIx, u32)>> {
        let problem = self.problem;
        let turnout = problem.policy.response.turnout.time().as_milliseconds();
        let least = |stations: &[StationIx], v| stations.iter().filter_map(|&s| Some((self.times(s, v)?, s))).min();
        let today: Vec<StationIx> = problem.today().collect();
        let bases: Vec<StationIx> = groups.iter().flat_map(Group::bases).collect();
        let mut rows = Vec::new();
        for village in problem.villages.indices() {
            let Some((before, _)) = least(&today, village) else { continue };
            let before = before.as_milliseconds() + turnout;
            let rules = &problem.policy.response;
            let maximum = rules.second_arrival_max.as_milliseconds().max(before);
            let ceiling = maximum.min(before + rules.worsening_max.as_milliseconds());
            let (after, base) = least(&bases, village)?;
            let after = after.as_milliseconds() + turnout;
            if limited && after > ceiling {
                return None;
            }
            rows.push((village, base, after));
        }
        Some(rows)
    }

    fn reaches_jurisdictions(&self, groups: &[Group]) -> bool {
        self.problem.villages.iter_enumerated().all(|(village, row)| {
            let group = groups.iter().find(|group| group.members.contains(&row.territory)).unwrap();
            let counter = group.counter_of(row.territory);
            self.times(counter, village).is_some() || self.times(row.territory, village).is_none()
        })
    }

    fn value(&self, aim: Aim, groups: &[Group], arrivals: &[(VillageIx, StationIx, u32)]) -> i128 {
        let problem = self.problem;
        let posts = groups.iter().map(|group| group.posts().count()).sum::<usize>();
        match aim {
            Aim::MostClosures => -(groups.iter().map(Group::closures).sum::<usize>() as i128),
            Aim::MeanSecondArrival => {
                let calls = |village: VillageIx| i128::from(problem.villages[village].calls.thousandths());
                arrivals.iter().map(|&(village, _, time)| calls(village) * i128::from(time)).sum()
            }
            Aim::WorstTenth => {
                let people = |village: VillageIx| problem.villages[village].people.count();
                let each = |&(village, _, time): &(VillageIx, StationIx, u32)| vec![time; people(village) as usize];
                let mut waits: Vec<u32> = arrivals.iter().flat_map(each).collect();
                waits.sort_unstable();
                waits.iter().rev().take(waits.len().div_ceil(10)).map(|&time| i128::from(time)).sum()
            }
            Aim::WorstVillage => arrivals.iter().map(|&(_, _, time)| i128::from(time)).max().unwrap_or(0),
            Aim::BusiestStation => {
                let officers = self.officers(groups);
                let work = groups.iter().map(|group| self.work(group, arrivals));
                let each = work.zip(&officers).map(|(work, heads)| (work.count() << 32) / u128::from(*heads));
                each.max().map_or(0, |most| i128::try_from(most).unwrap())
            }
            Aim::RunningCost => {
                let officers = self.officers(groups);
                let post = problem.policy.posts.cost.map_or(0, |cost| i128::from(cost.as_fen()));
                let cost = |station: StationIx| problem.stations[station].cost;
                let house = |base| cost(base).map_or(0, |cost| i128::from(cost.fixed.as_fen()));
                let houses: i128 = groups.iter().flat_map(Group::bases).map(house).sum();
                let each = groups.iter().zip(&officers).map(|(group, heads)| {
                    let rate = cost(group.centre).map_or(0, |cost| i128::from(cost.for_each_officer.as_fen()));
                    rate * i128::from(*heads)
                });
                houses + each.sum::<i128>() + post * posts as i128
            }
            Aim::OneOffCost => {
                let grouped = groups.iter().filter(|group| group.mode() != Mode::Keep);
                let works: i128 = grouped.map(|group| i128::from(problem.stations[group.centre].works.as_fen())).sum();
                works + i128::from(problem.policy.posts.one_off.as_fen()) * posts as i128
            }
            Aim::BeatHours => {
                let calls = arrivals.iter().map(|row| self.response_work(row).count()).sum::<u128>();
                let post = problem.policy.posts.work().count() * posts as u128;
                let spent = Work::DESK.count() * groups.len() as u128 + post + calls;
                let supply = Work::supplied_by(problem.officers_after(), problem.policy.strength.worked_hours);
                i128::try_from(spent).unwrap() - i128::try_from(supply.count()).unwrap()
            }
            Aim::Access => self.access(groups),
            Aim::Disruption => {
                let closed: Vec<StationIx> = groups.iter().flat_map(Group::posts).collect();
                let rows = problem.villages.iter().filter(|village| closed.contains(&village.territory));
                rows.map(|village| i128::from(village.people.count())).sum()
            }
        }
    }

    fn response_work(&self, &(village, base, _): &(VillageIx, StationIx, u32)) -> Work {
        let travel = self.times(base, village).unwrap();
        self.problem.policy.workload.response_work(self.problem.villages[village].calls, travel)
    }

    fn work(&self, group: &Group, arrivals: &[(VillageIx, StationIx, u32)]) -> Work {
        let bases: Vec<StationIx> = group.bases().collect();
        let calls = arrivals.iter().filter(|(_, base, _)| bases.contains(base)).map(|row| self.response_work(row));
        let rows = self.problem.villages.iter().filter(|village| group.members.contains(&village.territory));
        let management = rows.map(|village| self.problem.policy.workload.management_work(village.people));
        calls.chain(management).fold(Work::default(), Work::plus)
    }

    /// One officer after the other to the group that has most work for each of its own (domain 6.6).
    fn officers(&self, groups: &[Group]) -> Vec<u32> {
        let problem = self.problem;
        let total = problem.officers_after().heads();
        let bases: Vec<StationIx> = groups.iter().flat_map(Group::bases).collect();
        let nearest = |village| bases.iter().filter_map(|&base| Some((self.times(base, village)?, base))).min();
        let reached =
            problem.villages.indices().filter_map(|v| nearest(v).map(|(time, base)| (v, base, time.as_milliseconds())));
        let arrivals: Vec<(VillageIx, StationIx, u32)> = reached.collect();
        let work: Vec<u128> = groups.iter().map(|group| self.work(group, &arrivals).count()).collect();
        let floor = |group| problem.policy.officers_floor(group).heads();
        let equal = total / u32::try_from(groups.len()).unwrap();
        let is_short = groups.iter().map(floor).sum::<u32>() > total;
        let mut heads: Vec<u32> =
            groups.iter().map(|group| if is_short { floor(group).min(equal) } else { floor(group) }).collect();
        let most = problem.policy.groups.officers_max.map_or(u32::MAX, Officers::heads);
        let has_room = u64::from(most) * groups.len() as u64 >= u64::from(total);
        for _ in heads.iter().sum::<u32>()..total {
            let mut neediest: Option<usize> = None;
            for one in (0..groups.len()).filter(|&one| !has_room || heads[one] < most) {
                let is_needier = neediest.is_none_or(|other| {
                    let (mine, theirs) = (work[one] * u128::from(heads[other]), work[other] * u128::from(heads[one]));
                    let key = |which: usize| (heads[which], std::cmp::Reverse(work[which]), groups[which].centre);
                    mine > theirs || (mine == theirs && key(one) < key(other))
                });
                neediest = if is_needier { Some(one) } else { neediest };
            }
            heads[neediest.unwrap()] += 1;
        }
        heads
    }

    fn access(&self, groups: &[Group]) -> i128 {
        let way = |village: VillageIx, territory: StationIx| {
            let group = groups.iter().find(|group| group.members.contains(&territory)).unwrap();
            self.times(group.counter_of(territory), village).map_or(u32::MAX, TravelTime::as_milliseconds)
        };
        let rows = self.problem.villages.iter_enumerated();
        rows.map(|(v, row)| i128::from(row.people.count()) * i128::from(way(v, row.territory))).sum()
    }
}
