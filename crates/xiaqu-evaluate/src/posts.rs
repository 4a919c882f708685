//! What posts add to the first arrival (domain 6.4): three policies, the second one is the headline.

use xiaqu_model::{
    DispatchMap, FirstArrival, IxVec, Plan, Problem, StationIx, TravelTime, VillageIx,
    cast::{signed_to_f64, to_u32},
};

use crate::{judge::judge_as_dispatched, workload::response_work_of_bases};

/// What a post may do with calls (domain 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResponsePolicy {
    /// P0: a counter only; the conservative bound.
    CounterOnly,
    /// P1: the resident goes first when present and free; the centre's crew always goes. The headline.
    ResidentFirst,
    /// P2: a full base; the optimistic bound, never a headline.
    FullBase,
}

/// How often the resident of every post is present and free.
#[derive(Clone, Debug)]
pub(crate) struct PostPresence {
    /// Posts in order, each with its share of time.
    posts: Vec<(StationIx, f64)>,
}

impl PostPresence {
    /// a = (H/168)(1 - rho). H is the staffed hours a week; rho is the share of its group's worked hours that calls
    /// take, at most 1 (a group without officers is always busy).
    pub(crate) fn new(problem: &Problem, plan: &Plan, dispatch: &DispatchMap) -> Self {
        let response = response_work_of_bases(problem, dispatch);
        let staffed = (problem.policy.posts.hours_per_week / 168.0).clamp(0.0, 1.0);
        let mut posts = Vec::new();
        for (group, officers) in plan.rows() {
            let supply = officers.hours_at(problem.policy.strength.worked_hours).as_hours();
            let load = response[group.centre].as_hours();
            let busy = if supply > 0.0 { (load / supply).clamp(0.0, 1.0) } else { 1.0 };
            posts.extend(group.posts().map(|post| (post, staffed * (1.0 - busy))));
        }
        posts.sort_by_key(|&(post, _)| post);
        Self { posts }
    }

    /// First arrival under the headline policy P1, `centre` being the arrival of the centre's crew.
    pub(crate) fn first_arrival(&self, problem: &Problem, village: VillageIx, centre: TravelTime) -> FirstArrival {
        self.first_arrival_under(ResponsePolicy::ResidentFirst, problem, village, centre)
    }

    /// First arrival under any of the policies. Of several posts the one counts whose first arrival is least, so that
    /// one more post never makes it later (domain test 5).
    pub(crate) fn first_arrival_under(
        &self,
        policy: ResponsePolicy,
        problem: &Problem,
        village: VillageIx,
        centre: TravelTime,
    ) -> FirstArrival {
        let mut first = centre;
        for &(post, presence) in &self.posts {
            if let Some(arrival) = problem.arrival(post, village) {
                first = first.min(match policy {
                    ResponsePolicy::CounterOnly => centre,
                    ResponsePolicy::ResidentFirst => expected(arrival.min(centre), centre, presence),
                    ResponsePolicy::FullBase => arrival,
                });
            }
        }
        FirstArrival::new(first)
    }
}

/// a·soon + (1 - a)·late to the nearest millisecond, halves up; always between the two.
fn expected(soon: TravelTime, late: TravelTime, presence: f64) -> TravelTime {
    let difference = i64::from(late.as_milliseconds()) - i64::from(soon.as_milliseconds());
    let mean = f64::from(late.as_milliseconds()) - presence * signed_to_f64(difference);
    to_u32(mean).map_or(late, TravelTime::from_milliseconds).clamp(soon, late)
}

/// First arrival at every village under one of the policies (domain 6.4); nothing where no centre leads by road.
pub fn first_arrivals(
    problem: &Problem,
    plan: &Plan,
    policy: ResponsePolicy,
) -> IxVec<VillageIx, Option<FirstArrival>> {
    let judgement = judge_as_dispatched(problem, plan);
    let presence = PostPresence::new(problem, plan, &judgement.dispatch);
    IxVec::from_fn(problem.villages.len(), |village| {
        let centre = judgement.arrivals[village].second_after?;
        Some(presence.first_arrival_under(policy, problem, village, centre.time()))
    })
}

#[cfg(test)]
mod tests {
    use xiaqu_model::TravelTime;

    use super::expected;

    #[test]
    fn the_example_of_the_domain_gives_nineteen_minutes() {
        // Domain 6.4: t_q = 5, t_h = 25, a = 0.3.
        let minutes = |minutes| TravelTime::from_minutes(minutes).unwrap();
        assert_eq!(expected(minutes(5.0), minutes(25.0), 0.3), minutes(19.0));
    }

    #[test]
    fn halves_of_a_millisecond_round_up() {
        let time = TravelTime::from_milliseconds;
        assert_eq!(expected(time(0), time(1), 0.5), time(1));
        assert_eq!(expected(time(0), time(3), 0.5), time(2));
    }
}
