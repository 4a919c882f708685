//! Lengths, areas and speeds.

use serde::{Deserialize, Serialize};

macro_rules! non_negative {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(f64);

        impl $name {
            #[doc = concat!("From ", $unit, "; `None` if negative or not finite.")]
            pub fn new(value: f64) -> Option<Self> {
                (value.is_finite() && value >= 0.0).then_some(Self(value))
            }

            #[doc = concat!("Adds two values, both in ", $unit, ".")]
            #[must_use]
            pub fn plus(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
    };
}

non_negative!(
    /// Length in metres, finite and not negative.
    Metres,
    "metres"
);
non_negative!(
    /// Area in square metres, finite and not negative.
    SquareMetres,
    "square metres"
);
non_negative!(
    /// Speed in kilometres an hour: only at the edge of the program, edges of the network carry times.
    Kph,
    "kilometres an hour"
);

impl Metres {
    /// Metres.
    pub const fn as_metres(self) -> f64 {
        self.0
    }

    /// Kilometres.
    pub fn as_kilometres(self) -> f64 {
        self.0 / 1_000.0
    }
}

impl SquareMetres {
    /// Square metres.
    pub const fn as_square_metres(self) -> f64 {
        self.0
    }

    /// Square kilometres.
    pub fn as_square_kilometres(self) -> f64 {
        self.0 / 1_000_000.0
    }
}

impl Kph {
    /// Kilometres an hour.
    pub const fn as_kph(self) -> f64 {
        self.0
    }

    /// Time to drive `distance`, rounded to the nearest millisecond; `None` at speed zero or beyond 49 days.
    ///
    /// ```
    /// use xiaqu_model::{Kph, Metres};
    /// let time = Kph::new(36.0).and_then(|speed| speed.time_for(Metres::new(100.0)?));
    /// assert_eq!(time.map(|time| time.as_milliseconds()), Some(10_000));
    /// ```
    pub fn time_for(self, distance: Metres) -> Option<crate::TravelTime> {
        if self.0 <= 0.0 {
            return None;
        }
        crate::cast::to_u32(distance.0 * 3_600.0 / self.0).map(crate::TravelTime::from_milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kph, Metres, SquareMetres};

    #[test]
    fn negative_and_infinite_lengths_are_refused() {
        assert_eq!(Metres::new(-0.1), None);
        assert_eq!(SquareMetres::new(f64::INFINITY), None);
    }

    #[test]
    fn speed_zero_never_arrives() {
        let distance = Metres::new(1.0).unwrap();
        assert_eq!(Kph::new(0.0).unwrap().time_for(distance), None);
    }
}
