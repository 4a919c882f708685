//! Who answers if a station closes: what cuts the lists of bases short (FORMULATION 4.31).

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{IxVec, StationIx};

use crate::columns::Column;

/// For every station what follows from its closing.
#[derive(Clone, Debug)]
pub(super) struct Partners {
    of: IxVec<StationIx, Closing>,
}

#[derive(Clone, Debug)]
enum Closing {
    /// No column closes it.
    Never,
    /// If it closes, one of these stays open.
    OneStaysOpen(BTreeSet<StationIx>),
    /// A column closes it and opens nothing.
    Unanswered,
}

impl Partners {
    pub(super) fn new(columns: &[Column], stations: usize) -> Self {
        let mut of: IxVec<StationIx, Closing> = IxVec::from_fn(stations, |_| Closing::Never);
        for column in columns {
            let open = || column.covers.iter().copied().filter(|station| !column.closed.contains(station));
            for &closed in &column.closed {
                let closing = &mut of[closed];
                if column.group.is_none() {
                    *closing = Closing::Unanswered;
                    continue;
                }
                match closing {
                    Closing::Unanswered => {}
                    Closing::OneStaysOpen(partners) => partners.extend(open()),
                    Closing::Never => *closing = Closing::OneStaysOpen(open().collect()),
                }
            }
        }
        Self { of }
    }

    /// How many of the bases, nearest first, are enough: one of them stays open in every plan. All of them if no prefix
    /// is known to be enough.
    pub(super) fn enough(&self, bases: impl Iterator<Item = StationIx>) -> Option<usize> {
        let mut seen: BTreeSet<StationIx> = BTreeSet::new();
        // Partners that are still missing, for every base seen.
        let mut missing: BTreeMap<StationIx, usize> = BTreeMap::new();
        for (position, base) in bases.enumerate() {
            seen.insert(base);
            for (station, left) in &mut missing {
                if let Closing::OneStaysOpen(partners) = &self.of[*station]
                    && partners.contains(&base)
                {
                    *left -= 1;
                }
            }
            match &self.of[base] {
                Closing::Never => return Some(position + 1),
                Closing::OneStaysOpen(partners) => {
                    missing.insert(base, partners.iter().filter(|partner| !seen.contains(partner)).count());
                }
                Closing::Unanswered => {}
            }
            if missing.values().any(|left| *left == 0) {
                return Some(position + 1);
            }
        }
        None
    }
}
