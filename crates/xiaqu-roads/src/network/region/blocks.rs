//! The frame of a region file: sections, and checksums of blocks.

use std::{
    io::{self, Write},
    mem,
    panic::resume_unwind,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{MAGIC, Section};

pub(super) const BLOCK: usize = 4 << 20;
const HASH_LENGTH: usize = 32;
const COUNT_LENGTH: usize = 8;

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Foreign,
    Damaged,
    OtherSettings,
}

/// Blocks that wait to be written while the next is made.
const WAITING: usize = 2;

/// Writes sections in order, with a footer that has their lengths and the checksums of blocks. Blocks are hashed and
/// written while the next ones are made.
pub(super) fn write_sections<W: Write + Send>(
    file: W,
    sections: impl FnOnce(&mut SectionWriter) -> io::Result<()>,
) -> io::Result<W> {
    thread::scope(|scope| {
        let (blocks, made) = sync_channel(WAITING);
        let writing = scope.spawn(move || write_blocks(file, made));
        let mut writer = SectionWriter { blocks, block: Vec::with_capacity(BLOCK), lengths: Vec::new() };
        let put = writer.put(MAGIC).and_then(|()| sections(&mut writer)).and_then(|()| writer.end_block());
        let SectionWriter { blocks, lengths, .. } = writer;
        drop(blocks);
        // What the file itself says of a failure comes first.
        let (mut file, hashes) = writing.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        put?;
        let mut footer: Vec<u8> = lengths.iter().flat_map(|length| length.to_le_bytes()).collect();
        footer.extend_from_slice(&hashes);
        let hash = Sha256::digest(&footer);
        footer.extend_from_slice(&hash);
        file.write_all(&footer)?;
        file.write_all(&(footer.len() as u64).to_le_bytes())?;
        Ok(file)
    })
}

/// Writes blocks as they come; returns the file and the checksums.
fn write_blocks<W: Write>(mut file: W, blocks: Receiver<Vec<u8>>) -> io::Result<(W, Vec<u8>)> {
    let mut hashes = Vec::new();
    for block in blocks {
        hashes.extend_from_slice(&Sha256::digest(&block));
        file.write_all(&block)?;
    }
    Ok((file, hashes))
}

/// Puts sections into blocks and remembers their lengths.
pub(super) struct SectionWriter {
    blocks: SyncSender<Vec<u8>>,
    block: Vec<u8>,
    lengths: Vec<u64>,
}

impl SectionWriter {
    /// Writes the next section from pieces of bytes or of text.
    pub(super) fn section(&mut self, pieces: impl Iterator<Item: AsRef<[u8]>>) -> io::Result<()> {
        let mut length = 0;
        for piece in pieces {
            let bytes = piece.as_ref();
            self.put(bytes)?;
            length += bytes.len() as u64;
        }
        self.lengths.push(length);
        Ok(())
    }

    fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while self.block.len() + bytes.len() >= BLOCK {
            let (now, later) = bytes.split_at_checked(BLOCK - self.block.len()).unwrap_or((bytes, &[]));
            self.block.extend_from_slice(now);
            bytes = later;
            self.end_block()?;
        }
        self.block.extend_from_slice(bytes);
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let block = mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
        // Nobody takes it once writing has failed.
        self.blocks.send(block).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// The sections of a whole file whose every byte has been checked.
pub(super) struct Sections<'a> {
    rows: Vec<&'a [u8]>,
}

impl<'a> Sections<'a> {
    /// Complexity: linear; blocks are checked side by side.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, Fault> {
        if !bytes.starts_with(MAGIC) {
            return Err(Fault::Foreign);
        }
        let (rest, length) = bytes.split_last_chunk::<COUNT_LENGTH>().ok_or(Fault::Damaged)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Fault::Damaged)?;
        let start = rest.len().checked_sub(length).ok_or(Fault::Damaged)?;
        let (content, footer) = rest.split_at_checked(start).ok_or(Fault::Damaged)?;
        let (footer, hash) = footer.split_last_chunk::<HASH_LENGTH>().ok_or(Fault::Damaged)?;
        let (lengths, hashes) = footer.split_at_checked(Section::ALL.len() * COUNT_LENGTH).ok_or(Fault::Damaged)?;
        let blocks = content.par_chunks(BLOCK);
        let is_whole = Sha256::digest(footer).as_slice() == hash
            && hashes.len() == content.len().div_ceil(BLOCK) * HASH_LENGTH
            && blocks.zip(hashes.par_chunks(HASH_LENGTH)).all(|(block, hash)| Sha256::digest(block).as_slice() == hash);
        if !is_whole {
            return Err(Fault::Damaged);
        }
        let mut rest = content.get(MAGIC.len()..).ok_or(Fault::Damaged)?;
        let mut rows = Vec::with_capacity(Section::ALL.len());
        for length in lengths.as_chunks::<COUNT_LENGTH>().0 {
            let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Fault::Damaged)?;
            let (section, later) = rest.split_at_checked(length).ok_or(Fault::Damaged)?;
            rows.push(section);
            rest = later;
        }
        if rest.is_empty() { Ok(Self { rows }) } else { Err(Fault::Damaged) }
    }

    pub(super) fn bytes(&self, section: Section) -> &'a [u8] {
        let position = Section::ALL.iter().take_while(|other| **other != section).count();
        self.rows.get(position).copied().unwrap_or_default()
    }

    /// Rows of so many bytes each.
    pub(super) fn rows<const N: usize>(&self, section: Section) -> Result<&'a [[u8; N]], Fault> {
        let (rows, rest) = self.bytes(section).as_chunks::<N>();
        if rest.is_empty() { Ok(rows) } else { Err(Fault::Damaged) }
    }

    pub(super) fn numbers(&self, section: Section) -> Result<impl ExactSizeIterator<Item = u32> + 'a, Fault> {
        Ok(self.rows::<4>(section)?.iter().map(|bytes| u32::from_le_bytes(*bytes)))
    }
}

/// Bytes of some numbers, one behind the other.
pub(super) fn words_of<const N: usize>(bytes: &[u8]) -> [u32; N] {
    let mut words = bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

/// The same of floating-point numbers.
pub(super) fn reals_of<const N: usize>(bytes: &[u8]) -> [f64; N] {
    let mut reals = bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes));
    std::array::from_fn(|_| reals.next().unwrap_or_default())
}

/// Numbers as bytes, one behind the other; `BYTES` is four times as many.
pub(super) fn bytes_of_words<const N: usize, const BYTES: usize>(words: [u32; N]) -> [u8; BYTES] {
    let mut bytes = words.into_iter().flat_map(u32::to_le_bytes);
    std::array::from_fn(|_| bytes.next().unwrap_or_default())
}

/// The same of two floating-point numbers.
pub(super) fn bytes_of_pair(pair: [f64; 2]) -> [u8; 16] {
    let mut bytes = pair.into_iter().flat_map(f64::to_le_bytes);
    std::array::from_fn(|_| bytes.next().unwrap_or_default())
}
