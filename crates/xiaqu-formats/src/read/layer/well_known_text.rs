//! Well-known text of reference systems: `NAME["text", number, NAME[...]]` as a tree.

/// Deeper texts are refused; real ones nest five deep.
const DEPTH_MAX: usize = 24;

/// A name with what stands in its brackets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Node {
    /// Keyword, in capitals.
    pub(super) keyword: String,
    /// Texts, in order.
    pub(super) texts: Vec<String>,
    /// Numbers, in order.
    pub(super) numbers: Vec<f64>,
    /// Nodes inside, in order.
    pub(super) nodes: Vec<Node>,
}

impl Node {
    /// The first node inside with one of these keywords.
    pub(super) fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.nodes.iter().find(|node| keywords.contains(&node.keyword.as_str()))
    }

    /// The first text.
    pub(super) fn name(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    /// The first number.
    pub(super) fn number(&self) -> Option<f64> {
        self.numbers.first().copied()
    }
}

/// Reads a text; `None` if it is no well-known text.
pub(super) fn parse(text: &str) -> Option<Node> {
    let mut letters = Letters { rest: text.trim_start_matches('\u{feff}') };
    let node = letters.node(0)?;
    letters.skip_spaces();
    letters.rest.trim_matches('\0').is_empty().then_some(node)
}

struct Letters<'a> {
    rest: &'a str,
}

impl<'a> Letters<'a> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes one of these letters.
    fn take(&mut self, letters: &[char]) -> Option<char> {
        self.skip_spaces();
        let letter = self.rest.chars().next().filter(|letter| letters.contains(letter))?;
        self.rest = self.rest.get(letter.len_utf8()..)?;
        Some(letter)
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> Option<&'a str> {
        self.skip_spaces();
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    fn node(&mut self, depth: usize) -> Option<Node> {
        let keyword = self.word(|letter| letter.is_ascii_alphanumeric() || letter == '_')?.to_ascii_uppercase();
        let mut node = Node { keyword, ..Node::default() };
        // A bare word such as `north` has no brackets.
        if self.take(&['[', '(']).is_none() {
            return (depth > 0).then_some(node);
        }
        if depth == DEPTH_MAX {
            return None;
        }
        loop {
            self.skip_spaces();
            match self.rest.chars().next()? {
                '"' => node.texts.push(self.quoted()?),
                letter if letter.is_ascii_digit() || "+-.".contains(letter) => {
                    let word = self.word(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))?;
                    node.numbers.push(word.parse().ok().filter(|number: &f64| number.is_finite())?);
                }
                _ => node.nodes.push(self.node(depth + 1)?),
            }
            match self.take(&[',', ']', ')'])? {
                ',' => {}
                _ => return Some(node),
            }
        }
    }

    /// A quoted text, in which a doubled mark stands for itself.
    fn quoted(&mut self) -> Option<String> {
        self.take(&['"'])?;
        let mut text = String::new();
        loop {
            let (before, rest) = self.rest.split_once('"')?;
            text.push_str(before);
            self.rest = rest;
            match rest.strip_prefix('"') {
                Some(after) => {
                    text.push('"');
                    self.rest = after;
                }
                None => return Some(text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_MAX, parse};

    #[test]
    fn texts_are_trees() {
        let node = parse("PROJCS[\"a \"\"b\"\"\", UNIT[\"metre\",1.0],AXIS[\"E\",EAST]]\n").unwrap();
        assert_eq!(node.keyword, "PROJCS");
        assert_eq!(node.name(), "a \"b\"");
        assert_eq!(node.child(&["UNIT"]).unwrap().number(), Some(1.0));
        assert_eq!(node.child(&["AXIS"]).unwrap().nodes[0].keyword, "EAST");
    }

    #[test]
    fn broken_and_bottomless_texts_are_refused() {
        for text in
            ["", "WGS84", "GEOGCS[", "GEOGCS[\"a\"", "GEOGCS[\"a]", "GEOGCS[\"a\"]x", "G[1e999]", "G[--]", "G[,]"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"A[".repeat(100_000)), None);
        assert!(parse(&format!("{}1{}", "A[".repeat(DEPTH_MAX), "]".repeat(DEPTH_MAX))).is_some());
    }
}
