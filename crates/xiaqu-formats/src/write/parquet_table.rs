//! Travel times as Parquet: one pair a row, in columns.

use std::sync::Arc;

use parquet::{
    data_type::{ByteArray, ByteArrayType, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};
use xiaqu_model::TravelTime;

use super::time_table::TimeTable;

/// Pairs of a row group, about: readers take one at a time into memory.
const GROUP_PAIRS: usize = 1 << 20;

const SCHEMA: &str = "message travel_times {
    REQUIRED BYTE_ARRAY from (UTF8);
    REQUIRED BYTE_ARRAY to (UTF8);
    OPTIONAL INT64 milliseconds;
}";

impl TimeTable<'_> {
    /// Parquet, not compressed: `from` and `to` as text, whole `milliseconds`; null where there is no way.
    ///
    /// # Errors
    /// If the writer fails, which it does for tables beyond its limits only.
    pub fn to_parquet(&self) -> Result<Vec<u8>, ParquetError> {
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
        let rows = (GROUP_PAIRS / self.to.len().max(1)).max(1);
        for (from, times) in self.from.chunks(rows).zip(self.times.chunks(rows)) {
            let mut group = writer.next_row_group()?;
            self.write_group(from, times, &mut group)?;
            group.close()?;
        }
        writer.into_inner()
    }

    fn write_group(
        &self,
        from: &[String],
        times: &[Vec<Option<TravelTime>>],
        group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    ) -> Result<(), ParquetError> {
        let texts = |ids: &[String]| ids.iter().map(|id| ByteArray::from(id.as_str())).collect::<Vec<_>>();
        let targets = texts(self.to);
        let starts: Vec<ByteArray> =
            texts(from).into_iter().flat_map(|id| std::iter::repeat_n(id, targets.len())).collect();
        let ends: Vec<ByteArray> = std::iter::repeat_n(targets, from.len()).flatten().collect();
        for ids in [starts, ends] {
            if let Some(mut column) = group.next_column()? {
                column.typed::<ByteArrayType>().write_batch(&ids, None, None)?;
                column.close()?;
            }
        }
        let all = || times.iter().flatten();
        let present: Vec<i64> = all().flatten().map(|time| i64::from(time.as_milliseconds())).collect();
        // A null is a value that is defined at no level.
        let levels: Vec<i16> = all().map(|time| i16::from(time.is_some())).collect();
        if let Some(mut column) = group.next_column()? {
            column.typed::<Int64Type>().write_batch(&present, Some(&levels), None)?;
            column.close()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::RowAccessor,
    };
    use xiaqu_model::TravelTime;

    use super::TimeTable;

    #[test]
    fn written_pairs_are_read_back_in_order() {
        let ids = |count: usize, letter: char| (0..count).map(|id| format!("{letter}{id}")).collect::<Vec<_>>();
        let (from, to) = (ids(7, '市'), ids(5, '=')); // text of any kind
        let time = |row: u32, column: u32| (row != column).then(|| TravelTime::from_milliseconds(row * 1_000 + column));
        let times: Vec<Vec<Option<TravelTime>>> =
            (0..7).map(|row| (0..5).map(|column| time(row, column)).collect()).collect();
        let bytes = TimeTable { from: &from, to: &to, times: &times }.to_parquet().unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 35);
        for (position, row) in rows.iter().enumerate() {
            let (start, end) = (position / 5, position % 5);
            assert_eq!((row.get_string(0).unwrap(), row.get_string(1).unwrap()), (&from[start], &to[end]));
            let expected = times[start][end].map(|time| i64::from(time.as_milliseconds()));
            assert_eq!(row.get_long(2).ok(), expected);
        }
    }
}
