//! Bytes of a file, unpacked if they are gzip, and never more of them than the limit.

use std::{io::Read, path::Path};

use flate2::read::MultiGzDecoder;
use xiaqu_model::{Place, ProblemReport, Words, e174_matrix_too_large, e175_bad_gzip, e179_unreadable_matrix};

/// The most cells of a matrix: 10,000 sites by 10,000 clients.
pub const CELLS_MAX: usize = 100_000_000;

/// The most bytes of a file, unpacked: the most cells with ten digits and a separator each.
const BYTES_MAX: u64 = 1_100_000_000;

/// The first bytes of every gzip file.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// The bytes of a file, unpacked; a problem instead if they cannot be had or are too many.
pub(super) fn read_unpacked(path: &Path, name: &str, problems: &mut Vec<ProblemReport>) -> Option<Vec<u8>> {
    let packed = match fs_err::File::open(path).and_then(|file| read_at_most(file, BYTES_MAX)) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(e179_unreadable_matrix(Place::table(name), name, error));
            return None;
        }
    };
    let Some(packed) = packed else {
        problems.push(too_large(name));
        return None;
    };
    if packed.starts_with(&GZIP) { unpack(&packed, name, BYTES_MAX, problems) } else { Some(packed) }
}

fn unpack(packed: &[u8], name: &str, most: u64, problems: &mut Vec<ProblemReport>) -> Option<Vec<u8>> {
    match read_at_most(MultiGzDecoder::new(packed), most) {
        Ok(Some(bytes)) => Some(bytes),
        Ok(None) => {
            problems.push(too_large(name));
            None
        }
        Err(error) => {
            problems.push(e175_bad_gzip(Place::table(name), name, error));
            None
        }
    }
}

/// All bytes of a source; `None` if there are more than `most`.
fn read_at_most(source: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((read as u64 <= most).then_some(bytes))
}

/// The report of a file with more bytes or cells than are taken.
pub(super) fn too_large(name: &str) -> ProblemReport {
    let (bytes, cells) = (BYTES_MAX / 1_000_000, CELLS_MAX / 1_000_000);
    let limit =
        Words::new(format!("{cells} million cells ({bytes} MB)"), format!("{}亿单元格（{bytes} MB）", cells / 100));
    e174_matrix_too_large(Place::table(name), name, limit)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::{read_unpacked, unpack};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn packed_bytes_are_unpacked_and_parts_joined() {
        let mut two = packed(b"1,2\n");
        two.extend(packed(b"3,4\n"));
        assert_eq!(unpack(&two, "w", 100, &mut Vec::new()), Some(b"1,2\n3,4\n".to_vec()));
    }

    #[test]
    fn a_bomb_is_not_unpacked_beyond_the_limit() {
        let bomb = packed(&vec![b'0'; 1_000_000]);
        let mut problems = Vec::new();
        assert_eq!(unpack(&bomb, "w", 999_999, &mut problems), None);
        assert_eq!(problems[0].code(), "E174");
        assert!(unpack(&bomb, "w", 1_000_000, &mut problems).is_some());
    }

    #[test]
    fn damaged_packing_is_named() {
        let whole = packed(b"1,2\n3,4\n");
        let mut flipped = whole.clone();
        flipped[14] ^= 0xFF;
        let mut tail = whole.clone();
        tail.extend(b"garbage");
        for damaged in [&whole[..whole.len() - 5], &flipped, &tail, b"\x1f\x8b"] {
            let mut problems = Vec::new();
            assert_eq!(unpack(damaged, "w", 100, &mut problems), None);
            assert_eq!(problems[0].code(), "E175");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let mut problems = Vec::new();
        assert_eq!(read_unpacked("/no/such/file".as_ref(), "file", &mut problems), None);
        assert_eq!(problems[0].code(), "E179");
    }
}
