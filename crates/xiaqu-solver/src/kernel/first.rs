//! Of the plans that tie, the first in the order of columns (FORMULATION 4.27).

use xiaqu_model::{IxVec, StationIx};

use super::{
    evaluate::ValuedPlan,
    index::ColumnIx,
    search::{Ending, Search},
    tree::Decision,
};
use crate::error::SearchError;

/// Looks for the first of the plans up to the ceiling; `witness` is one of them. Whether it got to the end.
pub(crate) fn first_of_best(search: &mut Search<'_>, witness: &mut ValuedPlan) -> Result<bool, SearchError> {
    if let Ending::Stopped(_) = search.run(Vec::new())? {
        return Ok(false);
    }
    search.eliminate();
    let work = search.settings.first_work * (search.stage.program.stations + 100);
    if let Ok(first) = search.first_in_order(work) {
        *witness = first.unwrap_or_else(|| witness.clone());
        return Ok(true);
    }
    first_by_search(search, witness)
}

/// Station by station, tries every column that comes before that of the best plan known; whether it got to the end.
///
/// What is settled is banned for good, and so is every column that is refuted; what the refutation's duals rule out goes
/// with it. As long as the first columns of several stations fit together, ever more of them are tried at once.
fn first_by_search(search: &mut Search<'_>, witness: &mut ValuedPlan) -> Result<bool, SearchError> {
    let mut settled = Settled::new(search, witness);
    let mut at_once = 1;
    for station in search.stage.program.station_indices() {
        while !settled.covered[station] {
            let Some(own) = settled.own[station] else { return Ok(false) };
            let tried = settled.hopes(search, station, at_once);
            if tried.first().is_none_or(|&first| first == own) {
                settled.settle(search, own);
                continue;
            }
            search.found.clear();
            let decisions = tried.iter().map(|&column| Decision::Take(column)).collect();
            if let Ending::Stopped(_) = search.run(decisions)? {
                return Ok(false);
            }
            if let Some(better) = search.found.pop() {
                *witness = better;
                settled.take_witness(search, witness);
                for column in tried {
                    settled.settle(search, column);
                }
                at_once *= 2;
            } else {
                if let [refuted] = *tried {
                    search.rule_out(refuted);
                }
                at_once = (at_once / 4).max(1);
            }
        }
    }
    Ok(true)
}

impl Search<'_> {
    /// Bans a column that a search has just refuted, and every other one that the duals of that search leave no room.
    pub(crate) fn rule_out(&mut self, refuted: ColumnIx) {
        self.bans.eliminate(refuted);
        let Some(duals) = self.last_duals.take() else { return };
        let certificate = self.certifier().certify(duals, |column| self.bans.in_play(column));
        let Some(slack) = self.slack(certificate.bound) else { return };
        let costs = certificate.reduced.iter_enumerated();
        let beyond: Vec<ColumnIx> = costs
            .filter(|&(column, cost)| *cost > slack && self.bans.in_play(column))
            .map(|(column, _)| column)
            .collect();
        for column in beyond {
            self.bans.eliminate(column);
        }
    }
}

/// How far the first plan is known.
struct Settled {
    /// Stations of settled columns.
    covered: IxVec<StationIx, bool>,
    /// The witness's column of every station.
    own: IxVec<StationIx, Option<ColumnIx>>,
}

impl Settled {
    fn new(search: &Search<'_>, witness: &ValuedPlan) -> Self {
        let stations = search.stage.program.stations;
        let mut settled =
            Self { covered: IxVec::from_fn(stations, |_| false), own: IxVec::from_fn(stations, |_| None) };
        settled.take_witness(search, witness);
        settled
    }

    fn take_witness(&mut self, search: &Search<'_>, witness: &ValuedPlan) {
        for &column in &witness.columns {
            search.stage.program.columns[column].members.iter().for_each(|&member| self.own[member] = Some(column));
        }
    }

    /// Settles a column: its stations are in no other from now on.
    fn settle(&mut self, search: &mut Search<'_>, column: ColumnIx) {
        search.bans.apply(search.stage, Decision::Take(column));
        search.stage.program.columns[column].members.iter().for_each(|&member| self.covered[member] = true);
    }

    /// The first columns that fit for this station and the next ones, until so many of them are not the witness's.
    fn hopes(&self, search: &Search<'_>, station: StationIx, most: usize) -> Vec<ColumnIx> {
        let columns = &search.stage.program.columns;
        let mut covered = self.covered.clone();
        let mut chosen = Vec::new();
        let mut new = 0;
        for next in search.stage.program.station_indices().filter(|&next| next >= station) {
            if covered[next] {
                continue;
            }
            let own = self.own[next];
            let fits = |column: ColumnIx| columns[column].members.iter().all(|&member| !covered[member]);
            let choices = search.bans.choices(next).filter(|&column| fits(column) && search.fits_bounds(column));
            let Some(column) = choices.chain(own.filter(|&own| fits(own))).min() else { break };
            columns[column].members.iter().for_each(|&member| covered[member] = true);
            chosen.push(column);
            new += usize::from(Some(column) != own);
            if new == most || (new == 0 && next == station) {
                break;
            }
        }
        chosen
    }
}
