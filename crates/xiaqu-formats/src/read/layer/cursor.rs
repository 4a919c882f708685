//! Numbers read one after another from bytes that may end too early.

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Big,
    Little,
}

/// What is left of some bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// From this offset on; `None` beyond the end.
    pub(super) fn at(bytes: &'a [u8], offset: usize) -> Option<Self> {
        bytes.get(offset..).map(Self::new)
    }

    /// How many bytes are left.
    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn short(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn count(&mut self, order: ByteOrder) -> Option<u32> {
        let bytes = self.array()?;
        Some(match order {
            ByteOrder::Big => u32::from_be_bytes(bytes),
            ByteOrder::Little => u32::from_le_bytes(bytes),
        })
    }

    /// A count of things of at least `least` bytes each; `None` if so many cannot follow.
    pub(super) fn count_of(&mut self, least: usize, order: ByteOrder) -> Option<usize> {
        let count = usize::try_from(self.count(order)?).ok()?;
        (count.checked_mul(least)? <= self.left()).then_some(count)
    }

    pub(super) fn number(&mut self, order: ByteOrder) -> Option<f64> {
        let bytes = self.array()?;
        Some(match order {
            ByteOrder::Big => f64::from_be_bytes(bytes),
            ByteOrder::Little => f64::from_le_bytes(bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ByteOrder, Cursor};

    #[test]
    fn counts_that_the_bytes_cannot_hold_are_refused_before_anything_is_allocated() {
        let bytes = [2, 0, 0, 0, 1, 2, 3, 4];
        assert_eq!(Cursor::new(&bytes).count_of(2, ByteOrder::Little), Some(2));
        assert_eq!(Cursor::new(&bytes).count_of(3, ByteOrder::Little), None);
        assert_eq!(Cursor::new(&[255; 4]).count_of(usize::MAX, ByteOrder::Big), None);
        assert_eq!(Cursor::new(&bytes[..3]).count(ByteOrder::Big), None);
        assert!(Cursor::at(&bytes, 9).is_none());
    }
}
