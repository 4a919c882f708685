//! What was found in roads, for a person.

use xiaqu::{
    Language, ReadRoads, RoadsInfo,
    model::{LonLat, Metres},
    roads::{ImportReport, Island},
};

use super::{
    tables::{plain, table},
    words::pick,
};

/// So many findings of a kind are listed; a map has them all.
const SHOWN: usize = 10;

/// The report: read, dropped, repaired, left to look at.
pub(super) fn info_text(read: &ReadRoads, info: &RoadsInfo, language: Language) -> String {
    let say = Say(language);
    let repairs = &read.repairs;
    let mut lines = vec![plain(&read.file)];
    if let Some(import) = &read.import {
        lines.extend(say.import(import));
    }
    lines.push(say.count("lines read", "读入线数", read.lines));
    lines.push(say.count("road pieces between junctions", "路口间路段数", repairs.edges));
    lines.push(say.count("junctions and ends", "路口与端点数", repairs.nodes));
    if repairs.copies > 0 {
        lines.push(say.count("copies of junctions for turn restrictions", "转向限制所需的路口副本", repairs.copies));
    }
    if let Some([west, south, east, north]) = info.extent {
        let extent = format!("{west:.5} {south:.5} {east:.5} {north:.5}");
        lines.push(say.line("extent (west south east north)", "范围（西 南 东 北）", &extent));
    }
    lines.push(String::new());
    lines.extend(say.classes(info));
    if let Some(slopes) = repairs.slopes {
        lines.push(say.length("roads with heights", "有高程的道路", slopes.measured));
        lines.push(say.length("roads without a height, taken for flat", "无高程、按平路计的道路", slopes.unmeasured));
        lines.push(say.length("roads slowed by their slope", "因坡度减速的道路", slopes.slowed));
    }
    lines.push(String::new());
    lines.push(say.count("dead ends joined to the road they missed", "已连接的断头路", repairs.joined.len()));
    lines.push(say.count("pieces without length removed", "已删除的零长路段", repairs.zero_length));
    lines.push(say.length("largest connected part", "最大连通路网", repairs.largest));
    lines.push(say.count("islands", "孤立路网", repairs.islands.len()));
    lines.extend(say.listed(&repairs.islands, |island| say.island(island)));
    lines.push(say.count("dead ends that nearly touch a road", "几乎相接的断头路", repairs.open.len()));
    lines.extend(say.listed(&repairs.open, |end| {
        let name = end.name.as_deref().unwrap_or_default();
        let which = plain(&format!("{name} {}", end.road));
        format!("{} {} {:.1} m", which.trim_start(), place(end.position), end.distance.as_metres())
    }));
    if !repairs.standing_link_ends.is_empty() {
        let ends = &repairs.standing_link_ends;
        lines.push(say.count("ends of crossings without a road", "附近无路的渡口端点", ends.len()));
        lines.extend(say.listed(ends, |end| format!("{} {}", plain(&end.link), place(end.position))));
    }
    if repairs.one_way_traps > 0 {
        lines.push(say.count("one-way pieces without a way back", "无法返回的单行路段", repairs.one_way_traps));
    }
    lines.extend(say.turns(info));
    lines.join("\n")
}

/// Longitude and latitude, as a map takes them.
fn place(position: LonLat) -> String {
    format!("{:.5},{:.5}", position.longitude(), position.latitude())
}

/// Says things in one language.
#[derive(Clone, Copy)]
struct Say(Language);

impl Say {
    fn line(self, en: &str, zh: &str, value: &str) -> String {
        let colon = pick(self.0, ": ", "：");
        format!("{}{colon}{value}", pick(self.0, en, zh))
    }

    fn count(self, en: &str, zh: &str, count: usize) -> String {
        self.line(en, zh, &count.to_string())
    }

    fn length(self, en: &str, zh: &str, length: Metres) -> String {
        let kilometres = format!("{:.1} km", length.as_metres() / 1e3);
        self.line(en, zh, &kilometres)
    }

    fn import(self, import: &ImportReport) -> Vec<String> {
        let always = [
            ("ways read", "读入道路数", import.ways),
            ("kept", "采用", import.kept),
            ("dropped: not for cars", "舍弃：非机动车道路", import.dropped_class),
            ("dropped: squares and other areas", "舍弃：广场等面状要素", import.dropped_area),
            ("dropped: access refused", "舍弃：禁止通行", import.dropped_access),
            ("dropped: without points", "舍弃：缺少坐标点", import.dropped_points),
        ];
        let otherwise = [
            ("ways with missing points", "坐标点不全的道路", import.missing_nodes),
            ("speed limits not understood", "无法理解的限速", import.maxspeed_not_understood),
            ("barriers", "路障", import.barriers),
            ("ferries", "渡轮", import.ferries),
            ("ferries without a duration", "未注明时长的渡轮", import.ferries_without_duration),
            ("seasonal ways", "季节性道路", import.seasonal),
        ];
        let present = otherwise.into_iter().filter(|(_, _, count)| *count > 0);
        always.into_iter().chain(present).map(|(en, zh, count)| self.count(en, zh, count)).collect()
    }

    fn classes(self, info: &RoadsInfo) -> Vec<String> {
        let titles = [
            pick(self.0, "class", "等级"),
            pick(self.0, "pieces", "路段"),
            pick(self.0, "km", "千米"),
            pick(self.0, "one-way km", "单行千米"),
        ];
        let number = |value: f64| format!("{value:.1}");
        let mut rows: Vec<Vec<String>> = info
            .classes
            .iter()
            .map(|row| {
                let class = row.class.as_str().to_owned();
                vec![class, row.edges.to_string(), number(row.length_km), number(row.one_way_km)]
            })
            .collect();
        let edges: usize = info.classes.iter().map(|row| row.edges).sum();
        let one_way: f64 = info.classes.iter().map(|row| row.one_way_km).sum();
        let all = pick(self.0, "all", "合计").to_owned();
        rows.push(vec![all, edges.to_string(), number(info.length_km), number(one_way)]);
        let mut lines = table(&titles, &rows);
        let wet = number(info.closed_when_wet_km);
        lines.push(self.line("closed when wet, km", "雨季中断（千米）", &wet));
        if info.seasonal_km > 0.0 {
            lines.push(self.line("not there all year, km", "非全年通行（千米）", &number(info.seasonal_km)));
        }
        lines
    }

    fn island(self, island: &Island) -> String {
        let unnamed = pick(self.0, "unnamed", "无名");
        let name = island.name.as_deref().map_or_else(|| unnamed.to_owned(), plain);
        let pieces = match self.0 {
            Language::En => format!("{} pieces", island.edges),
            Language::Zh => format!("{} 段", island.edges),
        };
        format!("{name} {} {:.2} km, {pieces}", place(island.position), island.length.as_metres() / 1e3)
    }

    /// The first findings, and how many more there are.
    fn listed<T>(self, findings: &[T], text: impl Fn(&T) -> String) -> Vec<String> {
        let mut lines: Vec<String> =
            findings.iter().take(SHOWN).map(|finding| format!("  {}", text(finding))).collect();
        let more = findings.len().saturating_sub(SHOWN);
        if more > 0 {
            lines.push(match self.0 {
                Language::En => format!("  and {more} more; -o FILE.geojson and --json have them all"),
                Language::Zh => format!("  另有 {more} 处；用 -o FILE.geojson 或 --json 查看全部"),
            });
        }
        lines
    }

    fn turns(self, info: &RoadsInfo) -> Vec<String> {
        let all: usize = info.turns.values().sum();
        if all == 0 {
            return Vec::new();
        }
        let mut lines = vec![self.count("turn restrictions", "转向限制", all)];
        let rows = info.turns.iter();
        lines.extend(rows.map(|(outcome, count)| format!("  {count} {}", outcome.words().text(self.0))));
        lines
    }
}
