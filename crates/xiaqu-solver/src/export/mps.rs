//! Free-format MPS.

use std::fmt::Write as _;

use super::program::{Column, Comparison, Program};

/// The program as free-format MPS; the objective is minimised, as MPS has it by default.
pub(super) fn to_mps(program: &Program) -> String {
    let mut text = String::new();
    for remark in &program.remarks {
        line(&mut text, format_args!("* {remark}"));
    }
    line(&mut text, format_args!("NAME xiaqu\nROWS\n N objective"));
    for row in &program.rows {
        let letter = match row.comparison {
            Comparison::AtMost => 'L',
            Comparison::Equal => 'E',
            Comparison::AtLeast => 'G',
        };
        line(&mut text, format_args!(" {letter} {}", row.name));
    }
    columns(&mut text, program);
    line(&mut text, format_args!("RHS"));
    for row in program.rows.iter().filter(|row| row.right.abs() > 0.0) {
        line(&mut text, format_args!(" RHS {} {}", row.name, row.right));
    }
    line(&mut text, format_args!("BOUNDS"));
    for column in &program.columns {
        bounds(&mut text, column);
    }
    line(&mut text, format_args!("ENDATA"));
    text
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{content}");
}

/// Every column with its factors; whole ones stand between markers.
fn columns(text: &mut String, program: &Program) {
    let mut factors: Vec<Vec<(&str, f64)>> = vec![Vec::new(); program.columns.len()];
    for row in &program.rows {
        for (position, factor) in &row.terms {
            if let Some(list) = factors.get_mut(*position) {
                list.push((&row.name, *factor));
            }
        }
    }
    line(text, format_args!("COLUMNS"));
    let mut whole = false;
    let mut markers = 0;
    let mut mark = |text: &mut String, kind: &str| {
        markers += 1;
        line(text, format_args!(" MARKER{markers} 'MARKER' '{kind}'"));
    };
    for (column, factors) in program.columns.iter().zip(&factors) {
        if column.whole != whole {
            whole = column.whole;
            mark(text, if whole { "INTORG" } else { "INTEND" });
        }
        // A column without any entry would be unknown to its bound.
        if column.cost.abs() > 0.0 || factors.is_empty() {
            line(text, format_args!(" {} objective {}", column.name, column.cost));
        }
        for (row, factor) in factors {
            line(text, format_args!(" {} {row} {factor}", column.name));
        }
    }
    if whole {
        mark(text, "INTEND");
    }
}

/// Both ends in words of their own, because readers disagree on what an upper end alone means.
fn bounds(text: &mut String, column: &Column) {
    let Column { name, lower, upper, .. } = column;
    if (upper - lower).abs() <= 0.0 {
        line(text, format_args!(" FX BND {name} {lower}"));
        return;
    }
    match (lower.is_finite(), upper.is_finite()) {
        (false, false) => line(text, format_args!(" FR BND {name}")),
        (false, true) => line(text, format_args!(" MI BND {name}")),
        (true, _) => line(text, format_args!(" LO BND {name} {lower}")),
    }
    match (lower.is_finite(), upper.is_finite()) {
        (_, true) => line(text, format_args!(" UP BND {name} {upper}")),
        (true, false) => line(text, format_args!(" PL BND {name}")),
        (false, false) => {}
    }
}
