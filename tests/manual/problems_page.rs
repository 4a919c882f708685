//! Every problem code with an example and its remedy.
//!
//! The braces of a message are filled with samples: those of the code where it has some, else those of the name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use xiaqu::model::problem_report::{Code, Severity, all_codes};

use crate::{Page, compare};

/// Code (or nothing), name, English sample, Chinese sample; separated by tabs.
const SAMPLES: &str = include_str!("problem_samples.tsv");

type Samples = BTreeMap<(&'static str, &'static str), [&'static str; 2]>;

fn samples() -> Samples {
    let row = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
        [code, name, english, chinese] => ((code, name), [english, chinese]),
        _ => panic!("four columns are needed: `{line}`"),
    };
    let rows: Vec<_> = SAMPLES.lines().map(row).collect();
    let count = rows.len();
    let samples: Samples = rows.into_iter().collect();
    assert_eq!(samples.len(), count, "a sample stands there twice");
    samples
}

/// Titles of the groups, by the beginning of their codes.
const GROUPS: [(&str, &str, &str); 6] = [
    ("E1", "Villages, townships and tables", "村庄、乡镇与表格"),
    ("E2", "Stations, officers and heights", "派出所、警力与高程"),
    ("E3", "Roads", "道路"),
    ("E4", "Settings and options", "设置与选项"),
    ("E5", "Plans", "方案"),
    ("W9", "Warnings", "警告"),
];

/// Fills the braces of messages, and notes which samples were used.
struct Filler {
    page: Page,
    samples: Samples,
    used: BTreeSet<(&'static str, &'static str)>,
    missing: BTreeSet<String>,
}

impl Filler {
    fn filled(&mut self, code: &'static str, template: &'static str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').expect("a brace is closed");
            text.push_str(before);
            let found = [code, ""].into_iter().find_map(|code| self.samples.get_key_value(&(code, name)));
            match found.map(|(key, sample)| (*key, *sample)) {
                Some((key, [english, chinese])) => {
                    self.used.insert(key);
                    text.push_str(self.page.pick(english, chinese));
                }
                None => {
                    self.missing.insert(format!("{code}\t{name}"));
                }
            }
            rest = behind;
        }
        text.push_str(rest);
        text.replace('|', "\\|")
    }

    fn row(&mut self, code: &'static Code) -> String {
        let (cause, hint) = match self.page {
            Page::English => (code.cause_en, code.hint_en),
            Page::Chinese => (code.cause_zh, code.hint_zh),
        };
        let (cause, hint) = (self.filled(code.code, cause), self.filled(code.code, hint));
        format!("| {} | {cause} | {hint} |\n", code.code)
    }
}

fn intro(page: Page) -> &'static str {
    page.pick(
        "`xiaqu check` lists every problem at once: code, file and row, cause, and what to do. A problem that begins with E stops the \
         plan; one that begins with W says what was assumed, repaired or noticed. Each message stands here with an example: your \
         names and numbers take the place of those below.\n",
        "`xiaqu check` 一次列出全部问题：代码、文件与行、原因、办法。E 开头的问题会阻止规划；W 开头的说明程序作了何种假设、修补或注意到什么。\
         下列各条以示例给出，实际出现的是您的数据中的名称和数字。\n",
    )
}

fn page_text(filler: &mut Filler) -> String {
    let page = filler.page;
    let mut codes: Vec<&'static Code> = all_codes().collect();
    codes.sort_by_key(|code| code.code);
    let mut text = format!("# {}\n\n{}", page.pick("Problems and remedies", "问题与办法"), intro(page));
    let mut seen = 0;
    for (start, english, chinese) in GROUPS {
        let head = page.pick("| code | example | remedy |", "| 代码 | 示例 | 办法 |");
        let _ = write!(text, "\n## {}\n\n{head}\n| --- | --- | --- |\n", page.pick(english, chinese));
        for code in codes.iter().filter(|code| code.code.starts_with(start)) {
            assert_eq!(code.severity == Severity::Warning, start == "W9", "{}", code.code);
            text.push_str(&filler.row(code));
            seen += 1;
        }
    }
    assert_eq!(seen, codes.len(), "a code belongs to no group");
    text
}

#[test]
fn every_problem_code_stands_in_the_manual_with_an_example_and_its_remedy() {
    for page in Page::BOTH {
        let mut filler = Filler { page, samples: samples(), used: BTreeSet::new(), missing: BTreeSet::new() };
        let text = page_text(&mut filler);
        assert!(filler.missing.is_empty(), "tests/manual/problem_samples.tsv lacks {:#?}", filler.missing);
        let unused: Vec<_> = filler.samples.keys().filter(|key| !filler.used.contains(*key)).collect();
        // Names that only codes with samples of their own use are kept for codes to come.
        let unused: Vec<_> = unused.into_iter().filter(|(code, _)| !code.is_empty()).collect();
        assert!(unused.is_empty(), "no message has {unused:?}");
        compare(page, "problems.md", &text);
    }
}
