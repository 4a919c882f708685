//! Arrivals (domain 6.4).

use xiaqu_model::{
    Aim, FirstArrival, IxVec, TravelTime, VillageIx,
    cast::{count_to_f64, sum_to_f64},
};

use super::{
    definition::{ARRIVALS, BANDS},
    measures::{Measures, Subject, set},
    worst::loss,
};
use crate::{
    posts::{ResponsePolicy, first_arrivals},
    statistics::Distribution,
    values::in_units,
};

const MINUTE: u32 = 60_000;

fn minutes(milliseconds: u32) -> f64 {
    f64::from(milliseconds) / f64::from(MINUTE)
}

type Times = IxVec<VillageIx, Option<TravelTime>>;

pub(crate) fn by_people(subject: &Subject<'_>, times: &Times) -> Distribution {
    Distribution::new(subject.problem.villages.iter_enumerated().filter_map(|(village, row)| {
        times[village].map(|time| (time.as_milliseconds(), u64::from(row.people.count())))
    }))
}

pub(crate) fn by_calls(subject: &Subject<'_>, times: &Times) -> Distribution {
    Distribution::new(
        subject
            .problem
            .villages
            .iter_enumerated()
            .filter_map(|(village, row)| times[village].map(|time| (time.as_milliseconds(), row.calls.thousandths()))),
    )
}

/// R1 under the three policies and R2: statistics by calls and by people, bands by people.
pub(crate) fn arrivals(subject: &Subject<'_>, measures: &mut Measures) {
    let first = |policy| {
        let times = first_arrivals(subject.problem, subject.plan, policy);
        IxVec::from_rows(times.iter().map(|first| first.map(FirstArrival::time)).collect())
    };
    let times = [
        first(ResponsePolicy::CounterOnly),
        first(ResponsePolicy::ResidentFirst),
        first(ResponsePolicy::FullBase),
        subject.after.clone(),
    ];
    for ((arrival, _, _), times) in ARRIVALS.iter().zip(&times) {
        statistics(measures, &format!("{arrival}_"), "_by_calls", &by_calls(subject, times));
        let people = by_people(subject, times);
        statistics(measures, &format!("{arrival}_"), "_by_people", &people);
        for (band, low, high) in BANDS {
            let share = people.percent_between(low.map(|low| low * MINUTE), high.map(|high| high * MINUTE));
            set(measures, format!("{arrival}_band_{band}_percent"), share);
        }
    }
    let target = subject.problem.policy.response.target.as_milliseconds();
    let within = by_calls(subject, &subject.after).percent_between(None, Some(target));
    set(measures, "r2_within_target_percent", within);
}

fn statistics(measures: &mut Measures, before: &str, after: &str, distribution: &Distribution) {
    set(measures, format!("{before}mean{after}"), distribution.mean().map(|mean| mean / f64::from(MINUTE)));
    for (name, percent) in [("median", 50), ("p80", 80), ("p90", 90)] {
        set(measures, format!("{before}{name}{after}"), distribution.percentile(percent).map(minutes));
    }
    set(measures, format!("{before}max{after}"), distribution.max().map(minutes));
}

/// Winners and losers against today, villages beyond limits, borders cut by dispatch.
pub(crate) fn changes(subject: &Subject<'_>, measures: &mut Measures) {
    let villages = &subject.problem.villages;
    for limit in [5_u32, 10, 20] {
        let threshold = i64::from(limit) * i64::from(MINUTE);
        let people = |chosen: &dyn Fn(i64) -> bool| {
            let rows = villages.iter_enumerated();
            let moved = rows.filter(|(village, _)| loss(subject, *village).is_some_and(chosen));
            sum_to_f64(moved.map(|(_, row)| u128::from(row.people.count())).sum())
        };
        set(measures, format!("people_gaining_{limit}"), people(&|loss| loss < -threshold));
        set(measures, format!("people_losing_{limit}"), people(&|loss| loss > threshold));
    }
    let worst = villages.indices().filter_map(|village| loss(subject, village)).max();
    let worst = worst.and_then(|loss| u32::try_from(loss.max(0)).ok());
    set(measures, "worst_loss", worst.map(minutes));
    let count = |chosen: &dyn Fn(VillageIx) -> bool| count_to_f64(villages.indices().filter(|&v| chosen(v)).count());
    let maximum = subject.problem.policy.response.second_arrival_max;
    set(measures, "villages_beyond_max", count(&|v| subject.after[v].is_some_and(|time| time > maximum)));
    set(measures, "villages_unreached", count(&|v| subject.after[v].is_none()));
    let judgement = &subject.judgement;
    let commander = |base| subject.plan.commander_of(base);
    let cut = |v| commander(judgement.dispatch.0[v]) != Some(judgement.jurisdiction.0[v]);
    set(measures, "villages_cut_by_dispatch", count(&cut));
    let (tenth, _) = in_units(subject.problem, Aim::WorstTenth, judgement.value(Aim::WorstTenth));
    set(measures, "r2_worst_tenth", tenth);
}

/// Second arrival on wet roads, from the base that is nearest then; where borders or hysteresis say who answers, from that
/// base unless it has no road then. Nothing where times when wet are not known.
pub(crate) fn wet_season(subject: &Subject<'_>, measures: &mut Measures) {
    let problem = subject.problem;
    let Some(wet) = &problem.travel.wet else { return };
    let bases = subject.plan.bases();
    let turnout = problem.policy.response.turnout;
    let times: Times = IxVec::from_fn(problem.villages.len(), |village| {
        let travel = |base| wet.to_village[base][village];
        let own = problem.policy.dispatch.may_differ_from_nearest().then(|| subject.judgement.dispatch.0[village]);
        let travels = || bases.iter().filter_map(|&base| travel(base)).min();
        own.and_then(travel).or_else(travels).map(|travel| turnout.then(travel))
    });
    set(measures, "wet_r2_mean", by_calls(subject, &times).mean().map(|mean| mean / f64::from(MINUTE)));
    let max = times.iter().flatten().max().map(|time| minutes(time.as_milliseconds()));
    set(measures, "wet_r2_max", max);
    set(measures, "wet_villages_cut_off", count_to_f64(times.iter().filter(|time| time.is_none()).count()));
}
