//! Legends of minutes: the same classes and colours for land and villages, before and after.

use xiaqu_formats::{
    BAND_COLOURS, CHANGE_COLOURS, ClassValue, Colour, LegendClass, MapSymbol, MarkerShape, UNKNOWN_COLOUR,
};
use xiaqu_model::Language;

use crate::draw::bands::{CHANGE_MINUTES, RESPONSE_MINUTES, change_labels, response_labels};

/// Stands for a time that is not known; later than any.
const UNKNOWN: f64 = 999_999.0;
/// Later than any time that is known.
const LATEST: f64 = 900_000.0;
/// Diameter of a village in tenths of a millimetre.
const VILLAGE: u32 = 18;

/// A scale of minutes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scale {
    /// Minutes until the second officer is there.
    Response,
    /// By how many minutes that changes.
    Change,
}

impl Scale {
    fn names(self) -> Vec<String> {
        match self {
            Self::Response => response_labels(),
            Self::Change => change_labels(),
        }
    }

    fn ends(self) -> &'static [f64] {
        match self {
            Self::Response => &RESPONSE_MINUTES,
            Self::Change => &CHANGE_MINUTES,
        }
    }

    fn colour(self, number: usize) -> Colour {
        let colours: &[Colour] = match self {
            Self::Response => &BAND_COLOURS,
            Self::Change => &CHANGE_COLOURS,
        };
        colours.get(number).copied().unwrap_or(UNKNOWN_COLOUR)
    }

    /// Whether grey print needs more than the colour.
    fn is_hatched(self, number: usize) -> bool {
        matches!(self, Self::Change) && self.ends().get(number).is_some_and(|end| *end < 0.0)
    }

    /// What the legend says of a class.
    fn label(self, number: usize, language: Language) -> String {
        let from = number.checked_sub(1).and_then(|before| self.ends().get(before)).copied();
        let to = self.ends().get(number).copied();
        match (self, language) {
            (Self::Response, Language::En) => response_text((from, to), ["–", " min", "over "]),
            (Self::Response, Language::Zh) => response_text((from, to), ["–", " 分钟", "超过 "]),
            (Self::Change, Language::En) => change_text_en(from, to),
            (Self::Change, Language::Zh) => change_text_zh(from, to),
        }
    }

    /// Classes of the layer whose rows carry the names of the classes, those alone that the layer has.
    pub(super) fn land(self, present: &[String], language: Language) -> Vec<LegendClass> {
        let names = self.names().into_iter().enumerate().filter(|(_, name)| present.contains(name));
        names
            .map(|(number, name)| LegendClass {
                value: ClassValue::Text(name),
                label: self.label(number, language),
                symbol: MapSymbol::Area { fill: self.colour(number), hatched: self.is_hatched(number) },
            })
            .collect()
    }

    /// The expression that villages are classed by: the field, or a number beyond all where it is empty.
    pub(super) fn village_attribute(field: &str) -> String {
        format!("coalesce(\"{field}\", {UNKNOWN})")
    }

    /// Classes of villages by a field of minutes, all of them, so that two maps have one legend.
    pub(super) fn villages(self, language: Language) -> Vec<LegendClass> {
        let marker = |fill| MapSymbol::Marker { shape: MarkerShape::Circle, fill, tenths: VILLAGE };
        let ends = self.ends();
        let lowest = if matches!(self, Self::Response) { 0.0 } else { -LATEST };
        let bounds: Vec<f64> = std::iter::once(lowest).chain(ends.iter().copied()).chain([LATEST]).collect();
        let known = bounds.windows(2).enumerate().filter_map(|(number, pair)| {
            let &[from, to] = pair else { return None };
            let value = ClassValue::Between(from, to);
            Some(LegendClass { value, label: self.label(number, language), symbol: marker(self.colour(number)) })
        });
        let label = if language == Language::Zh { "道路不通" } else { "not reached by road" };
        let unknown = LegendClass {
            value: ClassValue::Between(LATEST, UNKNOWN),
            label: label.to_owned(),
            symbol: marker(UNKNOWN_COLOUR),
        };
        known.chain([unknown]).collect()
    }
}

fn response_text((from, to): (Option<f64>, Option<f64>), [dash, unit, over]: [&str; 3]) -> String {
    match (from, to) {
        (from, Some(to)) => format!("{}{dash}{to}{unit}", from.unwrap_or(0.0)),
        (from, None) => format!("{over}{}{unit}", from.unwrap_or(0.0)),
    }
}

fn change_text_en(from: Option<f64>, to: Option<f64>) -> String {
    match (from, to) {
        (None, to) => format!("more than {} min faster", to.unwrap_or(0.0).abs()),
        (from, None) => format!("more than {} min slower", from.unwrap_or(0.0)),
        (Some(from), Some(to)) if to <= 0.0 => format!("{}–{} min faster", to.abs(), from.abs()),
        (Some(from), Some(to)) if from >= 0.0 => format!("{from}–{to} min slower"),
        (Some(_), Some(to)) => format!("less than {to} min either way"),
    }
}

fn change_text_zh(from: Option<f64>, to: Option<f64>) -> String {
    match (from, to) {
        (None, to) => format!("快 {} 分钟以上", to.unwrap_or(0.0).abs()),
        (from, None) => format!("慢 {} 分钟以上", from.unwrap_or(0.0)),
        (Some(from), Some(to)) if to <= 0.0 => format!("快 {}–{} 分钟", to.abs(), from.abs()),
        (Some(from), Some(to)) if from >= 0.0 => format!("慢 {from}–{to} 分钟"),
        (Some(_), Some(to)) => format!("变化不到 {to} 分钟"),
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::Language;

    use super::{Scale, change_labels};

    #[test]
    fn the_legend_says_in_words_what_is_gained_and_lost() {
        let names = change_labels();
        let labels = |language| -> Vec<String> {
            Scale::Change.land(&names, language).into_iter().map(|class| class.label).collect()
        };
        let english = [
            "more than 5 min faster",
            "1–5 min faster",
            "less than 1 min either way",
            "1–5 min slower",
            "5–10 min slower",
            "10–20 min slower",
            "more than 20 min slower",
        ];
        assert_eq!(labels(Language::En), english);
        assert_eq!(labels(Language::Zh)[1], "快 1–5 分钟");
    }
}
