//! The sheets of a workbook and where they are.

use xiaqu_model::Words;

use super::{
    archive::Archive,
    markup::{Piece, attribute, each_piece},
};

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// The part that holds a sheet: the one of that name, else the first.
///
/// # Errors
/// Why there is none.
pub(super) fn sheet_part(archive: &Archive<'_>, wanted: Option<&str>) -> Result<String, Words> {
    let missing = || Words::new("it is no Excel workbook (.xlsx)", "它不是 Excel 工作簿（.xlsx）");
    let workbook = archive.text(WORKBOOK)?.ok_or_else(missing)?;
    let relations = archive.text(RELATIONS)?.ok_or_else(missing)?;
    let sheets = pairs(&workbook, "sheet", ("name", "id"))?;
    let chosen = match wanted {
        Some(wanted) => sheets.iter().find(|(name, _)| name == wanted).ok_or_else(|| no_sheet(wanted, &sheets))?,
        None => sheets.first().ok_or_else(missing)?,
    };
    let targets = pairs(&relations, "Relationship", ("Id", "Target"))?;
    let target = targets.iter().find(|(id, _)| *id == chosen.1).map(|(_, target)| target).ok_or_else(missing)?;
    // Relative to the folder of the workbook, or from the root.
    Ok(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

fn no_sheet(wanted: &str, sheets: &[(String, String)]) -> Words {
    let names = sheets.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Words::new(
        format!("it has no sheet `{wanted}`; it holds: {names}"),
        format!("没有工作表 `{wanted}`；现有：{names}"),
    )
}

/// Two attributes of every element of a name.
fn pairs(text: &str, element: &str, (one, other): (&str, &str)) -> Result<Vec<(String, String)>, Words> {
    let mut found = Vec::new();
    each_piece(text, |piece| {
        if let Piece::Open(start) = piece
            && start.local_name().as_ref() == element
        {
            // A sheet has an `id` of its relation, with a prefix, beside its `sheetId`.
            found.extend(attribute(start, one).zip(attribute(start, other)));
        }
        Ok(())
    })?;
    Ok(found)
}
