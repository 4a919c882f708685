//! Aims and merges in words, as tables and charts name them.

use xiaqu_model::{Aim, Language, Mode, Plan, Problem};

use super::scale::grouped;

/// How an aim is named and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AimWords {
    /// In English.
    pub title_en: &'static str,
    /// In Chinese.
    pub title_zh: &'static str,
    /// Unit in English; empty for a count.
    pub unit_en: &'static str,
    /// Unit in Chinese.
    pub unit_zh: &'static str,
    /// Column of a table, unit included.
    pub column: &'static str,
    /// Decimals that people are shown.
    pub decimals: usize,
    /// Whether more is better.
    pub more_is_better: bool,
}

macro_rules! words {
    ($($aim:ident: $en:literal $zh:literal, $unit:ident, $column:literal;)*) => {
        impl AimWords {
            /// The words for an aim.
            pub fn of(aim: Aim) -> Self {
                let (title_en, title_zh, (unit_en, unit_zh, decimals), column) = match aim {
                    $(Aim::$aim => ($en, $zh, $unit, $column),)*
                };
                let more_is_better = matches!(aim, Aim::MostClosures | Aim::BeatHours);
                Self { title_en, title_zh, unit_en, unit_zh, column, decimals, more_is_better }
            }
        }
    };
}

const COUNT: (&str, &str, usize) = ("", "", 0);
const PEOPLE: (&str, &str, usize) = ("", "人", 0);
const MINUTES: (&str, &str, usize) = ("min", "分钟", 2);
const HOURS: (&str, &str, usize) = ("h/year", "小时/年", 0);
const YUAN: (&str, &str, usize) = ("yuan", "元", 0);
const YUAN_PER_YEAR: (&str, &str, usize) = ("yuan/year", "元/年", 0);

words! {
    MostClosures: "stations closed" "撤并派出所数", COUNT, "closures";
    MeanSecondArrival: "mean second arrival" "平均第二到达时间", MINUTES, "mean_second_arrival_min";
    WorstTenth: "second arrival, worst-served tenth" "最差十分之一人口第二到达时间", MINUTES, "worst_tenth_min";
    WorstVillage: "second arrival at the worst village" "最差村第二到达时间", MINUTES, "worst_village_min";
    BusiestStation: "work per officer, busiest group" "最忙单位人均年工时", HOURS, "busiest_station_hours_per_year";
    RunningCost: "running cost" "运行费", YUAN_PER_YEAR, "running_cost_yuan_per_year";
    OneOffCost: "one-off cost" "一次性投入", YUAN, "one_off_cost_yuan";
    BeatHours: "hours left for beats" "责任区工时", HOURS, "beat_hours_per_year";
    Access: "mean way to the counter" "到本辖区窗口平均时间", MINUTES, "access_min";
    Disruption: "people whose station closes" "派出所被撤并的人口", PEOPLE, "disruption_people";
}

impl AimWords {
    /// The name with its unit.
    pub fn title(&self, language: Language) -> String {
        let (title, unit) = match language {
            Language::En => (self.title_en, self.unit_en),
            Language::Zh => (self.title_zh, self.unit_zh),
        };
        match (unit.is_empty(), language) {
            (true, _) => title.to_owned(),
            (false, Language::En) => format!("{title}, {unit}"),
            (false, Language::Zh) => format!("{title}（{unit}）"),
        }
    }

    /// A value for people: the decimals of the aim, thousands apart, and never `-0`.
    pub fn shown(&self, value: f64) -> String {
        let decimals = self.decimals;
        let text = format!("{value:.decimals$}");
        let is_zero = !text.contains(|digit: char| ('1'..='9').contains(&digit));
        grouped(if is_zero { text.trim_start_matches('-') } else { &text })
    }
}

/// Every merged or pooled group of a plan, one line each; none if nothing is merged.
pub fn merge_lines(problem: &Problem, plan: &Plan, language: Language) -> Vec<String> {
    let station = |index| problem.stations[index].name.clone();
    let groups = plan.groups().iter().filter(|group| group.mode() != Mode::Keep);
    let joined = |names: Vec<String>| names.join(if language == Language::Zh { "、" } else { ", " });
    groups
        .map(|group| {
            let centre = station(group.centre);
            let posts = joined(group.posts().map(station).collect());
            let pooled = joined(group.bases().skip(1).map(station).collect());
            match (group.mode(), language) {
                (Mode::Pool, Language::Zh) => format!("区域联合派出所 {centre} ＋ {pooled}"),
                (Mode::Pool, Language::En) => format!("joint station {centre} + {pooled}"),
                (_, Language::Zh) => format!("中心派出所 {centre} ← 警务站 {posts}"),
                (_, Language::En) => format!("central station {centre} <- post {posts}"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use xiaqu_model::{Aim, Language};

    use super::AimWords;

    #[test]
    fn every_aim_has_words_of_its_own() {
        let words: Vec<AimWords> = Aim::ALL.into_iter().map(AimWords::of).collect();
        for (position, one) in words.iter().enumerate() {
            assert!(one.title(Language::En).is_ascii() && !one.title(Language::Zh).is_ascii());
            for other in words.iter().skip(position + 1) {
                assert!(one.column != other.column && one.title_en != other.title_en && one.title_zh != other.title_zh);
            }
        }
    }

    #[test]
    fn values_are_rounded_grouped_and_never_minus_zero() {
        assert_eq!(AimWords::of(Aim::RunningCost).shown(3_486_000.4), "3,486,000");
        assert_eq!(AimWords::of(Aim::WorstVillage).shown(-0.001), "0.00");
        assert_eq!(AimWords::of(Aim::BeatHours).shown(-10.4), "-10");
    }
}
