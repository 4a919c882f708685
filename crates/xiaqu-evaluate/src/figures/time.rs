//! Officer-hours a year: the capacity identity (domain 6.3).

use xiaqu_model::{Plan, Problem, Work, cast::to_f64};

use super::measures::{Measures, Subject, set};
use crate::{
    judge::{Judgement, judge_as_dispatched},
    workload::response_work_of_bases,
};

/// Weeks a year: 365 days, so that eight hours a day are 2,920 hours, as in the worked check of the domain.
const WEEKS: f64 = 365.0 / 7.0;

/// Where the hours of a plan go, in officer-hours a year. What is left is for beats.
///
/// Leadership, office and inspections are not split off: no county data says how long they take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Capacity {
    /// Hours that officers work.
    pub supply: f64,
    /// One round-the-clock desk for each group: a pooled group shares its desk.
    pub desks: f64,
    /// Staffed hours of posts and the second officer on market days.
    pub posts: f64,
    /// Calls, with the road both ways.
    pub response: f64,
}

impl Capacity {
    /// The capacity of a plan.
    pub fn of(problem: &Problem, plan: &Plan) -> Self {
        Self::judged(problem, plan, &judge_as_dispatched(problem, plan))
    }

    fn judged(problem: &Problem, plan: &Plan, judgement: &Judgement) -> Self {
        let officers: u64 = plan.officers().iter().map(|officers| u64::from(officers.heads())).sum();
        let response = response_work_of_bases(problem, &judgement.dispatch);
        Self {
            supply: to_f64(officers) * problem.policy.strength.worked_hours.as_hours(),
            desks: Work::DESK.times(plan.groups().len()).as_hours(),
            posts: problem.policy.posts.work().times(plan.posts().len()).as_hours(),
            response: response.iter().fold(Work::default(), |sum, work| sum.plus(*work)).as_hours(),
        }
    }

    /// Hours left for beats; a deficit is negative.
    pub fn beats(&self) -> f64 {
        self.supply - self.desks - self.posts - self.response
    }
}

pub(crate) fn hours(subject: &Subject<'_>, measures: &mut Measures) {
    let now = Capacity::of(subject.problem, subject.today);
    let then = Capacity::judged(subject.problem, subject.plan, &subject.judgement);
    let officers: u64 = subject.plan.officers().iter().map(|officers| u64::from(officers.heads())).sum();
    set(measures, "hours_supply", then.supply);
    set(measures, "hours_desks", then.desks);
    set(measures, "hours_posts", then.posts);
    set(measures, "hours_response", then.response);
    set(measures, "hours_beats", then.beats());
    set(measures, "hours_beats_weekly", then.beats() / to_f64(officers) / WEEKS);
    set(measures, "desk_share_percent", 100.0 * then.desks / then.supply);
    set(measures, "released_hours", then.beats() - now.beats());
    set(measures, "released_desks", now.desks - then.desks);
    set(measures, "released_transfers", then.supply - now.supply);
    set(measures, "released_posts", now.posts - then.posts);
    set(measures, "released_response", now.response - then.response);
}
