//! The sheet itself.

use serde::Serialize;
use xiaqu_model::{Plan, Problem};

use super::{
    definition::{Definition, FigureGroup, Unit, definitions},
    measures::{Measures, Subject, measure},
    worst::{LosingVillage, worst_villages},
};

/// How many losing villages are named (domain 6.13).
const VILLAGES_NAMED: usize = 10;

/// The three plans that every report shows side by side (domain 6.1).
#[derive(Clone, Copy, Debug)]
pub struct Alternatives<'a> {
    /// Today.
    pub do_nothing: &'a Plan,
    /// All stations kept, transfers made.
    pub transfers_only: &'a Plan,
    /// The plan proposed.
    pub plan: &'a Plan,
}

/// One row of the sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Stable name, `snake_case`.
    pub key: String,
    /// Section.
    pub group: FigureGroup,
    /// Today.
    pub before: Option<f64>,
    /// All stations kept, transfers made.
    pub transfers_only: Option<f64>,
    /// Under the plan.
    pub after: Option<f64>,
    /// After less before.
    pub change: Option<f64>,
    /// Unit.
    pub unit: Unit,
    /// What it is, in English.
    pub note_en: String,
    /// What it is, in Chinese.
    pub note_zh: String,
}

/// The KPI sheet and the villages that lose most.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Rows in the order of the sheet; rows without any value (unknown costs, unknown bureau) are left out.
    pub rows: Vec<Figure>,
    /// At most ten villages by loss of second arrival, the greatest first; only losing ones.
    pub worst: Vec<LosingVillage>,
}

impl Figures {
    /// The row with this key.
    pub fn row(&self, key: &str) -> Option<&Figure> {
        self.rows.iter().find(|row| row.key == key)
    }
}

/// Every reported figure, before and after, beside the plan that only transfers officers (domain 7).
///
/// Percentiles are weighted: the smallest value whose cumulative weight reaches the share. Villages that no road
/// reaches are counted in a row of their own and left out of means and percentiles.
pub fn figures(problem: &Problem, alternatives: Alternatives<'_>) -> Figures {
    let of = |plan| Subject::new(problem, plan, alternatives.do_nothing);
    let after = of(alternatives.plan);
    let before = measure(&of(alternatives.do_nothing));
    let transfers = measure(&of(alternatives.transfers_only));
    let measures = measure(&after);
    let worst = worst_villages(&after, VILLAGES_NAMED);
    let mut rows: Vec<Figure> =
        definitions().into_iter().filter_map(|row| figure(row, [&before, &transfers, &measures])).collect();
    if let (Some(row), Some(village)) = (rows.iter_mut().find(|row| row.key == "worst_loss"), worst.first()) {
        let name = &problem.villages[village.village].name;
        row.note_en = format!("{}: {name}", row.note_en);
        row.note_zh = format!("{}:{name}", row.note_zh);
    }
    Figures { rows, worst }
}

fn figure(row: Definition, columns: [&Measures; 3]) -> Option<Figure> {
    let [before, transfers_only, after] = columns.map(|measures| measures.get(&row.key).copied());
    let Definition { key, group, unit, note_en, note_zh } = row;
    let change = before.zip(after).map(|(before, after)| after - before);
    let figure = Figure { key, group, before, transfers_only, after, change, unit, note_en, note_zh };
    (before.is_some() || transfers_only.is_some() || after.is_some()).then_some(figure)
}
