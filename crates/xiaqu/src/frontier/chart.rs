//! The chart of a frontier: two aims along the axes, a third as series.

use std::collections::BTreeMap;

use xiaqu_model::{AimValue, Language, Limit, cast};
use xiaqu_solver::PointProof;

use super::{
    marks::{Anchor, Drawing, FAINT, INK, Pixel, series_colour},
    run::CountyFrontier,
    scale::Scale,
    words::AimWords,
};

/// Size of the picture, pixels.
const SIZE: (f64, f64) = (900.0, 600.0);

/// The axes: left, right without a legend, right with one, top, bottom.
const LEFT: f64 = 124.0;
const RIGHT: f64 = 868.0;
const RIGHT_OF_LEGEND: f64 = 676.0;
const TOP: f64 = 92.0;
const BOTTOM: f64 = 520.0;

/// A third aim with more values than this is not drawn.
const SERIES_MOST: usize = 8;

/// Draws the chart.
pub(super) fn chart(found: &CountyFrontier) -> String {
    Chart::new(found).draw()
}

/// A point of the chart.
struct Mark {
    number: usize,
    place: Pixel,
    proved: bool,
}

struct Chart<'a> {
    found: &'a CountyFrontier,
    language: Language,
    words: Vec<AimWords>,
    /// Positions of the aims along the axes.
    axes: (usize, usize),
    /// Position of the aim that makes the series.
    third: Option<usize>,
    scales: (Scale, Scale),
    series: BTreeMap<Option<AimValue>, Vec<Mark>>,
}

impl<'a> Chart<'a> {
    fn new(found: &'a CountyFrontier) -> Self {
        let words: Vec<AimWords> = found.frontier.aims.iter().map(|&aim| AimWords::of(aim)).collect();
        let third = third_aim(found);
        let mut along = (0..words.len()).filter(|position| Some(*position) != third);
        let axes = (along.next().unwrap_or(0), along.next().unwrap_or(1));
        let values = |position: usize| -> Vec<f64> {
            let points = found.frontier.points.iter();
            points.filter_map(|point| found.in_units(point).get(position).copied()).collect()
        };
        let whole = |position: usize| words.get(position).is_some_and(|words| words.decimals == 0);
        let right = if third.is_some() { RIGHT_OF_LEGEND } else { RIGHT };
        let scales = (
            Scale::of(&values(axes.0), whole(axes.0), (LEFT, right)),
            Scale::of(&values(axes.1), whole(axes.1), (BOTTOM, TOP)),
        );
        let mut chart = Self { found, language: found.language(), words, axes, third, scales, series: BTreeMap::new() };
        chart.sort_into_series();
        chart
    }

    fn sort_into_series(&mut self) {
        let mut points: Vec<_> = (1..).zip(&self.found.frontier.points).collect();
        points.sort_by_key(|(_, point)| point.values.get(self.axes.0).copied());
        for (number, point) in points {
            let values = self.found.in_units(point);
            let value = |position: usize| values.get(position).copied().unwrap_or_default();
            let place = (self.scales.0.at(value(self.axes.0)), self.scales.1.at(value(self.axes.1)));
            let proved = !matches!(point.proof, PointProof::Stopped { .. });
            let series = self.third.and_then(|third| point.values.get(third).copied());
            self.series.entry(series).or_default().push(Mark { number, place, proved });
        }
    }

    fn draw(&self) -> String {
        let mut drawing = Drawing::new();
        self.draw_axes(&mut drawing);
        for (series, marks) in self.series.values().enumerate() {
            self.draw_steps(&mut drawing, series, marks);
        }
        for (series, marks) in self.series.values().enumerate() {
            self.draw_marks(&mut drawing, series, marks);
        }
        self.draw_numbers(&mut drawing);
        self.draw_legend(&mut drawing);
        let title = self.title();
        drawing.text((LEFT, 34.0), 20, Anchor::Start, &title);
        for (line, y) in self.notes().iter().zip([56.0, 74.0]) {
            drawing.text((LEFT, y), 13, Anchor::Start, line);
        }
        drawing.text((LEFT, 590.0), 12, Anchor::Start, &self.found.county.settings.county.note);
        drawing.finish(SIZE, &title)
    }

    fn pick<'t>(&self, en: &'t str, zh: &'t str) -> &'t str {
        if self.language == Language::Zh { zh } else { en }
    }

    fn title(&self) -> String {
        let name = &self.found.county.settings.county.name;
        let said = self.pick("trade-off between aims", "目标权衡");
        let colon = self.pick(": ", "：");
        if name.is_empty() { said.to_owned() } else { format!("{name}{colon}{said}") }
    }

    /// Lines under the title: what the points are, and what to beware of.
    fn notes(&self) -> Vec<String> {
        let count = self.found.frontier.points.len();
        let ending = match (self.found.frontier.stopped, self.language) {
            (None, Language::En) if count == 1 => "one plan is the best in every aim; proved".to_owned(),
            (None, Language::Zh) if count == 1 => "同一方案在各目标上均为最优；已证明".to_owned(),
            (None, Language::En) => {
                format!("all {count} plans that no other plan dominates, each proved; numbers as in frontier.csv")
            }
            (None, Language::Zh) => format!("全部 {count} 个非支配方案，均已证明；编号同 frontier.csv"),
            (Some(limit), Language::En) => {
                let why = match limit {
                    Limit::Time => "time limit",
                    Limit::Interrupt => "interrupted",
                    Limit::Effort => "too many plans to try",
                };
                format!(
                    "stopped early ({why}): {count} plans so far, others may be missing; hollow ones are not proved"
                )
            }
            (Some(_), Language::Zh) => format!("提前停止：目前 {count} 个方案，可能有遗漏；空心者未经证明"),
        };
        let mut notes = vec![ending];
        let shown = 2 + usize::from(self.third.is_some());
        if let Some(hidden) = self.words.get(2).filter(|_| shown < self.words.len()) {
            let title = hidden.title(self.language);
            notes.push(match self.language {
                Language::En => format!("{title} has too many values to be drawn: see frontier.csv"),
                Language::Zh => format!("{title}取值过多，图中未示：见 frontier.csv"),
            });
        }
        notes
    }

    fn draw_axes(&self, drawing: &mut Drawing) {
        let (across, up) = &self.scales;
        let right = if self.third.is_some() { RIGHT_OF_LEGEND } else { RIGHT };
        for mark in across.marks() {
            let x = across.at(mark);
            drawing.line((x, TOP), (x, BOTTOM), FAINT);
            drawing.text((x, BOTTOM + 20.0), 13, Anchor::Middle, &across.shown(mark));
        }
        for mark in up.marks() {
            let y = up.at(mark);
            drawing.line((LEFT, y), (right, y), FAINT);
            drawing.text((LEFT - 8.0, y + 4.5), 13, Anchor::End, &up.shown(mark));
        }
        drawing.line((LEFT, BOTTOM), (right, BOTTOM), INK);
        drawing.line((LEFT, TOP), (LEFT, BOTTOM), INK);
        let (x, y) = (f64::midpoint(LEFT, right), f64::midpoint(TOP, BOTTOM));
        drawing.text((x, BOTTOM + 50.0), 15, Anchor::Middle, &self.axis_title(self.axes.0));
        drawing.turned_text((26.0, y), 15, Anchor::Middle, (-90, &self.axis_title(self.axes.1)));
    }

    fn axis_title(&self, position: usize) -> String {
        let Some(words) = self.words.get(position) else { return String::new() };
        let direction = match (words.more_is_better, self.language) {
            (true, Language::En) => " (more is better)",
            (false, Language::En) => " (less is better)",
            (true, Language::Zh) => "，越大越好",
            (false, Language::Zh) => "，越小越好",
        };
        format!("{}{direction}", words.title(self.language))
    }

    /// The edge of what can be had: from each point along its second value to where the next one begins.
    fn draw_steps(&self, drawing: &mut Drawing, series: usize, marks: &[Mark]) {
        if self.third.is_none() && self.words.len() > 2 {
            return;
        }
        let mut places: Vec<Pixel> = Vec::new();
        for mark in marks {
            if let Some(&(_, y)) = places.last() {
                places.push((mark.place.0, y));
            }
            places.push(mark.place);
        }
        drawing.path(&places, series_colour(series));
    }

    fn draw_marks(&self, drawing: &mut Drawing, series: usize, marks: &[Mark]) {
        for mark in marks {
            let (x, y) = mark.place;
            drawing.point(mark.place, series, mark.proved);
            if self.is_knee(mark) {
                drawing.ring(mark.place, INK);
                drawing.text((x - 15.0, y + 19.0), 14, Anchor::End, self.pick("knee", "拐点"));
            }
        }
    }

    fn is_knee(&self, mark: &Mark) -> bool {
        self.found.knee_number() == Some(mark.number)
    }

    /// The numbers of the points, that of the knee first; one that finds no room beside its point is left out.
    fn draw_numbers(&self, drawing: &mut Drawing) {
        let mut marks: Vec<&Mark> = self.series.values().flatten().collect();
        marks.sort_by_key(|mark| (!self.is_knee(mark), mark.number));
        let mut taken: Vec<Pixel> = Vec::new();
        for mark in marks {
            let (x, y) = mark.place;
            let aside = if self.is_knee(mark) { 12.0 } else { 8.0 };
            let text = mark.number.to_string();
            let width = 7.0 * cast::count_to_f64(text.len());
            let (right, left) = (x + aside, x - aside - width);
            let places = [(right, y - aside), (right, y + aside + 8.0), (left, y - aside), (left, y + aside + 8.0)];
            let is_free = |&(x, y): &Pixel| {
                taken.iter().all(|(other_x, other_y)| (x - other_x).abs() > width + 4.0 || (y - other_y).abs() > 12.0)
            };
            if let Some(place) = places.into_iter().find(is_free) {
                drawing.text(place, 12, Anchor::Start, &text);
                taken.push(place);
            }
        }
    }

    fn draw_legend(&self, drawing: &mut Drawing) {
        let Some(words) = self.third.and_then(|third| self.words.get(third)) else { return };
        let left = RIGHT_OF_LEGEND + 24.0;
        let unit = self.pick(words.unit_en, words.unit_zh);
        let title = self.pick(words.title_en, words.title_zh);
        let title_lines = wrapped(title, if self.language == Language::Zh { 13 } else { 26 });
        let mut y = TOP + 12.0;
        for line in &title_lines {
            drawing.text((left, y), 13, Anchor::Start, line);
            y += 18.0;
        }
        for (series, value) in self.series.keys().enumerate() {
            y += 22.0;
            let Some(value) = value else { continue };
            let aim = self.third.and_then(|third| self.found.frontier.aims.get(third).copied());
            let number = aim.map(|aim| xiaqu_evaluate::in_units(&self.found.county.problem, aim, *value).0);
            drawing.point((left + 7.0, y - 4.5), series, true);
            let text = format!("{} {unit}", words.shown(number.unwrap_or_default()));
            drawing.text((left + 22.0, y), 13, Anchor::Start, text.trim_end());
        }
    }
}

/// Of three aims the one with the fewest values, the last of several; nothing if even that has too many.
fn third_aim(found: &CountyFrontier) -> Option<usize> {
    let count = found.frontier.aims.len();
    let values = |position: usize| {
        let mut values: Vec<_> =
            found.frontier.points.iter().filter_map(|point| point.values.get(position).copied()).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let fewest = (0..count).filter(|_| count > 2).rev().min_by_key(|&position| values(position));
    fewest.filter(|&position| values(position) <= SERIES_MOST)
}

/// A text in lines of so many letters, broken at spaces where it has any.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let letters = |text: &str| text.chars().count();
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut().filter(|line| letters(line) + 1 + letters(word) <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    let cut = |line: String| {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(width).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>()
    };
    lines.into_iter().flat_map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_titles_are_broken() {
        assert_eq!(wrapped("second arrival at the worst village", 20), ["second arrival at", "the worst village"]);
        assert_eq!(wrapped("最差十分之一人口第二到达时间", 10), ["最差十分之一人口第二", "到达时间"]);
    }
}
