//! Rules, scenarios, opposites and reasons in words, in both languages.

use xiaqu_evaluate::Unit;
use xiaqu_model::{Aim, Language, RefusalReason, Requirement, StationDuty, StationIx, StudiedPair};

use super::{
    answer::Obstacle,
    forcing::{Forcing, Refused},
    opened::OpenedPlan,
    robustness::Stability,
    rule::{Change, Rule},
    scenario::Scenario,
    station::Role,
};
use crate::{County, no_plan::requirement_text};

fn pick(language: Language, en: String, zh: String) -> String {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// A minimal conflict in words.
pub(super) fn obstacle(conflict: Vec<Requirement>, county: &County) -> Obstacle {
    let (mut lines_en, mut lines_zh) = (Vec::new(), Vec::new());
    for requirement in &conflict {
        let (en, zh) = requirement_text(requirement, county);
        lines_en.push(en);
        lines_zh.push(zh);
    }
    if conflict.is_empty() {
        lines_en.push("borders, roads or the duties of these stations leave no such plan".to_owned());
        lines_zh.push("受边界、道路或派出所自身要求限制，不存在这样的方案".to_owned());
    }
    Obstacle { conflict, lines_en, lines_zh }
}

impl Refused {
    pub(super) fn obstacle(self, county: &County) -> Obstacle {
        let name = |station: StationIx| county.problem.stations[station].name.clone();
        let (en, zh) = match self {
            Self::NoNeighbour(station) => (
                format!("`{}` has no neighbour that it may be grouped with", name(station)),
                format!("`{}` 没有可与之同组的相邻派出所", name(station)),
            ),
            Self::Duty(station, duty) => duty_text(&name(station), duty),
        };
        Obstacle { conflict: Vec::new(), lines_en: vec![en], lines_zh: vec![zh] }
    }
}

fn duty_text(name: &str, duty: StationDuty) -> (String, String) {
    match duty {
        StationDuty::MustMerge => (
            format!("station `{name}` must be merged (`merge.must_merge`)"),
            format!("`{name}` 必须参与合并（`merge.must_merge`）"),
        ),
        StationDuty::MustClose => (
            format!("station `{name}` must close (`merge.must_close`)"),
            format!("`{name}` 必须撤并（`merge.must_close`）"),
        ),
        StationDuty::MustStayOpen => (
            format!("station `{name}` must stay open (`merge.must_keep`)"),
            format!("`{name}` 必须保留（`merge.must_keep`）"),
        ),
        StationDuty::NewSite => {
            (format!("`{name}` is a new site, not a station"), format!("`{name}` 是新选址，不是现有派出所"))
        }
        StationDuty::Untouched | StationDuty::Free => (
            format!("station `{name}` stays outside every merge (`merge.untouched`, or `merge.county_seat_may_merge`)"),
            format!("`{name}` 不参与任何合并（`merge.untouched` 或 `merge.county_seat_may_merge`）"),
        ),
    }
}

/// A reason against a pair, with its limit and the pair's value.
pub fn describe_refusal(opened: &OpenedPlan, pair: &StudiedPair, reason: &RefusalReason, language: Language) -> String {
    let kilometres = pair.shared_border.as_kilometres();
    match reason {
        RefusalReason::BorderTooShort { limit } => {
            let least = limit.as_kilometres();
            pick(
                language,
                format!(
                    "the shared border is {kilometres:.2} km, shorter than {least:.2} km (`adjacency.border_min_m`)"
                ),
                format!("共同边界 {kilometres:.2} 千米，短于 {least:.2} 千米（`adjacency.border_min_m`）"),
            )
        }
        RefusalReason::NoRoad => {
            pick(language, "no road joins the two stations".to_owned(), "两所之间没有道路相通".to_owned())
        }
        RefusalReason::RoadTooLong { limit } => {
            let (most, time) = (limit.as_minutes(), pair.road_time.map_or(0.0, xiaqu_model::TravelTime::as_minutes));
            pick(
                language,
                format!("the road takes {time:.1} min, more than {most:.1} min (`adjacency.road_time_max_minutes`)"),
                format!("行车 {time:.1} 分钟，超过 {most:.1} 分钟（`adjacency.road_time_max_minutes`）"),
            )
        }
        RefusalReason::PathLeavesTerritories { through: Some(third) } => {
            let third = opened.station_name(*third);
            pick(
                language,
                format!("the shortest road runs through the territory of `{third}` (`adjacency.path_inside`)"),
                format!("最短道路经过 `{third}` 的辖区（`adjacency.path_inside`）"),
            )
        }
        RefusalReason::PathLeavesTerritories { through: None } => pick(
            language,
            "the shortest road leaves the county (`adjacency.path_inside`)".to_owned(),
            "最短道路驶出县界（`adjacency.path_inside`）".to_owned(),
        ),
        RefusalReason::Forbidden => pick(
            language,
            "the settings forbid the pair (`merge.forbidden_pairs`)".to_owned(),
            "设置禁止该对合并（`merge.forbidden_pairs`）".to_owned(),
        ),
    }
}

/// A requirement of the settings in words, with its key.
pub fn describe_requirement(opened: &OpenedPlan, requirement: &Requirement, language: Language) -> String {
    let (en, zh) = requirement_text(requirement, &opened.county);
    pick(language, en, zh)
}

impl Rule {
    /// The rule in words, with its key in the settings.
    pub fn describe(&self, opened: &OpenedPlan, language: Language) -> String {
        let response = &opened.county.problem.policy.response;
        let name = |station: &StationIx| opened.station_name(*station);
        let (en, zh) = match self {
            Self::Requirement(requirement) => return describe_requirement(opened, requirement, language),
            Self::SecondArrivalMax => {
                let most = response.second_arrival_max.as_minutes();
                (
                    format!("second arrival of at most {most} min (`response.second_arrival_max_minutes`)"),
                    format!("第二到达时间至多 {most} 分钟（`response.second_arrival_max_minutes`）"),
                )
            }
            Self::WorseningMax => {
                let most = response.worsening_max.as_minutes();
                (
                    format!("no village loses more than {most} min (`response.worsening_max_minutes`)"),
                    format!("任一村庄变慢不超过 {most} 分钟（`response.worsening_max_minutes`）"),
                )
            }
            Self::MustStayOpen(station) => duty_text(name(station), StationDuty::MustStayOpen),
            Self::Untouched(station) => duty_text(name(station), StationDuty::Untouched),
            Self::ForbiddenPair(one, other) => (
                format!("`{}` and `{}` must not be merged (`merge.forbidden_pairs`)", name(one), name(other)),
                format!("`{}` 与 `{}` 不得合并（`merge.forbidden_pairs`）", name(one), name(other)),
            ),
            Self::BorderMin => (
                "pairs need a shared border of some length (`adjacency.border_min_m`)".to_owned(),
                "可合并的一对须有足够长的共同边界（`adjacency.border_min_m`）".to_owned(),
            ),
            Self::RoadTimeMax => (
                "the road between a pair is limited (`adjacency.road_time_max_minutes`)".to_owned(),
                "可合并的一对之间行车时间有上限（`adjacency.road_time_max_minutes`）".to_owned(),
            ),
            Self::PathInside => (
                "the road of a pair stays in its territories (`adjacency.path_inside`)".to_owned(),
                "可合并的一对之间道路须在两辖区内（`adjacency.path_inside`）".to_owned(),
            ),
        };
        pick(language, en, zh)
    }

    /// What the change makes of the rule.
    pub fn describe_change(&self, change: Change, language: Language) -> String {
        let (en, zh) = match (change, self) {
            (Change::Dropped, Self::Requirement(Requirement::GroupSizeMax(_))) => {
                ("groups of at most 4".to_owned(), "每组至多 4 个".to_owned())
            }
            (Change::Dropped, _) => ("without it".to_owned(), "取消".to_owned()),
            (Change::Step, Self::Requirement(requirement)) => step_text(requirement),
            (Change::Step, _) => ("5 min more".to_owned(), "放宽 5 分钟".to_owned()),
        };
        pick(language, en, zh)
    }
}

fn step_text(requirement: &Requirement) -> (String, String) {
    let (en, zh) = match requirement {
        Requirement::ClosuresMin(_) => ("one closure fewer", "少撤并 1 个"),
        Requirement::ClosuresMax(_) | Requirement::AimMax(Aim::MostClosures, _) => ("one closure more", "多撤并 1 个"),
        Requirement::OfficersMin(_) => ("one officer fewer", "下限减 1 人"),
        Requirement::OfficersMax(_) => ("one officer more", "上限加 1 人"),
        Requirement::GroupSizeMax(_) => ("one station more", "上限加 1 个"),
        Requirement::ResponseLimits(_) => ("5 min more", "放宽 5 分钟"),
        _ => ("10 % more", "放宽 10 %"),
    };
    (en.to_owned(), zh.to_owned())
}

impl Scenario {
    /// The circumstances in words.
    pub fn describe(self, language: Language) -> String {
        let (en, zh) = match self {
            Self::AsPlanned => ("as planned".to_owned(), "按方案".to_owned()),
            Self::SpeedPercent(percent) => (format!("speeds at {percent} %"), format!("车速为 {percent} %")),
            Self::WetSeason => ("wet season".to_owned(), "雨季".to_owned()),
            Self::DemandPercent(percent) => (format!("calls at {percent} %"), format!("警情为 {percent} %")),
            Self::WorkedHours(hours) => (format!("{hours} worked hours a year"), format!("年工时 {hours} 小时")),
            Self::OfficersMin(least) => (format!("at least {least} officers"), format!("每所至少 {least} 人")),
            Self::PostHours(hours) => {
                (format!("posts staffed {hours} h a week"), format!("警务站每周值守 {hours} 小时"))
            }
        };
        pick(language, en, zh)
    }
}

impl Forcing {
    /// What is forced, in words.
    pub fn describe(self, opened: &OpenedPlan, language: Language) -> String {
        let name = |station: StationIx| opened.station_name(station);
        let (en, zh) = match self {
            Self::Apart(one, other) => (
                format!("`{}` and `{}` apart", name(one), name(other)),
                format!("`{}` 与 `{}` 分开", name(one), name(other)),
            ),
            Self::Together(one, other) => (
                format!("`{}` and `{}` in one group", name(one), name(other)),
                format!("`{}` 与 `{}` 同组", name(one), name(other)),
            ),
            Self::TogetherIfAllowed(one, other) => (
                format!("`{}` and `{}` in one group, if `merge.allowed_pairs` named them", name(one), name(other)),
                format!("假如 `merge.allowed_pairs` 列入，`{}` 与 `{}` 同组", name(one), name(other)),
            ),
            Self::Alone(station) => {
                (format!("`{}` kept alone", name(station)), format!("`{}` 单独保留", name(station)))
            }
            Self::Grouped(station) => (format!("`{}` grouped", name(station)), format!("`{}` 参与合并", name(station))),
            Self::Open(station) => (format!("`{}` open", name(station)), format!("`{}` 不撤销", name(station))),
            Self::Closed(station) => (format!("`{}` closed", name(station)), format!("`{}` 撤为警务站", name(station))),
        };
        pick(language, en, zh)
    }
}

impl Role {
    /// The role in words.
    pub fn describe(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Kept => ("kept as it is", "保留"),
            Self::Centre => ("central station", "中心派出所"),
            Self::Post => ("closed, a post remains", "撤为警务站"),
            Self::Pooled => ("part of a joint station", "区域联合派出所成员"),
            Self::Unused => ("new site, not built", "未启用的新选址"),
        };
        if language == Language::Zh { zh } else { en }
    }
}

impl Stability {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Robust => "robust",
            Self::Open => "open",
            Self::Artefact => "artefact",
        }
    }

    /// The word for a person.
    pub fn describe(self, language: Language) -> &'static str {
        let zh = match self {
            Self::Robust => "稳健",
            Self::Open => "未定",
            Self::Artefact => "偶然",
        };
        if language == Language::Zh { zh } else { self.name() }
    }
}

/// Decimals that show a number of this unit.
pub fn decimals(unit: Unit) -> usize {
    match unit {
        Unit::Count | Unit::Officers | Unit::People | Unit::Villages | Unit::YuanPerYear | Unit::Yuan => 0,
        Unit::HoursPerYear => 1,
        Unit::Minutes | Unit::Percent | Unit::HoursPerWeek | Unit::Factor | Unit::Coefficient => 2,
    }
}
