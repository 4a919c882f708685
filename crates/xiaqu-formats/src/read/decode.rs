//! Bytes to text: UTF-8 with or without a byte order mark, else GB18030.

/// How the text of a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Gb18030,
}

/// Decodes a table; `None` if the bytes are no text in either encoding.
pub(crate) fn decode_text(bytes: &[u8]) -> Option<(String, Encoding)> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_owned(), Encoding::Utf8));
    }
    encoding_rs::GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| (text.into_owned(), Encoding::Gb18030))
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode_text};

    #[test]
    fn chinese_text_is_read_in_three_encodings() {
        let gb = encoding_rs::GB18030.encode("名称,人口").0.into_owned();
        assert_eq!(decode_text(&gb), Some(("名称,人口".into(), Encoding::Gb18030)));
        assert_eq!(decode_text("名称".as_bytes()), Some(("名称".into(), Encoding::Utf8)));
        assert_eq!(decode_text("\u{feff}名称".as_bytes()), Some(("名称".into(), Encoding::Utf8)));
    }

    #[test]
    fn binary_files_are_no_text() {
        assert_eq!(decode_text(b"PK\x03\x04\x00\x00"), None);
    }
}
