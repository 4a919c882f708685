//! Structure and strength.

use xiaqu_model::{
    Plan,
    cast::{count_to_f64, to_f64},
};

use super::measures::{Measures, Subject, set};

fn heads(plan: &Plan) -> u64 {
    plan.officers().iter().map(|officers| u64::from(officers.heads())).sum()
}

pub(crate) fn structure(subject: &Subject<'_>, measures: &mut Measures) {
    let stations = count_to_f64(subject.plan.groups().len());
    let today = count_to_f64(subject.today.groups().len());
    let floor = subject.problem.policy.strength.officers_min;
    let below = subject.plan.officers().iter().filter(|officers| **officers < floor).count();
    set(measures, "stations", stations);
    set(measures, "posts", count_to_f64(subject.plan.posts().len()));
    set(measures, "reduction_percent", 100.0 * (today - stations) / today);
    set(measures, "people_per_station", to_f64(subject.people()) / stations);
    set(measures, "stations_below_floor", count_to_f64(below));
}

/// The growth of officers for each station is the product of fewer stations and transfers (domain 4), so that merging is
/// not credited with what transfers did, or the reverse.
pub(crate) fn strength(subject: &Subject<'_>, measures: &mut Measures) {
    let stations = count_to_f64(subject.plan.groups().len());
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
