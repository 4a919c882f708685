//! A table of travel times: rows of `from,to,minutes` to raw records.

use xiaqu_model::{
    Place, ProblemReport, TravelTime, e155_not_a_number, e157_not_whole, e313_time_too_long,
    e314_time_in_unused_scenario, e319_minutes_contradict_milliseconds,
};
use xiaqu_roads::Scenario;

use super::{
    columns::{Column, TIME_FROM, TIME_MILLISECONDS, TIME_MINUTES, TIME_SCENARIO, TIME_TO, TRAVEL_TIME_COLUMNS},
    fields::{Fields, Rows},
    kind::FileKind,
    number_meant,
    table::Source,
};

/// Kinds of files that travel times are read from.
const KINDS: &[FileKind] = &[FileKind::Csv, FileKind::Excel];

/// The longest time, a day in minutes and milliseconds: what is longer is no time of a county but a mark for no way, or
/// seconds.
const MINUTES_MAX: f64 = 1_440.0;
const MILLISECONDS_MAX: u32 = 86_400_000;

/// Minutes are written with two decimals beside milliseconds, so that the two differ by up to half a hundredth.
const MILLISECONDS_APART: u32 = 300;

/// A travel time as read; `from` and `to` are still ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTravelTime {
    /// Row, counted from 1, the header not counted.
    pub row: usize,
    /// Id of the station it starts from.
    pub from: String,
    /// Id of the village or station it leads to.
    pub to: String,
    /// The time, turnout not counted; `None` where the row says that there is no way.
    pub time: Option<TravelTime>,
    /// Scenario; by day if none is stated.
    pub scenario: Scenario,
}

/// Reads the travel times in the order of rows; every problem goes to `problems`.
///
/// ```
/// use xiaqu_formats::{Source, read_travel_times};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("times.csv");
/// fs_err::write(&path, "起点,终点,分钟\nS1,V1,12.5\nS1,V2,\nS1,V3,-5\n")?;
/// let source = Source { path, name: "times.csv".into(), ..Source::default() };
/// let mut problems = Vec::new();
/// let times = read_travel_times(&source, &mut problems);
/// assert_eq!(times[0].time.map(|time| time.as_milliseconds()), Some(750_000));
/// assert_eq!(times[1].time, None, "no way");
/// assert_eq!(problems[0].code(), "E156");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn read_travel_times(source: &Source, problems: &mut Vec<ProblemReport>) -> Vec<RawTravelTime> {
    Rows::read_any(source, (TRAVEL_TIME_COLUMNS, KINDS), problems)
        .map(|mut rows| rows.collect(travel_time_of))
        .unwrap_or_default()
}

fn travel_time_of(fields: &mut Fields<'_>) -> Option<RawTravelTime> {
    let before = fields.problems.len();
    let (from, to) = (fields.required(TIME_FROM), fields.required(TIME_TO));
    let scenario = scenario_of(fields);
    let minutes = minutes_of(fields);
    let milliseconds = milliseconds_of(fields);
    if let (Some(minutes), Some(milliseconds)) = (minutes, milliseconds)
        && minutes.as_milliseconds().abs_diff(milliseconds.as_milliseconds()) > MILLISECONDS_APART
    {
        let [minutes, milliseconds] =
            [TIME_MINUTES, TIME_MILLISECONDS].map(|column| fields.text(column).unwrap_or_default());
        fields.problems.push(e319_minutes_contradict_milliseconds(fields.place.clone(), minutes, milliseconds));
    }
    let row = RawTravelTime { row: fields.row.number, from: from?, to: to?, time: milliseconds.or(minutes), scenario };
    (fields.problems.len() == before).then_some(row)
}

fn scenario_of(fields: &mut Fields<'_>) -> Scenario {
    let Some(text) = fields.text(TIME_SCENARIO) else { return Scenario::Day };
    let known = Scenario::from_name(&text.to_lowercase());
    known.filter(|scenario| matches!(scenario, Scenario::Day | Scenario::Wet)).unwrap_or_else(|| {
        fields.problems.push(e314_time_in_unused_scenario(fields.place.clone(), text));
        Scenario::Day
    })
}

fn minutes_of(fields: &mut Fields<'_>) -> Option<TravelTime> {
    let text = fields.text(TIME_MINUTES)?;
    number_of(fields, TIME_MINUTES, &text, MINUTES_MAX)?;
    TravelTime::from_minutes_text(&text)
}

fn milliseconds_of(fields: &mut Fields<'_>) -> Option<TravelTime> {
    let text = fields.text(TIME_MILLISECONDS)?;
    let number = number_of(fields, TIME_MILLISECONDS, &text, f64::from(MILLISECONDS_MAX))?;
    if number.fract() != 0.0 {
        fields.problems.push(e157_not_whole(fields.place.clone(), TIME_MILLISECONDS.name, text));
        return None;
    }
    xiaqu_model::cast::to_u32(number).map(TravelTime::from_milliseconds)
}

/// The number of a cell from zero to `most`, or a report of what is wrong with it.
fn number_of(fields: &mut Fields<'_>, column: Column, text: &str, most: f64) -> Option<f64> {
    let place = || -> Place { fields.place.clone() };
    let problem = match text.parse::<f64>() {
        Ok(number) if (0.0..=most).contains(&number) => return Some(number),
        Ok(number) if number < 0.0 => xiaqu_model::e156_negative(place(), column.name, text),
        Ok(number) if number > most && number.is_finite() => e313_time_too_long(place(), column.name, text, most),
        _ => e155_not_a_number(place(), column.name, text, number_meant(text)),
    };
    fields.problems.push(problem);
    None
}
