//! Dividing at an area: it belongs to one of the sites on one side, or to none of them (FORMULATION 7.19).
//!
//! Where many sites are open a little, closing one of them says next to nothing. That an area is served from this side or
//! from the other says as much in both halves.

use std::collections::BTreeMap;

use xiaqu_model::{Index, cast::signed_to_f64};

use super::{
    bounding::WHOLE, division::Branch, master::Point, relaxation::Relaxation, search::Search, territory::Territory,
};
use crate::locate::index::Client;

/// An area of which one site serves more than this is not divided at.
const DECIDED: f64 = 0.95;

/// Most areas among which the one to divide at is chosen.
const AREAS: usize = 6;

/// The sites within a radius of a leading one against all others.
#[derive(Debug)]
struct Split {
    weight: f64,
    area: Client,
    leader: usize,
    radius: i64,
}

impl Search<'_> {
    /// The division at an area that promises most, with its promise. Areas that were never divided at are tried out first.
    pub(super) fn best_split(&mut self, node: &Relaxation, point: &Point) -> Option<(f64, Branch)> {
        let mut splits = self.splits(node, point);
        splits.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.area.cmp(&other.area)));
        splits.truncate(AREAS);
        let mut best: Option<(f64, Branch)> = None;
        for split in splits {
            let rows = node.territories.iter().map(|territory| territory.row);
            let rows = rows.filter(|row| self.apart(split.leader, *row) <= split.radius).collect();
            let branch = Branch::Area(split.area, rows);
            let area = split.area.position();
            if !self.area_gains.knows(area) && self.watch.reached().is_none() {
                self.try_out(node, &branch);
            }
            let promise = self.area_gains.promise(area);
            if best.as_ref().is_none_or(|(best, _)| promise > *best) {
                best = Some((promise, branch));
            }
        }
        best
    }

    /// The areas that a linear program serves from several sites, each with its best split.
    fn splits(&self, node: &Relaxation, point: &Point) -> Vec<Split> {
        let territories: BTreeMap<usize, &Territory> =
            node.territories.iter().map(|territory| (territory.row, territory)).collect();
        let mut serving: BTreeMap<Client, Vec<(usize, f64)>> = BTreeMap::new();
        for &(row, client, value) in point.served.iter().filter(|(_, _, value)| *value > WHOLE) {
            let territory = territories.get(&row);
            if territory.is_some_and(|territory| territory.pairs.iter().any(|pair| pair.client == client)) {
                serving.entry(client).or_default().push((row, value));
            }
        }
        serving.into_iter().filter_map(|(area, serving)| self.split(area, serving)).collect()
    }

    /// Where the sites that serve an area fall apart most: by distance from the one that serves most of it.
    fn split(&self, area: Client, mut serving: Vec<(usize, f64)>) -> Option<Split> {
        let (leader, most) =
            serving.iter().copied().max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))?;
        if most > DECIDED {
            return None;
        }
        serving.sort_by_key(|(row, _)| (self.apart(leader, *row), *row));
        let mut within = 0.0;
        let splits = serving.iter().zip(serving.iter().skip(1)).filter_map(|((near, value), (far, _))| {
            within += value;
            let radius = self.apart(leader, *near);
            let step = self.apart(leader, *far).saturating_sub(radius);
            let weight = within.min(1.0 - within) * signed_to_f64(step);
            // Sites as far as each other are not told apart.
            (step > 0).then_some(Split { weight, area, leader, radius })
        });
        splits.reduce(|best, split| if split.weight > best.weight { split } else { best })
    }

    fn apart(&self, leader: usize, row: usize) -> i64 {
        if leader == row { 0 } else { self.question.neighbourhood.distance(leader, row) }
    }
}
