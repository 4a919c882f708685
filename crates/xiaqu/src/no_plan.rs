//! Why there is no plan, in words.

use xiaqu_evaluate::in_units;
use xiaqu_model::{Aim, NoPlan, Requirement, StationIx, VillageIx};

use crate::{County, NoPlanReport};

/// Why there is no plan, with the names of stations and villages.
pub(crate) fn explain(reason: NoPlan, county: &County) -> NoPlanReport {
    let (mut lines_en, mut lines_zh) = (Vec::new(), Vec::new());
    let mut say = |en: String, zh: String| {
        lines_en.push(en);
        lines_zh.push(zh);
    };
    match &reason {
        NoPlan::Infeasible { conflict, most_closures } => {
            let (en, zh) = match conflict.as_slice() {
                [_] => ("this requirement cannot be met:", "以下要求无法满足："),
                _ => (
                    "these requirements contradict each other; giving up any one of them makes a plan possible:",
                    "以下要求相互矛盾；放宽其中任何一项即有可行方案：",
                ),
            };
            say(en.to_owned(), zh.to_owned());
            for requirement in conflict {
                let (en, zh) = requirement_text(requirement, county);
                say(format!("  - {en}"), format!("  - {zh}"));
            }
            if let Some(most) = most_closures {
                say(
                    format!("hint: all other rules allow at most {most} closures (`merge.closures`)"),
                    format!("提示：其余规则最多允许撤并 {most} 个（`merge.closures`）"),
                );
            }
        }
        NoPlan::NotFound(_) => say(
            "the search was stopped before it found a plan\n  hint: raise `search.time_limit_seconds`".to_owned(),
            "搜索在找到方案之前停止\n  提示：请提高 `search.time_limit_seconds`".to_owned(),
        ),
    }
    NoPlanReport { reason, lines_en, lines_zh }
}

pub(crate) fn requirement_text(requirement: &Requirement, county: &County) -> (String, String) {
    let station = |index: StationIx| &county.problem.stations[index].name;
    let village = |index: &VillageIx| &county.problem.villages[*index].name;
    match requirement {
        Requirement::ClosuresMin(least) => (
            format!("at least {least} closures (`merge.closures`)"),
            format!("至少撤并 {least} 个（`merge.closures`）"),
        ),
        Requirement::ClosuresMax(most) => {
            (format!("at most {most} closures (`merge.closures`)"), format!("至多撤并 {most} 个（`merge.closures`）"))
        }
        Requirement::OfficersMin(least) => (
            format!("at least {least} officers at every station (`strength.officers_min`, `strength.transfers`)"),
            format!("每所至少 {least} 名民警（`strength.officers_min`、`strength.transfers`）"),
        ),
        Requirement::OfficersMax(_)
        | Requirement::GroupPeopleMax(_)
        | Requirement::GroupAreaMax(_)
        | Requirement::AimMax(..) => limit_text(requirement, county),
        Requirement::MustMerge(index) => (
            format!("station `{}` must be merged (`merge.must_merge`)", station(*index)),
            format!("`{}` 必须参与合并（`merge.must_merge`）", station(*index)),
        ),
        Requirement::MustClose(index) => (
            format!("station `{}` must close (`merge.must_close`)", station(*index)),
            format!("`{}` 必须撤并（`merge.must_close`）", station(*index)),
        ),
        Requirement::MustMergePair(one, other) => (
            format!("`{}` and `{}` must be merged (`merge.must_merge_pairs`)", station(*one), station(*other)),
            format!("`{}` 与 `{}` 必须合并（`merge.must_merge_pairs`）", station(*one), station(*other)),
        ),
        Requirement::GroupSizeMax(size) => (
            format!("groups of at most {size} adjacent stations (`merge.group_size_max`)"),
            format!("每组至多 {size} 个相邻派出所（`merge.group_size_max`）"),
        ),
        Requirement::ResponseLimits(worst) => {
            let en = worst.as_ref().map(|index| format!("; `{}` suffers most", village(index))).unwrap_or_default();
            let zh = worst.as_ref().map(|index| format!("；受影响最大的是 `{}`", village(index))).unwrap_or_default();
            (
                format!(
                    "the limits of the second arrival (`response.second_arrival_max_minutes`, `response.worsening_max_minutes`){en}"
                ),
                format!(
                    "第二到达时间的限值（`response.second_arrival_max_minutes`、`response.worsening_max_minutes`）{zh}"
                ),
            )
        }
    }
}

/// Requirements that are ceilings of groups and limits of aims.
fn limit_text(requirement: &Requirement, county: &County) -> (String, String) {
    match requirement {
        Requirement::OfficersMax(most) => (
            format!("at most {most} officers at every station (`merge.group_officers_max`)"),
            format!("每所至多 {most} 名民警（`merge.group_officers_max`）"),
        ),
        Requirement::GroupPeopleMax(most) => (
            format!("groups of at most {most} people (`merge.group_people_max`)"),
            format!("每组至多 {most} 人（`merge.group_people_max`）"),
        ),
        Requirement::GroupAreaMax(most) => {
            let km2 = xiaqu_model::cast::to_f64(*most) / 1e6;
            (
                format!("groups of at most {km2} km2 (`merge.group_area_max_km2`)"),
                format!("每组至多 {km2} 平方千米（`merge.group_area_max_km2`）"),
            )
        }
        Requirement::AimMax(aim, most) => {
            let (value, _) = in_units(&county.problem, *aim, *most);
            let side = if *aim == Aim::BeatHours { ("least", "不低于") } else { ("most", "不超过") };
            (
                format!("`{}` of at {} {value:.2} (`[limits]`)", aim.name(), side.0),
                format!("`{}` {} {value:.2}（`[limits]`）", aim.name(), side.1),
            )
        }
        other => requirement_text(other, county),
    }
}
