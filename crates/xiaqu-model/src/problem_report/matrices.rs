//! E17x and W971: matrices and vectors of the location models as files; E42x: what the location models are asked for.

use super::code::problem_codes;

problem_codes! {
    /// A matrix file without a number.
    "E170" Error fn e170_empty_matrix(file) {
        en: "`{file}` holds no numbers", "write one row for each candidate site and one column for each client";
        zh: "`{file}` 中没有数字", "请按每个候选点一行、每个需求点一列填写";
    }
    /// A cell of a matrix is not a number.
    "E171" Error fn e171_matrix_cell(column, value, example) {
        en: "column {column} is `{value}`, not a number", "write digits with a point, for example `{example}`; where a site cannot serve a client leave the cell empty or write `inf`";
        zh: "第 {column} 列的值 `{value}` 不是数", "请写数字和小数点，例如 `{example}`；不能服务之处请留空或写 `inf`";
    }
    /// A row of a matrix has more or fewer cells than the first.
    "E172" Error fn e172_ragged_matrix_row(expected, found) {
        en: "the row has {found} cells, the first row {expected}", "look for a stray separator, a missing cell or a number such as 1,234 without quotes";
        zh: "该行有 {found} 个单元格，首行有 {expected} 个", "请检查多余的分隔符、缺失的单元格或未加引号的 1,234 之类数字";
    }
    /// A `.npy` file that cannot be read.
    "E173" Error fn e173_bad_npy(file, why) {
        en: "`{file}` cannot be read as .npy: {why}", "write it again with numpy: `numpy.save(file, matrix.astype('float64'))`";
        zh: "`{file}` 不能按 .npy 读取：{why}", "请用 numpy 重新写出：`numpy.save(file, matrix.astype('float64'))`";
    }
    /// A matrix larger than what is taken into memory.
    "E174" Error fn e174_matrix_too_large(file, limit) {
        en: "`{file}` is larger than {limit}", "keep fewer candidate sites, or fold clients that stand at one place";
        zh: "`{file}` 超过 {limit}", "请减少候选点，或合并位于同一处的需求点";
    }
    /// A gzip file that cannot be unpacked.
    "E175" Error fn e175_bad_gzip(file, why) {
        en: "`{file}` cannot be unpacked: {why}", "copy or pack the file again; it is damaged or incomplete";
        zh: "`{file}` 无法解压：{why}", "文件损坏或不完整，请重新复制或压缩";
    }
    /// More cells are bad than are named one by one.
    "E176" Error fn e176_further_bad_cells(count) {
        en: "{count} further problems of rows and cells are not listed", "mend those named above first; a wrong separator or header spoils whole rows";
        zh: "另有 {count} 处行或单元格问题未列出", "请先改正上面列出的；分隔符或表头有误会影响整行";
    }
    /// A matrix or vector of the wrong shape.
    "E177" Error fn e177_wrong_shape(file, rows, columns, expected) {
        en: "`{file}` has {rows} rows and {columns} columns, not {expected}",
            "check that the files belong together; a column of a table is named as `FILE:COLUMN`";
        zh: "`{file}` 有 {rows} 行 {columns} 列，应为{expected}", "请检查各文件是否对应；表中的一列写作 `FILE:COLUMN`";
    }
    /// Numbers that cannot be kept as whole numbers.
    "E178" Error fn e178_unusable_numbers(file, why) {
        en: "`{file}` cannot be used: {why}", "write the numbers in a larger unit or with fewer digits";
        zh: "`{file}` 无法使用：{why}", "请改用更大的单位或减少位数";
    }
    /// A file that cannot be read at all.
    "E179" Error fn e179_unreadable_matrix(file, why) {
        en: "`{file}` cannot be read: {why}", "check the path; tables with comma, semicolon, tab or spaces and .npy are read, packed with gzip or not";
        zh: "`{file}` 无法读取：{why}", "请检查路径；可读取以逗号、分号、制表符或空格分隔的表格及 .npy，可用 gzip 压缩";
    }
    /// A list of sites that is none.
    "E421" Error fn e421_bad_site_list(option, text) {
        en: "`{option}` has `{text}`, which is no site and no range", "write sites counted from 0, such as `0,4,7` or `0..509` (both ends included)";
        zh: "`{option}` 中的 `{text}` 不是点也不是范围", "点从 0 起编号，写作 `0,4,7` 或 `0..509`（含两端）";
    }
    /// A site that does not exist.
    "E422" Error fn e422_no_such_site(option, site, last) {
        en: "`{option}` names site {site}, the cost matrix has sites 0 to {last}", "sites are the rows of the cost matrix, counted from 0";
        zh: "`{option}` 指定了点 {site}，费用矩阵只有点 0 至 {last}", "点即费用矩阵的行，从 0 起编号";
    }
    /// A number of an option or a vector below what it may be.
    "E423" Error fn e423_number_too_small(what, value, least) {
        en: "`{what}` is `{value}`", "choose a value of at least {least}";
        zh: "`{what}` 的值为 `{value}`", "请取不小于 {least} 的值";
    }
    /// A fixed centre that is no candidate.
    "E424" Error fn e424_fixed_is_no_candidate(site) {
        en: "site {site} is fixed as a centre but is no candidate", "add it to `--candidates`, or take it out of `--fixed`";
        zh: "点 {site} 被指定为中心，但不在候选之列", "请加入 `--candidates`，或从 `--fixed` 中去掉";
    }
    /// A named column that a table does not have.
    "E425" Error fn e425_no_such_column(file, column, found) {
        en: "`{file}` has no column `{column}`; found: {found}", "name one of its columns as `FILE:COLUMN`";
        zh: "`{file}` 中没有列 `{column}`；现有列：{found}", "请以 `FILE:COLUMN` 指定其中一列";
    }
    /// Costs that are no multiples of the smallest unit.
    "W971" Warning fn w971_costs_rounded(file, decimals) {
        en: "numbers of `{file}` are rounded to {decimals} decimals", "write them with at most nine decimals if the last digits matter";
        zh: "`{file}` 中的数已舍入到 {decimals} 位小数", "若末位数字重要，请写成至多九位小数";
    }
}
