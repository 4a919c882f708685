//! Small readers of both formats, written from the formats' descriptions and not from the writers.

use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadColumn {
    pub(super) lower: f64,
    pub(super) upper: f64,
    pub(super) whole: bool,
    pub(super) cost: f64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ReadRow {
    pub(super) terms: BTreeMap<String, f64>,
    /// `<`, `=` or `>`.
    pub(super) sign: char,
    pub(super) right: f64,
}

/// A program by names, in no order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Text {
    pub(super) columns: BTreeMap<String, ReadColumn>,
    pub(super) rows: BTreeMap<String, ReadRow>,
}

impl Text {
    fn column(&mut self, name: &str) -> &mut ReadColumn {
        let unknown = ReadColumn { lower: 0.0, upper: f64::INFINITY, whole: false, cost: 0.0 };
        self.columns.entry(name.to_owned()).or_insert(unknown)
    }

    /// A factor, once only; a zero says nothing but that the column exists.
    fn set(&mut self, row: &str, column: &str, factor: f64) {
        self.column(column);
        if factor == 0.0 {
            return;
        }
        if row == "objective" {
            assert!(self.column(column).cost == 0.0, "{column} has two costs");
            self.column(column).cost = factor;
        } else {
            let row = self.rows.get_mut(row).expect("the row was declared");
            assert!(row.terms.insert(column.to_owned(), factor).is_none(), "{column} stands twice in a row");
        }
    }
}

fn number(text: &str) -> f64 {
    match text {
        "-inf" => f64::NEG_INFINITY,
        _ => text.parse().unwrap_or_else(|_| panic!("`{text}` is no number")),
    }
}

/// Free-format MPS.
pub(super) fn read_mps(text: &str) -> Text {
    let mut read = Text::default();
    let (mut section, mut whole, mut ended) = ("", false, false);
    for line in text.lines().filter(|line| !line.starts_with('*')) {
        assert!(!ended, "something follows ENDATA");
        let fields: Vec<&str> = line.split_whitespace().collect();
        if !line.starts_with(' ') {
            section = fields[0];
            ended = section == "ENDATA";
            continue;
        }
        match (section, fields.as_slice()) {
            ("ROWS", ["N", "objective"]) => {}
            ("ROWS", [letter, name]) => {
                let sign = match *letter {
                    "L" => '<',
                    "G" => '>',
                    "E" => '=',
                    other => panic!("row of kind {other}"),
                };
                let new = ReadRow { sign, ..ReadRow::default() };
                assert!(read.rows.insert((*name).to_owned(), new).is_none(), "{name} twice");
            }
            ("COLUMNS", [_, "'MARKER'", kind]) => whole = *kind == "'INTORG'",
            ("COLUMNS", [column, row, factor]) => {
                read.set(row, column, number(factor));
                read.column(column).whole = whole;
            }
            ("RHS", [_, row, right]) => read.rows.get_mut(*row).unwrap().right = number(right),
            ("BOUNDS", [kind, _, name, rest @ ..]) => {
                assert!(read.columns.contains_key(*name), "{name} has a bound and no column");
                let column = read.column(name);
                match (*kind, rest) {
                    ("FX", [value]) => (column.lower, column.upper) = (number(value), number(value)),
                    ("LO", [value]) => column.lower = number(value),
                    ("UP", [value]) => column.upper = number(value),
                    ("FR", []) => (column.lower, column.upper) = (f64::NEG_INFINITY, f64::INFINITY),
                    ("MI", []) => column.lower = f64::NEG_INFINITY,
                    ("PL", []) => column.upper = f64::INFINITY,
                    other => panic!("{other:?}"),
                }
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(ended, "ENDATA is missing");
    read
}

/// LP text: sections of words; a statement ends where the next name with a colon begins.
pub(super) fn read_lp(text: &str) -> Text {
    let mut read = Text::default();
    let mut section = "";
    let mut row = String::new();
    let (mut sign, mut factor, mut compared) = (1.0, None, false);
    for line in text.lines().filter(|line| !line.starts_with('\\')) {
        if !line.starts_with(' ') {
            section = line;
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match section {
            "Minimize" | "Subject To" => {
                for word in words {
                    if let Some(name) = word.strip_suffix(':') {
                        row = name.to_owned();
                        compared = false;
                        if section == "Subject To" {
                            assert!(read.rows.insert(row.clone(), ReadRow::default()).is_none(), "{row} twice");
                        }
                    } else if word == "+" || word == "-" {
                        sign = if word == "-" { -1.0 } else { 1.0 };
                    } else if ["<=", "=", ">="].contains(&word) {
                        read.rows.get_mut(&row).unwrap().sign = word.chars().next().unwrap();
                        compared = true;
                    } else if compared {
                        read.rows.get_mut(&row).unwrap().right = number(word);
                    } else if let Ok(value) = word.parse::<f64>() {
                        factor = Some(value);
                    } else {
                        read.set(&row, word, sign * factor.take().unwrap_or(1.0));
                        sign = 1.0;
                    }
                }
            }
            "Bounds" => match words.as_slice() {
                [lower, "<=", name, "<=", upper] => {
                    let column = read.column(name);
                    (column.lower, column.upper) = (number(lower), number(upper));
                }
                [name, "=", value] => {
                    let column = read.column(name);
                    (column.lower, column.upper) = (number(value), number(value));
                }
                [name, ">=", lower] => read.column(name).lower = number(lower),
                [name, "free"] => read.column(name).lower = f64::NEG_INFINITY,
                other => panic!("{other:?}"),
            },
            "Binary" => {
                let column = read.column(words[0]);
                (column.lower, column.upper, column.whole) = (0.0, 1.0, true);
            }
            "General" => read.column(words[0]).whole = true,
            other => panic!("section {other}"),
        }
    }
    assert_eq!(section, "End");
    read
}
