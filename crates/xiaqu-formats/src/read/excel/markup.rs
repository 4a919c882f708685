//! A part of a workbook as what its markup says, piece by piece.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use xiaqu_model::Words;

/// A piece of a part. Names are without prefix.
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(&'a BytesStart<'a>),
    /// An element ends.
    Close(&'a str),
    /// Text, entities resolved.
    Text(&'a str),
}

/// Visits all pieces in order.
///
/// # Errors
/// Where the markup is not well-formed, or what `visit` says.
pub(super) fn each_piece(text: &str, mut visit: impl FnMut(Piece<'_>) -> Result<(), Words>) -> Result<(), Words> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event();
        let position = reader.buffer_position();
        let broken = || {
            Words::new(
                format!("a part of it is not well-formed XML near byte {position}"),
                format!("其某部分在第 {position} 字节附近不是有效的 XML"),
            )
        };
        match event.map_err(|_| broken())? {
            Event::Start(start) => {
                depth += 1;
                visit(Piece::Open(&start))?;
            }
            Event::Empty(start) => {
                visit(Piece::Open(&start))?;
                visit(Piece::Close(start.local_name().as_ref()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                visit(Piece::Close(end.local_name().as_ref()))?;
            }
            Event::Text(text) => visit(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(name) => {
                let letter = match name.resolve_char_ref().map_err(|_| broken())? {
                    Some(letter) => letter.to_string(),
                    None => predefined(&name.xml10_content()).ok_or_else(broken)?.to_owned(),
                };
                visit(Piece::Text(&letter))?;
            }
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(broken()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The entities that every XML has; others are not expanded.
fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// An attribute by its name without prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // The check for doubled names compares each with all before it: one tag could keep it busy for hours.
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::{Piece, attribute, each_piece};

    #[test]
    fn a_tag_of_very_many_attributes_is_read_in_one_go() {
        let many: Vec<String> = (0..200_000).map(|number| format!(" a{number}=\"\"")).collect();
        let many = many.concat();
        let mut found = None;
        each_piece(&format!("<c{many} r=\"B7\"/>"), |piece| {
            if let Piece::Open(start) = piece {
                found = attribute(start, "r");
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(found.as_deref(), Some("B7"));
    }
}
