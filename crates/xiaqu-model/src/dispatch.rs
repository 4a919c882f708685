//! How the borders of dispatch areas run, and when they stay as they are (domain 6.4).

use serde::{Deserialize, Serialize};

use crate::TravelTime;

/// Border style (边界方式): what a border of dispatch areas may cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BorderStyle {
    /// Nothing is kept whole: every road point and its land goes to the base that is there first.
    #[default]
    Exact,
    /// Villages stay whole: the land that is reached from a village goes with it.
    Village,
    /// Townships stay whole: one base answers a whole township.
    Township,
}

impl BorderStyle {
    /// Every style.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Village, Self::Township];
}

/// Who answers a village: the nearest base, unless whole townships or the present base are to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchRules {
    /// What a border may cut.
    pub borders: BorderStyle,
    /// The station whose territory a village or township is in keeps it unless another base is faster by more than
    /// this. Zero is off. Exact borders know no hysteresis.
    pub hysteresis: TravelTime,
}

impl DispatchRules {
    /// Whether another base than the nearest may answer a village.
    pub fn may_differ_from_nearest(self) -> bool {
        match self.borders {
            BorderStyle::Exact => false,
            BorderStyle::Village => self.hysteresis > TravelTime::ZERO,
            BorderStyle::Township => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BorderStyle, DispatchRules};
    use crate::TravelTime;

    #[test]
    fn only_whole_townships_and_hysteresis_leave_nearest_response() {
        let hysteresis = TravelTime::from_milliseconds(1);
        let differs = |borders, hysteresis| DispatchRules { borders, hysteresis }.may_differ_from_nearest();
        assert_eq!(BorderStyle::ALL.map(|borders| differs(borders, TravelTime::ZERO)), [false, false, true]);
        assert_eq!(BorderStyle::ALL.map(|borders| differs(borders, hysteresis)), [false, true, true]);
    }
}
