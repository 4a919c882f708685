//! Texts that the cells of a workbook share.

use xiaqu_model::Words;

use super::markup::{Piece, each_piece};

/// The most shared texts: no more than cells that could show them.
const STRINGS_MAX: usize = 10_000_000;

/// All shared texts in order; the reading aids of East Asian text are left out.
///
/// # Errors
/// Where the part is damaged or holds more than is taken.
pub(super) fn shared_strings(text: &str) -> Result<Vec<String>, Words> {
    strings_up_to(text, STRINGS_MAX)
}

fn too_many(most: usize) -> Words {
    Words::new(format!("it holds more than {most} shared texts"), format!("共享文字超过 {most} 条"))
}

fn strings_up_to(text: &str, most: usize) -> Result<Vec<String>, Words> {
    let mut strings = Vec::new();
    let mut open: Option<String> = None;
    let (mut in_text, mut in_aid) = (false, false);
    each_piece(text, |piece| {
        match piece {
            Piece::Open(_) if strings.len() > most => return Err(too_many(most)),
            Piece::Open(start) => match start.local_name().as_ref() {
                "si" => open = Some(String::new()),
                "t" => in_text = true,
                "rPh" => in_aid = true,
                _ => {}
            },
            Piece::Close("si") => strings.extend(open.take()),
            Piece::Close("t") => in_text = false,
            Piece::Close("rPh") => in_aid = false,
            Piece::Close(_) => {}
            Piece::Text(text) => {
                if let Some(open) = open.as_mut().filter(|_| in_text && !in_aid) {
                    open.push_str(text);
                }
            }
        }
        Ok(())
    })?;
    if strings.len() > most { Err(too_many(most)) } else { Ok(strings) }
}

#[cfg(test)]
mod tests {
    use super::{shared_strings, strings_up_to};

    #[test]
    fn no_more_texts_are_kept_than_the_limit() {
        let text = format!("<sst>{}</sst>", "<si/>".repeat(4));
        assert_eq!(strings_up_to(&text, 4).unwrap().len(), 4);
        assert!(strings_up_to(&text, 3).unwrap_err().en.contains("more than 3 shared texts"));
    }

    #[test]
    fn rich_text_is_joined_and_reading_aids_are_left_out() {
        let text = "<sst><si><t>城&amp;东</t></si><si><r><t>水</t></r><r><t xml:space=\"preserve\">东 </t></r>\
            <rPh sb=\"0\" eb=\"1\"><t>みず</t></rPh></si><si><t/></si><si/></sst>";
        assert_eq!(shared_strings(text).unwrap(), ["城&东", "水东 ", "", ""]);
        assert!(shared_strings("<sst><si>").is_err());
        assert!(shared_strings("<!DOCTYPE a [<!ENTITY b \"&b;&b;\">]><sst><si><t>&b;</t></si></sst>").is_err());
    }
}
