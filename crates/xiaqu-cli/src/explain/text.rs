//! Explanations for a person.

use xiaqu::{
    Answer, Comparison, Language, Nearby, NeighbourPair, OpenedPlan, PairExplanation, PairShare, PlanExplanation,
    Relaxation, Rule, ScenarioResult, StationExplanation, describe_refusal, model::Limit,
};

use super::{
    lists::{aim_text, groups, limit_text, sureness},
    tables::{comparison, difference_text, first_value},
};

fn word<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    if language == Language::Zh { zh } else { en }
}

pub(super) fn pair(found: &PairExplanation, language: Language) -> String {
    let opened = &found.opened;
    let (one, other) = (opened.station_name(found.one), opened.station_name(found.other));
    let mut lines = vec![match (found.together, language) {
        (true, Language::En) => format!("the plan has `{one}` and `{other}` in one group"),
        (true, Language::Zh) => format!("方案中 `{one}` 与 `{other}` 同组"),
        (false, Language::En) => format!("the plan has `{one}` and `{other}` apart"),
        (false, Language::Zh) => format!("方案中 `{one}` 与 `{other}` 不同组"),
    }];
    lines.push(plan_line(opened, language));
    lines.extend(refusals(found, language));
    lines.extend(opposite(opened, &found.opposite, language));
    if let Some(other) = &found.if_allowed {
        lines.extend(opposite(opened, other, language));
    }
    lines.extend(neighbours(opened, &found.alternatives, language));
    lines.extend(ending(opened, found.stopped, language));
    lines.join("\n")
}

pub(super) fn station(found: &StationExplanation, language: Language) -> String {
    let opened = &found.opened;
    let (name, role) = (opened.station_name(found.station), found.role.describe(language));
    let mut lines = vec![match language {
        Language::En => format!("in the plan, `{name}` is: {role}"),
        Language::Zh => format!("方案中 `{name}`：{role}"),
    }];
    lines.push(plan_line(opened, language));
    for other in &found.opposites {
        lines.extend(opposite(opened, other, language));
    }
    lines.extend(ending(opened, found.stopped, language));
    lines.join("\n")
}

pub(super) fn plan(found: &PlanExplanation, language: Language) -> String {
    let opened = &found.opened;
    let aim = aim_text(opened.first_aim(), language);
    let mut lines = vec![plan_line(opened, language)];
    let is_binding = |row: &&Relaxation| row.binds();
    let (binding, others): (Vec<_>, Vec<_>) = found.relaxations.iter().partition(is_binding);
    lines.push(String::new());
    lines.push(match language {
        Language::En => format!("rules that bind: what relaxing them gives in the {aim}"),
        Language::Zh => format!("起约束作用的规则：放宽后{aim}的变化"),
    });
    lines.extend(listed(binding.iter().map(|row| relaxation(opened, row, language)), language));
    lines.push(String::new());
    lines.push(
        word(language, "rules that are slack: relaxing them gives nothing", "不起约束作用的规则：放宽亦无改善")
            .to_owned(),
    );
    let slack = others.iter().filter(|row| row.is_slack());
    lines.extend(listed(slack.map(|row| relaxation_name(opened, row, language)), language));
    let open: Vec<String> =
        others.iter().filter(|row| !row.is_slack()).map(|row| relaxation(opened, row, language)).collect();
    if !open.is_empty() {
        lines.extend([String::new(), word(language, "open", "未定").to_owned()]);
        lines.extend(open);
    }
    lines.push(String::new());
    lines.extend(nearby(opened, &found.nearby, language));
    lines.extend([String::new(), word(language, "under other circumstances", "其他情形").to_owned()]);
    lines.extend(found.robustness.scenarios.iter().flat_map(|row| scenario(opened, row, language)));
    lines.push(String::new());
    lines.push(
        word(
            language,
            "pairs of these plans (robust above 80 %, artefact below 20 %)",
            "上述方案中的配对（80 % 以上为稳健，20 % 以下为偶然）",
        )
        .to_owned(),
    );
    lines.extend(listed(found.robustness.pairs.iter().map(|row| share(opened, row, language)), language));
    lines.extend(ending(opened, found.stopped, language));
    lines.join("\n")
}

/// Lines, or a dash where there is none.
fn listed(lines: impl Iterator<Item = String>, language: Language) -> Vec<String> {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { vec![format!("  {}", word(language, "none", "无"))] } else { lines }
}

fn plan_line(opened: &OpenedPlan, language: Language) -> String {
    format!("{}{}", word(language, "the plan: ", "方案："), groups(opened, &opened.plan, language))
}

fn refusals(found: &PairExplanation, language: Language) -> Vec<String> {
    let Some(studied) = &found.studied else {
        let untouched = word(language, "their territories do not touch", "两所辖区不相邻");
        return vec![format!("  {untouched}")];
    };
    let reasons = studied.refusals.iter();
    reasons.map(|reason| format!("  {}", describe_refusal(&found.opened, studied, reason, language))).collect()
}

fn opposite(opened: &OpenedPlan, compared: &Comparison, language: Language) -> Vec<String> {
    let mut lines = vec![String::new(), format!("{}:", compared.forcing.describe(opened, language))];
    match &compared.answer {
        Answer::Plan(alternative) => {
            lines.push(format!("  {}", groups(opened, &alternative.plan, language)));
            lines.push(format!("  {}", sureness(alternative, language)));
            lines.extend(comparison(compared, language));
        }
        other => lines.extend(without_plan(other, language)),
    }
    for way in &compared.ways_out {
        let rule = Rule::Requirement(way.requirement.clone());
        let change = (rule.describe(opened, language), rule.describe_change(way.change, language));
        lines.push(match language {
            Language::En => format!("  relaxing {}: {} -> {}", change.0, change.1, brief(&way.answer, language)),
            Language::Zh => format!("  如调整「{}：{}」-> {}", change.0, change.1, brief(&way.answer, language)),
        });
        let other = way.answer.alternative().map(|other| format!("    {}", groups(opened, &other.plan, language)));
        lines.extend(other);
    }
    lines
}

/// Why there is no plan, one line a requirement.
fn without_plan(answer: &Answer, language: Language) -> Vec<String> {
    match answer {
        Answer::Plan(_) => Vec::new(),
        Answer::NotFound(_) => {
            vec![format!("  {}", word(language, "open: stopped before a plan was found", "未定：在找到方案之前停止"))]
        }
        Answer::Impossible(obstacle) => {
            let reasons = if language == Language::Zh { &obstacle.lines_zh } else { &obstacle.lines_en };
            let head = word(language, "impossible, because of", "不可能，原因是");
            let rows = reasons.iter().map(|reason| format!("    - {reason}"));
            std::iter::once(format!("  {head}")).chain(rows).collect()
        }
    }
}

/// An answer on one line: the difference in the first aim, with that in the next aim that differs where there is none.
fn brief(answer: &Answer, language: Language) -> String {
    match (answer, answer.first()) {
        (Answer::Plan(alternative), Some(first)) => {
            let open = if alternative.complete { "" } else { word(language, " (stopped early)", "（提前停止）") };
            let next = alternative.aims.iter().find(|change| change.regret().0 != 0);
            let next = next.filter(|change| change.aim != first.aim).map(|change| {
                let (aim, difference) = (aim_text(change.aim, language), difference_text(*change, language));
                if language == Language::Zh {
                    format!("；{aim}：{difference}")
                } else {
                    format!("; {aim}: {difference}")
                }
            });
            format!("{}{}{open}", difference_text(first, language), next.unwrap_or_default())
        }
        (Answer::Impossible(obstacle), _) => {
            let reasons = if language == Language::Zh { &obstacle.lines_zh } else { &obstacle.lines_en };
            format!("{}{}", word(language, "impossible: ", "不可能："), reasons.join("; "))
        }
        _ => word(language, "open: stopped before a plan was found", "未定：在找到方案之前停止").to_owned(),
    }
}

fn neighbours(opened: &OpenedPlan, rows: &[NeighbourPair], language: Language) -> Vec<String> {
    let aim = aim_text(opened.first_aim(), language);
    let mut lines = vec![
        String::new(),
        match language {
            Language::En => format!("what the other neighbours would have given in the {aim}:"),
            Language::Zh => format!("其他相邻配对时{aim}的变化："),
        },
    ];
    lines.extend(listed(
        rows.iter().map(|row| {
            let names = (opened.station_name(row.station), opened.station_name(row.neighbour));
            let in_plan = if row.in_plan { word(language, " (in the plan)", "（已在方案中）") } else { "" };
            format!("  {} + {}: {}{in_plan}", names.0, names.1, brief(&row.answer, language))
        }),
        language,
    ));
    lines
}

fn relaxation_name(opened: &OpenedPlan, row: &Relaxation, language: Language) -> String {
    format!("  {}: {}", row.rule.describe(opened, language), row.rule.describe_change(row.change, language))
}

fn relaxation(opened: &OpenedPlan, row: &Relaxation, language: Language) -> String {
    format!("{} -> {}", relaxation_name(opened, row, language), brief(&row.answer, language))
}

fn scenario(opened: &OpenedPlan, row: &ScenarioResult, language: Language) -> Vec<String> {
    let name = row.scenario.describe(language);
    let holds = match (row.written_holds, row.answer.alternative()) {
        (_, Some(alternative)) if alternative.plan.groups() == opened.plan.groups() => {
            word(language, "the same groups", "分组不变")
        }
        (true, _) => word(language, "other groups", "分组改变"),
        (false, _) => word(language, "the plan breaks a rule here", "原方案在此不合规"),
    };
    let Some((alternative, first)) = row.answer.alternative().zip(row.answer.first()) else {
        let mut lines = vec![format!("  {name}: {holds}")];
        lines.extend(without_plan(&row.answer, language).into_iter().map(|line| format!("  {line}")));
        return lines;
    };
    let value = first_value(first, language);
    let groups = groups(opened, &alternative.plan, language);
    let open = if alternative.complete { "" } else { word(language, " (stopped early)", "（提前停止）") };
    vec![format!("  {name}: {value}{open}, {holds}: {groups}")]
}

/// Plans nearly as good as the best one, and the pairs they share.
fn nearby(opened: &OpenedPlan, found: &Nearby, language: Language) -> Vec<String> {
    let near = match found {
        Nearby::Listed(near) => near,
        Nearby::TooLarge => {
            let why = word(
                language,
                "near-optimal plans: only enumeration lists them (`search.enumerate_up_to`)",
                "近优方案：仅穷举可列出（`search.enumerate_up_to`）",
            );
            return vec![why.to_owned()];
        }
        Nearby::NotFound(_) => {
            return vec![
                word(language, "near-optimal plans: open, stopped early", "近优方案：未定，提前停止").to_owned(),
            ];
        }
    };
    let aim = aim_text(opened.first_aim(), language);
    let (seen, percent) = (near.seen, near.percent);
    let open = word(language, " were found, and there may be more", "（已找到，可能还有）");
    let open = if near.complete { "" } else { open };
    let mut lines = vec![match language {
        Language::En => format!("plans within {percent} % of the best {aim}: {seen}{open}"),
        Language::Zh => format!("{aim}在最优值 {percent} % 以内的方案：{seen} 个{open}"),
    }];
    lines.extend(near.plans.iter().map(|row| {
        let first = row.aims.first().map(|first| difference_text(*first, language)).unwrap_or_default();
        format!("  {first}: {}", groups(opened, &row.plan, language))
    }));
    if near.seen > near.plans.len() {
        lines.push("  ...".to_owned());
    }
    if !near.complete {
        return lines;
    }
    lines.push(word(language, "pairs they share", "其中的配对").to_owned());
    lines.extend(listed(near.pairs.iter().map(|row| share(opened, row, language)), language));
    lines
}

fn share(opened: &OpenedPlan, row: &PairShare, language: Language) -> String {
    let names = (opened.station_name(row.first), opened.station_name(row.second));
    let in_plan = if row.in_plan { word(language, ", in the plan", "，在方案中") } else { "" };
    let (plans, of, verdict) = (row.plans, row.of, row.stability().describe(language));
    format!("  {} + {}: {plans}/{of}, {verdict}{in_plan}", names.0, names.1)
}

fn ending(opened: &OpenedPlan, stopped: Option<Limit>, language: Language) -> Vec<String> {
    let unproved = word(
        language,
        "the plan itself is not proved: an alternative may be better than it",
        "方案本身未证明最优：另案可能更好",
    );
    let mut lines = Vec::new();
    if !opened.proved {
        lines.extend([String::new(), unproved.to_owned()]);
    }
    if let Some(limit) = stopped {
        lines.extend([String::new(), limit_text(limit, language).to_owned()]);
    }
    lines
}
