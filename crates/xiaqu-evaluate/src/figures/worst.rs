//! The villages that lose most: named, never hidden (domain 6.13).

use xiaqu_model::{SecondArrival, VillageIx};

use super::measures::Subject;

/// A village whose second arrival gets later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LosingVillage {
    /// The village.
    pub village: VillageIx,
    /// Second arrival today.
    pub before: SecondArrival,
    /// Second arrival under the plan.
    pub after: SecondArrival,
}

impl LosingVillage {
    /// Minutes lost.
    pub fn loss_minutes(&self) -> f64 {
        self.after.as_minutes() - self.before.as_minutes()
    }
}

/// Milliseconds that a village loses, negative if it gains; nothing where no road leads before or after.
pub(crate) fn loss(subject: &Subject<'_>, village: VillageIx) -> Option<i64> {
    let (before, after) = (subject.before[village]?, subject.after[village]?);
    Some(i64::from(after.as_milliseconds()) - i64::from(before.as_milliseconds()))
}

/// The villages that lose most, the greatest loss first, ties by lower id.
pub(crate) fn worst_villages(subject: &Subject<'_>, count: usize) -> Vec<LosingVillage> {
    let villages = subject.problem.villages.indices();
    let mut losing: Vec<(i64, VillageIx)> = villages
        .filter_map(|village| loss(subject, village).map(|loss| (-loss, village)))
        .filter(|(gain, _)| *gain < 0)
        .collect();
    losing.sort_unstable();
    let rows = losing.into_iter().take(count).filter_map(|(_, village)| {
        let (before, after) = (subject.before[village]?, subject.after[village]?);
        Some(LosingVillage { village, before: SecondArrival::new(before), after: SecondArrival::new(after) })
    });
    rows.collect()
}
