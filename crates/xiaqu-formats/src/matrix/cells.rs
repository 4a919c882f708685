//! What a cell of a table of numbers may hold.

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    /// Nothing: the pair is forbidden.
    Empty,
    /// A finite decimal number, or plus infinity, which forbids the pair.
    Number,
    /// Neither, not-a-number and minus infinity included.
    Text,
}

/// Sorts a trimmed cell into its kind.
pub(super) fn kind_of(cell: &str) -> CellKind {
    if cell.is_empty() {
        return CellKind::Empty;
    }
    match cell.parse::<f64>() {
        // `1e999` is no infinity that anybody wrote.
        Ok(number) if number.is_finite() || is_infinity(cell) => CellKind::Number,
        _ => CellKind::Text,
    }
}

/// Whether a cell says in letters that a pair is forbidden.
pub(super) fn is_infinity(cell: &str) -> bool {
    let bare = cell.strip_prefix('+').unwrap_or(cell);
    bare.eq_ignore_ascii_case("inf") || bare.eq_ignore_ascii_case("infinity")
}

/// All cells of a table as one text, in row order.
#[derive(Clone, Debug, Default)]
pub(super) struct CellTexts {
    text: String,
    ends: Vec<usize>,
}

impl CellTexts {
    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{CellKind, CellTexts, kind_of};

    #[test]
    fn cells_are_numbers_nothing_or_text() {
        for number in ["1", "-0.5", "1e3", "+7.25", "inf", "+Infinity"] {
            assert_eq!(kind_of(number), CellKind::Number, "{number}");
        }
        for text in ["nan", "-inf", "1e999", "1,5", "12x", "0x10", "１"] {
            assert_eq!(kind_of(text), CellKind::Text, "{text}");
        }
        assert_eq!(kind_of(""), CellKind::Empty);
    }

    #[test]
    fn texts_come_back_as_they_went_in() {
        let mut texts = CellTexts::default();
        for cell in ["1", "", "2.50"] {
            texts.push(cell);
        }
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["1", "", "2.50"]);
    }
}
