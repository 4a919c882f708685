//! What may be wrong with a PBF file.

/// What is wrong with an OpenStreetMap PBF file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PbfFault {
    /// The system cannot read on.
    #[error("it cannot be read")]
    Read(#[source] std::io::Error),
    /// The file ends inside a block.
    #[error("it ends inside a block")]
    CutShort,
    /// A block says that it is longer than the format allows.
    #[error("a block of {bytes} bytes is longer than the format allows")]
    TooLong {
        /// Its stated length.
        bytes: u64,
    },
    /// A block unpacks to far more than map data do: a small file would fill the memory.
    #[error("a block of {packed} bytes unpacks to more than {most}, as no map data do")]
    TooTight {
        /// Its bytes, packed.
        packed: usize,
        /// The most that such a block may hold.
        most: u64,
    },
    /// A block does not unpack.
    #[error("a block does not unpack")]
    Unpack(#[source] std::io::Error),
    /// A block is packed by a method that is not read here, or not at all.
    #[error("a block is packed by a method other than zlib")]
    Packing,
    /// The file needs a reader that can do more, for example with history.
    #[error("it needs `{feature}`, which is not read here")]
    Feature {
        /// What it needs.
        feature: String,
    },
    /// A block does not hold what the format says.
    #[error("a block is damaged")]
    Damaged,
}
