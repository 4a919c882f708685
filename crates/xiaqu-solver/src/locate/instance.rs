//! A p-median question as the search sees it: per client, the sites that may serve it, cheapest first.

use xiaqu_model::{Index, IxVec};

use super::{
    cost_matrix::CostMatrix,
    index::{Client, Site},
};

/// Fine costs, summed over clients, stay below this.
const FINE_SUM_MAX: i64 = 1 << 60;

/// Costs are refined at most so much.
const FINENESS_MAX: i64 = 1 << 20;

/// A site that may serve a client, and at what fine cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Offer {
    pub(super) cost: i64,
    pub(super) site: Site,
}

/// The client that a site must serve if it is a centre (its own area), and at what fine cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Duty {
    pub(super) client: Client,
    pub(super) cost: i64,
}

/// Sites, clients, offers and duties. Costs are fine: units of the matrix times [`Instance::fineness`], so that
/// whole-number multipliers can stand between two costs.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// The row of the matrix of every site.
    pub(super) rows: IxVec<Site, usize>,
    /// Fine units in a unit of the matrix.
    pub(super) fineness: i64,
    /// Duties, where a centre must serve its own area.
    pub(super) duties: IxVec<Site, Option<Duty>>,
    /// All offers but duties: client by client, cheapest first.
    offers: Vec<Offer>,
    /// Where the offers of each client end.
    ends: IxVec<Client, usize>,
    /// No multiplier need be larger; none may be.
    pub(super) cap: i64,
}

impl Instance {
    /// The question of a matrix; with `own_areas`, a centre serves the client of its own number whatever that costs.
    pub(super) fn new(matrix: &CostMatrix, candidates: &[usize], own_areas: bool) -> Self {
        let rows: IxVec<Site, usize> = IxVec::from_rows(candidates.to_vec());
        let fineness = fineness(matrix);
        let cost = |row, client: Client| matrix.cost(row, client.position()).map(|cost| cost * fineness);
        let duties = IxVec::from_fn(rows.len(), |site: Site| {
            let client = Client::from_position(rows[site]);
            let cost = cost(rows[site], client).filter(|_| own_areas)?;
            Some(Duty { client, cost })
        });
        let mut offers: Vec<Offer> = Vec::with_capacity(rows.len() * matrix.clients());
        let ends = IxVec::from_fn(matrix.clients(), |client: Client| {
            let start = offers.len();
            let others = rows.iter_enumerated().filter(|(_, row)| !own_areas || **row != client.position());
            offers.extend(others.filter_map(|(site, &row)| Some(Offer { cost: cost(row, client)?, site })));
            if let Some(unsorted) = offers.get_mut(start..) {
                unsorted.sort_unstable();
            }
            offers.len()
        });
        let largest =
            offers.iter().map(|offer| offer.cost.abs()).chain(duties.iter().flatten().map(|duty| duty.cost.abs()));
        let cap = largest.max().unwrap_or(0).max(1);
        Self { rows, fineness, duties, offers, ends, cap }
    }

    /// Number of sites left.
    pub(super) fn sites(&self) -> usize {
        self.rows.len()
    }

    /// Number of clients.
    pub(super) fn clients(&self) -> usize {
        self.ends.len()
    }

    /// Every client with its offers, cheapest first, in the order of clients.
    pub(super) fn offers(&self) -> impl Iterator<Item = &[Offer]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(&start, &end)| self.offers.get(start..end).unwrap_or_default())
    }

    /// The offers of one client, cheapest first.
    pub(super) fn offers_to(&self, client: Client) -> &[Offer] {
        let start = client.position().checked_sub(1).map_or(0, |before| self.ends[Client::from_position(before)]);
        self.offers.get(start..self.ends[client]).unwrap_or_default()
    }

    /// The same question without the sites that are not kept. `open` sites are centres for certain, so what costs a client
    /// more than one of them is never used.
    pub(super) fn reduced(&self, kept: &IxVec<Site, bool>, open: &IxVec<Site, bool>) -> Self {
        let mut next = 0;
        let renamed: IxVec<Site, Option<Site>> = IxVec::from_fn(self.sites(), |site| {
            kept[site].then(|| {
                next += 1;
                Site::from_position(next - 1)
            })
        });
        let mut offers = Vec::new();
        let mut ends = IxVec::default();
        for list in self.offers() {
            for offer in list {
                if let Some(site) = renamed[offer.site] {
                    offers.push(Offer { cost: offer.cost, site });
                }
                if open[offer.site] {
                    break;
                }
            }
            ends.push(offers.len());
        }
        let left = || kept.iter_enumerated().filter(|(_, kept)| **kept).map(|(site, _)| site);
        Self {
            rows: IxVec::from_rows(left().map(|site| self.rows[site]).collect()),
            fineness: self.fineness,
            duties: IxVec::from_rows(left().map(|site| self.duties[site]).collect()),
            offers,
            ends,
            cap: self.cap,
        }
    }
}

/// The largest power of two by which costs may be multiplied so that their sums still fit.
pub(super) fn fineness(matrix: &CostMatrix) -> i64 {
    let costs = (0..matrix.sites()).flat_map(|site| matrix.row(site)).flatten();
    let largest = costs.map(i64::abs).max().unwrap_or(0).max(1);
    let sum = largest.saturating_mul(i64::try_from(matrix.clients()).unwrap_or(i64::MAX));
    let mut fineness = 1;
    while fineness < FINENESS_MAX && sum <= FINE_SUM_MAX / (2 * fineness) {
        fineness *= 2;
    }
    fineness
}
