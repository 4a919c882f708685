//! Columns of numbers for a person.

use xiaqu::{AimChange, Alternative, Comparison, FigureChange, Language, decimals};

use super::lists::{aim_text, unit_text};

/// Width of a column of numbers, in Latin letters.
const WIDTH: usize = 14;

/// A number with so many decimals and never `-0`.
fn shown(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let is_zero = !text.contains(|digit: char| ('1'..='9').contains(&digit));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// A difference with its sign.
fn signed(value: f64, places: usize) -> String {
    let text = shown(value, places);
    if value > 0.0 && text != shown(0.0, places) { format!("+{text}") } else { text }
}

/// Text at the right of a column; a Chinese character is as wide as two Latin letters.
fn right(text: &str) -> String {
    let wide = text.chars().filter(|letter| !letter.is_ascii()).count();
    format!("{}{text}", " ".repeat(WIDTH.saturating_sub(text.chars().count() + wide)))
}

fn row(cells: [&str; 3], note: &str) -> String {
    format!("{}   {note}", cells.map(right).join(""))
}

/// The title over three columns.
fn title(language: Language) -> String {
    let words = if language == Language::Zh { ["方案", "另案", "差"] } else { ["plan", "this", "difference"] };
    words.map(right).join("")
}

/// Aims first, then every figure that differs as far as it is shown.
pub(super) fn comparison(compared: &Comparison, language: Language) -> Vec<String> {
    let Some(alternative) = compared.answer.alternative() else { return Vec::new() };
    let mut lines = vec![title(language)];
    lines.extend(aims(alternative, language));
    let figures: Vec<String> = compared.figures.iter().filter_map(|figure| figure_row(figure, language)).collect();
    if !figures.is_empty() {
        lines.push(String::new());
        lines.extend(figures);
    }
    lines
}

fn aims(alternative: &Alternative, language: Language) -> Vec<String> {
    let of = |change: &AimChange| {
        let places = decimals(change.unit);
        let number = |value: f64| shown(value, places);
        let cells =
            [number(change.written_in_units), number(change.other_in_units), signed(change.difference(), places)];
        let verdict = match change.regret().0.signum() {
            1 => word(language, "  [worse]", "  [变差]"),
            -1 => word(language, "  [better]", "  [变好]"),
            _ => "",
        };
        let note = format!("{}{}{verdict}", aim_text(change.aim, language), of_unit(change.unit, language));
        row(cells.each_ref().map(String::as_str), &note)
    };
    alternative.aims.iter().map(of).collect()
}

fn of_unit(unit: xiaqu::evaluate::Unit, language: Language) -> String {
    match unit_text(unit, language).trim() {
        "" => String::new(),
        text if language == Language::Zh => format!("，{text}"),
        text => format!(", {text}"),
    }
}

fn word<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    if language == Language::Zh { zh } else { en }
}

fn figure_row(figure: &FigureChange, language: Language) -> Option<String> {
    let places = decimals(figure.unit);
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| shown(value, places));
    let cells = [number(figure.written), number(figure.other)];
    if cells[0] == cells[1] {
        return None;
    }
    let difference = figure.difference().map_or_else(|| "-".to_owned(), |value| signed(value, places));
    let note = if language == Language::Zh { &figure.note_zh } else { &figure.note_en };
    let cells = [cells[0].as_str(), cells[1].as_str(), difference.as_str()];
    Some(row(cells, &format!("{note}{}", of_unit(figure.unit, language))))
}

/// The difference in one aim, on one line.
pub(super) fn difference_text(change: AimChange, language: Language) -> String {
    let difference = change.difference();
    let text = signed(difference, decimals(change.unit));
    // What rounds to nothing but is something must not read as nothing.
    let hidden = change.regret().0 != 0 && !text.contains(|digit: char| ('1'..='9').contains(&digit));
    let text = if hidden { format!("{difference:+.1e}") } else { text };
    format!("{text}{}", unit_text(change.unit, language))
}

/// The value of the aim that counts first, on one line.
pub(super) fn first_value(change: AimChange, language: Language) -> String {
    format!("{}{}", shown(change.other_in_units, decimals(change.unit)), unit_text(change.unit, language))
}
