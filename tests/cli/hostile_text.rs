//! Text from data never becomes markup or a formula.

use crate::support::{County, bytes_of_folder};

const NAMES: [&str; 6] = ["=cmd()", "<script>alert(1)</script>", "\"><&'", "@SUM(A1)", "-2+3", "{id} 100%"];

#[test]
fn hostile_names_stay_text_in_every_output() {
    let county = County::demo();
    // The village that loses most stands in the notes of the figures, so every village gets a hostile name.
    county.edit_csv("villages.csv", |number, cells| {
        if number > 0 {
            cells[1] = format!("{}{number}", NAMES[number % NAMES.len()]);
        }
    });
    county.edit_csv("stations.csv", |number, cells| {
        if number > 0 {
            cells[1] = format!("{}{number}", NAMES[number % NAMES.len()]);
            cells[0] = format!("=S<{number}>\"&'");
        }
    });
    county.replace("xiaqu.toml", "泰宁样例县", "=<script>县");
    let done = county.plan("plan", &[]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    for (name, bytes) in bytes_of_folder(county.out("plan")) {
        let (_, kind) = name.rsplit_once('.').unwrap();
        if kind == "gpkg" || kind == "qgz" {
            // Packed. The texts in them are those of the style files; tests/qgis opens both.
            assert!(!bytes.is_empty());
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        if kind == "csv" {
            let cells = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
                .into_records()
                .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                .collect::<Vec<_>>();
            for cell in cells {
                let formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
                assert!(!formula, "{name}: {cell}");
            }
        } else if kind == "qml" {
            assert!(!text.contains("<script") && !text.contains("=S<"), "{name}");
            assert_eq!(text.matches('<').count(), text.matches('>').count(), "{name} is no XML any more");
        } else {
            let parsed: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert!(parsed.is_object());
        }
    }
}
