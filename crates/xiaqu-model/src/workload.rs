//! The workload formula (domain 6.5), in one place: officers are shared out by it and the judge reports by it.

use crate::{CallsPerYear, People, TravelTime, WorkloadRules};

impl WorkloadRules {
    /// Officer-hours a year for the calls of one village, `travel` away from the base that answers them: every officer
    /// sent is busy for the call itself and for the road both ways. Turnout is no work.
    pub fn response_hours(&self, calls: CallsPerYear, travel: TravelTime) -> f64 {
        let hours_for_each = self.hours_per_call + 2.0 * travel.as_minutes() / 60.0;
        calls.as_calls() * f64::from(self.officers_per_call) * hours_for_each
    }

    /// Officer-hours a year of management for the people of one village.
    pub fn management_hours(&self, people: People) -> f64 {
        f64::from(people.count()) * self.hours_per_resident
    }
}

#[cfg(test)]
mod tests {
    use crate::{CallsPerYear, People, TravelTime, WorkloadRules};

    #[test]
    fn travel_counts_both_ways_for_every_officer_sent() {
        let rules = WorkloadRules { officers_per_call: 2, hours_per_call: 1.0, hours_per_resident: 0.5 };
        let calls = CallsPerYear::new(10.0).unwrap();
        let half_an_hour = TravelTime::from_minutes(30.0).unwrap();
        assert!((rules.response_hours(calls, half_an_hour) - 40.0).abs() < 1e-9);
        assert!((rules.management_hours(People::new(100)) - 50.0).abs() < 1e-9);
    }
}
