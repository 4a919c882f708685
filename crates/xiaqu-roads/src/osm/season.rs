//! When in the year a road is there: winter roads, seasonal roads, and passes that are closed in winter.

use super::tags::Tags;
use crate::Season;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Seasons of the `seasonal` tag that are not winter.
const OTHER_SEASONS: [&str; 5] = ["spring", "summer", "autumn", "fall", "yes"];
/// Keys under which a closure for cars is stated with its condition.
const CONDITIONAL: [&str; 4] =
    ["motorcar:conditional", "motor_vehicle:conditional", "vehicle:conditional", "access:conditional"];

/// The season of a way. `winter_month` is the month that stands for winter, 1 to 12.
pub(super) fn season(tags: Tags<'_, '_>, winter_month: u32) -> Season {
    let stated = |key| tags.get(key).is_some_and(|value| value != "no");
    if stated("winter_road") || stated("ice_road") {
        return Season::OnlyInWinter;
    }
    if let Some(seasonal) = tags.get("seasonal").and_then(seasonal) {
        return seasonal;
    }
    // The most specific key decides, as it does without a condition.
    let condition = CONDITIONAL.into_iter().find_map(|key| tags.get(key));
    if condition.is_some_and(|condition| closes_in(condition, winter_month)) {
        return Season::NotInWinter;
    }
    Season::AllYear
}

/// The `seasonal` tag: a list of seasons, or `yes` for a road that is not there in the bad season.
fn seasonal(value: &str) -> Option<Season> {
    let named = |season: &str| value.split([';', ',']).any(|part| part.trim() == season);
    let others = OTHER_SEASONS.into_iter().any(named);
    match (named("winter"), others) {
        (true, false) => Some(Season::OnlyInWinter),
        (false, true) => Some(Season::NotInWinter),
        _ => None,
    }
}

/// Whether a condition closes a road for all of a month: `no @ winter`, `no @ (Nov-Apr)`, `no @ (Nov 15-Apr 30)`.
/// Closures at some hours or on some days of the week do not count.
fn closes_in(condition: &str, month: u32) -> bool {
    let lower = condition.to_ascii_lowercase();
    // Clauses are separated by semicolons outside of brackets; a closure never holds one inside that matters here.
    lower.split(';').any(|clause| {
        let Some((value, when)) = clause.split_once('@') else { return false };
        let closed = matches!(value.trim(), "no" | "closed");
        let when = when.trim().trim_matches(['(', ')']).trim();
        closed && (when == "winter" || when == "snow" || months_hold(when, month))
    })
}

/// `nov-apr`, `nov 15-apr 30`, `jan`.
fn months_hold(range: &str, month: u32) -> bool {
    let (start, end) = range.split_once('-').unwrap_or((range, range));
    let (Some(start), Some(end)) = (month_of(start), month_of(end)) else { return false };
    if start <= end { (start..=end).contains(&month) } else { month >= start || month <= end }
}

/// A month by its English name, whole or cut to three letters, with or without a day.
fn month_of(text: &str) -> Option<u32> {
    let mut words = text.split_whitespace();
    let name = words.next()?;
    let day = words.next();
    let is_day = day.is_none_or(|day| day.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)));
    let position = MONTHS.iter().position(|month| name.get(..3) == Some(*month))?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_day && is_name && words.next().is_none()).then_some(u32::try_from(position).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use super::season;
    use crate::{Season, osm::tags::Tags};

    #[test]
    fn tags_say_when_a_road_is_there() {
        let table = [
            ("highway", "primary", Season::AllYear),
            ("winter_road", "yes", Season::OnlyInWinter),
            ("ice_road", "yes", Season::OnlyInWinter),
            ("ice_road", "no", Season::AllYear),
            ("seasonal", "winter", Season::OnlyInWinter),
            ("seasonal", "spring;summer", Season::NotInWinter),
            ("seasonal", "yes", Season::NotInWinter),
            ("seasonal", "no", Season::AllYear),
            ("seasonal", "winter;spring", Season::AllYear),
            ("access:conditional", "no @ winter", Season::NotInWinter),
            ("access:conditional", "no @ (Nov-Apr)", Season::NotInWinter),
            ("motor_vehicle:conditional", "no @ (Nov 15-Apr 30)", Season::NotInWinter),
            ("motor_vehicle:conditional", "no @ (November-May)", Season::NotInWinter),
            ("vehicle:conditional", "yes @ (May-Oct); no @ (Dec-Feb)", Season::NotInWinter),
            ("access:conditional", "no @ (Jun-Aug)", Season::AllYear),
            ("access:conditional", "no @ (22:00-06:00)", Season::AllYear),
            ("access:conditional", "no @ (Nov-Apr 22:00-06:00)", Season::AllYear),
            ("access:conditional", "delivery @ (Nov-Apr)", Season::AllYear),
            ("access:conditional", "no @ (", Season::AllYear),
            ("access:conditional", "no @ (日-月)", Season::AllYear),
        ];
        for (key, value, expected) in table {
            assert_eq!(season(Tags(&[(key, value)]), 1), expected, "{key}={value}");
        }
        assert_eq!(season(Tags(&[("access:conditional", "no @ (Jun-Aug)")]), 7), Season::NotInWinter, "in the south");
    }
}
