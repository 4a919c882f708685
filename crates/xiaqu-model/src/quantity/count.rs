//! Heads, hours, calls and shares.

use serde::{Deserialize, Serialize};

use crate::cast;

/// Officers: heads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Officers(u32);

impl Officers {
    /// From a number of heads.
    pub const fn new(heads: u32) -> Self {
        Self(heads)
    }

    /// Number of heads.
    pub const fn heads(self) -> u32 {
        self.0
    }

    /// The sum of two strengths.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Hours a year these officers really work at `hours` each (domain 5.4).
    pub fn hours_at(self, hours: OfficerHours) -> OfficerHours {
        OfficerHours(f64::from(self.0) * hours.0)
    }
}

/// Officer-hours a year: supply, load or released time (domain 6.3). May be negative where a deficit has meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficerHours(f64);

impl OfficerHours {
    /// From hours a year; `None` if not finite.
    pub fn new(hours: f64) -> Option<Self> {
        hours.is_finite().then_some(Self(hours))
    }

    /// Hours a year.
    pub const fn as_hours(self) -> f64 {
        self.0
    }
}

/// People living in a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct People(u32);

impl People {
    /// From a head count.
    pub const fn new(count: u32) -> Self {
        Self(count)
    }

    /// Head count.
    pub const fn count(self) -> u32 {
        self.0
    }
}

/// Calls a year (警情): a rate in thousandths of a call, so that sums are exact and both engines weigh alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallsPerYear(u64);

impl CallsPerYear {
    /// From calls a year, kept to the nearest thousandth; `None` if negative, not finite or above four million.
    pub fn new(calls: f64) -> Option<Self> {
        cast::to_u32(calls * 1_000.0).map(|thousandths| Self(u64::from(thousandths)))
    }

    /// The default where counts are missing: a rate per 1,000 people (domain 5.7).
    pub fn from_rate(people: People, calls_per_thousand: f64) -> Option<Self> {
        Self::new(f64::from(people.count()) * calls_per_thousand / 1_000.0)
    }

    /// From thousandths of a call a year.
    pub const fn from_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// Calls a year.
    pub fn as_calls(self) -> f64 {
        cast::to_f64(self.0) / 1_000.0
    }

    /// Thousandths of a call a year: the whole-number weight of a village in every mean.
    pub const fn thousandths(self) -> u64 {
        self.0
    }
}

/// Share between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(f64);

impl Share {
    /// From a fraction; `None` outside 0..=1.
    pub fn new(fraction: f64) -> Option<Self> {
        (0.0..=1.0).contains(&fraction).then_some(Self(fraction))
    }

    /// The fraction.
    pub const fn as_fraction(self) -> f64 {
        self.0
    }

    /// Per cent.
    pub fn as_percent(self) -> f64 {
        self.0 * 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::{CallsPerYear, OfficerHours, Officers, People, Share};

    #[test]
    fn default_rate_is_exact_in_thousandths() {
        let calls = CallsPerYear::from_rate(People::new(1_234), 25.0).unwrap();
        assert_eq!(calls.thousandths(), 30_850);
    }

    #[test]
    fn one_round_the_clock_position_needs_five_officers() {
        // Domain finding 3: 8,760 h / (220 days x 8 h) = 4.98 officers.
        let year = OfficerHours::new(1_760.0).unwrap();
        assert!(Officers::new(4).hours_at(year).as_hours() < 8_760.0);
        assert!(Officers::new(5).hours_at(year).as_hours() > 8_760.0);
    }

    #[test]
    fn shares_outside_zero_to_one_are_refused() {
        assert_eq!(Share::new(1.01), None);
        assert_eq!(Share::new(f64::NAN), None);
    }
}
