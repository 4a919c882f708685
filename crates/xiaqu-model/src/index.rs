//! Dense indices: what arrays use. An index of one kind cannot be used on a table of another.

use std::{collections::BTreeMap, fmt, marker::PhantomData, ops};

use serde::{Deserialize, Serialize};

/// A dense index of one kind of thing.
pub trait Index: Copy + Ord + fmt::Debug {
    /// The index of the `position`-th row of a table.
    fn from_position(position: usize) -> Self;
    /// The row of the table, counted from 0.
    fn position(self) -> usize;
}

macro_rules! dense_index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl Index for $name {
            #[inline]
            fn from_position(position: usize) -> Self {
                // A table of more than 2^32 rows does not fit the memory of any machine this runs on.
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            #[inline]
            fn position(self) -> usize {
                self.0 as usize
            }
        }
    };
}

dense_index!(
    /// Index of a station in its table. Tables are sorted by id, so the order of indices is the order of ids.
    StationIx
);
dense_index!(
    /// Index of a village in its table.
    VillageIx
);
dense_index!(
    /// Index of a township in its table.
    TownshipIx
);
dense_index!(
    /// Index of a junction of the road network.
    NodeIx
);
dense_index!(
    /// Index of a road edge: one piece of road between two junctions, both directions.
    EdgeIx
);
dense_index!(
    /// Index of a group of stations in a plan.
    GroupIx
);

/// A table indexed by one kind of index; using another kind does not compile.
///
/// ```compile_fail
/// use xiaqu_model::{Index, IxVec, StationIx, VillageIx};
/// let officers: IxVec<StationIx, u32> = IxVec::from_rows(vec![3, 4]);
/// let wrong = officers[VillageIx::from_position(0)];
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IxVec<I, T> {
    rows: Vec<T>,
    #[serde(skip)]
    kind: PhantomData<fn(I)>,
}

impl<I: Index, T> IxVec<I, T> {
    /// A table with these rows.
    pub fn from_rows(rows: Vec<T>) -> Self {
        Self { rows, kind: PhantomData }
    }

    /// A table of `count` rows made from their indices.
    pub fn from_fn(count: usize, mut row: impl FnMut(I) -> T) -> Self {
        Self::from_rows((0..count).map(|position| row(I::from_position(position))).collect())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the table has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row, or nothing if the index is from a longer table.
    pub fn get(&self, index: I) -> Option<&T> {
        self.rows.get(index.position())
    }

    /// Rows with their indices, in order.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(position, row)| (I::from_position(position), row))
    }

    /// Rows in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Rows in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// All indices, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.rows.len()).map(I::from_position)
    }

    /// The rows as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }

    /// The rows, no longer a table.
    pub fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// Adds a row and returns its index.
    pub fn push(&mut self, row: T) -> I {
        let index = I::from_position(self.rows.len());
        self.rows.push(row);
        index
    }
}

impl<I: Index, T> Default for IxVec<I, T> {
    fn default() -> Self {
        Self::from_rows(Vec::new())
    }
}

impl<I, T: fmt::Debug> fmt::Debug for IxVec<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.rows).finish()
    }
}

// The one place where a typed index becomes a raw one. Indices come only from tables of the same kind and problem,
// so a miss is a programming error, as with any slice.
impl<I: Index, T> ops::Index<I> for IxVec<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.rows[index.position()]
    }
}

impl<I: Index, T> ops::IndexMut<I> for IxVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.rows[index.position()]
    }
}

impl<'a, I: Index, T> IntoIterator for &'a IxVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<'a, I: Index, T> IntoIterator for &'a mut IxVec<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter_mut()
    }
}

/// Both directions between external ids and dense indices; the only converter. Indices follow the order of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry<Id, I> {
    ids: Vec<Id>,
    indices: BTreeMap<Id, I>,
}

impl<Id: Clone + Ord, I: Index> Registry<Id, I> {
    /// Registers ids; indices are handed out in the order of the ids, whatever their order in the file.
    pub fn from_ids(ids: impl IntoIterator<Item = Id>) -> Self {
        let mut ids: Vec<Id> = ids.into_iter().collect();
        ids.sort();
        ids.dedup();
        let indices = ids.iter().enumerate().map(|(position, id)| (id.clone(), I::from_position(position))).collect();
        Self { ids, indices }
    }

    /// The index of an id.
    pub fn index(&self, id: &Id) -> Option<I> {
        self.indices.get(id).copied()
    }

    /// The id of an index.
    pub fn id(&self, index: I) -> Option<&Id> {
        self.ids.get(index.position())
    }

    /// Number of ids.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no id is registered.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, IxVec, Registry, StationIx};
    use crate::StationId;

    #[test]
    fn indices_follow_the_order_of_ids_not_of_rows() {
        let registry: Registry<StationId, StationIx> = Registry::from_ids(["S3", "S1", "S2"].map(StationId::new));
        assert_eq!(registry.index(&StationId::new("S1")), Some(StationIx::from_position(0)));
        assert_eq!(registry.id(StationIx::from_position(2)), Some(&StationId::new("S3")));
        assert_eq!(registry.index(&StationId::new("S9")), None);
        assert_eq!(registry.len(), 3);
    }

    #[test]
    fn pushing_hands_out_the_next_index() {
        let mut table: IxVec<StationIx, &str> = IxVec::default();
        let first = table.push("a");
        let second = table.push("b");
        assert_eq!((table[first], table[second]), ("a", "b"));
        assert_eq!(table.get(StationIx::from_position(2)), None);
    }
}
