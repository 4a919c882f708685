//! Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// How the text of a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or, with a byte order mark, UTF-16: no doubt.
    Unicode,
    /// Taken for GB18030 because it is neither.
    Gb18030,
}

/// Decodes a table or a settings file; `None` if the bytes are no text in any of these encodings.
pub fn decode_text(bytes: &[u8]) -> Option<(String, Encoding)> {
    let wide = [(UTF_16LE, [0xFF, 0xFE]), (UTF_16BE, [0xFE, 0xFF])];
    for (encoding, mark) in wide {
        if let Some(rest) = bytes.strip_prefix(&mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
            return Some((text.into_owned(), Encoding::Unicode));
        }
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_owned(), Encoding::Unicode));
    }
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| (text.into_owned(), Encoding::Gb18030))
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode_text};

    #[test]
    fn chinese_text_is_read_in_four_encodings() {
        let gb = encoding_rs::GB18030.encode("名称,人口").0.into_owned();
        assert_eq!(decode_text(&gb), Some(("名称,人口".into(), Encoding::Gb18030)));
        assert_eq!(decode_text("名称".as_bytes()), Some(("名称".into(), Encoding::Unicode)));
        assert_eq!(decode_text("\u{feff}名称".as_bytes()), Some(("名称".into(), Encoding::Unicode)));
        let wide: Vec<u8> = "\u{feff}名称\t人口".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode_text(&wide), Some(("名称\t人口".into(), Encoding::Unicode)), "Excel's `Unicode text`");
    }

    #[test]
    fn binary_files_are_no_text() {
        assert_eq!(decode_text(b"PK\x03\x04\x00\x00"), None);
    }
}
