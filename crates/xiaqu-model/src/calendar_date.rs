//! Days of the calendar, for closures that hold for a time.

use std::fmt;

/// Calendar date (日期): a day of the Gregorian calendar, without time or zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CalendarDate {
    /// A day that exists, from the year 1900 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(is_leap),
            1..=12 => 31,
            _ => return None,
        };
        ((1900..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads year, month and day: `2026-07-01`, `2026/7/1` or `2026年7月1日`; a time of day behind `T` or a space is left
    /// out.
    ///
    /// ```
    /// use xiaqu_model::CalendarDate;
    /// let date = CalendarDate::parse("2026年7月1日").unwrap();
    /// assert_eq!(date.to_string(), "2026-07-01");
    /// assert_eq!(CalendarDate::parse("2026-07-01T08:00:00"), Some(date));
    /// assert_eq!(CalendarDate::parse("2026-02-30"), None);
    /// assert_eq!(CalendarDate::parse("01.07.2026"), None); // the order of day and month is not guessed
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let day = text.trim().split(['T', ' ']).next()?.trim_end_matches('日');
        let parts: Vec<&str> = day.split(['-', '/', '年', '月']).collect();
        let [year, month, day] = parts.as_slice() else { return None };
        let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || ![year, month, day].iter().all(|part| is_plain(part)) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::CalendarDate;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        let exists = |year, month, day| CalendarDate::new(year, month, day).is_some();
        assert!(exists(2024, 2, 29) && exists(2000, 2, 29) && exists(2026, 12, 31));
        assert!(!exists(2026, 2, 29) && !exists(1900, 2, 29) && !exists(2026, 13, 1) && !exists(2026, 4, 31));
        for text in ["", "2026", "2026-7", "2026-7-1-1", "26-07-01", "+026-07-01", "2026-07-00", "二〇二六-7-1"] {
            assert_eq!(CalendarDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_ordered_as_days() {
        let dates =
            ["2025-12-31", "2026-1-1", "2026-01-31", "2026/02/01"].map(|text| CalendarDate::parse(text).unwrap());
        assert!(dates.is_sorted());
    }
}
