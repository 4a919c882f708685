//! The PBF format: a row of packed blocks of protobuf, read block by block in parallel.

mod blocks;
mod elements;
mod fault;
mod wire;

pub(super) use blocks::map_blocks;
pub(super) use elements::Block;
pub use fault::PbfFault;
