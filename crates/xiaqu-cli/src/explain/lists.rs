//! Groups, proofs and aims in a few words.

use xiaqu::{
    Alternative, Language, OpenedPlan,
    evaluate::Unit,
    model::{Aim, Limit, Mode, Plan, Proof, StationIx},
};

/// The groups of a plan on one line.
pub(super) fn groups(opened: &OpenedPlan, plan: &Plan, language: Language) -> String {
    let name = |station: StationIx| opened.station_name(station).to_owned();
    let groups = plan.groups().iter().filter(|group| group.mode() != Mode::Keep);
    let lines: Vec<String> = groups
        .map(|group| match group.mode() {
            Mode::Pool => group.bases().map(name).collect::<Vec<_>>().join(" + "),
            _ => format!("{} <- {}", name(group.centre), group.posts().map(name).collect::<Vec<_>>().join(" + ")),
        })
        .collect();
    match (lines.is_empty(), language) {
        (true, Language::En) => "nothing merged".to_owned(),
        (true, Language::Zh) => "均不合并".to_owned(),
        (false, Language::En) => lines.join(", "),
        (false, Language::Zh) => lines.join("，"),
    }
}

/// How sure an alternative is.
pub(super) fn sureness(alternative: &Alternative, language: Language) -> String {
    let gap = alternative.proof.gap() * 100.0;
    let (en, zh) = match &alternative.proof {
        _ if !alternative.complete => (
            format!("stopped early, gap {gap:.2} %: there may be a better one"),
            format!("提前停止，差距 {gap:.2} %：可能有更好的方案"),
        ),
        Proof::Enumerated { plans, .. } => (
            format!("provably best: all {plans} plans were judged"),
            format!("已证明最优：穷举评判了全部 {plans} 个方案"),
        ),
        Proof::Optimal { .. } | Proof::Stopped { .. } => {
            (format!("proved, gap {gap:.4} %"), format!("已证明，差距 {gap:.4} %"))
        }
    };
    if language == Language::Zh { zh } else { en }
}

/// An aim in words.
pub(super) fn aim_text(aim: Aim, language: Language) -> &'static str {
    let (en, zh) = match aim {
        Aim::MostClosures => ("closures", "撤并数"),
        Aim::MeanSecondArrival => ("mean second arrival", "平均第二到达时间"),
        Aim::WorstTenth => ("second arrival of the worst tenth", "最慢一成人口的第二到达时间"),
        Aim::WorstVillage => ("second arrival at the worst village", "最慢村庄的第二到达时间"),
        Aim::BusiestStation => ("work for each officer at the busiest group", "最忙一组的人均工作量"),
        Aim::RunningCost => ("running cost", "年运行费用"),
        Aim::OneOffCost => ("one-off cost", "一次性费用"),
        Aim::BeatHours => ("hours left for beats", "可用于责任区的工时"),
        Aim::Access => ("way to the own counter", "群众到本所窗口的路程"),
        Aim::Disruption => ("people whose station closes", "派出所被撤并的人口"),
    };
    if language == Language::Zh { zh } else { en }
}

/// A unit behind a number.
pub(super) fn unit_text(unit: Unit, language: Language) -> &'static str {
    let (en, zh) = match unit {
        Unit::Count | Unit::Factor | Unit::Coefficient => ("", ""),
        Unit::Officers => (" officers", " 人"),
        Unit::People => (" people", " 人"),
        Unit::Villages => (" villages", " 村"),
        Unit::Percent => (" %", " %"),
        Unit::HoursPerYear => (" h a year", " 小时/年"),
        Unit::HoursPerWeek => (" h a week", " 小时/周"),
        Unit::Minutes => (" min", " 分钟"),
        Unit::YuanPerYear => (" yuan a year", " 元/年"),
        Unit::Yuan => (" yuan", " 元"),
    };
    if language == Language::Zh { zh } else { en }
}

/// What stopped the searches.
pub(super) fn limit_text(limit: Limit, language: Language) -> &'static str {
    let (en, zh) = match limit {
        Limit::Time => (
            "the time limit stopped a search: what is open is marked (`--time-limit`)",
            "搜索因时间上限停止：未定之处已标明（`--time-limit`）",
        ),
        Limit::Effort => (
            "a search gave up at its greatest effort: what is open is marked",
            "搜索达到计算量上限而停止：未定之处已标明",
        ),
        Limit::Interrupt => ("interrupted: what is open is marked", "已中断：未定之处已标明"),
    };
    if language == Language::Zh { zh } else { en }
}
