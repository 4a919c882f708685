//! What the help says, in Chinese.

use std::collections::BTreeMap;

/// Lines of English and Chinese, separated by a tab.
const CHINESE: &str = include_str!("help.zh.tsv");

/// English to Chinese.
pub(crate) fn chinese() -> BTreeMap<&'static str, &'static str> {
    let rows = CHINESE.lines().filter(|line| !line.is_empty());
    rows.map(|line| line.split_once('\t').unwrap_or_else(|| panic!("no tab in `{line}`"))).collect()
}
