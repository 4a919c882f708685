//! The blocks of a file: framing, unpacking, and the walk over all of them in parallel.

use std::io::{BufRead, Read};

use flate2::bufread::ZlibDecoder;
use rayon::prelude::*;

use super::{Block, PbfFault, wire::Fields};

/// Longest header of a block, bytes (the format's rule).
const HEADER_MOST: u64 = 64 * 1024;
/// Longest block, packed or unpacked, bytes (the format's rule).
const BLOCK_MOST: u64 = 32 * 1024 * 1024;
/// A block holds at most so many times its packed bytes, and [`PACKING_FREE`]; real ones hold two to three times.
const PACKING_MOST: u64 = 100;
/// Bytes that a block may always hold.
const PACKING_FREE: u64 = 4 * 1024;
/// What a file may ask of its reader.
const FEATURES: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];

/// Maps every block of map data and folds the results, in no certain order.
///
/// Memory: for each thread a block packed and unpacked, 64 MB at most.
pub(in crate::osm) fn map_blocks<T: Send>(
    input: impl BufRead + Send,
    map: impl Fn(&Block<'_>) -> Result<T, PbfFault> + Sync + Send,
    empty: impl Fn() -> T + Sync + Send,
    fold: impl Fn(T, T) -> T + Sync + Send,
) -> Result<T, PbfFault> {
    let blobs = Blobs { input, has_ended: false };
    let mapped = blobs.par_bridge().map(|blob| {
        let blob = blob?;
        match blob.kind {
            BlobKind::Header => check_features(&unpack(&blob.packed)?).map(|()| empty()),
            BlobKind::Data => map(&Block::new(&unpack(&blob.packed)?)?),
            BlobKind::Other => Ok(empty()),
        }
    });
    mapped.try_reduce(&empty, |one, other| Ok(fold(one, other)))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BlobKind {
    Header,
    Data,
    Other,
}

/// A block as it stands in the file.
struct Blob {
    kind: BlobKind,
    packed: Vec<u8>,
}

/// The blocks of a file, one after the other. Ends after the first fault.
struct Blobs<R> {
    input: R,
    has_ended: bool,
}

impl<R: BufRead> Blobs<R> {
    fn blob(&mut self) -> Result<Option<Blob>, PbfFault> {
        if self.input.fill_buf().map_err(PbfFault::Read)?.is_empty() {
            return Ok(None);
        }
        let length = self.bytes(4)?;
        let length = length.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        if length > HEADER_MOST {
            return Err(PbfFault::TooLong { bytes: length });
        }
        let header = self.bytes(length)?;
        let (mut kind, mut size) = (BlobKind::Other, 0);
        for field in Fields::new(&header) {
            match field? {
                (1, name) => {
                    kind = match name.bytes()? {
                        b"OSMHeader" => BlobKind::Header,
                        b"OSMData" => BlobKind::Data,
                        _ => BlobKind::Other,
                    }
                }
                (3, value) => size = value.number()?,
                _ => {}
            }
        }
        if size > BLOCK_MOST {
            return Err(PbfFault::TooLong { bytes: size });
        }
        Ok(Some(Blob { kind, packed: self.bytes(size)? }))
    }

    /// So many bytes, read as they come: a stated length costs no memory before the bytes are there.
    fn bytes(&mut self, length: u64) -> Result<Vec<u8>, PbfFault> {
        let mut bytes = Vec::new();
        let read = self.input.by_ref().take(length).read_to_end(&mut bytes).map_err(PbfFault::Read)?;
        if u64::try_from(read).is_ok_and(|read| read == length) { Ok(bytes) } else { Err(PbfFault::CutShort) }
    }
}

impl<R: BufRead> Iterator for Blobs<R> {
    type Item = Result<Blob, PbfFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let blob = self.blob();
        self.has_ended = !matches!(blob, Ok(Some(_)));
        blob.transpose()
    }
}

/// The content of a block: as it is, or packed by zlib.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, PbfFault> {
    for field in Fields::new(packed) {
        match field? {
            (1, content) => return content.bytes().map(<[u8]>::to_vec),
            (3, content) => {
                return unzip(content.bytes()?);
            }
            _ => {}
        }
    }
    Err(PbfFault::Packing)
}

/// Unpacks zlib, as far as any block may go.
fn unzip(packed: &[u8]) -> Result<Vec<u8>, PbfFault> {
    let length = u64::try_from(packed.len()).unwrap_or(u64::MAX);
    let most = length.saturating_mul(PACKING_MOST).saturating_add(PACKING_FREE).min(BLOCK_MOST);
    let mut unpacked = Vec::new();
    let mut decoder = ZlibDecoder::new(packed).take(most + 1);
    let bytes = decoder.read_to_end(&mut unpacked).map_err(PbfFault::Unpack)?;
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    match bytes > most {
        true if most == BLOCK_MOST => Err(PbfFault::TooLong { bytes }),
        true => Err(PbfFault::TooTight { packed: packed.len(), most }),
        false => Ok(unpacked),
    }
}

fn check_features(header: &[u8]) -> Result<(), PbfFault> {
    for field in Fields::new(header) {
        if let (4, feature) = field? {
            let feature = feature.bytes()?;
            if !FEATURES.contains(&feature) {
                return Err(PbfFault::Feature { feature: String::from_utf8_lossy(feature).into_owned() });
            }
        }
    }
    Ok(())
}
