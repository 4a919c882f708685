//! What every row of the sheet is: key, group, unit and note. One list, in the order of the sheet.

use serde::Serialize;

/// Section of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureGroup {
    /// Stations and posts.
    Structure,
    /// Officers.
    Strength,
    /// Officer-hours (domain 6.3).
    Time,
    /// Arrivals (domain 6.4).
    Response,
    /// Way to a staffed counter.
    Access,
    /// Work for each officer (domain 6.5).
    Workload,
    /// Running costs (domain 6.12).
    Money,
}

/// Unit of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A count.
    Count,
    /// Officers.
    Officers,
    /// People.
    People,
    /// Villages.
    Villages,
    /// Per cent.
    Percent,
    /// A factor.
    Factor,
    /// Officer-hours a year.
    HoursPerYear,
    /// Hours a week.
    HoursPerWeek,
    /// Minutes.
    Minutes,
    /// A coefficient between 0 and 1.
    Coefficient,
    /// Yuan a year.
    YuanPerYear,
    /// Yuan, once.
    Yuan,
}

/// One row of the sheet before it has values.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) key: String,
    pub(crate) group: FigureGroup,
    pub(crate) unit: Unit,
    pub(crate) note_en: String,
    pub(crate) note_zh: String,
}

type Row = (&'static str, Unit, &'static str, &'static str);

const STRUCTURE: &[Row] = &[
    ("stations", Unit::Count, "stations, central stations included", "派出所数(含中心派出所)"),
    ("posts", Unit::Count, "posts in townships that lost their station", "警务站数"),
    ("reduction_percent", Unit::Percent, "fewer stations than today", "派出所减少比例"),
    ("people_per_station", Unit::People, "residents for each station", "每所服务人口"),
    ("stations_below_floor", Unit::Count, "stations with fewer officers than the floor", "警力低于下限的派出所数"),
    (
        "groups",
        Unit::Count,
        "commands: stations, central stations and pooled groups",
        "指挥单位数(派出所、中心派出所与联合派出所)",
    ),
    ("people_losing_station", Unit::People, "people whose station closes", "派出所被撤并的人口"),
];

const STRENGTH: &[Row] = &[
    ("station_officers", Unit::Officers, "officers in stations", "派出所民警数"),
    (
        "growth_percent",
        Unit::Percent,
        "more officers in stations than today; transfers, not a gain of merging",
        "派出所警力增长(来自机关下沉,非合并所得)",
    ),
    ("bureau_share_percent", Unit::Percent, "stations' share of all officers of the bureau", "派出所警力占全局比例"),
    ("officers_per_station", Unit::Officers, "officers for each station", "每所平均警力"),
    (
        "officers_per_station_factor",
        Unit::Factor,
        "officers for each station against today: the product of the next two rows",
        "每所警力倍数(等于下两行之积)",
    ),
    ("factor_fewer_stations", Unit::Factor, "part of it that comes from fewer stations", "其中:派出所减少"),
    ("factor_transfers", Unit::Factor, "part of it that comes from transfers", "其中:警力下沉"),
    ("officers_min", Unit::Officers, "officers at the weakest station", "最少的派出所警力"),
    ("officers_max", Unit::Officers, "officers at the strongest station", "最多的派出所警力"),
    ("officers_per_10000", Unit::Officers, "station officers for 10,000 residents", "每万人派出所民警"),
];

const TIME: &[Row] = &[
    ("hours_supply", Unit::HoursPerYear, "hours that station officers work", "派出所总工时"),
    ("hours_desks", Unit::HoursPerYear, "one round-the-clock desk at each station", "值班室工时(每所一个全天岗)"),
    ("hours_posts", Unit::HoursPerYear, "posts and their market days", "警务站及逢墟日工时"),
    ("hours_response", Unit::HoursPerYear, "calls, with the road both ways", "接处警工时(含往返)"),
    ("hours_beats", Unit::HoursPerYear, "left for beats; a deficit is negative", "可用于责任区的工时(负数为缺口)"),
    ("hours_beats_weekly", Unit::HoursPerWeek, "left for beats, for each officer and week", "每名民警每周责任区工时"),
    ("desk_share_percent", Unit::Percent, "share of all hours that desks take", "值班占总工时比例"),
    (
        "released_hours",
        Unit::HoursPerYear,
        "more for beats than today: the sum of the next four rows",
        "较现状释放工时(等于下四行之和)",
    ),
    ("released_desks", Unit::HoursPerYear, "from desks saved", "其中:减少值班岗"),
    ("released_transfers", Unit::HoursPerYear, "from transfers", "其中:警力下沉"),
    ("released_posts", Unit::HoursPerYear, "spent on posts", "其中:警务站占用"),
    ("released_response", Unit::HoursPerYear, "from shorter or longer ways to calls", "其中:出警路程变化"),
];

const RESPONSE_END: &[Row] = &[
    (
        "r2_worst_tenth",
        Unit::Minutes,
        "second arrival: mean of the tenth of the people that wait longest",
        "第二到达时间:最差十分之一人口的均值",
    ),
    (
        "r2_within_target_percent",
        Unit::Percent,
        "share of calls with two officers within the target",
        "两名民警在目标时间内到达的警情比例",
    ),
    (
        "people_gaining_5",
        Unit::People,
        "people whose second arrival gets better by more than 5 min",
        "提前5分钟以上的人口",
    ),
    ("people_gaining_10", Unit::People, "by more than 10 min", "提前10分钟以上的人口"),
    ("people_gaining_20", Unit::People, "by more than 20 min", "提前20分钟以上的人口"),
    (
        "people_losing_5",
        Unit::People,
        "people whose second arrival gets worse by more than 5 min",
        "延后5分钟以上的人口",
    ),
    ("people_losing_10", Unit::People, "by more than 10 min", "延后10分钟以上的人口"),
    ("people_losing_20", Unit::People, "by more than 20 min", "延后20分钟以上的人口"),
    ("worst_loss", Unit::Minutes, "greatest loss of one village", "单个村最大延后"),
    (
        "villages_beyond_max",
        Unit::Villages,
        "villages with a second arrival beyond the hard maximum",
        "第二到达时间超过上限的村",
    ),
    (
        "villages_unreached",
        Unit::Villages,
        "villages that no station reaches by road; left out of all means",
        "没有道路可达的村(不计入均值)",
    ),
    (
        "villages_cut_by_dispatch",
        Unit::Villages,
        "villages answered by another centre than the one that manages them",
        "接警与管辖不一致的村",
    ),
    ("wet_r2_mean", Unit::Minutes, "second arrival in the wet season, mean over calls", "雨季第二到达均值"),
    ("wet_r2_max", Unit::Minutes, "second arrival in the wet season, worst village", "雨季第二到达最大值"),
    ("wet_villages_cut_off", Unit::Villages, "villages that no centre reaches in the wet season", "雨季无法到达的村"),
    (
        "borders_extra_mean",
        Unit::Minutes,
        "what the borders of dispatch areas and hysteresis cost against nearest response, mean over calls",
        "接处警边界与滞后相对最近出警的代价:按警情平均",
    ),
    ("borders_extra_max", Unit::Minutes, "the same, worst village", "同上:最差的村"),
    (
        "borders_later_villages",
        Unit::Villages,
        "villages that wait longer because of these borders (border_costs.csv)",
        "因该边界而等待更久的村(见 border_costs.csv)",
    ),
    ("borders_later_people", Unit::People, "their people", "其人口"),
    (
        "hysteresis_extra_mean",
        Unit::Minutes,
        "the part of it that hysteresis costs, mean over calls",
        "其中滞后的代价:按警情平均",
    ),
];

const ACCESS: &[Row] = &[
    (
        "counter_mean",
        Unit::Minutes,
        "way to the nearest staffed counter, station or post, mean over people",
        "到最近窗口(派出所或警务站)的平均时间",
    ),
    (
        "own_counter_mean",
        Unit::Minutes,
        "way to the counter of one's own station or centre, mean over people",
        "到本辖区派出所(中心派出所)窗口的平均时间",
    ),
    ("counter_within_15_percent", Unit::Percent, "people within 15 min of a staffed counter", "15分钟内到窗口的人口"),
    ("counter_within_30_percent", Unit::Percent, "within 30 min", "30分钟内"),
    ("counter_within_45_percent", Unit::Percent, "within 45 min", "45分钟内"),
    ("counter_within_60_percent", Unit::Percent, "within 60 min", "60分钟内"),
];

const WORKLOAD: &[Row] = &[
    ("workload_max", Unit::HoursPerYear, "work for each officer at the busiest station", "人均工时最高的派出所"),
    ("workload_min", Unit::HoursPerYear, "work for each officer at the least busy station", "人均工时最低的派出所"),
    ("workload_mean", Unit::HoursPerYear, "work for each officer, all stations", "人均工时"),
    (
        "workload_gini",
        Unit::Coefficient,
        "inequality of work between officers; 0 is equal",
        "人均工时基尼系数(0为完全均等)",
    ),
];

const MONEY: &[Row] = &[
    (
        "one_off_cost",
        Unit::Yuan,
        "works at centres and fitting of posts, once",
        "一次性投入(中心派出所修建与警务站设置)",
    ),
    ("running_cost", Unit::YuanPerYear, "running cost of stations and posts, salaries excluded", "运行经费(不含工资)"),
    (
        "matched_saving_percent",
        Unit::Percent,
        "merged groups against their predecessors; the figure to quote",
        "合并组与原各所相比节约(应引用此数)",
    ),
    (
        "per_station_saving_percent",
        Unit::Percent,
        "cost for each station against today; not comparable with the row above",
        "每所平均经费节约(不可与上一行混用)",
    ),
];

/// The response rows that repeat: three policies of the first arrival and the second arrival.
pub(crate) const ARRIVALS: [(&str, &str, &str); 4] = [
    ("r1_p0", "first arrival, posts counters only (P0)", "首到达,警务站仅作窗口(P0)"),
    ("r1_p1", "first arrival, resident goes when present and free (P1, headline)", "首到达,驻站民警可先到(P1,主指标)"),
    ("r1_p2", "first arrival, posts full bases (P2, optimistic bound)", "首到达,警务站作为完整基点(P2,乐观界)"),
    ("r2", "second arrival", "第二到达"),
];

/// What of every arrival is shown.
pub(crate) const STATISTICS: [(&str, &str, &str); 5] = [
    ("mean", "mean", "均值"),
    ("median", "median", "中位数"),
    ("p80", "80th percentile", "80百分位"),
    ("p90", "90th percentile", "90百分位"),
    ("max", "maximum", "最大值"),
];

/// Weights of arrivals.
pub(crate) const WEIGHTS: [(&str, &str, &str); 2] =
    [("by_calls", "by calls", "按警情"), ("by_people", "by people", "按人口")];

/// Bands of arrivals in minutes; the upper end belongs to the band.
pub(crate) const BANDS: [(&str, Option<u32>, Option<u32>); 5] = [
    ("0_5", None, Some(5)),
    ("5_10", Some(5), Some(10)),
    ("10_15", Some(10), Some(15)),
    ("15_30", Some(15), Some(30)),
    ("30_up", Some(30), None),
];

/// Every row of the sheet, in order.
pub(crate) fn definitions() -> Vec<Definition> {
    let mut rows = Vec::new();
    rows.extend(fixed(FigureGroup::Structure, STRUCTURE));
    rows.extend(fixed(FigureGroup::Strength, STRENGTH));
    rows.extend(fixed(FigureGroup::Time, TIME));
    rows.extend(arrivals());
    rows.extend(fixed(FigureGroup::Response, RESPONSE_END));
    rows.extend(fixed(FigureGroup::Access, ACCESS));
    rows.extend(fixed(FigureGroup::Workload, WORKLOAD));
    rows.extend(fixed(FigureGroup::Money, MONEY));
    rows
}

fn fixed(group: FigureGroup, rows: &[Row]) -> impl Iterator<Item = Definition> {
    rows.iter().map(move |&(key, unit, note_en, note_zh)| Definition {
        key: key.to_owned(),
        group,
        unit,
        note_en: note_en.to_owned(),
        note_zh: note_zh.to_owned(),
    })
}

fn arrivals() -> Vec<Definition> {
    let mut rows = Vec::new();
    let mut add = |key: String, unit, note_en: String, note_zh: String| {
        rows.push(Definition { key, group: FigureGroup::Response, unit, note_en, note_zh });
    };
    for (arrival, arrival_en, arrival_zh) in ARRIVALS {
        for (weight, weight_en, weight_zh) in WEIGHTS {
            for (statistic, statistic_en, statistic_zh) in STATISTICS {
                add(
                    format!("{arrival}_{statistic}_{weight}"),
                    Unit::Minutes,
                    format!("{arrival_en}: {statistic_en} {weight_en}"),
                    format!("{arrival_zh}:{statistic_zh}({weight_zh})"),
                );
            }
        }
        for (band, low, high) in BANDS {
            let range = match (low, high) {
                (low, Some(high)) => format!("{}-{high}", low.unwrap_or(0)),
                (low, None) => format!("{}+", low.unwrap_or(0)),
            };
            add(
                format!("{arrival}_band_{band}_percent"),
                Unit::Percent,
                format!("{arrival_en}: people within {range} min"),
                format!("{arrival_zh}:{range}分钟的人口"),
            );
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::definitions;

    #[test]
    fn keys_are_unique_snake_case() {
        let rows = definitions();
        let keys: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys.len(), rows.len());
        let snake = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        assert!(keys.into_iter().all(snake));
        assert!(rows.iter().all(|row| !row.note_en.is_empty() && !row.note_zh.is_empty()));
    }
}
