//! Names that MPS and LP both allow, every one different.

use std::collections::BTreeMap;

/// Letters of a name; readers of LP files take 255.
const LONGEST: usize = 120;

/// Letters, digits and `_`: everything else becomes one `_`, and none stands at an end.
pub(super) fn clean(text: &str, longest: usize) -> String {
    let mut cleaned = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            cleaned.push(letter);
        } else if !cleaned.is_empty() && !cleaned.ends_with('_') {
            cleaned.push('_');
        }
        if cleaned.len() >= longest {
            break;
        }
    }
    cleaned.trim_end_matches('_').to_owned()
}

/// Hands out names. Two that differ in capitals only count as equal, because some readers think so.
#[derive(Debug, Default)]
pub(super) struct LegalNames {
    /// Names in small letters, each with the number that the next one like it gets.
    taken: BTreeMap<String, u32>,
}

impl LegalNames {
    /// A legal name like the one wanted, with a number behind it if that one is taken. `first`, a letter, goes before a
    /// name that could be read as a number because it begins with a digit or an `e`, and stands for one that is empty.
    pub(super) fn give(&mut self, first: char, wanted: &str) -> String {
        let cleaned = clean(wanted, LONGEST);
        let is_safe = |letter: char| letter.is_ascii_alphabetic() && !letter.eq_ignore_ascii_case(&'e');
        self.distinct(if cleaned.starts_with(is_safe) { cleaned } else { format!("{first}{cleaned}") })
    }

    /// The name, which is legal, with a number behind it if it is taken.
    pub(super) fn distinct(&mut self, name: String) -> String {
        let key = name.to_ascii_lowercase();
        let Some(mut number) = self.taken.get(&key).copied() else {
            self.taken.insert(key, 2);
            return name;
        };
        loop {
            let numbered = format!("{name}_{number}");
            number += 1;
            if self.taken.insert(numbered.to_ascii_lowercase(), 2).is_none() {
                self.taken.insert(key, number);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LegalNames, clean};

    #[test]
    fn what_a_format_forbids_becomes_one_line() {
        assert_eq!(clean("A-1 (east)", 40), "A_1_east");
        assert_eq!(clean("  城关派出所 ", 40), "");
        assert_eq!(clean("城关7所", 40), "7");
        assert_eq!(clean("long name", 5), "long");
    }

    #[test]
    fn names_are_different_even_if_one_looks_like_a_numbered_one() {
        let mut names = LegalNames::default();
        let given = ["x_a", "x_a", "x_A", "x_a_2", "x_a", "x_é", "x_"].map(|wanted| names.give('x', wanted));
        assert_eq!(given, ["x_a", "x_a_2", "x_A_3", "x_a_2_2", "x_a_4", "x", "x_2"]);
    }

    #[test]
    fn no_name_can_be_read_as_a_number() {
        let mut names = LegalNames::default();
        assert_eq!(names.give('r', "(4.1) e9"), "r4_1_e9");
        assert_eq!(names.give('r', "e9"), "re9");
        assert_eq!(names.give('r', "y_9"), "y_9");
    }
}
