//! The `maxspeed` tag.

use xiaqu_model::Kph;

/// Kilometres in a statute mile.
const KILOMETRES_PER_MILE: f64 = 1.609_344;
/// Kilometres in a nautical mile.
const KILOMETRES_PER_NAUTICAL_MILE: f64 = 1.852;
/// What `walk` means, km/h.
const WALKING_KPH: f64 = 5.0;

/// What a `maxspeed` value says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaxSpeed {
    /// A limit.
    Limit(Kph),
    /// No limit of its own (`none`, `signals`, `CN:urban`): the class default applies.
    ClassDefault,
    /// Not understood: the class default applies, and the value is counted.
    NotUnderstood,
}

/// Reads a `maxspeed` value; of several values separated by `;` or `|` the lowest counts.
///
/// ```
/// use xiaqu_roads::{MaxSpeed, parse_maxspeed};
/// assert_eq!(parse_maxspeed("RO:urban"), MaxSpeed::ClassDefault);
/// assert_eq!(parse_maxspeed("fast"), MaxSpeed::NotUnderstood);
/// ```
pub fn parse_maxspeed(value: &str) -> MaxSpeed {
    let readings: Vec<MaxSpeed> = value.split([';', '|']).map(|part| parse_one(part.trim())).collect();
    if readings.contains(&MaxSpeed::NotUnderstood) {
        return MaxSpeed::NotUnderstood;
    }
    let limits = readings.into_iter().filter_map(|reading| match reading {
        MaxSpeed::Limit(speed) => Some(speed),
        MaxSpeed::ClassDefault | MaxSpeed::NotUnderstood => None,
    });
    limits.min_by(|one, other| one.as_kph().total_cmp(&other.as_kph())).map_or(MaxSpeed::ClassDefault, MaxSpeed::Limit)
}

fn parse_one(value: &str) -> MaxSpeed {
    match value {
        "walk" | "walking" => return limit(WALKING_KPH),
        "none" | "no" | "unlimited" | "signals" | "variable" | "implicit" | "default" => return MaxSpeed::ClassDefault,
        _ => {}
    }
    if value.split_once(':').is_some_and(|(country, _)| is_country_code(country)) {
        return MaxSpeed::ClassDefault;
    }
    let unit_starts = value.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(unit_starts);
    let factor = match unit.trim() {
        "" | "km/h" | "kmh" | "kph" | "kmph" => 1.0,
        "mph" => KILOMETRES_PER_MILE,
        "knots" => KILOMETRES_PER_NAUTICAL_MILE,
        _ => return MaxSpeed::NotUnderstood,
    };
    number.parse::<f64>().map_or(MaxSpeed::NotUnderstood, |number| limit(number * factor))
}

/// `CN`, `RO`, `BE-VLG`.
fn is_country_code(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-')
}

fn limit(kph: f64) -> MaxSpeed {
    match Kph::new(kph) {
        Some(speed) if kph > 0.0 => MaxSpeed::Limit(speed),
        _ => MaxSpeed::NotUnderstood,
    }
}

#[cfg(test)]
mod tests {
    use super::{MaxSpeed, parse_maxspeed};

    #[test]
    fn limits_are_read_in_kilometres_an_hour() {
        let table = [
            ("50", 50.0),
            (" 50 ", 50.0),
            ("50 km/h", 50.0),
            ("50kmh", 50.0),
            ("30 mph", 48.280_32),
            ("30mph", 48.280_32),
            ("10 knots", 18.52),
            ("walk", 5.0),
            ("7.5", 7.5),
            ("70;50", 50.0),
            ("70|none", 70.0),
            ("CN:urban;40", 40.0),
        ];
        for (value, kph) in table {
            let MaxSpeed::Limit(speed) = parse_maxspeed(value) else { panic!("{value} is not read as a limit") };
            assert!((speed.as_kph() - kph).abs() < 1e-9, "{value} is read as {speed:?}");
        }
    }

    #[test]
    fn values_without_a_number_leave_the_class_default() {
        for value in ["none", "signals", "variable", "RO:urban", "BE-VLG:rural"] {
            assert_eq!(parse_maxspeed(value), MaxSpeed::ClassDefault, "{value}");
        }
    }

    #[test]
    fn nonsense_is_not_understood() {
        for value in ["", "fast", "0", "-5", "50 furlongs", "50;fast", "1.2.3", "inf", "mph", "五十"] {
            assert_eq!(parse_maxspeed(value), MaxSpeed::NotUnderstood, "{value}");
        }
    }
}
