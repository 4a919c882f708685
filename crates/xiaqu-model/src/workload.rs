//! The workload formulas (domain 6.3 and 6.5), in one place: officers are shared out by them and the judge reports by
//! them. Whole numbers, so that sums do not depend on their order.

use serde::{Deserialize, Serialize};

use crate::{CallsPerYear, OfficerHours, Officers, People, PostPolicy, TravelTime, WorkloadRules, cast};

/// Work a year: thousandths of an officer's millisecond, whole (calls are thousandths, times are milliseconds).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Work(u128);

/// Milliseconds of one hour.
const HOUR: f64 = 3_600_000.0;

/// Days of a year over days of a week: eight hours a day are 2,920 hours a year (domain 6.3, worked check).
const WEEKS_TIMES_SEVEN: u128 = 365;

/// Hours of the second officer on a market day.
const MARKET_DAY_HOURS: u128 = 8;

impl Work {
    /// One round-the-clock desk: 8,760 hours.
    pub const DESK: Self = Self(8_760 * 3_600_000 * 1_000);

    /// The whole number.
    pub const fn count(self) -> u128 {
        self.0
    }

    /// From the whole number.
    pub const fn from_count(count: u128) -> Self {
        Self(count)
    }

    /// Officer-hours.
    pub fn as_hours(self) -> f64 {
        cast::sum_to_f64(self.0) / (HOUR * 1_000.0)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// So many times this work.
    #[must_use]
    pub fn times(self, count: usize) -> Self {
        Self(self.0.saturating_mul(count as u128))
    }

    /// What `officers` really work a year at `hours` each.
    pub fn supplied_by(officers: Officers, hours: OfficerHours) -> Self {
        Self(u128::from(officers.heads()) * milliseconds(hours.as_hours()) * 1_000)
    }
}

/// Hours as whole milliseconds; nothing below zero.
fn milliseconds(hours: f64) -> u128 {
    cast::to_i64(hours * HOUR).and_then(|whole| u128::try_from(whole).ok()).unwrap_or(0)
}

impl WorkloadRules {
    /// Work for the calls of one village, `travel` away from the base that answers them: every officer sent is busy for
    /// the call itself and for the road both ways. Turnout is no work.
    pub fn response_work(&self, calls: CallsPerYear, travel: TravelTime) -> Work {
        let each = milliseconds(self.hours_per_call) + 2 * u128::from(travel.as_milliseconds());
        Work(u128::from(calls.thousandths()) * u128::from(self.officers_per_call) * each)
    }

    /// Work of management for the people of one village.
    pub fn management_work(&self, people: People) -> Work {
        Work(u128::from(people.count()) * milliseconds(self.hours_per_resident) * 1_000)
    }
}

impl PostPolicy {
    /// Work of one post: its staffed hours, and a second officer on market days (domain 6.3).
    pub fn work(&self) -> Work {
        let staffed = milliseconds(self.hours_per_week) * WEEKS_TIMES_SEVEN * 1_000 / 7;
        let market_days = u128::from(self.market_days_per_year) * MARKET_DAY_HOURS * milliseconds(1.0) * 1_000;
        Work(staffed + market_days)
    }
}

#[cfg(test)]
mod tests {
    use crate::{CallsPerYear, OfficerHours, Officers, People, PostPolicy, TravelTime, Work, WorkloadRules, Yuan};

    #[test]
    fn travel_counts_both_ways_for_every_officer_sent() {
        let rules = WorkloadRules { officers_per_call: 2, hours_per_call: 1.0, hours_per_resident: 0.5 };
        let calls = CallsPerYear::new(10.0).unwrap();
        let half_an_hour = TravelTime::from_minutes(30.0).unwrap();
        // 10 calls, two officers, an hour on the scene and an hour on the road; whole numbers divide exactly here.
        assert_eq!(rules.response_work(calls, half_an_hour), Work::from_count(40 * 3_600_000 * 1_000));
        assert_eq!(rules.management_work(People::new(100)), Work::from_count(50 * 3_600_000 * 1_000));
    }

    #[test]
    fn the_worked_check_of_the_domain_comes_out() {
        // Domain 6.3: eight officers, one desk, a post of 8 h a day with 74 market days leave 1,808 hours.
        let post = PostPolicy { hours_per_week: 56.0, market_days_per_year: 74, cost: None, one_off: Yuan::default() };
        let supply = Work::supplied_by(Officers::new(8), OfficerHours::new(1_760.0).unwrap());
        let left = supply.count() - Work::DESK.count() - post.work().count();
        assert_eq!(left, 1_808 * 3_600_000 * 1_000);
    }
}
