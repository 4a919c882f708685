//! The ZIP archive that a workbook is: its directory, and its parts unpacked up to a limit.

use std::{collections::BTreeMap, io::Read};

use flate2::read::DeflateDecoder;
use xiaqu_model::Words;

/// The most bytes of a part, unpacked: a sheet of a million villages.
pub(super) const PART_MAX: u64 = 256 << 20;

/// The end of the directory, without and with the longest comment.
const END: usize = 22;
const END_MAX: usize = END + 0xFFFF;

/// The parts of a workbook by name.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    parts: BTreeMap<String, Part>,
}

#[derive(Clone, Copy)]
struct Part {
    method: u16,
    is_encrypted: bool,
    packed: usize,
    /// Where its own header is.
    header: usize,
}

fn damaged() -> Words {
    Words::new("it is damaged or cut short", "文件损坏或不完整")
}

/// A small number at an offset.
fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// An offset or a size at an offset.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let number = bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)?;
    usize::try_from(number).ok()
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    ///
    /// # Errors
    /// Why it is no archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Words> {
        let parts = directory(bytes).ok_or_else(damaged)?;
        Ok(Self { bytes, parts })
    }

    /// The text of a part; `None` if there is no such part.
    ///
    /// # Errors
    /// Why it cannot be unpacked.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Words> {
        self.text_up_to(name, PART_MAX)
    }

    fn text_up_to(&self, name: &str, most: u64) -> Result<Option<String>, Words> {
        // Names of parts do not tell capital letters apart.
        let same = |known: &&String| known.eq_ignore_ascii_case(name);
        let Some(part) = self.parts.keys().find(same).and_then(|name| self.parts.get(name)) else { return Ok(None) };
        if part.is_encrypted {
            return Err(Words::new("it is protected by a password", "它有密码保护"));
        }
        let packed = self.packed(*part).ok_or_else(damaged)?;
        let mut bytes = Vec::new();
        let limit = most.saturating_add(1);
        let read = match part.method {
            0 => packed.take(limit).read_to_end(&mut bytes),
            8 => DeflateDecoder::new(packed).take(limit).read_to_end(&mut bytes),
            _ => return Err(Words::new("it is packed in an unusual way", "压缩方式不受支持")),
        };
        if read.map_err(|_| damaged())? as u64 > most {
            let megabytes = most >> 20;
            return Err(Words::new(
                format!("`{name}` unpacks to more than {megabytes} MB"),
                format!("`{name}` 解压后超过 {megabytes} MB"),
            ));
        }
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }

    fn packed(&self, part: Part) -> Option<&'a [u8]> {
        let header = self.bytes.get(part.header..)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let start = 30 + usize::from(short(header, 26)?) + usize::from(short(header, 28)?);
        header.get(start..start.checked_add(part.packed)?)
    }
}

fn directory(bytes: &[u8]) -> Option<BTreeMap<String, Part>> {
    let tail_start = bytes.len().saturating_sub(END_MAX);
    let tail = bytes.get(tail_start..)?;
    let end = tail_start + tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    // The length of the comment is the last of it: without it the file was cut.
    short(bytes, end.checked_add(20)?)?;
    let count = short(bytes, end.checked_add(10)?)?;
    let mut rest = bytes.get(long(bytes, end.checked_add(16)?)?..end)?;
    let mut parts = BTreeMap::new();
    for _ in 0..count {
        if !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let [name, extra, comment] = [short(rest, 28)?, short(rest, 30)?, short(rest, 32)?].map(usize::from);
        let part = Part {
            method: short(rest, 10)?,
            is_encrypted: short(rest, 8)? & 1 != 0,
            packed: long(rest, 20)?,
            header: long(rest, 42)?,
        };
        parts.insert(String::from_utf8_lossy(rest.get(46..46 + name)?).into_owned(), part);
        rest = rest.get(46 + name + extra + comment..)?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::DeflateEncoder};

    use super::Archive;

    /// An archive of one part.
    fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let packed = encoder.finish().unwrap();
        let size = u32::try_from(packed.len()).unwrap().to_le_bytes();
        let named = u16::try_from(name.len()).unwrap().to_le_bytes();
        let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        bytes.extend([[0; 4], [0; 4], size, size].concat());
        bytes.extend([&named[..], &[0, 0], name.as_bytes(), &packed].concat());
        let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0");
        bytes.extend([[0; 4], [0; 4], size, size].concat());
        bytes.extend([&named[..], &[0; 16], name.as_bytes()].concat());
        bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        bytes.extend([&[0; 4][..], &start, &[0, 0]].concat());
        bytes
    }

    #[test]
    fn a_bomb_is_not_unpacked_beyond_the_limit() {
        let bytes = archive("xl/workbook.xml", &vec![b' '; 5 << 20]);
        let archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.text_up_to("XL/workbook.xml", 5 << 20).unwrap().unwrap().len(), 5 << 20);
        assert!(archive.text_up_to("xl/workbook.xml", (5 << 20) - 1).unwrap_err().en.contains("unpacks to more"));
        assert_eq!(archive.text("xl/other.xml").unwrap(), None);
    }
}
