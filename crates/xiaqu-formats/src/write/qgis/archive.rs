//! A zip archive of one file, the same bytes for the same content.

use std::io::{self, Write as _};

use flate2::{Compression, Crc, write::DeflateEncoder};

/// 1 January 1980, the first day that zip archives know.
const DAY: u16 = 0x0021;
/// Names are UTF-8.
const UTF8_NAMES: u16 = 0x0800;
const DEFLATED: u16 = 8;
/// Version of the format that a reader needs to know.
const VERSION: u16 = 20;

/// Packs `content` under one name.
///
/// # Errors
/// If the content is larger than 4 GB.
pub(super) fn zip_of(name: &str, content: &[u8]) -> io::Result<Vec<u8>> {
    let too_large = |_| io::Error::from(io::ErrorKind::FileTooLarge);
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    let packed = encoder.finish()?;
    let mut sum = Crc::new();
    sum.update(content);
    let packed_length = u32::try_from(packed.len()).map_err(too_large)?;
    let length = u32::try_from(content.len()).map_err(too_large)?;
    let name_length = u16::try_from(name.len()).map_err(too_large)?;

    // What the head of the file and its row in the directory both say.
    let mut facts = Vec::new();
    for number in [VERSION, UTF8_NAMES, DEFLATED, 0, DAY] {
        facts.extend(number.to_le_bytes());
    }
    for number in [sum.sum(), packed_length, length] {
        facts.extend(number.to_le_bytes());
    }
    for number in [name_length, 0] {
        facts.extend(number.to_le_bytes());
    }

    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend(&facts);
    archive.extend(name.as_bytes());
    archive.extend(packed);
    let start = u32::try_from(archive.len()).map_err(too_large)?;
    archive.extend(b"PK\x01\x02");
    archive.extend(VERSION.to_le_bytes());
    archive.extend(&facts);
    // Comment, disk, attributes, and the head of the file at the very beginning.
    archive.extend([0; 14]);
    archive.extend(name.as_bytes());
    let directory = u32::try_from(archive.len()).map_err(too_large)? - start;
    archive.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    archive.extend(directory.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::zip_of;

    #[test]
    fn the_archive_holds_what_was_packed() {
        let content = "辖区".repeat(1_000);
        let archive = zip_of("plan.qgs", content.as_bytes()).unwrap();
        assert_eq!(archive, zip_of("plan.qgs", content.as_bytes()).unwrap());
        let head = 30 + "plan.qgs".len();
        let mut unpacked = String::new();
        flate2::read::DeflateDecoder::new(&archive[head..]).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, content);
    }
}
