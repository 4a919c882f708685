//! Time in whole milliseconds: sums are exact, the order is total, results are the same on every machine.

use serde::{Deserialize, Serialize};

/// Travel time: whole milliseconds, at most 49 days. An unreachable place is `Option::None`, never a large number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TravelTime(u32);

impl TravelTime {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// From whole milliseconds.
    pub const fn from_milliseconds(milliseconds: u32) -> Self {
        Self(milliseconds)
    }

    /// From minutes, rounded to the nearest millisecond; `None` if negative, not finite or beyond 49 days.
    ///
    /// ```
    /// use xiaqu_model::TravelTime;
    /// assert_eq!(TravelTime::from_minutes(1.5), Some(TravelTime::from_milliseconds(90_000)));
    /// assert_eq!(TravelTime::from_minutes(f64::NAN), None);
    /// ```
    pub fn from_minutes(minutes: f64) -> Option<Self> {
        crate::cast::to_u32(minutes * 60_000.0).map(Self)
    }

    /// From the digits of a number of minutes, exactly: rounded to the nearest millisecond, halves up. `None` if it is no
    /// number, negative, or beyond 49 days.
    ///
    /// ```
    /// use xiaqu_model::TravelTime;
    /// assert_eq!(TravelTime::from_minutes_text("12.5"), Some(TravelTime::from_milliseconds(750_000)));
    /// // One and a half milliseconds: as a binary number it is a little less.
    /// assert_eq!(TravelTime::from_minutes_text("0.000025"), Some(TravelTime::from_milliseconds(2)));
    /// ```
    pub fn from_minutes_text(text: &str) -> Option<Self> {
        // The sign, the point and the exponent are where a number has them, or it is none.
        text.parse::<f64>().ok().filter(|minutes| minutes.is_finite() && *minutes >= 0.0)?;
        super::decimal::milliseconds_of_minutes(text).map(Self)
    }

    /// Whole milliseconds.
    pub const fn as_milliseconds(self) -> u32 {
        self.0
    }

    /// Seconds.
    pub fn as_seconds(self) -> f64 {
        f64::from(self.0) / 1_000.0
    }

    /// Minutes.
    pub fn as_minutes(self) -> f64 {
        f64::from(self.0) / 60_000.0
    }

    /// The exact sum, or `None` beyond 49 days.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The exact sum; a sum beyond 49 days stays at 49 days, which no limit allows.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

macro_rules! arrival {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(TravelTime);

        impl $name {
            /// From the time between the call and the arrival.
            pub const fn new(time: TravelTime) -> Self {
                Self(time)
            }

            /// The time between the call and the arrival.
            pub const fn time(self) -> TravelTime {
                self.0
            }

            /// Minutes.
            pub fn as_minutes(self) -> f64 {
                self.0.as_minutes()
            }
        }
    };
}

arrival!(
    /// First arrival (R1): time from the call until the first officer is on the scene (domain 6.4).
    FirstArrival
);
arrival!(
    /// Second arrival (R2): time from the call until two officers are on the scene (domain 6.4).
    SecondArrival
);

/// Turnout: time from the call until the crew drives off, call handling included (domain 5.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Turnout(TravelTime);

impl Turnout {
    /// From call handling and turnout of the crew.
    pub fn new(call_handling: TravelTime, crew: TravelTime) -> Self {
        Self(call_handling.saturating_add(crew))
    }

    /// The time until the crew drives off.
    pub const fn time(self) -> TravelTime {
        self.0
    }

    /// The arrival of a crew that drives for `travel`.
    #[must_use]
    pub fn then(self, travel: TravelTime) -> TravelTime {
        self.0.saturating_add(travel)
    }
}

#[cfg(test)]
mod tests {
    use super::{TravelTime, Turnout};

    #[test]
    fn minutes_round_to_the_nearest_millisecond() {
        assert_eq!(TravelTime::from_minutes(0.000_008), Some(TravelTime::from_milliseconds(0)));
        assert_eq!(TravelTime::from_minutes(0.000_009), Some(TravelTime::from_milliseconds(1)));
    }

    #[test]
    fn impossible_minutes_are_refused() {
        for minutes in [-1.0, f64::INFINITY, f64::NAN, 1e9] {
            assert_eq!(TravelTime::from_minutes(minutes), None, "{minutes}");
        }
    }

    #[test]
    fn minutes_as_text_round_exactly() {
        let milliseconds = |text: &str| TravelTime::from_minutes_text(text).map(TravelTime::as_milliseconds);
        let cases = [
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("1", Some(60_000)),
            ("+1.5", Some(90_000)),
            (".5", Some(30_000)),
            ("2.", Some(120_000)),
            ("1.25e1", Some(750_000)),
            ("125E-1", Some(750_000)),
            ("0.000025", Some(2)),
            ("0.0000249999999999999999999999999", Some(1)),
            ("12.3456789", Some(740_741)),
            ("71582.788", Some(4_294_967_280)),
            ("71582.79", None),
            ("1e999999999999", None),
            ("0e999999999999", Some(0)),
            ("1e-999999999999", Some(0)),
            ("-1", None),
            ("nan", None),
            ("inf", None),
            ("", None),
            ("1.5 min", None),
        ];
        for (text, expected) in cases {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
        for number in 0..20_000_u64 {
            let (whole, hundred_thousandths) = (number / 7, (number * 7_919) % 100_000);
            let exact = ((whole * 100_000 + hundred_thousandths) * 60_000 + 50_000) / 100_000;
            let text = format!("{whole}.{hundred_thousandths:05}");
            assert_eq!(milliseconds(&text).map(u64::from), Some(exact), "{text}");
        }
    }

    #[test]
    fn turnout_adds_handling_and_crew() {
        let turnout = Turnout::new(TravelTime::from_milliseconds(120_000), TravelTime::from_milliseconds(60_000));
        assert_eq!(turnout.then(TravelTime::from_milliseconds(5)).as_milliseconds(), 180_005);
    }
}
