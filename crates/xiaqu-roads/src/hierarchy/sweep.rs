//! Sweeps: from sources up the hierarchy and down again, restricted to what the targets need.

use rayon::prelude::*;
use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    error::HierarchyError,
    index::{NOTHING, Rank, stored},
    lanes::{Lanes, Single, Sixteen, store},
    metric::{FAR, Metric, too_long},
    time_matrix::TimeMatrix,
};

/// The junctions from which targets can be reached last: the targets and all above them, from the top down, with the
/// arcs that lead down to each. Made once for a set of targets, used for any number of sources.
///
/// Delling, Goldberg and Werneck, "Faster batched shortest paths in road networks" (2011).
#[derive(Clone, Debug)]
pub struct TargetSweep<'metric> {
    metric: &'metric Metric<'metric>,
    /// From the top down.
    members: Vec<Rank>,
    member_of: IxVec<Rank, u32>,
    /// Where the arcs of each member start, and the end.
    first: Vec<u32>,
    arcs: Vec<DownArc>,
    /// The member of each target.
    targets: Vec<u32>,
}

/// An arc from a member above.
#[derive(Clone, Copy, Debug)]
struct DownArc {
    from: u32,
    time: i32,
}

/// Targets handed out at a time.
const TILE: usize = 16;

/// A start of a search: junction and time at which it is left, in milliseconds.
pub(crate) type Seed = (NodeIx, u32);

impl Metric<'_> {
    /// Prepares sweeps towards junctions; the same one may be given more than once.
    ///
    /// # Errors
    /// [`HierarchyError::UnknownJunction`].
    pub fn towards(&self, targets: &[NodeIx]) -> Result<TargetSweep<'_>, HierarchyError> {
        let hierarchy = self.hierarchy;
        let mut is_member = IxVec::from_fn(hierarchy.up.len(), |_: Rank| false);
        let ranks: Result<Vec<Rank>, HierarchyError> = targets.iter().map(|target| self.rank(*target)).collect();
        let ranks = ranks?;
        let mut count = 0;
        for rank in &ranks {
            let mut rank = *rank;
            while rank != Rank::NONE && !is_member[rank] {
                is_member[rank] = true;
                count += 1;
                rank = hierarchy.parents[rank];
            }
        }
        let mut members = Vec::with_capacity(count);
        members.extend(is_member.iter_enumerated().rev().filter(|(_, is_member)| **is_member).map(|(rank, _)| rank));
        let mut member_of = IxVec::from_fn(hierarchy.up.len(), |_: Rank| NOTHING);
        for (place, rank) in members.iter().enumerate() {
            member_of[*rank] = stored(place);
        }
        let targets = ranks.iter().map(|rank| member_of[*rank]).collect();
        Ok(self.sweep_of(members, member_of, targets))
    }

    /// Prepares sweeps towards all junctions, in their order.
    pub fn towards_all(&self) -> TargetSweep<'_> {
        let members: Vec<Rank> = self.hierarchy.up.tails().rev().collect();
        let last = stored(members.len().saturating_sub(1));
        let member_of = IxVec::from_fn(members.len(), |rank: Rank| last - rank.0);
        let targets = self.hierarchy.ranks.iter().map(|rank| member_of[*rank]).collect();
        self.sweep_of(members, member_of, targets)
    }

    fn sweep_of(&self, members: Vec<Rank>, member_of: IxVec<Rank, u32>, targets: Vec<u32>) -> TargetSweep<'_> {
        let up = &self.hierarchy.up;
        let mut first = Vec::with_capacity(members.len() + 1);
        first.push(0);
        let mut arcs = Vec::with_capacity(members.iter().map(|rank| up.range(*rank).len()).sum());
        for rank in &members {
            let times = self.downward.get(up.range(*rank)).unwrap_or_default();
            for (head, time) in up.of(*rank).iter().zip(times).filter(|(_, time)| **time != FAR) {
                arcs.push(DownArc { from: member_of[*head], time: time.cast_signed() });
            }
            first.push(stored(arcs.len()));
        }
        TargetSweep { metric: self, members, member_of, first, arcs, targets }
    }

    fn rank(&self, junction: NodeIx) -> Result<Rank, HierarchyError> {
        let ranks = &self.hierarchy.ranks;
        let unknown = HierarchyError::UnknownJunction { junction: junction.position(), junctions: ranks.len() };
        ranks.get(junction).copied().ok_or(unknown)
    }
}

impl TargetSweep<'_> {
    /// The time from each source (row) to each target (column), sixteen sources a sweep, sweeps beside each other.
    ///
    /// # Errors
    /// [`HierarchyError::UnknownJunction`]; [`HierarchyError::TimesTooLong`] if a time of 2^31 milliseconds or more came
    /// near.
    pub fn times_from(&self, sources: &[NodeIx]) -> Result<TimeMatrix, HierarchyError> {
        let seeds: Vec<[Seed; 1]> = sources.iter().map(|source| [(*source, 0)]).collect();
        let seeds: Vec<&[Seed]> = seeds.iter().map(<[Seed; 1]>::as_slice).collect();
        self.times_from_seeds(&seeds)
    }

    /// As [`TargetSweep::times_from`], from sources that reach several junctions, at different times.
    pub(crate) fn times_from_seeds(&self, sources: &[&[Seed]]) -> Result<TimeMatrix, HierarchyError> {
        let columns = self.targets.len();
        let mut times = vec![0; columns * sources.len()];
        if columns == 0 || sources.is_empty() {
            return Ok(TimeMatrix { columns, times });
        }
        if sources.len() == 1 {
            self.run::<Single>(sources, &mut times, &mut Vec::new())?;
        } else {
            let lots = sources.par_chunks(Sixteen::COUNT).zip(times.par_chunks_mut(Sixteen::COUNT * columns));
            let run = |blocks: &mut Vec<Sixteen>, (lot, rows): (&[&[Seed]], &mut [u32])| self.run(lot, rows, blocks);
            let done: Vec<Result<(), HierarchyError>> = lots.map_init(Vec::new, run).collect();
            done.into_iter().collect::<Result<(), HierarchyError>>()?;
        }
        Ok(TimeMatrix { columns, times })
    }

    fn run<L: Lanes>(&self, lot: &[&[Seed]], rows: &mut [u32], blocks: &mut Vec<L>) -> Result<(), HierarchyError> {
        // The last time that can take one more arc without reaching FAR, and the first that cannot.
        let limit = FAR - self.metric.longest;
        let limit = store(limit);
        let mut alarm = L::CALM;
        let above = self.climb::<L>(lot, limit, &mut alarm)?;
        self.descend(&above, blocks, limit, &mut alarm);
        if alarm.is_alarmed() {
            return Err(too_long(FAR));
        }
        self.hand_out(blocks, rows);
        Ok(())
    }

    /// Writes the times of the targets into their rows, a tile at a time: reads of memory in no order are then many at
    /// once, and writes are in order.
    fn hand_out<L: Lanes>(&self, blocks: &[L], rows: &mut [u32]) {
        let mut rows: Vec<_> = rows.chunks_mut(self.targets.len()).map(|row| row.chunks_mut(TILE)).collect();
        let mut tile = [L::FAR; TILE];
        for targets in self.targets.chunks(TILE) {
            for (slot, target) in tile.iter_mut().zip(targets) {
                if let Some(block) = blocks.get(*target as usize) {
                    *slot = *block;
                }
            }
            for (lane, row) in rows.iter_mut().enumerate() {
                for (slot, block) in row.next().unwrap_or_default().iter_mut().zip(&tile) {
                    *slot = block.time(lane);
                }
            }
        }
    }

    /// Times at all junctions above the sources, ascending.
    fn climb<L: Lanes>(&self, lot: &[&[Seed]], limit: i32, alarm: &mut L) -> Result<Vec<(Rank, L)>, HierarchyError> {
        let up = &self.metric.hierarchy.up;
        let mut place_of = vec![0_u32; up.len()];
        let mut ranks = Vec::new();
        for (junction, _) in lot.iter().copied().flatten() {
            let mut rank = self.metric.rank(*junction)?;
            while let Some(place) = place_of.get_mut(rank.position()).filter(|place| **place == 0) {
                *place = 1;
                ranks.push(rank);
                rank = self.metric.hierarchy.parents[rank];
            }
        }
        ranks.sort_unstable();
        let mut reached: Vec<L> = vec![L::FAR; ranks.len()];
        for (place, rank) in ranks.iter().enumerate() {
            if let Some(slot) = place_of.get_mut(rank.position()) {
                *slot = stored(place);
            }
        }
        let place = |rank: Rank| place_of.get(rank.position()).map_or(0, |place| *place as usize);
        for (lane, seeds) in lot.iter().enumerate() {
            for (junction, time) in *seeds {
                if *time >= FAR && *time != crate::weights::UNREACHABLE {
                    return Err(too_long(*time));
                }
                if let Some(block) = reached.get_mut(place(self.metric.rank(*junction)?)) {
                    block.reach(lane, *time);
                }
            }
        }
        for (own, rank) in ranks.iter().enumerate() {
            let Some(block) = reached.get(own).copied() else { break };
            block.watch(limit, alarm);
            let times = self.metric.upward.get(up.range(*rank)).unwrap_or_default();
            for (head, time) in up.of(*rank).iter().zip(times) {
                if let Some(higher) = reached.get_mut(place(*head)) {
                    higher.relax(&block, time.cast_signed());
                }
            }
        }
        Ok(ranks.into_iter().zip(reached).collect())
    }

    /// Times at all members.
    fn descend<L: Lanes>(&self, above: &[(Rank, L)], blocks: &mut Vec<L>, limit: i32, alarm: &mut L) {
        blocks.clear();
        blocks.reserve(self.members.len());
        let mut seen = L::CALM;
        let mut climbed = above.iter().rev().filter(|(rank, _)| self.member_of[*rank] != NOTHING).peekable();
        for (rank, ends) in self.members.iter().zip(self.first.windows(2)) {
            let mut block = climbed.next_if(|(climbed, _)| climbed == rank).map_or(L::FAR, |(_, block)| *block);
            if let [start, end] = ends {
                for arc in self.arcs.get(*start as usize..*end as usize).unwrap_or_default() {
                    if let Some(before) = blocks.get(arc.from as usize) {
                        block.relax(before, arc.time);
                    }
                }
            }
            block.watch(limit, &mut seen);
            blocks.push(block);
        }
        // Kept beside the loop until here, so that it stays in registers.
        alarm.merge(&seen);
    }
}
