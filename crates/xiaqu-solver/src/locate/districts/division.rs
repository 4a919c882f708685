//! Where a part of the question is divided, and its halves.

use xiaqu_model::IxVec;

use super::{gains::Side, relaxation::Relaxation};
use crate::locate::{
    index::{Client, Site},
    prices::Standing,
};

/// Where to divide a part. Sites are named by their rows of the matrix, which do not change as parts shrink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Branch {
    /// A site becomes a centre or not.
    Site(usize),
    /// An area belongs to one of these sites or to none of them.
    Area(Client, Vec<usize>),
}

/// The halves of a part; only one of them if the site is no longer there.
pub(super) fn divide(part: Relaxation, branch: &Branch) -> Vec<(Side, Relaxation)> {
    let (mut without, mut with) = (part.clone(), part);
    match branch {
        Branch::Site(row) => {
            let mut territories = with.territories.iter_enumerated();
            let Some((site, _)) = territories.find(|(_, territory)| territory.row == *row) else {
                return vec![(Side::Without, without)];
            };
            without.standings[site] = Standing::Closed;
            with.standings[site] = Standing::Open;
        }
        Branch::Area(area, rows) => {
            let members = with.territories.iter().map(|territory| rows.contains(&territory.row));
            let is_member: IxVec<Site, bool> = IxVec::from_rows(members.collect());
            without.forbid(|site, client| client == *area && is_member[site]);
            with.forbid(|site, client| client == *area && !is_member[site]);
        }
    }
    vec![(Side::Without, without), (Side::With, with)]
}
