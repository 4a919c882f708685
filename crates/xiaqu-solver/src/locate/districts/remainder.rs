//! What is left of a part of the question, and where it is in doubt.

use xiaqu_model::IxVec;

use super::relaxation::Relaxation;
use crate::locate::{
    index::{Client, Site},
    prices::Standing,
};

impl Relaxation {
    /// How many pairs are left.
    pub(super) fn pairs(&self) -> usize {
        self.territories.iter().map(|territory| territory.pairs.len()).sum()
    }

    /// Whether the site of a row of the matrix may still serve a client.
    pub(super) fn may_serve(&self, row: usize, client: Client) -> bool {
        let territory = self.territories.iter().find(|territory| territory.row == row);
        territory.is_some_and(|territory| territory.pairs.iter().any(|pair| pair.client == client))
    }

    /// The free site that is open most; the lowest of several.
    pub(super) fn most_open(&self) -> Option<Site> {
        let free = self.standings.iter_enumerated().filter(|(_, standing)| **standing == Standing::Free);
        let free = free.map(|(site, _)| site);
        free.max_by(|one, other| self.share[*one].total_cmp(&self.share[*other]).then(other.cmp(one)))
    }

    /// The sites that are open most, as many as centres are wanted, as rows of the matrix, ascending.
    pub(super) fn most_open_rows(&self) -> Vec<usize> {
        let sites = self.standings.iter().zip(&self.share).zip(&self.territories);
        let mut sites: Vec<(bool, f64, usize)> =
            sites.map(|((standing, share), territory)| (*standing == Standing::Open, *share, territory.row)).collect();
        sites.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)).then(one.2.cmp(&other.2)));
        let mut rows: Vec<usize> = sites.into_iter().take(self.centres).map(|(_, _, row)| row).collect();
        rows.sort_unstable();
        rows
    }

    /// Opens a site, and the free sites that are open to at least this share.
    pub(super) fn open(&mut self, site: Site, at_least: f64) {
        for (standing, share) in self.standings.iter_mut().zip(&self.share) {
            if *standing == Standing::Free && *share >= at_least {
                *standing = Standing::Open;
            }
        }
        self.standings[site] = Standing::Open;
    }

    /// With all centres known: a centre and an area that it may or may not serve, the most restless area first.
    pub(super) fn open_question(&self) -> Option<(usize, Client)> {
        let mut best: IxVec<Client, Option<(i64, Site)>> = IxVec::from_fn(self.prices.len(), |_| None);
        let mut count: IxVec<Client, usize> = IxVec::from_fn(self.prices.len(), |_| 0);
        for (site, territory) in self.territories.iter_enumerated() {
            for pair in &territory.pairs {
                count[pair.client] += 1;
                let offer = (pair.cost, site);
                best[pair.client] = Some(best[pair.client].map_or(offer, |best| best.min(offer)));
            }
        }
        let open = count.iter_enumerated().filter(|(_, count)| **count > 1).map(|(client, _)| client);
        let client =
            open.max_by(|one, other| self.unrest[*one].total_cmp(&self.unrest[*other]).then(other.cmp(one)))?;
        best[client].map(|(_, site)| (self.territories[site].row, client))
    }

    /// The row of the matrix that serves each client, if none has two left; `None` if one has none.
    pub(super) fn only_assignment(&self) -> Option<Vec<usize>> {
        let mut rows: IxVec<Client, Option<usize>> = IxVec::from_fn(self.prices.len(), |_| None);
        for territory in &self.territories {
            for pair in &territory.pairs {
                rows[pair.client] = Some(territory.row);
            }
        }
        rows.iter().copied().collect()
    }
}
