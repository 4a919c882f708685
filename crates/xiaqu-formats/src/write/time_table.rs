//! Travel times between two lists of places, as files that other programs read.

use xiaqu_model::TravelTime;

use super::tables::{csv_text, safe_cell};

/// Bytes before the header of `.npy`, version 1: magic, version, length of the header.
const NPY_PREFIX: usize = 10;

/// The header of `.npy` ends where a multiple of this many bytes is full.
const NPY_ALIGNMENT: usize = 64;

/// Travel times from places (rows) to places (columns), by their ids.
#[derive(Clone, Copy, Debug)]
pub struct TimeTable<'a> {
    /// Ids of the rows.
    pub from: &'a [String],
    /// Ids of the columns.
    pub to: &'a [String],
    /// One row a place, one time a place; `None` where there is no way.
    pub times: &'a [Vec<Option<TravelTime>>],
}

impl TimeTable<'_> {
    /// One pair a row: ids, minutes with two decimals, whole milliseconds; both are empty where there is no way. UTF-8 with a
    /// byte order mark for Excel, no cell that a spreadsheet would run.
    ///
    /// # Errors
    /// If memory cannot be written.
    ///
    /// ```
    /// # use xiaqu_model::TravelTime;
    /// use xiaqu_formats::TimeTable;
    ///
    /// let (from, to) = (["S1".to_owned()], ["V1".to_owned(), "V2".to_owned()]);
    /// let times = [vec![Some(TravelTime::from_milliseconds(90_600)), None]];
    /// let table = TimeTable { from: &from, to: &to, times: &times };
    /// assert_eq!(table.to_csv()?, "\u{feff}from,to,minutes,milliseconds\nS1,V1,1.51,90600\nS1,V2,,\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_csv(&self) -> Result<String, csv::Error> {
        let safe = |ids: &[String]| ids.iter().map(|id| safe_cell(id)).collect::<Vec<_>>();
        let (from, to) = (safe(self.from), safe(self.to));
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(["from", "to", "minutes", "milliseconds"])?;
        for (from, row) in from.iter().zip(self.times) {
            for (to, time) in to.iter().zip(row) {
                let minutes = time.map(|time| format!("{:.2}", time.as_minutes())).unwrap_or_default();
                let milliseconds = time.map(|time| time.as_milliseconds().to_string()).unwrap_or_default();
                writer.write_record([from, to, &minutes, &milliseconds])?;
            }
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// `.npy`: whole milliseconds as 64-bit numbers, one row a place; -1 where there is no way.
    pub fn to_npy(&self) -> Vec<u8> {
        let (rows, columns) = (self.times.len(), self.to.len());
        let mut header = format!("{{'descr': '<i8', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        let used = (NPY_PREFIX + header.len() + 1) % NPY_ALIGNMENT;
        header.push_str(&" ".repeat((NPY_ALIGNMENT - used) % NPY_ALIGNMENT));
        header.push('\n');
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend_from_slice(&u16::try_from(header.len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend_from_slice(header.as_bytes());
        for time in self.times.iter().flatten() {
            let milliseconds = time.map_or(-1, |time| i64::from(time.as_milliseconds()));
            bytes.extend_from_slice(&milliseconds.to_le_bytes());
        }
        bytes
    }

    /// The ids that belong to rows and columns of `.npy`: axis, position from 0, id.
    ///
    /// # Errors
    /// If memory cannot be written.
    pub fn ids_csv(&self) -> Result<String, csv::Error> {
        let axis = |name: &'static str, ids: &[String]| -> Vec<Vec<String>> {
            ids.iter()
                .enumerate()
                .map(|(position, id)| vec![name.to_owned(), position.to_string(), id.clone()])
                .collect()
        };
        let mut rows = axis("from", self.from);
        rows.extend(axis("to", self.to));
        csv_text(&["axis", "position", "id"], &rows)
    }
}

#[cfg(test)]
mod tests {
    use xiaqu_model::TravelTime;

    use super::TimeTable;
    use crate::{RawEntry, read_matrix};

    #[test]
    fn written_numbers_are_read_back_and_ids_are_never_formulas() {
        let ids = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let (from, to) = (ids(&["=A1", "B,\"2\""]), ids(&["a", "b", "c"]));
        let time = |milliseconds| Some(TravelTime::from_milliseconds(milliseconds));
        let times = [vec![time(0), None, time(u32::MAX)], vec![time(7), time(90_000), None]];
        let table = TimeTable { from: &from, to: &to, times: &times };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("times.npy");
        let bytes = table.to_npy();
        assert_eq!((bytes.len() - 6 * 8) % 64, 0);
        fs_err::write(&path, bytes).unwrap();
        let mut problems = Vec::new();
        let read = read_matrix(&path, "times.npy", &mut problems).unwrap();
        let numbers: Vec<i64> =
            read.entries().map(|entry| if let RawEntry::Whole(number) = entry { number } else { panic!() }).collect();
        assert_eq!((read.columns(), numbers), (3, vec![0, -1, 4_294_967_295, 7, 90_000, -1]));
        let csv = table.to_csv().unwrap();
        assert!(csv.contains("\n'=A1,a,0.00,0\n'=A1,b,,\n"), "{csv}");
        assert!(csv.contains("\"B,\"\"2\"\"\",b,1.50,90000\n"), "{csv}");
        assert!(table.ids_csv().unwrap().contains("from,0,'=A1\n"));
    }
}
