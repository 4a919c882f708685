//! LP text, as CPLEX first read it.

use std::fmt::Write as _;

use super::program::{Column, Comparison, Program};

/// Length after which an expression goes on in a new line; readers take 255 letters at least.
const LINE: usize = 120;

/// The program as LP text.
pub(super) fn to_lp(program: &Program) -> String {
    let mut text = String::new();
    for remark in &program.remarks {
        line(&mut text, format_args!("\\ {remark}"));
    }
    let costs: Vec<(usize, f64)> =
        program.columns.iter().enumerate().map(|(position, column)| (position, column.cost)).collect();
    let costs: Vec<(usize, f64)> = costs.into_iter().filter(|(_, cost)| cost.abs() > 0.0).collect();
    line(&mut text, format_args!("Minimize"));
    line(&mut text, format_args!("{}", expression(program, "objective", &costs)));
    line(&mut text, format_args!("Subject To"));
    for row in &program.rows {
        let sign = match row.comparison {
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
            Comparison::AtLeast => ">=",
        };
        line(&mut text, format_args!("{} {sign} {}", expression(program, &row.name, &row.terms), row.right));
    }
    line(&mut text, format_args!("Bounds"));
    for column in program.columns.iter().filter(|column| !is_binary(column)) {
        line(&mut text, format_args!("{}", bounds(column)));
    }
    section(&mut text, "Binary", program.columns.iter().filter(|column| is_binary(column)));
    section(&mut text, "General", program.columns.iter().filter(|column| column.whole && !is_binary(column)));
    line(&mut text, format_args!("End"));
    text
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{content}");
}

/// Names under a title; nothing where there are none.
fn section<'a>(text: &mut String, title: &str, columns: impl Iterator<Item = &'a Column>) {
    for (position, column) in columns.enumerate() {
        if position == 0 {
            line(text, format_args!("{title}"));
        }
        line(text, format_args!(" {}", column.name));
    }
}

fn is_binary(column: &Column) -> bool {
    column.whole && column.lower.abs() <= 0.0 && (column.upper - 1.0).abs() <= 0.0
}

/// ` name: 3 x - y`, over several lines where it is long. An expression without terms is none in LP, so it gets a zero.
fn expression(program: &Program, name: &str, terms: &[(usize, f64)]) -> String {
    let mut text = format!(" {name}:");
    let mut begin = 0;
    let zero = [(0, 0.0)];
    let terms = if terms.is_empty() { &zero } else { terms };
    for (position, factor) in terms {
        let Some(column) = program.columns.get(*position) else { continue };
        if text.len() - begin > LINE {
            text.push_str("\n  ");
            begin = text.len();
        }
        let sign = if *factor < 0.0 { '-' } else { '+' };
        let size = factor.abs();
        // Writing to a text cannot fail.
        let _ = if (size - 1.0).abs() > 0.0 {
            write!(text, " {sign} {size} {}", column.name)
        } else {
            write!(text, " {sign} {}", column.name)
        };
    }
    text
}

fn bounds(column: &Column) -> String {
    let Column { name, lower, upper, .. } = column;
    if (upper - lower).abs() <= 0.0 {
        return format!(" {name} = {lower}");
    }
    match (lower.is_finite(), upper.is_finite()) {
        (true, true) => format!(" {lower} <= {name} <= {upper}"),
        (true, false) => format!(" {name} >= {lower}"),
        (false, true) => format!(" -inf <= {name} <= {upper}"),
        (false, false) => format!(" {name} free"),
    }
}
