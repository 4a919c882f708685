//! Every command with its arguments and options, from the help of the program.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{
    Page, compare,
    help::{Entry, Help, every_help},
    words::chinese,
};

/// Puts texts of the help onto a page.
struct Writer {
    page: Page,
    chinese: BTreeMap<&'static str, &'static str>,
    used: BTreeSet<String>,
    missing: BTreeSet<String>,
}

impl Writer {
    /// The text in the language of the page; what is in brackets behind it (defaults, choices) stands apart.
    fn text(&mut self, text: &str) -> String {
        let (words, behind) =
            text.split_once(" [default: ").map_or((text, ""), |(words, _)| (words, &text[words.len()..]));
        let (words, behind) =
            words.split_once(" [possible values: ").map_or((words, behind), |(words, _)| (words, &text[words.len()..]));
        let mut said = self.translated(words.trim());
        for part in behind.split('[').skip(1) {
            let Some((kind, values)) = part.trim_end().trim_end_matches(']').split_once(": ") else { continue };
            let values: Vec<String> = values.split(", ").map(|value| format!("`{value}`")).collect();
            let kind = if kind == "default" {
                self.page.pick("default", "默认")
            } else {
                self.page.pick("one of", "取值")
            };
            let joined = values.join(self.page.pick(", ", "、"));
            let _ = match self.page {
                Page::English => write!(said, " ({kind}: {joined})"),
                Page::Chinese => write!(said, "（{kind}：{joined}）"),
            };
        }
        said.replace('|', "\\|")
    }

    fn translated(&mut self, words: &str) -> String {
        self.used.insert(words.to_owned());
        match (self.page, self.chinese.get(words)) {
            (Page::English, _) => words.to_owned(),
            (Page::Chinese, Some(chinese)) => (*chinese).to_owned(),
            (Page::Chinese, None) => {
                self.missing.insert(words.to_owned());
                String::new()
            }
        }
    }

    fn rows(&mut self, head: [&str; 2], entries: &[Entry]) -> String {
        if entries.is_empty() {
            return String::new();
        }
        let mut table = format!("\n| {} | {} |\n| --- | --- |\n", head[0], head[1]);
        for entry in entries {
            let spec = entry.spec.replace('|', "\\|");
            let _ = writeln!(table, "| `{spec}` | {} |", self.text(&entry.text));
        }
        table
    }

    fn command(&mut self, help: &Help, global: &[Entry]) -> String {
        let about = self.text(&help.about);
        let mut text = format!("\n## {}\n\n{about}\n\n```text\n{}\n```\n", help.name(), help.usage);
        let own: Vec<Entry> = help.options.iter().filter(|entry| !global.contains(entry)).cloned().collect();
        let (what, means) = (self.page.pick("option", "选项"), self.page.pick("meaning", "含义"));
        text.push_str(&self.rows([self.page.pick("command", "命令"), means], &help.commands));
        text.push_str(&self.rows([self.page.pick("argument", "参数"), means], &help.arguments));
        text.push_str(&self.rows([what, means], &own));
        text
    }
}

fn intro(page: Page) -> &'static str {
    page.pick(
        "Results go to standard output, messages and progress to standard error. Options of every command stand first.\n",
        "结果写到标准输出，消息与进度写到标准错误。先列各命令共有的选项。程序的帮助为英文，此处为其译文。\n",
    )
}

fn exit_codes(page: Page) -> String {
    let title = page.pick("Exit codes", "退出码");
    let rows = [
        ("0", "done, proved or within the gap asked for", "完成：已证明，或在所要求的差距之内"),
        ("1", "internal failure", "内部故障"),
        ("2", "usage", "用法有误"),
        ("3", "input problems", "输入有问题"),
        ("4", "proved infeasible", "已证明无可行方案"),
        ("5", "limit reached, no plan", "到达限制，尚无方案"),
        ("6", "limit reached, plan written with its gap", "到达限制，已写出方案及其差距"),
        ("130", "interrupted, the best plan so far written", "被中断，已写出目前最优方案"),
    ];
    let mut text = format!(
        "\n## {title}\n\n| {} | {} |\n| --- | --- |\n",
        page.pick("code", "代码"),
        page.pick("meaning", "含义")
    );
    for (code, english, chinese) in rows {
        let _ = writeln!(text, "| {code} | {} |", page.pick(english, chinese));
    }
    text
}

#[test]
fn every_command_and_option_stands_in_the_manual_in_both_languages() {
    let helps = every_help();
    let global = helps[0].options.clone();
    for page in Page::BOTH {
        let mut writer = Writer { page, chinese: chinese(), used: BTreeSet::new(), missing: BTreeSet::new() };
        let mut text = format!("# {}\n\n{}", page.pick("Commands", "命令"), intro(page));
        let means = page.pick("meaning", "含义");
        text.push_str(&writer.rows([page.pick("option of every command", "各命令共有的选项"), means], &global));
        for help in helps.iter().skip(1) {
            text.push_str(&writer.command(help, &global));
        }
        text.push_str(&exit_codes(page));
        let missing: Vec<&String> = writer.missing.iter().collect();
        assert!(missing.is_empty(), "tests/manual/help.zh.tsv lacks {missing:#?}");
        let unused: Vec<&&str> = writer.chinese.keys().filter(|words| !writer.used.contains(**words)).collect();
        assert!(unused.is_empty(), "no help says {unused:#?}");
        compare(page, "commands.md", &text);
    }
}
