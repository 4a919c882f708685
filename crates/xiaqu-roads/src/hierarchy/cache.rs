//! The hierarchy kept beside the data.
//!
//! ```text
//! 8 bytes   XIAQUHI and the version
//! 32 bytes  SHA-256 of the arcs of the graph
//! 8 + 8     number of junctions, number of arcs of the hierarchy
//! 4 each    rank of every junction; where the list of every rank starts, and the end; the lists
//! 32 bytes  SHA-256 of all before
//! ```
//! Numbers are little-endian. What is read is checked to be a hierarchy of the graph, so that a file that opens gives the
//! times of plain Dijkstra whoever wrote it.

use std::{io::Write, path::Path};

use sha2::{Digest, Sha256};
use xiaqu_model::{Index, IxVec, NodeIx};

use super::{
    chordal::is_chordal,
    error::HierarchyError,
    graph::RoadGraph,
    index::Rank,
    star::Star,
    structure::{Hierarchy, slots},
};
use crate::whole_file::write_whole;

const MAGIC: &[u8; 8] = b"XIAQUHI1";
const HASH_LENGTH: usize = 32;
const HEAD_LENGTH: usize = MAGIC.len() + HASH_LENGTH + 2 * COUNT_LENGTH;
const COUNT_LENGTH: usize = 8;
const NUMBER_LENGTH: usize = 4;

impl Hierarchy {
    /// Writes the hierarchy of a graph, whole or not at all.
    ///
    /// # Errors
    /// [`HierarchyError::File`].
    pub fn write(&self, path: &Path, graph: &RoadGraph) -> Result<(), HierarchyError> {
        let failed = |source| HierarchyError::File { path: path.to_owned(), source };
        let bytes = self.to_bytes(graph);
        write_whole(path, |file| file.write_all(&bytes)).map_err(failed)
    }

    /// Opens the hierarchy of a graph. Every error but [`HierarchyError::File`] of a file that cannot be written says that
    /// it has to be built again ([`Hierarchy::build`]).
    ///
    /// # Errors
    /// [`HierarchyError::File`] if it cannot be read, [`HierarchyError::NotAHierarchy`] if it is something else or of
    /// another version, [`HierarchyError::Damaged`] if it is cut short or changed, [`HierarchyError::Stale`] if it belongs
    /// to another graph.
    pub fn open(path: &Path, graph: &RoadGraph) -> Result<Self, HierarchyError> {
        let bytes = fs_err::read(path).map_err(|source| HierarchyError::File { path: path.to_owned(), source })?;
        Self::of_bytes(&bytes, graph).map_err(|fault| match fault {
            Fault::Foreign => HierarchyError::NotAHierarchy { path: path.to_owned() },
            Fault::Damaged => HierarchyError::Damaged { path: path.to_owned() },
            Fault::Stale => HierarchyError::Stale { path: path.to_owned() },
        })
    }

    fn to_bytes(&self, graph: &RoadGraph) -> Vec<u8> {
        let (junctions, arcs) = (self.ranks.len(), self.arc_count());
        let mut bytes = Vec::with_capacity(HEAD_LENGTH + NUMBER_LENGTH * (2 * junctions + arcs + 1) + HASH_LENGTH);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&graph.digest());
        bytes.extend_from_slice(&(junctions as u64).to_le_bytes());
        bytes.extend_from_slice(&(arcs as u64).to_le_bytes());
        let ranks = self.ranks.iter().map(|rank| rank.0);
        let numbers = ranks.chain(self.up.first().iter().copied()).chain(self.up.heads().iter().map(|head| head.0));
        numbers.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        let hash = Sha256::digest(&bytes);
        bytes.extend_from_slice(&hash);
        bytes
    }

    fn of_bytes(bytes: &[u8], graph: &RoadGraph) -> Result<Self, Fault> {
        if !bytes.starts_with(MAGIC) {
            return Err(Fault::Foreign);
        }
        let (content, hash) = bytes.split_last_chunk::<HASH_LENGTH>().ok_or(Fault::Damaged)?;
        if Sha256::digest(content).as_slice() != hash {
            return Err(Fault::Damaged);
        }
        let (head, numbers) = content.split_at_checked(HEAD_LENGTH).ok_or(Fault::Damaged)?;
        let (digest, counts) =
            head.get(MAGIC.len()..).and_then(|rest| rest.split_first_chunk::<HASH_LENGTH>()).ok_or(Fault::Damaged)?;
        if *digest != graph.digest() {
            return Err(Fault::Stale);
        }
        let mut counts = counts.chunks_exact(COUNT_LENGTH).map(|bytes| {
            let number = bytes.first_chunk::<COUNT_LENGTH>().map(|bytes| u64::from_le_bytes(*bytes));
            number.and_then(|number| usize::try_from(number).ok())
        });
        let (Some(Some(junctions)), Some(Some(arcs))) = (counts.next(), counts.next()) else {
            return Err(Fault::Damaged);
        };
        let expected = [junctions, junctions, arcs, 1].into_iter().try_fold(0_usize, usize::checked_add);
        if junctions != graph.junction_count()
            || expected.and_then(|count| count.checked_mul(NUMBER_LENGTH)) != Some(numbers.len())
        {
            return Err(Fault::Damaged);
        }
        Self::of_numbers(numbers, junctions, graph).ok_or(Fault::Damaged)
    }

    /// From numbers that may be any; `None` unless they are a hierarchy of the graph.
    fn of_numbers(numbers: &[u8], junctions: usize, graph: &RoadGraph) -> Option<Self> {
        let mut numbers = numbers
            .chunks_exact(NUMBER_LENGTH)
            .filter_map(|bytes| bytes.first_chunk::<NUMBER_LENGTH>().map(|bytes| u32::from_le_bytes(*bytes)));
        let ranks: IxVec<NodeIx, Rank> = IxVec::from_rows(numbers.by_ref().take(junctions).map(Rank).collect());
        let mut is_taken = IxVec::from_fn(junctions, |_: Rank| false);
        for rank in &ranks {
            if *is_taken.get(*rank)? {
                return None;
            }
            is_taken[*rank] = true;
        }
        let first = numbers.by_ref().take(junctions + 1).collect();
        let heads: Vec<Rank> = numbers.map(Rank).collect();
        if heads.iter().any(|head| head.position() >= junctions) {
            return None;
        }
        let up = Star::from_arrays(first, heads)?;
        if !is_chordal(&up) {
            return None;
        }
        let slots = slots(graph, &ranks, &up)?;
        Some(Self::from_parts(ranks, up, slots))
    }
}

/// What is wrong with a file.
enum Fault {
    Foreign,
    Damaged,
    Stale,
}

impl RoadGraph {
    /// SHA-256 of the arcs: what a hierarchy belongs to. Places are left out, for no answer depends on them.
    fn digest(&self) -> [u8; HASH_LENGTH] {
        let mut hash = Sha256::new();
        let mut block = Vec::with_capacity(1 << 16);
        let heads = self.arcs.heads().iter().map(|head| u32::try_from(head.position()).unwrap_or(u32::MAX));
        for number in self.arcs.first().iter().copied().chain(heads) {
            block.extend_from_slice(&number.to_le_bytes());
            if block.len() >= 1 << 16 {
                hash.update(&block);
                block.clear();
            }
        }
        hash.update(&block);
        hash.update((self.junction_count() as u64).to_le_bytes());
        hash.finalize().into()
    }
}
