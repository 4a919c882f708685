//! In what encoding the texts of a .dbf are.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// Language bytes that mean code page 936: dBASE's and ArcGIS's.
const GBK_LANGUAGES: [u8; 2] = [0x4D, 0x7A];

/// How the texts of a table are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextEncoding {
    encoding: &'static Encoding,
    /// Whether nothing in the file said so.
    pub(super) is_guess: bool,
}

impl TextEncoding {
    /// The encoding that the text of a .cpg names; `None` if nobody knows it.
    pub(super) fn named(label: &str) -> Option<Self> {
        let label = label.trim().trim_start_matches('\u{feff}').to_ascii_uppercase();
        let label = label.trim_start_matches("ANSI").trim_start_matches("CP").trim_start_matches([' ', '-', '_']);
        let encoding = match label {
            "65001" | "UTF8" => UTF_8,
            // Everything that a Chinese Windows calls GB is part of GB18030.
            "936" | "GBK" | "GB2312" | "GB18030" | "54936" | "EUC-CN" | "EUCCN" => GB18030,
            "950" => encoding_rs::BIG5,
            "1252" | "88591" | "28591" => encoding_rs::WINDOWS_1252,
            other => Encoding::for_label_no_replacement(other.as_bytes())?,
        };
        Some(Self { encoding, is_guess: false })
    }

    /// Without a .cpg: what the language byte says, else UTF-8 if every text is that, else GB18030.
    pub(super) fn guessed<'a>(language: u8, mut texts: impl Iterator<Item = &'a [u8]>) -> Self {
        if GBK_LANGUAGES.contains(&language) {
            return Self { encoding: GB18030, is_guess: false };
        }
        let utf_8 = Self { encoding: UTF_8, is_guess: false };
        if texts.all(|text| utf_8.decode(text).is_some()) { utf_8 } else { Self { encoding: GB18030, is_guess: true } }
    }

    /// Its usual name.
    pub(super) fn name(self) -> &'static str {
        self.encoding.name()
    }

    /// A text without padding. A letter that the width of a full column cut in two is dropped; `None` if the bytes are not
    /// in this encoding.
    pub(super) fn decode(self, column: &[u8]) -> Option<String> {
        let text = column.split(|byte| *byte == 0).next().unwrap_or_default();
        let is_full = text.len() == column.len() && text.last().is_some_and(|byte| !byte.is_ascii());
        let text = text.trim_ascii();
        let strict =
            |text: &[u8]| self.encoding.decode_without_bom_handling_and_without_replacement(text).map(String::from);
        strict(text).or_else(|| if is_full { strict(self.without_cut_letter(text)?) } else { None })
    }

    /// The text without the beginning of a letter at its end; `None` if something else is wrong with it.
    fn without_cut_letter(self, text: &[u8]) -> Option<&[u8]> {
        if self.encoding == UTF_8 {
            let error = std::str::from_utf8(text).err().filter(|error| error.error_len().is_none())?;
            return text.get(..error.valid_up_to());
        }
        // Letters of the other encodings have two bytes, save for rare ones of GB18030.
        text.split_last().map(|(_, before)| before)
    }
}

#[cfg(test)]
mod tests {
    use super::{GB18030, TextEncoding};

    #[test]
    fn code_pages_are_known_by_the_names_that_programs_write() {
        for label in ["UTF-8", "utf8", "65001", "UTF-8\r\n"] {
            assert_eq!(TextEncoding::named(label).unwrap().name(), "UTF-8", "{label}");
        }
        for label in ["GBK", "936", "CP936", "ANSI 936", "gb2312", "GB18030"] {
            assert_eq!(TextEncoding::named(label).unwrap().name(), "gb18030", "{label}");
        }
        assert!(TextEncoding::named("klingon").is_none());
    }

    #[test]
    fn without_a_word_texts_are_unicode_or_else_gb18030() {
        let gb = GB18030.encode("城关派出所").0.into_owned();
        let guess = TextEncoding::guessed(0, [gb.as_slice()].into_iter());
        assert!(guess.is_guess);
        assert_eq!(guess.decode(&gb).as_deref(), Some("城关派出所"));
        let unicode = TextEncoding::guessed(0, ["城关".as_bytes()].into_iter());
        assert!(!unicode.is_guess);
        assert!(unicode.decode(&gb).is_none());
        let short = GB18030.encode("城").0.into_owned();
        assert!(TextEncoding::guessed(0, [short.as_slice()].into_iter()).is_guess);
        assert!(!TextEncoding::guessed(0x4D, [gb.as_slice()].into_iter()).is_guess);
    }

    #[test]
    fn a_letter_cut_by_the_width_of_its_column_is_dropped() {
        let unicode = TextEncoding::named("UTF-8").unwrap();
        assert_eq!(unicode.decode(&"名称".as_bytes()[..5]).as_deref(), Some("名"));
        let gb = TextEncoding::named("GBK").unwrap();
        let bytes = GB18030.encode("名称").0.into_owned();
        assert_eq!(gb.decode(&bytes[..3]).as_deref(), Some("名"));
        assert_eq!(gb.decode(b"  S1  ").as_deref(), Some("S1"));
        assert_eq!(gb.decode(b"\0\0\0").as_deref(), Some(""));
    }
}
