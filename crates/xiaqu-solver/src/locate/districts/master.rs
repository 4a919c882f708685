//! The linear program of a question, grown and solved again for its parts: it proposes prices (FORMULATION 7.19).

use std::collections::{BTreeMap, BTreeSet};

use xiaqu_model::{
    IxVec,
    cast::{count_to_f64, signed_to_f64, to_i64},
};

use super::{
    relaxation::Relaxation,
    territory::{Pair, Prices, Shape},
};
use crate::{
    backend::{Linear, Method, RowAt, VariableAt},
    control::Watch,
    error::SearchError,
    locate::{
        index::{Client, Site},
        prices::Standing,
    },
};

/// Largest cost in the linear program.
const LARGEST: f64 = 1e4;

/// Cost of leaving a client unserved, as a multiple of the largest cost.
const UNSERVED: f64 = 4.0;

/// A row that is broken by less than this is not added.
const BROKEN: f64 = 1e-5;

/// Most times that broken rows are looked for at one part.
const ROUNDS: usize = 60;

/// A row of a block.
#[derive(Debug)]
struct Cut {
    shape: Shape,
    row: RowAt,
}

/// A candidate in the program.
#[derive(Debug)]
struct Block {
    row: usize,
    pairs: Vec<Pair>,
    variables: Vec<VariableAt>,
    /// Where its variables begin in a report.
    first: usize,
    bounds: Vec<(f64, f64)>,
    cuts: Vec<Cut>,
    known: BTreeSet<Shape>,
}

/// The linear program of everything below one root.
#[derive(Debug)]
pub(super) struct Master {
    linear: Linear,
    blocks: Vec<Block>,
    served: IxVec<Client, RowAt>,
    /// Fine cost of a unit of the program.
    unit: f64,
    /// How often it was solved.
    solves: u64,
}

/// What the program says of a part.
pub(super) struct Point {
    /// Prices of clients.
    pub(super) prices: IxVec<Client, i64>,
    /// Prices of rows, by site of the part.
    pub(super) rows: IxVec<Site, Prices>,
    /// How open each site is.
    pub(super) open: IxVec<Site, f64>,
    /// Which row of the matrix serves which client, and how much of it.
    pub(super) served: Vec<(usize, Client, f64)>,
}

impl Master {
    /// The program of a part and of everything that is left of it later; starts with the rows that have a price there.
    pub(super) fn new(root: &Relaxation, seed: u64) -> Result<Self, SearchError> {
        let costs = || root.territories.iter().flat_map(|territory| &territory.pairs).map(|pair| pair.base.abs());
        let unit = signed_to_f64(costs().max().unwrap_or(1).max(1)) / LARGEST;
        let mut linear = Linear::new(seed)?;
        let centres = count_to_f64(root.centres);
        let counted = linear.add_row((centres, centres), &[])?;
        let mut served: IxVec<Client, RowAt> = IxVec::default();
        for _ in 0..root.clients() {
            served.push(linear.add_row((1.0, 1.0), &[])?);
        }
        for row in &served {
            linear.add_variable(UNSERVED * LARGEST, (0.0, 1.0), &[(*row, 1.0)])?;
        }
        let mut next = served.len();
        let mut blocks = Vec::with_capacity(root.territories.len());
        for territory in &root.territories {
            let mut variables = Vec::with_capacity(territory.pairs.len());
            for (place, pair) in territory.pairs.iter().enumerate() {
                let entries = [(served[pair.client], 1.0), (counted, 1.0)];
                let entries = if place == 0 { &entries[..] } else { &entries[..1] };
                variables.push(linear.add_variable(signed_to_f64(pair.base) / unit, (0.0, 1.0), entries)?);
            }
            let (first, bounds) = (next, vec![(0.0, 1.0); variables.len()]);
            next += variables.len();
            let pairs = territory.pairs.clone();
            let mut block =
                Block { row: territory.row, pairs, variables, first, bounds, cuts: Vec::new(), known: BTreeSet::new() };
            for row in territory.rows.iter().filter(|row| row.best_price > 0) {
                block.add(&mut linear, row.shape.clone())?;
            }
            for place in root.attractive(territory) {
                block.add(&mut linear, Shape { head: place, factor: 1, tail: vec![0] })?;
            }
            blocks.push(block);
        }
        Ok(Self { linear, blocks, served, unit, solves: 0 })
    }

    /// Solves the program of a part, with all rows that its answer breaks; `None` if the solver has no answer.
    pub(super) fn solve(&mut self, part: &Relaxation, limit: f64, watch: &Watch) -> Result<Option<Point>, SearchError> {
        self.restrict(part)?;
        let mut round = 0;
        loop {
            let method = if self.solves == 0 { Method::Interior } else { Method::Simplex };
            let report = self.linear.solve(method, watch.seconds_left())?;
            self.solves += 1;
            round += 1;
            if !report.optimal {
                return Ok(None);
            }
            let prices = self.served.iter().map(|row| report.duals.get(row.position()).copied().unwrap_or(0.0));
            let prices = IxVec::from_rows(prices.map(|dual| self.fine(dual)).collect());
            let mut added = 0;
            if round < ROUNDS && self.value(&report.values) <= limit {
                for block in &mut self.blocks {
                    added += block.separate(&mut self.linear, &report.values)?;
                }
            }
            if added == 0 {
                return Ok(Some(self.point(part, &report.values, &report.duals, prices)));
            }
        }
    }

    /// The value of the program of a part with the rows that it has, fine; `None` if the solver has no answer.
    pub(super) fn estimate(&mut self, part: &Relaxation, watch: &Watch) -> Result<Option<f64>, SearchError> {
        self.restrict(part)?;
        let report = self.linear.solve(Method::Simplex, watch.seconds_left())?;
        Ok(report.optimal.then(|| self.value(&report.values)))
    }

    fn fine(&self, dual: f64) -> i64 {
        // No price need be higher than leaving a client unserved; a dual that has gone astray must not make sums overflow.
        let most = UNSERVED * LARGEST;
        to_i64((dual.clamp(-most, most) * self.unit).round()).unwrap_or(0)
    }

    fn value(&self, values: &[f64]) -> f64 {
        let unserved: f64 = values.iter().take(self.served.len()).sum::<f64>() * UNSERVED * LARGEST * self.unit;
        let costs = self.blocks.iter().flat_map(|block| &block.pairs).map(|pair| signed_to_f64(pair.base));
        unserved + costs.zip(values.iter().skip(self.served.len())).map(|(cost, value)| cost * value).sum::<f64>()
    }

    /// Gives the variables the bounds that they have in a part.
    fn restrict(&mut self, part: &Relaxation) -> Result<(), SearchError> {
        let mut left = part.territories.iter_enumerated().peekable();
        for block in &mut self.blocks {
            let mut wanted = vec![(0.0, 0.0); block.pairs.len()];
            if let Some((site, territory)) = left.next_if(|(_, territory)| territory.row == block.row)
                && part.standings[site] != Standing::Closed
            {
                let mut pairs = territory.pairs.iter().peekable();
                for (pair, wanted) in block.pairs.iter().zip(&mut wanted) {
                    if pairs.next_if(|kept| kept.client == pair.client).is_some() {
                        *wanted = (0.0, 1.0);
                    }
                }
                if let Some(own) = wanted.first_mut().filter(|_| part.standings[site] == Standing::Open) {
                    *own = (1.0, 1.0);
                }
            }
            for ((bounds, wanted), variable) in block.bounds.iter_mut().zip(wanted).zip(&block.variables) {
                if *bounds != wanted {
                    self.linear.set_bounds(*variable, wanted)?;
                    *bounds = wanted;
                }
            }
        }
        Ok(())
    }

    fn point(&self, part: &Relaxation, values: &[f64], duals: &[f64], prices: IxVec<Client, i64>) -> Point {
        let mut rows: IxVec<Site, Prices> = IxVec::default();
        let mut open: IxVec<Site, f64> = IxVec::default();
        let mut served = Vec::new();
        let mut blocks = self.blocks.iter();
        for territory in &part.territories {
            let Some(block) = blocks.find(|block| block.row == territory.row) else { break };
            let mut pairs = territory.pairs.iter().enumerate().peekable();
            let from = served.len();
            let mut places = Vec::with_capacity(block.pairs.len());
            for (pair, value) in block.pairs.iter().zip(values.iter().skip(block.first)) {
                let place = pairs.next_if(|(_, kept)| kept.client == pair.client).map(|(place, _)| place);
                if place == Some(0) || *value > BROKEN {
                    served.push((block.row, pair.client, *value));
                }
                places.push(place);
            }
            open.push(served.get(from).map_or(0.0, |(_, _, value)| *value));
            rows.push(self.row_prices(block, &places, duals));
        }
        Point { prices, rows, open, served }
    }

    fn row_prices(&self, block: &Block, places: &[Option<usize>], duals: &[f64]) -> Prices {
        let place = |at: usize| places.get(at).copied().flatten();
        let mut prices: Prices = BTreeMap::new();
        for cut in &block.cuts {
            let price = self.fine(-duals.get(cut.row.position()).copied().unwrap_or(0.0));
            if price <= 0 || cut.shape.tail == [0] {
                continue;
            }
            if let Some(head) = place(cut.shape.head) {
                let tail = cut.shape.tail.iter().filter_map(|at| place(*at)).collect();
                *prices.entry(Shape { head, tail, ..cut.shape }).or_insert(0) += price;
            }
        }
        prices
    }
}

impl Block {
    fn add(&mut self, linear: &mut Linear, shape: Shape) -> Result<bool, SearchError> {
        if !self.known.insert(shape.clone()) {
            return Ok(false);
        }
        let variable = |at: usize, factor: f64| self.variables.get(at).map(|variable| (*variable, factor));
        let head = variable(shape.head, signed_to_f64(shape.factor));
        let tail = shape.tail.iter().filter_map(|at| variable(*at, -1.0));
        let entries: Vec<(VariableAt, f64)> = head.into_iter().chain(tail).collect();
        let row = linear.add_row((f64::NEG_INFINITY, 0.0), &entries)?;
        self.cuts.push(Cut { shape, row });
        Ok(true)
    }

    /// Adds the rows that an answer breaks most, one for each pair; says how many.
    fn separate(&mut self, linear: &mut Linear, values: &[f64]) -> Result<usize, SearchError> {
        let Some(values) = values.get(self.first..self.first + self.pairs.len()) else { return Ok(0) };
        let at = |place: usize| values.get(place).copied().unwrap_or(0.0);
        let mut found: Vec<Shape> = Vec::new();
        for (head, pair) in self.pairs.iter().enumerate().skip(1) {
            if at(head) < BROKEN {
                continue;
            }
            if at(head) > at(0) + BROKEN {
                found.push(Shape { head, factor: 1, tail: vec![0] });
            }
            if pair.at_least > 0 {
                let mut tail = pair.of.clone();
                tail.sort_by(|one, other| at(*one).total_cmp(&at(*other)).then(one.cmp(other)));
                let least = pair.of.len() + 1 - pair.at_least;
                // The row that is broken most has every area that is served less than the head.
                let lower = tail.iter().filter(|place| at(**place) < at(head)).count();
                tail.truncate(lower.max(least));
                let factor = count_to_f64(tail.len() + 1 - least);
                if factor * at(head) > tail.iter().map(|place| at(*place)).sum::<f64>() + BROKEN {
                    tail.sort_unstable();
                    found.push(Shape { head, factor: to_i64(factor).unwrap_or(1), tail });
                }
            }
        }
        let mut added = 0;
        for shape in found {
            added += usize::from(self.add(linear, shape)?);
        }
        Ok(added)
    }
}

#[cfg(test)]
impl Master {
    /// All rows of contiguity: centre, factor, head and tail.
    pub(super) fn shapes(&self) -> Vec<(usize, i64, Client, Vec<Client>)> {
        let of = |block: &Block, place: usize| block.pairs[place].client;
        let shape = |block: &Block, Shape { head, factor, tail }: &Shape| {
            (block.row, *factor, of(block, *head), tail.iter().map(|place| of(block, *place)).collect())
        };
        self.blocks.iter().flat_map(|block| block.cuts.iter().map(move |cut| shape(block, &cut.shape))).collect()
    }
}
