//! Names of at most ten signs, as dBASE wants them.

use std::collections::BTreeSet;

use crate::write::layer::Field;

/// Signs of a name.
const LENGTH: usize = 10;

/// What long words become, one after the other until a name fits.
const SHORT: [(&str, &str); 10] = [
    ("second_arrival", "r2"),
    ("first_arrival", "r1"),
    ("_before", "_bef"),
    ("_after", "_aft"),
    ("officers", "offic"),
    ("minutes", "min"),
    ("dispatch", "disp"),
    ("jurisdiction", "juris"),
    ("centre", "ctr"),
    ("_min", ""),
];

/// Short names of fields, all different.
pub(super) fn short_names(fields: &[Field]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let names = fields.iter().map(|field| {
        let mut name = field.name.to_owned();
        for (long, short) in SHORT {
            if name.len() > LENGTH {
                name = name.replace(long, short);
            }
        }
        name.truncate(LENGTH);
        let mut number = 1;
        while !taken.insert(name.clone()) {
            number += 1;
            name.truncate(LENGTH - 2);
            name = format!("{name}_{number}");
        }
        name
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::{Field, short_names};
    use crate::FieldKind;

    #[test]
    fn long_names_stay_readable_and_apart() {
        let field = |name| Field { name, kind: FieldKind::Text, alias_en: "", alias_zh: "" };
        let names = [
            "population",
            "mean_second_arrival_min",
            "first_arrival_before_min",
            "second_arrival_after_min",
            "jurisdiction_centre",
            "dispatch_centre",
            "officers_before",
            "minutes_from",
            "something_else_one",
            "something_else_two",
        ];
        let expected = [
            "population",
            "mean_r2",
            "r1_bef_min",
            "r2_aft_min",
            "juris_ctr",
            "disp_ctr",
            "offic_bef",
            "min_from",
            "something_",
            "somethin_2",
        ];
        assert_eq!(short_names(&names.map(field)), expected);
    }
}
