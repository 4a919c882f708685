//! Dense indices of this module.

use xiaqu_model::Index;

/// Marks what is not there, in tables that hold an index for every row; no table is that long.
pub(super) const NOTHING: u32 = u32::MAX;

/// A table position as stored; tables of 2^32 rows do not fit into memory, see [`Index`].
pub(super) fn stored(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(NOTHING)
}

macro_rules! dense_index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) struct $name(pub(super) u32);

        impl Index for $name {
            fn from_position(position: usize) -> Self {
                Self(stored(position))
            }

            fn position(self) -> usize {
                self.0 as usize
            }
        }

        impl $name {
            pub(super) const NONE: Self = Self(NOTHING);
        }
    };
}

dense_index!(
    /// Place of a junction in the order of elimination; the last is the top of the hierarchy.
    Rank
);
dense_index!(
    /// A junction of a part of the graph under dissection.
    Local
);
