//! Aims: what makes one plan better than another, each a whole number of which less is better (domain 6.1).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An aim of a plan (domain 6.1, f1 to f7; FORMULATION 3). Aims are never added up: they follow each other in a stated
/// order, or are held below a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// As many closures as possible. Value: closures, negative.
    MostClosures,
    /// f1: least mean second arrival weighted by calls. Value: thousandths of a call times milliseconds.
    MeanSecondArrival,
    /// f2: least mean second arrival of the tenth of the people that wait longest (`CVaR` at 90 %). Value: people times
    /// milliseconds over exactly a tenth of the people, rounded up to whole people.
    WorstTenth,
    /// Least second arrival at the worst village. Value: milliseconds.
    WorstVillage,
    /// f3: least work for each officer at the busiest group. Value: [`Work`](crate::Work) for each officer, divided
    /// downwards in units of 2^-32.
    BusiestStation,
    /// f4: least running cost of stations and posts. Value: fen a year.
    RunningCost,
    /// Least one-off cost. Value: fen.
    OneOffCost,
    /// f5: most officer-hours left for beats. Value: [`Work`](crate::Work), negative where hours are left.
    BeatHours,
    /// f6: least way of the public to the counter of its own group. Value: people times milliseconds.
    Access,
    /// f7: fewest people whose station closes. Value: people.
    Disruption,
}

impl Aim {
    /// Every aim.
    pub const ALL: [Self; 10] = [
        Self::MostClosures,
        Self::MeanSecondArrival,
        Self::WorstTenth,
        Self::WorstVillage,
        Self::BusiestStation,
        Self::RunningCost,
        Self::OneOffCost,
        Self::BeatHours,
        Self::Access,
        Self::Disruption,
    ];

    /// Aims that follow those of the settings, so that ties are broken by what matters to the public.
    pub const FOLLOWING: [Self; 3] = [Self::MeanSecondArrival, Self::Access, Self::Disruption];

    /// The name in settings and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MostClosures => "most_closures",
            Self::MeanSecondArrival => "mean_second_arrival",
            Self::WorstTenth => "worst_tenth",
            Self::WorstVillage => "worst_village",
            Self::BusiestStation => "busiest_station",
            Self::RunningCost => "running_cost",
            Self::OneOffCost => "one_off_cost",
            Self::BeatHours => "beat_hours",
            Self::Access => "access",
            Self::Disruption => "disruption",
        }
    }

    /// The aim of that name.
    ///
    /// ```
    /// use xiaqu_model::Aim;
    /// assert!(Aim::ALL.into_iter().all(|aim| Aim::from_name(aim.name()) == Some(aim)));
    /// assert_eq!(Aim::from_name("speed"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aim| aim.name() == name)
    }
}

/// Value of one aim: a whole number in the unit that [`Aim`] states, less is better.
///
/// Whole, so that two engines and the judge can be compared to the last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AimValue(pub i128);

/// As decimal digits in a text: JSON readers lose digits of whole numbers beyond 2^53.
impl Serialize for AimValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AimValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        digits.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl AimValue {
    /// Relative gap between this value and a bound that no plan is below: (value - bound) / |value|, 0 if both are equal.
    pub fn gap_to(self, bound: Self) -> f64 {
        let difference = self.0.saturating_sub(bound.0);
        if difference <= 0 {
            return 0.0;
        }
        crate::cast::wide_to_f64(difference) / crate::cast::wide_to_f64(self.0.saturating_abs().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::AimValue;

    #[test]
    fn the_widest_values_survive_json() {
        for value in [AimValue(i128::MAX), AimValue(i128::MIN), AimValue(-7)] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<AimValue>(&text).unwrap(), value, "{text}");
        }
    }
}
