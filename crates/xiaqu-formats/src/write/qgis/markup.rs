//! XML as QGIS writes it.

use std::fmt::Write as _;

/// Text in which nothing is markup: signs that XML forbids are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => escaped.push(sign),
        }
    }
    escaped
}

/// A map of named texts, as symbol layers hold their properties.
pub(super) fn options(pairs: &[(&str, &str)]) -> String {
    let mut text = String::from("<Option type=\"Map\">");
    for (name, value) in pairs {
        let _ = write!(text, "<Option name=\"{name}\" type=\"QString\" value=\"{}\"/>", escape(value));
    }
    text.push_str("</Option>");
    text
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_from_data_never_becomes_markup() {
        assert_eq!(escape("<a href=\"x\">&'\u{1}\u{b}中"), "&lt;a href=&quot;x&quot;&gt;&amp;&apos;中");
    }
}
