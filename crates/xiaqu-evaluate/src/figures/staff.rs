//! Structure and strength.

use xiaqu_model::{
    Aim, Plan,
    cast::{count_to_f64, to_f64},
};

use super::measures::{Measures, Subject, set};
use crate::values::in_units;

fn heads(plan: &Plan) -> u64 {
    plan.officers().iter().map(|officers| u64::from(officers.heads())).sum()
}

/// Institutions after the reform: today's less the closures. Pooled stations stay institutions.
fn stations_after(subject: &Subject<'_>) -> f64 {
    count_to_f64(subject.today.groups().len()) - count_to_f64(subject.plan.closures())
}

pub(crate) fn structure(subject: &Subject<'_>, measures: &mut Measures) {
    let today = count_to_f64(subject.today.groups().len());
    let stations = stations_after(subject);
    let below =
        subject.plan.rows().filter(|(group, officers)| *officers < subject.problem.policy.officers_floor(group));
    let below = below.count();
    let closed = subject.judgement.value(Aim::Disruption);
    set(measures, "stations", stations);
    set(measures, "posts", count_to_f64(subject.plan.posts().len()));
    set(measures, "reduction_percent", 100.0 * (today - stations) / today);
    set(measures, "people_per_station", to_f64(subject.people()) / stations);
    set(measures, "stations_below_floor", count_to_f64(below));
    set(measures, "groups", count_to_f64(subject.plan.groups().len()));
    set(measures, "people_losing_station", in_units(subject.problem, Aim::Disruption, closed).0);
}

/// The growth of officers for each station is the product of fewer stations and transfers (domain 4), so that merging is
/// not credited with what transfers did, or the reverse.
pub(crate) fn strength(subject: &Subject<'_>, measures: &mut Measures) {
    let stations = stations_after(subject);
    let today_stations = count_to_f64(subject.today.groups().len());
    let (officers, today) = (to_f64(heads(subject.plan)), to_f64(heads(subject.today)));
    set(measures, "station_officers", officers);
    set(measures, "growth_percent", 100.0 * (officers / today - 1.0));
    let bureau = subject.problem.policy.strength.bureau;
    set(measures, "bureau_share_percent", bureau.map(|bureau| 100.0 * officers / f64::from(bureau.heads())));
    set(measures, "officers_per_station", officers / stations);
    set(measures, "officers_per_station_factor", (officers / stations) / (today / today_stations));
    set(measures, "factor_fewer_stations", today_stations / stations);
    set(measures, "factor_transfers", officers / today);
    let each = || subject.plan.officers().iter().map(|officers| f64::from(officers.heads()));
    set(measures, "officers_min", each().reduce(f64::min));
    set(measures, "officers_max", each().reduce(f64::max));
    set(measures, "officers_per_10000", 10_000.0 * officers / to_f64(subject.people()));
}
