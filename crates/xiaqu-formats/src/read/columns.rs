//! Column names: English, their Chinese synonyms, and what `[columns]` maps.

use std::collections::BTreeMap;

/// A column that Xiaqu knows: its name and the synonyms accepted for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the documentation and in outputs.
    pub name: &'static str,
    /// Other names accepted.
    pub synonyms: &'static [&'static str],
    /// What it holds, with its unit, in English.
    pub meaning_en: &'static str,
    /// What it holds, with its unit, in Chinese.
    pub meaning_zh: &'static str,
    /// Whether a table without it is refused.
    pub required: bool,
}

macro_rules! columns {
    ($($constant:ident = $name:literal $need:ident [$($synonym:literal),*] $en:literal $zh:literal;)*) => {
        $(pub(crate) const $constant: Column = Column {
            name: $name,
            synonyms: &[$($synonym),*],
            meaning_en: $en,
            meaning_zh: $zh,
            required: columns!(@$need),
        };)*
    };
    (@required) => { true };
    (@optional) => { false };
}

columns! {
    ID = "id" required ["编号", "代码", "code"] "unique id, kept as text" "唯一编号，按文本保存";
    NAME = "name" required ["名称", "村名", "所名", "乡镇名称"] "name" "名称";
    LON = "lon" required ["lng", "longitude", "经度"] "degrees east" "经度（度）";
    LAT = "lat" required ["latitude", "纬度"] "degrees north" "纬度（度）";
    POPULATION = "population" required ["people", "人口", "常住人口"] "people living there" "人口（人）";
    OFFICERS = "officers" required ["警力", "民警", "民警数"] "sworn officers" "民警数（人）";
    TOWNSHIP = "township" optional ["乡镇", "所属乡镇"]
        "id or name of its township; without it, by position" "所属乡镇的编号或名称；缺省按位置判断";
    STATION = "station" optional ["派出所", "所属派出所"]
        "id or name of the station that manages the village today" "现管辖该村的派出所编号或名称";
    CALLS = "calls_per_year" optional ["年警情", "警情数", "年警情数"]
        "valid calls a year; without it, by the default rate" "年有效警情数（起/年）；缺省按默认率";
    COUNTY_SEAT = "county_seat" optional ["县城所", "城关所"] "yes for the county-seat station" "是否县城派出所";
    FIXED_COST = "fixed_cost_yuan" optional ["固定费用", "固定费用元"]
        "running cost of the house, yuan a year" "固定运行费（元/年）";
    VARIABLE_COST = "variable_cost_yuan_per_officer" optional ["人均费用", "人均费用元"]
        "running cost for each officer, yuan a year" "每名民警运行费（元/年）";
    WORKS_COST = "works_cost_yuan" optional ["修建费用", "修建费用元"]
        "one-off works if it becomes the centre of a group, yuan" "作为中心派出所时的一次性修建费（元）";
    NEW_SITE = "new_site" optional ["新址"]
        "yes for a site without a station today, where a centre may be built" "是否为可新建中心派出所的地点（现无派出所）";
    PLACE_NAME = "name" optional ["名称", "村名", "所名"] "name" "名称";
    START = "start_minutes" optional ["出动分钟"]
        "minutes from the call until its crew drives off" "接警到出动的时间（分）";
    ROAD_CLASS = "class" required ["highway", "等级", "道路等级"]
        "OpenStreetMap road class, for example tertiary" "OpenStreetMap 道路等级，如 tertiary";
    ROAD_ID = "id" optional ["编号"] "id of the line" "道路编号";
    ROAD_NAME = "name" optional ["名称", "路名"] "name on signs" "路名";
    SPEED = "speed_kmh" optional ["maxspeed", "限速"] "speed limit, km/h" "限速（千米/时）";
    ONEWAY = "oneway" optional ["单行"] "yes, no, or -1 for against the line" "是否单行：yes、no，-1 为反向";
    CLOSED_WHEN_WET = "closed_when_wet" optional ["雨季中断"] "yes where rain closes the road" "雨季是否中断";
    LEVEL = "level" optional ["layer", "层"] "0 on the ground, above on bridges, below in tunnels" "层：地面 0，桥为正，隧道为负";
    BRIDGE = "bridge" optional ["桥", "桥梁"]
        "yes on a bridge, one level up where `level` is empty or 0" "是否桥梁；`level` 为空或 0 时为上一层";
    TUNNEL = "tunnel" optional ["隧道"]
        "yes in a tunnel, one level down where `level` is empty or 0" "是否隧道；`level` 为空或 0 时为下一层";
    CLOSURE_ID = "id" optional ["编号"] "id of the closure" "封路编号";
    OSM_ID = "osm_id" optional ["way_id", "road_id", "道路编号"]
        "OpenStreetMap ways, or ids of a road table, separated by commas" "OpenStreetMap 道路编号或道路表中的编号，以逗号分隔";
    FACTOR = "factor" optional ["时间倍数"]
        "times are multiplied by this, 1 to 100; without it and `minutes` the road is closed" "行车时间倍数，1 至 100；与 `minutes` 均缺省则为封闭";
    SPEED_FACTOR = "speed_factor" optional ["车速倍数"]
        "speeds are multiplied by this, 0.01 to 1; the same as one over `factor`" "车速倍数，0.01 至 1；即 `factor` 的倒数";
    MINUTES = "minutes" optional ["延误", "延误分钟"]
        "delay over the whole length, minutes" "全程延误（分钟）";
    FROM_DATE = "from" optional ["start", "起始日期", "开始日期"]
        "first day, for example 2026-07-01" "首日，如 2026-07-01";
    TO_DATE = "to" optional ["end", "截止日期", "结束日期"] "last day" "末日";
    SCENARIO = "scenario" optional ["scenarios", "情景"]
        "day, night, wet or winter, separated by commas; without it, all" "day、night、wet、winter，以逗号分隔；缺省为全部";
    TIME_FROM = "from" required ["from_id", "origin", "起点", "出发", "派出所", "派出所编号"]
        "id of the station that a crew leaves" "出发派出所的编号";
    TIME_TO = "to" required ["to_id", "destination", "终点", "到达", "目的地"]
        "id of the village or station it drives to" "到达的村或派出所的编号";
    TIME_MINUTES = "minutes" required ["分钟", "行车分钟", "行车时间", "时间"]
        "travel time in minutes, turnout not counted; empty where there is no way" "行车时间（分钟），不含出动；无路可通则留空";
    TIME_MILLISECONDS = "milliseconds" optional ["毫秒"]
        "the same in whole milliseconds, as `xiaqu roads matrix` writes it; counts where it is filled" "同一时间的整毫秒数，即 `xiaqu roads matrix` 所写；填写时以此为准";
    TIME_SCENARIO = "scenario" optional ["情景"] "day or wet; without it, day" "day（白天）或 wet（雨季）；缺省为 day";
}

/// Columns of the table of travel times.
pub const TRAVEL_TIME_COLUMNS: &[Column] = &[TIME_FROM, TIME_TO, TIME_MINUTES, TIME_MILLISECONDS, TIME_SCENARIO];

/// Properties of the closures.
pub const CLOSURE_COLUMNS: &[Column] =
    &[CLOSURE_ID, OSM_ID, FACTOR, SPEED_FACTOR, MINUTES, FROM_DATE, TO_DATE, SCENARIO];

/// Properties of the road layer.
pub const ROAD_COLUMNS: &[Column] =
    &[ROAD_CLASS, ROAD_ID, ROAD_NAME, SPEED, ONEWAY, CLOSED_WHEN_WET, LEVEL, BRIDGE, TUNNEL];

/// Columns of a table of places.
pub const POINT_COLUMNS: &[Column] = &[ID, PLACE_NAME, LON, LAT, START];
/// Columns of the village table.
pub const VILLAGE_COLUMNS: &[Column] = &[ID, NAME, LON, LAT, POPULATION, TOWNSHIP, STATION, CALLS];
/// Columns of the station table.
pub const STATION_COLUMNS: &[Column] =
    &[ID, NAME, LON, LAT, OFFICERS, TOWNSHIP, COUNTY_SEAT, FIXED_COST, VARIABLE_COST, WORKS_COST, NEW_SITE];
/// Properties of the township layer.
pub const TOWNSHIP_COLUMNS: &[Column] = &[ID, NAME];

/// Names that the county's own settings give to columns: ours to theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNames(pub BTreeMap<String, String>);

/// Longest name of a column of a Shapefile, in bytes.
const SHAPEFILE_NAME: usize = 10;

/// What a Shapefile leaves of a name that is too long for it, in UTF-8.
fn cut_name(name: &str) -> Option<&str> {
    let end = (0..=SHAPEFILE_NAME).rev().find(|end| name.is_char_boundary(*end))?;
    (name.len() > SHAPEFILE_NAME).then(|| name.get(..end)).flatten()
}

impl ColumnNames {
    /// Position of a column in a header: the mapped name if there is one, else the name, else a synonym, else what a
    /// Shapefile leaves of one.
    pub(crate) fn find(&self, column: Column, header: &[String]) -> Option<usize> {
        self.candidates(column, header).first().copied()
    }

    /// Every position that could be meant with equal right; more than one is ambiguous.
    pub(crate) fn candidates(&self, column: Column, header: &[String]) -> Vec<usize> {
        let named = |wanted: &str| -> Vec<usize> {
            let is = |name: &String| name.trim().eq_ignore_ascii_case(wanted);
            header.iter().enumerate().filter(|(_, name)| is(name)).map(|(position, _)| position).collect()
        };
        if let Some(mapped) = self.0.get(column.name) {
            return named(mapped);
        }
        let own = named(column.name);
        if !own.is_empty() {
            return own;
        }
        let synonyms: Vec<usize> = column.synonyms.iter().flat_map(|synonym| named(synonym)).collect();
        if !synonyms.is_empty() {
            return synonyms;
        }
        std::iter::once(&column.name).chain(column.synonyms).filter_map(|name| cut_name(name)).flat_map(named).collect()
    }

    /// The names under which a column is accepted, for messages.
    pub(crate) fn accepted(&self, column: Column) -> String {
        match self.0.get(column.name) {
            Some(mapped) => format!("`{mapped}`"),
            None => std::iter::once(column.name)
                .chain(column.synonyms.iter().copied())
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CALLS, COUNTY_SEAT, ColumnNames, ID, STATION};

    #[test]
    fn names_that_a_shapefile_cut_are_known() {
        let header: Vec<String> = ["id", "county_sea", "calls_per_", "所属派"].map(str::to_owned).to_vec();
        let names = ColumnNames::default();
        assert_eq!([ID, COUNTY_SEAT, CALLS, STATION].map(|column| names.find(column, &header)), [0, 1, 2, 3].map(Some));
    }
}
