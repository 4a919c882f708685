//! Why a location model has no answer, in both languages.

use xiaqu::{
    Failure, NoPlanReport,
    locate::{LocateCause, LocateError, ModelCause, ModelError},
    model::{Limit, NoPlan, Place, e178_unusable_numbers},
};

/// The failure that the command ends with.
pub(super) fn failure_of(error: ModelError, file: &str) -> Failure {
    match error {
        ModelError::Infeasible(cause) => infeasible(model_cause(&cause)),
        ModelError::Locate(LocateError::Infeasible(cause)) => infeasible(cause_text(&cause)),
        ModelError::Locate(LocateError::NotFound(limit)) => not_found(limit),
        ModelError::Locate(LocateError::Search(error)) => Failure::Solver(error),
        // Shapes and amounts were checked when files were read: whatever is left is said as it is.
        other => Failure::Input(vec![e178_unusable_numbers(Place::table(file), file, other)]),
    }
}

fn infeasible((en, zh): (String, String)) -> Failure {
    Failure::NoPlan(NoPlanReport {
        reason: NoPlan::Infeasible { conflict: Vec::new(), most_closures: None },
        lines_en: vec![format!("infeasible: {en}")],
        lines_zh: vec![format!("无可行解：{zh}")],
    })
}

fn not_found(limit: Limit) -> Failure {
    let (en, zh) = match limit {
        Limit::Time => (
            "no answer was found within the time limit\n  hint: raise `--time-limit`",
            "在时限内未找到解\n  提示：请提高 `--time-limit`",
        ),
        Limit::Effort => ("no answer was found within the effort of the search", "在搜索的尝试次数内未找到解"),
        Limit::Interrupt => ("the search was interrupted before an answer was found", "搜索在找到解之前被中断"),
    };
    let (lines_en, lines_zh) = (vec![en.to_owned()], vec![zh.to_owned()]);
    Failure::NoPlan(NoPlanReport { reason: NoPlan::NotFound(limit), lines_en, lines_zh })
}

fn model_cause(cause: &ModelCause) -> (String, String) {
    let zh = match cause {
        ModelCause::OutOfReach { client, radius } => format!("没有候选点能在 `{radius}` 之内到达需求点 `{client}`"),
        ModelCause::TooFewCentres { centres, needed } => {
            format!("到达全部需求点至少需要 `{needed}` 个中心，只要求 `{centres}` 个")
        }
        ModelCause::TooHeavy { client } => format!("能到达需求点 `{client}` 的候选点都容不下它的负荷"),
        ModelCause::TooLittleCapacity { centres } => format!("容量最大的 `{centres}` 个中心合计仍小于全部负荷"),
        ModelCause::NoFit { centres } => format!("任何 `{centres}` 个中心都不能在容量之内整体容纳每个需求点"),
        _ => cause.to_string(),
    };
    (cause.to_string(), zh)
}

fn cause_text(cause: &LocateCause) -> (String, String) {
    let zh = match cause {
        LocateCause::NoCentres => "没有要求任何中心".to_owned(),
        LocateCause::TooFewCandidates { centres, candidates } => {
            format!("要求 `{centres}` 个中心，候选点只有 `{candidates}` 个")
        }
        LocateCause::TooManyFixed { fixed, centres } => format!("指定了 `{fixed}` 个中心，但只要求 `{centres}` 个"),
        LocateCause::UnknownSite { site, sites } => format!("没有点 `{site}`：矩阵有 `{sites}` 个点，从 0 起编号"),
        LocateCause::FixedNotCandidate { site } => format!("点 `{site}` 被指定为中心，但不在候选之列"),
        LocateCause::Unreached { client } => format!("没有候选点能到达需求点 `{client}`"),
        LocateCause::TooFewCentres { centres } => format!("`{centres}` 个中心不能到达全部需求点"),
        LocateCause::NotSquare { sites, clients } => {
            format!("划分片区需要方阵，而矩阵为 `{sites}` 行 `{clients}` 列")
        }
        LocateCause::NoContiguousDistricts { centres } => format!("`{centres}` 个中心不能划出连片的片区"),
        _ => cause.to_string(),
    };
    (cause.to_string(), zh)
}
