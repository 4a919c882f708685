//! Other circumstances than those of the plan (domain 6.15), as changes of the problem.

use xiaqu_model::{Aim, AimValue, CallsPerYear, IxVec, OfficerHours, Officers, Problem, TravelTime, TravelTimes};

/// Circumstances under which the best plan is looked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Those of the plan.
    AsPlanned,
    /// So many per cent of the speed on every way, the walk from the road included; every time is rounded up to a
    /// millisecond. Which pairs may merge stays as it was studied.
    SpeedPercent(u32),
    /// Wet roads, and those that close when wet are closed. Which pairs may merge stays as it was studied.
    WetSeason,
    /// So many per cent of the calls of every village, to the nearest thousandth of a call. A limit on the mean second
    /// arrival stays the same mean.
    DemandPercent(u32),
    /// So many hours that an officer really works a year.
    WorkedHours(u32),
    /// So many officers at least at every station.
    OfficersMin(u32),
    /// So many staffed hours of a post in a week.
    PostHours(u32),
}

/// The scenarios of domain 6.15, without those that say what the settings say already.
pub(crate) fn scenarios(problem: &Problem) -> Vec<Scenario> {
    let policy = &problem.policy;
    let floor = policy.strength.officers_min.heads();
    let mut list = vec![Scenario::AsPlanned];
    list.extend([70, 85].map(Scenario::SpeedPercent));
    list.extend(problem.travel.wet.as_ref().map(|_| Scenario::WetSeason));
    list.extend([75, 125].map(Scenario::DemandPercent));
    let is_other = |hours: u32, present: f64| (f64::from(hours) - present).abs() > 1e-9;
    let worked = policy.strength.worked_hours.as_hours();
    let years = [1_650, 1_760, 2_000, 2_500].into_iter().filter(|&hours| is_other(hours, worked));
    list.extend(years.map(Scenario::WorkedHours));
    list.extend(floor.checked_sub(1).map(Scenario::OfficersMin));
    list.push(Scenario::OfficersMin(floor.saturating_add(1)));
    let weeks = [28, 56, 168].into_iter().filter(|&hours| is_other(hours, policy.posts.hours_per_week));
    list.extend(weeks.map(Scenario::PostHours));
    list
}

impl Scenario {
    /// The county under these circumstances.
    pub(crate) fn applied(self, problem: &Problem) -> Problem {
        let mut changed = problem.clone();
        match self {
            Self::AsPlanned => {}
            Self::SpeedPercent(percent) => changed.travel.day = slower(&problem.travel.day, percent),
            // Not among the scenarios of a county that gives no times when wet.
            Self::WetSeason => changed.travel.day = problem.travel.wet.as_ref().unwrap_or(&problem.travel.day).clone(),
            Self::DemandPercent(percent) => scale_demand(&mut changed, percent),
            Self::WorkedHours(hours) => {
                let hours = OfficerHours::new(f64::from(hours));
                changed.policy.strength.worked_hours = hours.unwrap_or(changed.policy.strength.worked_hours);
            }
            Self::OfficersMin(officers) => changed.policy.strength.officers_min = Officers::new(officers),
            Self::PostHours(hours) => changed.policy.posts.hours_per_week = f64::from(hours),
        }
        changed
    }
}

/// Every time at so many per cent of the speed, rounded up.
fn slower(times: &TravelTimes, percent: u32) -> TravelTimes {
    let scaled = |time: TravelTime| {
        let milliseconds = (u64::from(time.as_milliseconds()) * 100).div_ceil(u64::from(percent.max(1)));
        TravelTime::from_milliseconds(u32::try_from(milliseconds).unwrap_or(u32::MAX))
    };
    let mut slower = times.clone();
    slower.to_village.iter_mut().flat_map(IxVec::iter_mut).for_each(|time| *time = time.map(scaled));
    slower.to_station.iter_mut().flat_map(IxVec::iter_mut).for_each(|time| *time = time.map(scaled));
    slower
}

fn scale_demand(problem: &mut Problem, percent: u32) {
    let total =
        |problem: &Problem| problem.villages.iter().map(|row| u128::from(row.calls.thousandths())).sum::<u128>();
    let before = total(problem);
    for village in &mut problem.villages {
        let hundredths = village.calls.thousandths().saturating_mul(u64::from(percent));
        village.calls = CallsPerYear::from_thousandths(hundredths.saturating_add(50) / 100);
    }
    let after = total(problem);
    // A limit on a mean is kept as a limit on a sum (FORMULATION 3).
    for (aim, most) in &mut problem.policy.limits {
        if *aim == Aim::MeanSecondArrival && before > 0 {
            let (after, before) = (i128::try_from(after).unwrap_or(1), i128::try_from(before).unwrap_or(1));
            *most = AimValue(most.0.checked_mul(after).map_or(most.0, |sum| sum.div_euclid(before)));
        }
    }
}
