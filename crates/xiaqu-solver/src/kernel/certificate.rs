//! Bounds in whole numbers from any duals (FORMULATION 4.25).

use xiaqu_model::{Index, IxVec, StationIx};

use super::{
    fixed::{bit_length, ceiling_shift},
    index::{ColumnIx, LevelIx, TripleIx},
    levels::Levels,
    program::Column,
    stage::Stage,
    triples::Triples,
};

/// Duals as whole numbers with so many binary places.
#[derive(Clone, Debug)]
pub(crate) struct Duals {
    /// Of (4.20.1), any sign.
    pub(crate) cover: IxVec<StationIx, i128>,
    /// Of the limits in the order of the stage's active functionals, the first left out; 0 or more.
    pub(crate) limits: Vec<i128>,
    /// Of the levels, 0 or more.
    pub(crate) levels: IxVec<LevelIx, i128>,
    /// Of the cuts on three stations, 0 or more.
    pub(crate) triples: IxVec<TripleIx, i128>,
}

/// A true bound with what every column costs beyond it.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// No plan is below: `open` plus this many 2^-places.
    pub(crate) bound: i128,
    /// A plan is not below the bound plus the sum of these over its columns; 0 or more for columns in play.
    pub(crate) reduced: IxVec<ColumnIx, i128>,
    /// Reduced costs below zero before the duals were mended.
    pub(crate) least: Vec<(i128, ColumnIx)>,
    /// The duals as mended.
    pub(crate) duals: Duals,
}

/// Binary places for a stage: products stay far below 2^127.
pub(crate) fn places(stage: &Stage<'_>) -> u32 {
    let range = stage.range.first().copied().unwrap_or(0);
    96_u32.saturating_sub(bit_length(range)).min(60)
}

/// Largest dual of a limit: its product with any value of the functional stays below 2^114.
pub(crate) fn largest_limit_dual(stage: &Stage<'_>, which: usize) -> i128 {
    let range = stage.range.get(which).copied().unwrap_or(i128::MAX);
    let room = stage.room.get(which).copied().unwrap_or(0).abs();
    1_i128 << 114_u32.saturating_sub(bit_length(range.max(room))).min(100)
}

/// Which costs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Costs {
    All,
    /// Only what is left unserved: a bound above zero then proves that no plan is feasible.
    Unserved,
}

/// Reduced cost of a column that is out of play: beyond every slack.
const OUT_OF_PLAY: i128 = 1 << 124;

/// Everything that turns duals into a bound.
pub(crate) struct Certifier<'a> {
    pub(crate) stage: &'a Stage<'a>,
    pub(crate) levels: &'a Levels,
    pub(crate) triples: &'a Triples,
    pub(crate) places: u32,
    pub(crate) costs: Costs,
}

impl Certifier<'_> {
    /// The bound over plans of the columns that `in_play` keeps.
    ///
    /// Reduced costs below zero are mended by lowering the dual of a member, so that in the end every column in play
    /// has 0 or more and the duals alone are the bound.
    pub(crate) fn certify(&self, mut duals: Duals, in_play: impl Fn(ColumnIx) -> bool) -> Certificate {
        self.cap_levels(&mut duals);
        let level_at = self.level_sums(&duals);
        let count = self.stage.program.columns.len();
        let mut reduced: IxVec<ColumnIx, i128> = IxVec::from_fn(count, |_| 0);
        let mut least = Vec::new();
        let mut scratch = Scratch::default();
        for (column, row) in self.stage.program.columns.iter_enumerated() {
            if !self.stage.kept[column] {
                continue;
            }
            if in_play(column) {
                let cost = self.reduced_cost(column, row, (&duals, &level_at), &mut scratch);
                if cost < 0 {
                    least.push((cost, column));
                }
                reduced[column] = cost;
            } else {
                reduced[column] = OUT_OF_PLAY;
            }
        }
        self.mend(&mut reduced, &least, &mut duals.cover);
        let fixed: i128 = duals.cover.iter().sum::<i128>() + duals.levels.iter().sum::<i128>();
        let rooms: i128 = duals.limits.iter().zip(self.stage.room.iter().skip(1)).map(|(dual, room)| dual * room).sum();
        let bound = fixed - duals.triples.iter().sum::<i128>() - rooms;
        Certificate { bound, reduced, least, duals }
    }

    /// A level's dual is at most its cost in the combined objective.
    fn cap_levels(&self, duals: &mut Duals) {
        for (dual, level) in duals.levels.iter_mut().zip(&self.levels.table) {
            if let Some(costs) = &level.costs {
                *dual = (*dual).min(self.combined(costs, &duals.limits));
            }
        }
    }

    /// Objective plus limits times their duals, scaled.
    fn combined(&self, amounts: &[i128], limits: &[i128]) -> i128 {
        let objective = match self.costs {
            Costs::All => amounts.first().copied().unwrap_or(0) << self.places,
            Costs::Unserved => 0,
        };
        objective + amounts.iter().skip(1).zip(limits).map(|(amount, dual)| amount * dual).sum::<i128>()
    }

    /// Sum of the duals of all levels that contain a station.
    fn level_sums(&self, duals: &Duals) -> IxVec<StationIx, i128> {
        IxVec::from_fn(self.stage.program.stations, |station| {
            self.levels.at[station].iter().map(|&level| duals.levels[level]).sum()
        })
    }

    fn reduced_cost(
        &self,
        column: ColumnIx,
        row: &Column,
        (duals, level_at): (&Duals, &IxVec<StationIx, i128>),
        scratch: &mut Scratch,
    ) -> i128 {
        let mut cost = self.combined(self.stage.share(column), &duals.limits);
        cost -= row.members.iter().map(|&member| duals.cover[member]).sum::<i128>();
        if row.members.len() == row.closed.len() + 1 {
            cost -= row.open().map(|station| level_at[station]).sum::<i128>();
        } else {
            scratch.levels.clear();
            row.open().for_each(|station| scratch.levels.extend(&self.levels.at[station]));
            scratch.levels.sort_unstable();
            scratch.levels.dedup();
            cost -= scratch.levels.iter().map(|&level| duals.levels[level]).sum::<i128>();
        }
        if row.closed.len() > 1 {
            let inside = row.closed.iter().flat_map(|&station| &self.levels.lowest_at[station]);
            let inside = inside.filter(|&&level| self.levels.table[level].is_closed_by(row));
            cost -= inside.map(|&level| duals.levels[level]).sum::<i128>();
        }
        if row.members.len() > 1 && !self.triples.table.is_empty() {
            scratch.triples.clear();
            row.members.iter().for_each(|&member| scratch.triples.extend(&self.triples.at[member]));
            scratch.triples.sort_unstable();
            let mut last = (None, 0);
            for &triple in &scratch.triples {
                last = if last.0 == Some(triple) { (last.0, last.1 + 1) } else { (Some(triple), 1) };
                if last.1 == 2 {
                    cost += duals.triples[triple];
                }
            }
        }
        cost
    }

    /// Lowers duals of (4.20.1) until no reduced cost is below zero.
    fn mend(
        &self,
        reduced: &mut IxVec<ColumnIx, i128>,
        negative: &[(i128, ColumnIx)],
        cover: &mut IxVec<StationIx, i128>,
    ) {
        if negative.is_empty() {
            return;
        }
        let mut lowered: IxVec<StationIx, i128> = IxVec::from_fn(self.stage.program.stations, |_| 0);
        for &(cost, column) in negative {
            let members = &self.stage.program.columns[column].members;
            let now = cost + members.iter().map(|&member| lowered[member]).sum::<i128>();
            if let Some(&first) = members.first().filter(|_| now < 0) {
                lowered[first] -= now;
            }
        }
        for (cost, row) in reduced.iter_mut().zip(&self.stage.program.columns) {
            *cost += row.members.iter().map(|&member| lowered[member]).sum::<i128>();
        }
        cover.iter_mut().zip(&lowered).for_each(|(cover, lowered)| *cover -= lowered);
    }

    /// Reduced costs of all columns of the program, also of those that another one beats.
    pub(crate) fn of_all(&self, certificate: &Certificate) -> IxVec<ColumnIx, i128> {
        let mut reduced = certificate.reduced.clone();
        for column in reduced.indices().filter(|&column| !self.stage.kept[column]) {
            let mut rival = column;
            while let Some(better) = self.stage.beaten_by[rival].filter(|_| !self.stage.kept[rival]) {
                rival = better;
            }
            let base = if self.stage.kept[rival] { certificate.reduced[rival] } else { OUT_OF_PLAY };
            let first = |column| self.stage.share(column).first().copied().unwrap_or(0);
            // What it adds to limits only makes it dearer.
            reduced[column] = base + ((first(column) - first(rival)) << self.places);
        }
        reduced
    }

    /// What is left of the cost of every level above its dual; `None` where a level is forbidden.
    pub(crate) fn levels_left(&self, duals: &Duals) -> Vec<Option<i128>> {
        let levels = self.levels.table.iter().zip(&duals.levels);
        levels
            .map(|(level, dual)| level.costs.as_ref().map(|costs| self.combined(costs, &duals.limits) - dual))
            .collect()
    }

    /// The least value of the objective that the bound allows.
    pub(crate) fn value(&self, bound: i128) -> i128 {
        self.stage.open.first().copied().unwrap_or(0) + ceiling_shift(bound, self.places)
    }

    /// How far above a bound a sum of reduced costs may be for a plan of at most this value.
    pub(crate) fn slack(&self, ceiling: i128, bound: i128) -> i128 {
        // No sum of reduced costs and no bound is further from zero than 2^119, so that clamping changes no comparison.
        let farthest = 1_i128 << (120 - self.places);
        let above = ceiling.saturating_sub(self.stage.open.first().copied().unwrap_or(0));
        (above.clamp(-farthest, farthest) << self.places) - bound
    }
}

#[derive(Default)]
struct Scratch {
    levels: Vec<LevelIx>,
    triples: Vec<TripleIx>,
}

/// Columns of most negative reduced cost, spread over the stations: at most so many for each lowest member.
pub(crate) fn cheapest(stage: &Stage<'_>, least: &[(i128, ColumnIx)], for_each: usize) -> Vec<ColumnIx> {
    let mut ordered = least.to_vec();
    ordered.sort_unstable();
    let mut taken: IxVec<StationIx, usize> = IxVec::from_fn(stage.program.stations, |_| 0);
    let mut chosen = Vec::new();
    for (_, column) in ordered {
        let lowest = stage.program.columns[column].members.first().copied().unwrap_or(StationIx::from_position(0));
        if taken[lowest] < for_each {
            taken[lowest] += 1;
            chosen.push(column);
        }
    }
    chosen
}
