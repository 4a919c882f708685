//! Adjacency lists, one after another in one array.

use std::{marker::PhantomData, ops::Range};

use xiaqu_model::Index;

use super::index::stored;

/// Adjacency lists. Invariant: `first` has one more row than there are tails, ascends, and ends with the number of heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Star<Tail, Head> {
    first: Vec<u32>,
    heads: Vec<Head>,
    kind: PhantomData<fn(Tail)>,
}

impl<Tail: Index, Head: Copy> Star<Tail, Head> {
    /// No lists yet; [`Star::close_list`] ends each.
    pub(super) fn with_capacity(tails: usize, heads: usize) -> Self {
        let mut first = Vec::with_capacity(tails + 1);
        first.push(0);
        Self { first, heads: Vec::with_capacity(heads), kind: PhantomData }
    }

    /// From arrays; `None` if they break the invariant.
    pub(super) fn from_arrays(first: Vec<u32>, heads: Vec<Head>) -> Option<Self> {
        let ends = first.first() == Some(&0) && first.last().map(|last| *last as usize) == Some(heads.len());
        (ends && first.is_sorted()).then_some(Self { first, heads, kind: PhantomData })
    }

    /// From (tail, head) in any order; the heads of a tail keep their order.
    pub(super) fn from_pairs(tails: usize, pairs: impl Iterator<Item = (Tail, Head)> + Clone, nowhere: Head) -> Self {
        let mut first = vec![0_u32; tails + 1];
        let mut count = 0;
        for (tail, _) in pairs.clone() {
            if let Some(slot) = first.get_mut(tail.position() + 1) {
                *slot += 1;
                count += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut first {
            sum += *slot;
            *slot = sum;
        }
        let mut next = first.clone();
        let mut heads = vec![nowhere; count];
        for (tail, head) in pairs {
            if let Some(slot) = next.get_mut(tail.position()) {
                if let Some(place) = heads.get_mut(*slot as usize) {
                    *place = head;
                }
                *slot += 1;
            }
        }
        Self { first, heads, kind: PhantomData }
    }

    pub(super) fn push(&mut self, head: Head) {
        self.heads.push(head);
    }

    /// Ends the list of the next tail.
    pub(super) fn close_list(&mut self) {
        self.first.push(stored(self.heads.len()));
    }

    /// Number of tails.
    pub(super) fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// All tails in order.
    pub(super) fn tails(&self) -> impl DoubleEndedIterator<Item = Tail> + ExactSizeIterator + Clone + use<Tail, Head> {
        (0..self.len()).map(Tail::from_position)
    }

    /// Positions of a tail's heads among all heads.
    pub(super) fn range(&self, tail: Tail) -> Range<usize> {
        match self.first.get(tail.position()..).unwrap_or_default() {
            [start, end, ..] => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// The heads of a tail.
    pub(super) fn of(&self, tail: Tail) -> &[Head] {
        self.heads.get(self.range(tail)).unwrap_or_default()
    }

    /// All heads, by tail.
    pub(super) fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Where each list starts, and the end of the last.
    pub(super) fn first(&self) -> &[u32] {
        &self.first
    }
}
