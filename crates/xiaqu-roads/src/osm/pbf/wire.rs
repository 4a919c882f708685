//! Protobuf's wire format, as far as OpenStreetMap uses it; every length is checked.

use super::PbfFault;

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'block> {
    /// A whole number of variable length.
    Number(u64),
    /// A text, a message, or numbers in a row.
    Bytes(&'block [u8]),
    /// A number of fixed length: OpenStreetMap has none.
    Fixed,
}

impl<'block> Value<'block> {
    /// The bytes of a field that must have some.
    pub(super) fn bytes(self) -> Result<&'block [u8], PbfFault> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(PbfFault::Damaged) }
    }

    /// The number of a field that must be one.
    pub(super) fn number(self) -> Result<u64, PbfFault> {
        if let Self::Number(number) = self { Ok(number) } else { Err(PbfFault::Damaged) }
    }
}

/// The fields of a message, with their numbers. Ends after the first fault.
#[derive(Clone, Debug)]
pub(super) struct Fields<'block> {
    rest: &'block [u8],
}

impl<'block> Fields<'block> {
    pub(super) const fn new(message: &'block [u8]) -> Self {
        Self { rest: message }
    }

    fn field(&mut self) -> Result<(u64, Value<'block>), PbfFault> {
        let key = varint(&mut self.rest)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.rest)?),
            1 => self.skip(8)?,
            2 => {
                let length = varint(&mut self.rest)?;
                Value::Bytes(take(&mut self.rest, length)?)
            }
            5 => self.skip(4)?,
            _ => return Err(PbfFault::Damaged),
        };
        Ok((key >> 3, value))
    }

    fn skip(&mut self, bytes: u64) -> Result<Value<'block>, PbfFault> {
        take(&mut self.rest, bytes).map(|_| Value::Fixed)
    }
}

impl<'block> Iterator for Fields<'block> {
    type Item = Result<(u64, Value<'block>), PbfFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

fn take<'block>(rest: &mut &'block [u8], length: u64) -> Result<&'block [u8], PbfFault> {
    let length = usize::try_from(length).map_err(|_| PbfFault::Damaged)?;
    let (bytes, after) = rest.split_at_checked(length).ok_or(PbfFault::Damaged)?;
    *rest = after;
    Ok(bytes)
}

/// A number of at most ten bytes, seven bits each, the lowest first.
fn varint(rest: &mut &[u8]) -> Result<u64, PbfFault> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(PbfFault::Damaged)?;
        *rest = after;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return Err(PbfFault::Damaged);
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(PbfFault::Damaged)
}

/// Numbers in a row. Ends after the first fault.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed<'block> {
    rest: &'block [u8],
}

impl<'block> Packed<'block> {
    pub(super) const fn new(row: &'block [u8]) -> Self {
        Self { rest: row }
    }

    /// The numbers as differences, each to the number before.
    pub(super) fn deltas(self) -> impl Iterator<Item = Result<i64, PbfFault>> + use<'block> {
        let mut sum = 0_i64;
        self.map(move |delta| {
            sum = sum.checked_add(zigzag(delta?)).ok_or(PbfFault::Damaged)?;
            Ok(sum)
        })
    }
}

impl Iterator for Packed<'_> {
    type Item = Result<u64, PbfFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let number = varint(&mut self.rest);
        if number.is_err() {
            self.rest = &[];
        }
        Some(number)
    }
}

/// A signed number stored so that small ones are short.
pub(super) const fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::{Fields, Packed, zigzag};

    #[test]
    fn signed_numbers_are_unfolded_at_both_ends_of_their_range() {
        let table = [(0, 0), (1, -1), (2, 1), (3, -2), (u64::MAX, i64::MIN), (u64::MAX - 1, i64::MAX)];
        for (stored, number) in table {
            assert_eq!(zigzag(stored), number);
        }
    }

    #[test]
    fn lengths_and_numbers_beyond_the_message_are_faults() {
        let faulty: [&[u8]; 6] = [
            &[0x0a, 5, 1],                                           // five bytes are promised
            &[0x08],                                                 // no number
            &[0x08, 0x80],                                           // a number without end
            &[0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2], // more than 64 bits
            &[0x0b],                                                 // a group, which there is not
            &[0x12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], // 2^64 - 1 bytes
        ];
        for message in faulty {
            assert!(Fields::new(message).next().unwrap().is_err(), "{message:?}");
            assert!(Fields::new(message).count() <= 1, "nothing comes after a fault");
        }
        let max: Vec<u8> = [vec![254], vec![255; 8], vec![1], vec![2]].concat();
        let sums: Vec<bool> = Packed::new(&max).deltas().map(|sum| sum.is_ok()).collect();
        assert_eq!(sums, [true, false], "one more than the greatest number is a fault");
    }
}
