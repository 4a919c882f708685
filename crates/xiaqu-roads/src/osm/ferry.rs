//! Ferries: how long they take.

use xiaqu_model::TravelTime;

/// Seconds in an hour.
const HOUR: u32 = 3_600;
/// No ferry of a county takes longer, in seconds.
const LONGEST: u32 = 48 * HOUR;

/// Reads a `duration`: `hh:mm`, `hh:mm:ss`, minutes alone, or ISO 8601 (`PT1H20M`). `None` where it is none of these,
/// or zero, or more than two days.
pub(super) fn parse_duration(value: &str) -> Option<TravelTime> {
    let value = value.trim();
    let seconds = if let Some(iso) = value.strip_prefix("PT") { iso_seconds(iso)? } else { clock_seconds(value)? };
    ((1..=LONGEST).contains(&seconds)).then(|| TravelTime::from_milliseconds(seconds * 1_000))
}

fn whole(text: &str) -> Option<u32> {
    // At most four digits: beyond, it is no duration, and products stay within bounds.
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn clock_seconds(value: &str) -> Option<u32> {
    let parts: Vec<&str> = value.split(':').collect();
    let below_sixty = |text: &str| whole(text).filter(|number| *number < 60);
    match parts.as_slice() {
        [minutes] => Some(whole(minutes)? * 60),
        [hours, minutes] => Some(whole(hours)? * HOUR + below_sixty(minutes)? * 60),
        [hours, minutes, seconds] => Some(whole(hours)? * HOUR + below_sixty(minutes)? * 60 + below_sixty(seconds)?),
        _ => None,
    }
}

fn iso_seconds(value: &str) -> Option<u32> {
    let mut seconds = 0;
    let mut rest = value;
    for (unit, length) in [('H', HOUR), ('M', 60), ('S', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds += whole(number)? * length;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use xiaqu_model::TravelTime;

    use super::parse_duration;

    #[test]
    fn durations_are_read_in_every_common_form() {
        let table = [
            ("00:20", Some(1_200)),
            ("1:05:30", Some(3_930)),
            ("25", Some(1_500)),
            (" 00:08 ", Some(480)),
            ("PT1H20M", Some(4_800)),
            ("PT45S", Some(45)),
            ("72:00", None),
            ("00:00", None),
            ("0:75", None),
            ("20 minutes", None),
            ("-5", None),
            ("PT", None),
            ("PT20", None),
            ("99999999999", None),
            ("1:2:3:4", None),
            ("", None),
        ];
        for (text, seconds) in table {
            assert_eq!(
                parse_duration(text).map(TravelTime::as_milliseconds),
                seconds.map(|s: u32| s * 1_000),
                "{text}"
            );
        }
    }
}
