//! Tables of a FlatBuffer, every offset and count checked before it is followed.

/// An offset or a count that leads out of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// What may be there, if the bytes are whole.
pub(super) type Checked<T> = Result<T, Damaged>;

/// A table: a place in the bytes from which its fields are found by slot, 4, 6, 8 and so on as the format numbers them.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatTable<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The offsets of its fields from `at`, two bytes each, behind four bytes of lengths.
    slots: &'a [u8],
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Checked<[u8; N]> {
    let end = at.checked_add(N).ok_or(Damaged)?;
    bytes.get(at..end).and_then(|bytes| bytes.try_into().ok()).ok_or(Damaged)
}

/// A length or an offset.
fn length(bytes: &[u8], at: usize) -> Checked<usize> {
    usize::try_from(u32::from_le_bytes(array(bytes, at)?)).map_err(|_| Damaged)
}

impl<'a> FlatTable<'a> {
    /// The outermost table.
    pub(super) fn root(bytes: &'a [u8]) -> Checked<Self> {
        Self::behind(bytes, 0)
    }

    /// The table that the offset at this place leads to.
    fn behind(bytes: &'a [u8], place: usize) -> Checked<Self> {
        let at = place.checked_add(length(bytes, place)?).ok_or(Damaged)?;
        let back = i64::from(i32::from_le_bytes(array(bytes, at)?));
        let start = i64::try_from(at).map_err(|_| Damaged)? - back;
        let start = usize::try_from(start).map_err(|_| Damaged)?;
        let size = usize::from(u16::from_le_bytes(array(bytes, start)?));
        let end = start.checked_add(size).ok_or(Damaged)?;
        let slots = bytes.get(start..end).filter(|slots| slots.len() >= 4).ok_or(Damaged)?;
        Ok(Self { bytes, at, slots })
    }

    /// Where a field is; `None` if it has its default.
    fn place(&self, slot: usize) -> Checked<Option<usize>> {
        let Ok(offset) = array(self.slots, slot) else { return Ok(None) };
        let offset = usize::from(u16::from_le_bytes(offset));
        if offset == 0 {
            return Ok(None);
        }
        self.at.checked_add(offset).map(Some).ok_or(Damaged)
    }

    pub(super) fn byte(&self, slot: usize) -> Checked<Option<u8>> {
        let place = self.place(slot)?;
        place.map(|place| self.bytes.get(place).copied().ok_or(Damaged)).transpose()
    }

    pub(super) fn short(&self, slot: usize) -> Checked<Option<u16>> {
        self.place(slot)?.map(|place| array(self.bytes, place).map(u16::from_le_bytes)).transpose()
    }

    pub(super) fn whole(&self, slot: usize) -> Checked<Option<i32>> {
        self.place(slot)?.map(|place| array(self.bytes, place).map(i32::from_le_bytes)).transpose()
    }

    pub(super) fn long(&self, slot: usize) -> Checked<Option<u64>> {
        self.place(slot)?.map(|place| array(self.bytes, place).map(u64::from_le_bytes)).transpose()
    }

    pub(super) fn table(&self, slot: usize) -> Checked<Option<Self>> {
        self.place(slot)?.map(|place| Self::behind(self.bytes, place)).transpose()
    }

    /// The bytes of a list of things of `size` bytes; empty if it is not there.
    pub(super) fn list(&self, slot: usize, size: usize) -> Checked<&'a [u8]> {
        let Some(place) = self.place(slot)? else { return Ok(&[]) };
        let start = place.checked_add(length(self.bytes, place)?).ok_or(Damaged)?;
        let bytes = length(self.bytes, start)?.checked_mul(size).ok_or(Damaged)?;
        let first = start.checked_add(4).ok_or(Damaged)?;
        self.bytes.get(first..first.checked_add(bytes).ok_or(Damaged)?).ok_or(Damaged)
    }

    /// A text; `None` if it is not there.
    pub(super) fn text(&self, slot: usize) -> Checked<Option<&'a str>> {
        if self.place(slot)?.is_none() {
            return Ok(None);
        }
        std::str::from_utf8(self.list(slot, 1)?).map(Some).map_err(|_| Damaged)
    }

    /// The tables of a list.
    pub(super) fn tables(&self, slot: usize) -> Checked<Vec<Self>> {
        let Some(place) = self.place(slot)? else { return Ok(Vec::new()) };
        let start = place.checked_add(length(self.bytes, place)?).ok_or(Damaged)?;
        let count = self.list(slot, 4)?.len() / 4;
        let place_of = |number: usize| start.checked_add(4)?.checked_add(number.checked_mul(4)?);
        (0..count).map(|number| Self::behind(self.bytes, place_of(number).ok_or(Damaged)?)).collect()
    }
}

#[cfg(test)]
pub(super) mod testing {
    /// A table whose list in `slot` names one and the same table so many times; that one holds a list of things of a
    /// size in a slot of its own.
    pub(in crate::read::layer) fn repeating(
        slot: usize,
        times: usize,
        (inner_slot, size, list): (usize, usize, &[u8]),
    ) -> Vec<u8> {
        let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        // Slots of both tables; each has one field, behind the four bytes that lead back to the slots.
        let slots = |slot: usize| {
            let mut slots = vec![0; 32];
            slots[..4].copy_from_slice(&[32, 0, 8, 0]);
            slots[slot] = 4;
            slots
        };
        let inner = 44 + 4 * times + 32;
        let mut bytes = [&number(36)[..], &slots(slot), &number(32), &number(4), &number(times)].concat();
        bytes.extend((0..times).flat_map(|place| number(inner - 48 - 4 * place + 4)));
        bytes.extend([&slots(inner_slot)[..], &number(32), &number(4), &number(list.len() / size), list].concat());
        bytes
    }
}
