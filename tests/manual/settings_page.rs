//! Every setting with unit, default, range and source, and every column of every table.

use std::fmt::Write as _;

use serde_json::Value;
use xiaqu::{SettingRow, Settings};
use xiaqu_formats::{
    CLOSURE_COLUMNS, Column, ROAD_COLUMNS, STATION_COLUMNS, TOWNSHIP_COLUMNS, TRAVEL_TIME_COLUMNS, VILLAGE_COLUMNS,
};

use crate::{Page, compare};

/// Titles of the sections of xiaqu.toml.
const SECTIONS: [(&str, &str, &str); 14] = [
    ("county", "The county", "县"),
    ("inputs", "Files and their datum", "输入文件与坐标系"),
    ("merge", "Which stations may merge", "哪些所可以合并"),
    ("limits", "Aims held below a value", "目标限值"),
    ("adjacency", "When two stations are adjacent", "相邻的条件"),
    ("strength", "Officers", "警力"),
    ("response", "Response", "响应"),
    ("dispatch", "Borders of dispatch areas", "接处警辖区边界"),
    ("demand", "Calls and work", "警情与工作量"),
    ("posts", "Posts", "警务站"),
    ("roads", "Roads", "道路"),
    ("areas", "Drawing of areas", "范围绘制"),
    ("complexity", "Weights of the four-factor index", "四因素复杂度指数权重"),
    ("search", "The search", "搜索"),
];

/// What the end of a key says of its unit. The longest that fits counts.
const UNITS: [(&str, &str, &str); 22] = [
    ("_minutes", "min", "分钟"),
    ("_seconds", "s", "秒"),
    ("_kmh", "km/h", "千米/时"),
    ("_km2", "km²", "平方千米"),
    ("_m", "m", "米"),
    ("_percent", "%", "%"),
    ("_yuan", "yuan", "元"),
    ("_yuan_per_year", "yuan a year", "元/年"),
    ("_hours", "h a year", "小时/年"),
    ("_hours_min", "h a year", "小时/年"),
    ("_hours_per_year", "h a year", "小时/年"),
    ("hours_per_week", "h a week", "小时/周"),
    ("hours_per_call", "h", "小时"),
    ("hours_per_resident", "h a year", "小时/年"),
    ("_days_per_year", "days a year", "天/年"),
    ("_per_thousand_per_year", "calls a year", "起/年"),
    ("_factor", "times", "倍"),
    ("_share", "share", "份额"),
    ("_share_min", "share", "份额"),
    ("_weight", "share", "份额"),
    ("_loss", "share for each %", "份额/1%"),
    ("_least", "share", "份额"),
];

/// Words of the column of sources; what is not here is a name or a number.
const SOURCES: [(&str, &str); 23] = [
    ("Longyan", "龙岩"),
    ("220 days of 8 h", "220 天、每天 8 小时"),
    ("1,760 h for a beat of 5,000 people", "5,000 人的责任区 1,760 小时"),
    ("6 a lunar month", "每农历月 6 次"),
    ("January", "一月"),
    ("between UK 20 and Norway 45", "介于 UK 20 与 Norway 45"),
    ("assumption", "假设"),
    ("county", "本县"),
    ("domain", "业务说明"),
    ("the northern hemisphere", "北半球"),
    ("taken over as an assumption", "借用为假设"),
    ("OSRM car profile", "OSRM 汽车配置"),
    ("three steps of it", "归为三档"),
    ("on foot", "步行"),
    ("a crew of two", "两人一组"),
    ("error of a snapped corner", "捕捉折点的误差"),
    ("half a carriageway and the error of a drawn line", "半幅路宽与绘线误差"),
    ("three samples of SRTM at 30 m", "SRTM 30 米三个采样"),
    ("steepest grade for 60 km/h", "60 km/h 最大纵坡"),
    ("grades from 3 % are analysed on their own", "3% 以上纵坡单独分析"),
    ("Highway Capacity Manual", "《道路通行能力手册》（HCM）"),
    ("administrable borders", "便于管理的边界"),
    ("issue", "议题"),
];

fn unit(row: &SettingRow, page: Page) -> String {
    let known = UNITS.iter().filter(|(end, ..)| row.key.ends_with(end)).max_by_key(|(end, ..)| end.len());
    if let Some((_, english, chinese)) = known {
        return page.pick(english, chinese).to_owned();
    }
    let choices = row.schema["enum"].as_array();
    if let Some(choices) = choices {
        return choices
            .iter()
            .filter_map(Value::as_str)
            .map(|choice| format!("`{choice}`"))
            .collect::<Vec<_>>()
            .join(", ");
    }
    let (english, chinese) = match row.schema["type"].as_str() {
        Some("boolean") => ("true, false", "true、false"),
        Some("integer") => ("count", "个数"),
        Some("array") => ("list", "列表"),
        Some("string") => ("text", "文字"),
        Some("number") => ("number", "数"),
        _ => ("datum", "坐标系"),
    };
    page.pick(english, chinese).to_owned()
}

fn source(row: &SettingRow, page: Page) -> String {
    if page == Page::English {
        return row.source.to_owned();
    }
    let mut words = SOURCES.to_vec();
    words.sort_by_key(|(english, _)| std::cmp::Reverse(english.len()));
    words.into_iter().fold(row.source.to_owned(), |text, (english, chinese)| text.replace(english, chinese))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn setting(row: &SettingRow, page: Page) -> String {
    let key = row.key.split_once('.').map_or(row.key.as_str(), |(_, key)| key);
    let default = match &row.default {
        Some(default) => format!("`{default}`"),
        None => page.pick("not set", "不设").to_owned(),
    };
    let range = row.range.map(|(least, most)| format!("{least} – {most}")).unwrap_or_default();
    let meaning = page.pick(row.meaning_en, row.meaning_zh);
    let cells = [format!("`{key}`"), cell(meaning), unit(row, page), cell(&default), range, cell(&source(row, page))];
    format!("| {} |\n", cells.join(" | "))
}

fn column(column: &Column, page: Page) -> String {
    let need = if column.required { page.pick("yes", "是") } else { "" };
    let synonyms = column.synonyms.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let meaning = page.pick(column.meaning_en, column.meaning_zh);
    format!("| `{}` | {} | {need} | {synonyms} |\n", column.name, cell(meaning))
}

fn head(titles: &str) -> String {
    let count = titles.matches('|').count() - 1;
    format!("{titles}\n|{}\n", " --- |".repeat(count))
}

fn settings_text(page: Page) -> String {
    let mut text = format!("# {}\n\n", page.pick("Every setting", "全部设置"));
    text.push_str(page.pick(
        "Settings stand in `xiaqu.toml`. `xiaqu init DIR` writes all of them as comments, `xiaqu schema` prints them as JSON Schema for \
         editors. A key that is not here is refused, and the nearest one named. A setting that is not written has its default; \
         `plan.json` records every value in force.\n\nSources: *domain* with a number is a section of the project's notes on police \
         practice, *S* with a number a source in them, *AMB* an ambiguity settled there, *SPEC* the contract of the program; an \
         *assumption* is nobody's finding: check it for your county.\n",
        "设置写在 `xiaqu.toml` 中。`xiaqu init DIR` 以注释形式写出全部设置，`xiaqu schema` 输出供编辑器使用的 JSON Schema。表中没有的键会被拒绝，并提示最接近的键名。\
         未写明的设置取默认值；`plan.json` 记录全部实际取值。\n\n来源一栏：“业务说明”加编号为本项目警务业务说明的章节，S 加编号为其中的文献，AMB 为其中已定的歧义，\
         SPEC 为程序约定；“假设”没有出处，请结合本县情况核对。\n",
    ));
    let mut open = "";
    let rows = Settings::default().rows();
    for row in &rows {
        let section = row.key.split_once('.').map_or("", |(section, _)| section);
        if section != open {
            let (_, english, chinese) =
                SECTIONS.iter().find(|(name, ..)| *name == section).expect("every section has a title");
            let _ = write!(text, "\n## {} `[{section}]`\n\n", page.pick(english, chinese));
            text.push_str(&head(page.pick(
                "| key | meaning | unit or choices | default | range | source |",
                "| 键 | 含义 | 单位或取值 | 默认 | 范围 | 来源 |",
            )));
            open = section;
        }
        text.push_str(&setting(row, page));
    }
    text
}

fn columns_text(page: Page) -> String {
    let mut text = format!("\n## {}\n\n", page.pick("Columns of the tables `[columns]`", "各表的列 `[columns]`"));
    text.push_str(page.pick(
        "Other names are mapped in the settings, for example:\n\n```toml\n[columns.villages]\npopulation = \"户籍人口\"\n```\n",
        "其他列名在设置中对应，例如：\n\n```toml\n[columns.villages]\npopulation = \"户籍人口\"\n```\n",
    ));
    for (table, title, columns) in [
        ("townships", "乡镇", TOWNSHIP_COLUMNS),
        ("villages", "村庄", VILLAGE_COLUMNS),
        ("stations", "派出所", STATION_COLUMNS),
        ("roads", "道路", ROAD_COLUMNS),
        ("closures", "封路", CLOSURE_COLUMNS),
        ("travel_times", "行车时间表", TRAVEL_TIME_COLUMNS),
    ] {
        let _ = write!(text, "\n### {}\n\n", page.pick(table, title));
        text.push_str(&head(
            page.pick("| column | meaning | required | also accepted |", "| 列 | 含义 | 必需 | 也可写作 |"),
        ));
        for row in columns {
            text.push_str(&column(row, page));
        }
    }
    text
}

#[test]
fn every_setting_and_column_stands_in_the_manual() {
    for page in Page::BOTH {
        compare(page, "settings.md", &format!("{}{}", settings_text(page), columns_text(page)));
    }
}

#[test]
fn sources_are_chinese_on_the_chinese_page() {
    // Names of laws, of projects and of countries stay.
    let names = [
        "OSRM",
        "SRTM",
        "HCM",
        "SPEC",
        "AMB",
        "ENGINE",
        "Doc",
        "JTG",
        "GMP",
        "Inner Mongolia",
        "UK",
        "Norway",
        "France",
    ];
    for row in Settings::default().rows() {
        let left = names.iter().fold(source(&row, Page::Chinese), |text, name| text.replace(name, ""));
        let words: Vec<&str> =
            left.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| word.len() > 3).collect();
        assert!(words.is_empty(), "{}: {words:?} in the source `{}`", row.key, row.source);
    }
}
