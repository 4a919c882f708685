//! Dense indices of the kernel's tables.

use xiaqu_model::Index;

macro_rules! kernel_index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);

        impl Index for $name {
            fn from_position(position: usize) -> Self {
                // A table of more than 2^32 rows does not fit the memory of any machine this runs on.
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            fn position(self) -> usize {
                self.0 as usize
            }
        }
    };
}

kernel_index!(
    /// Index of a column. The order of columns is the last tie-break between plans.
    ColumnIx
);
kernel_index!(
    /// Index of a class of demand.
    ClassIx
);
kernel_index!(
    /// Index of a functional: an aim or a limited figure.
    FunctionalIx
);
kernel_index!(
    /// Index of a level: a set of nearest bases and what it costs to close them all.
    LevelIx
);
kernel_index!(
    /// Index of a cut on three stations.
    TripleIx
);
