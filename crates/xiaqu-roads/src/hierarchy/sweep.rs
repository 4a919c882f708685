//! Sweeps: from sources up the hierarchy and down again, restricted to what the targets need.

use rayon::prelude::*;
use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    error::HierarchyError,
    index::{NOTHING, Rank, stored},
    lanes::{Eight, Four, Lanes, Single, Sixteen, store},
    metric::{FAR, Metric, too_long},
    structure::Hierarchy,
    time_matrix::TimeMatrix,
};
use crate::weights::UNREACHABLE;

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

/// Memory that sweeps of one thread use again.
#[derive(Default)]
struct Scratch {
    /// Place of a rank among those above the sources; nothing between sweeps.
    place_of: Vec<u32>,
    blocks: Vec<Sixteen>,
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
        for rank in &ranks {
            let mut rank = *rank;
            while rank != Rank::NONE && !is_member[rank] {
                is_member[rank] = true;
                rank = hierarchy.parents[rank];
            }
        }
        let (members, member_of) = number_members(&is_member);
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
        // More than is needed costs addresses, not memory.
        let mut arcs = Vec::with_capacity(up.heads().len());
        for rank in &members {
            let times = self.downward.get(up.range(*rank)).unwrap_or_default();
            // Closed ones too: they change nothing, and leaving them out costs more than it saves.
            let arc = |(head, time): (&Rank, &u32)| DownArc { from: member_of[*head], time: time.cast_signed() };
            arcs.extend(up.of(*rank).iter().zip(times).map(arc));
            first.push(stored(arcs.len()));
        }
        TargetSweep { metric: self, members, member_of, first, arcs, targets }
    }

    fn rank(&self, junction: NodeIx) -> Result<Rank, HierarchyError> {
        let ranks = &self.hierarchy.ranks;
        let unknown = || HierarchyError::UnknownJunction { junction: junction.position(), junctions: ranks.len() };
        ranks.get(junction).copied().ok_or_else(unknown)
    }
}

/// The members from the top down, and the place of each. Every rank is written, wanted or not: a branch that is as often
/// taken as not costs more.
fn number_members(is_member: &IxVec<Rank, bool>) -> (Vec<Rank>, IxVec<Rank, u32>) {
    let mut members = vec![Rank::NONE; is_member.len() + 1];
    let mut member_of = IxVec::from_fn(is_member.len(), |_: Rank| NOTHING);
    let mut count = 0;
    let places = member_of.iter_mut().zip(is_member.iter_enumerated()).rev();
    for (place, (rank, is_member)) in places {
        if let Some(slot) = members.get_mut(count) {
            *slot = rank;
        }
        *place = if *is_member { stored(count) } else { NOTHING };
        count += usize::from(*is_member);
    }
    members.truncate(count);
    (members, member_of)
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
        let lots = sources.par_chunks(Sixteen::COUNT).zip(times.par_chunks_mut(Sixteen::COUNT * columns));
        let run = |scratch: &mut Scratch, (lot, rows): (&[&[Seed]], &mut [u32])| {
            let Scratch { place_of, blocks } = scratch;
            if lot.len() == Single::COUNT {
                self.run::<Single>(lot, rows, place_of, &mut Vec::new())
            } else if lot.len() <= Four::COUNT {
                self.run::<Four>(lot, rows, place_of, &mut Vec::new())
            } else if lot.len() <= Eight::COUNT {
                self.run::<Eight>(lot, rows, place_of, &mut Vec::new())
            } else {
                self.run::<Sixteen>(lot, rows, place_of, blocks)
            }
        };
        let done: Vec<Result<(), HierarchyError>> = lots.map_init(Scratch::default, run).collect();
        done.into_iter().collect::<Result<(), HierarchyError>>()?;
        Ok(TimeMatrix { columns, times })
    }

    fn run<L: Lanes>(
        &self,
        lot: &[&[Seed]],
        rows: &mut [u32],
        place_of: &mut Vec<u32>,
        blocks: &mut Vec<L>,
    ) -> Result<(), HierarchyError> {
        // The first time that cannot take one more arc without reaching FAR.
        let limit = store(FAR - self.metric.longest);
        let mut alarm = L::CALM;
        let climbed = self.climb::<L>(lot, place_of)?;
        self.descend(&climbed, blocks, limit, &mut alarm);
        for (_, block) in &climbed {
            block.watch(limit, &mut alarm);
        }
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
    fn climb<L: Lanes>(&self, lot: &[&[Seed]], place_of: &mut Vec<u32>) -> Result<Vec<(Rank, L)>, HierarchyError> {
        let Hierarchy { up, parents, .. } = self.metric.hierarchy;
        place_of.resize(up.len(), NOTHING);
        let mut starts = Vec::new();
        for (lane, (junction, time)) in
            lot.iter().enumerate().flat_map(|(lane, seeds)| seeds.iter().map(move |seed| (lane, seed)))
        {
            if *time >= FAR && *time != UNREACHABLE {
                return Err(too_long(*time));
            }
            starts.push((lane, self.metric.rank(*junction)?, *time));
        }
        let mut climbed = Vec::new();
        for (_, start, _) in &starts {
            let mut rank = *start;
            while let Some(place) = place_of.get_mut(rank.position()).filter(|place| **place == NOTHING) {
                *place = 0;
                climbed.push((rank, L::FAR));
                rank = parents[rank];
            }
        }
        climbed.sort_unstable_by_key(|(rank, _)| *rank);
        for (place, (rank, _)) in climbed.iter().enumerate() {
            if let Some(slot) = place_of.get_mut(rank.position()) {
                *slot = stored(place);
            }
        }
        let place = |rank: Rank| place_of.get(rank.position()).map_or(0, |place| *place as usize);
        for (lane, rank, time) in starts {
            if let Some((_, block)) = climbed.get_mut(place(rank)) {
                block.reach(lane, time);
            }
        }
        for own in 0..climbed.len() {
            let Some((rank, block)) = climbed.get(own).copied() else { break };
            let times = self.metric.upward.get(up.range(rank)).unwrap_or_default();
            for (head, time) in up.of(rank).iter().zip(times) {
                if let Some((_, higher)) = climbed.get_mut(place(*head)) {
                    higher.relax(&block, time.cast_signed());
                }
            }
        }
        // As it was found, for the next lot.
        for (rank, _) in &climbed {
            if let Some(slot) = place_of.get_mut(rank.position()) {
                *slot = NOTHING;
            }
        }
        Ok(climbed)
    }

    /// Times at all members.
    fn descend<L: Lanes>(&self, climbed: &[(Rank, L)], blocks: &mut Vec<L>, limit: i32, alarm: &mut L) {
        blocks.clear();
        blocks.reserve(self.members.len());
        let mut seen = L::CALM;
        let mut climbed = climbed.iter().rev().filter(|(rank, _)| self.member_of[*rank] != NOTHING).peekable();
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
