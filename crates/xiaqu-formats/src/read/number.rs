//! How a number that was written for people should be written here.

/// The number that a text most likely means, to show in the remedy: thousands separators, a decimal comma, full-width
/// digits and a counting word are undone. A plain example if nothing is likely.
pub(crate) fn number_meant(text: &str) -> String {
    let narrow: String = text.chars().filter(|letter| !letter.is_whitespace()).map(to_narrow).collect();
    let bare = narrow.trim_end_matches(['人', '名', '户', '起', '元']);
    let groups: Vec<&str> = bare.split(',').collect();
    let candidate = match groups.as_slice() {
        [whole, rest @ ..] if !rest.is_empty() && is_grouped(whole, rest) => groups.concat(),
        [whole, fraction] if !bare.contains('.') => format!("{whole}.{fraction}"),
        _ => bare.to_owned(),
    };
    let is_number = candidate.parse::<f64>().is_ok_and(f64::is_finite);
    if is_number { candidate } else { "1234.5".to_owned() }
}

fn to_narrow(letter: char) -> char {
    match letter {
        '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter),
        '．' => '.',
        '，' => ',',
        '－' => '-',
        other => other,
    }
}

/// Whether commas stand every three digits: `1,234` or `12,345,678.9`.
fn is_grouped(whole: &str, rest: &[&str]) -> bool {
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    let leads = (1..=3).contains(&whole.trim_start_matches('-').len());
    leads && rest.iter().all(|group| group.split('.').next().is_some_and(|group| group.len() == 3 && digits(group)))
}

#[cfg(test)]
mod tests {
    use super::number_meant;

    #[test]
    fn the_remedy_shows_the_number_that_was_meant() {
        let cases = [
            ("1,234", "1234"),
            ("12,345,678.9", "12345678.9"),
            ("117,1747", "117.1747"),
            ("１２３", "123"),
            ("850人", "850"),
            ("1 200", "1200"),
            ("NaN", "1234.5"),
            ("117°10'", "1234.5"),
            ("1.2万", "1234.5"),
        ];
        for (text, meant) in cases {
            assert_eq!(number_meant(text), meant, "{text}");
        }
    }
}
