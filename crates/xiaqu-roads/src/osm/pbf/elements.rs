//! The nodes, ways and relations of one block.

use xiaqu_model::{LonLat, cast};

use super::{
    PbfFault,
    wire::{Fields, Packed, Value, zigzag},
};
use crate::osm::restriction::{Member, MemberKind};

/// A block of map data, not yet looked into beyond its tables.
pub(in crate::osm) struct Block<'block> {
    strings: Vec<&'block [u8]>,
    groups: Vec<&'block [u8]>,
    /// Billionths of a degree for a unit of position.
    granularity: i64,
    latitude_offset: i64,
    longitude_offset: i64,
}

/// The tags of an element.
type Tags<'block> = Vec<(&'block str, &'block str)>;

impl<'block> Block<'block> {
    /// Reads the tables of a block.
    pub(super) fn new(content: &'block [u8]) -> Result<Self, PbfFault> {
        let mut block =
            Self { strings: Vec::new(), groups: Vec::new(), granularity: 100, latitude_offset: 0, longitude_offset: 0 };
        for field in Fields::new(content) {
            match field? {
                (1, table) => {
                    for row in Fields::new(table.bytes()?) {
                        if let (1, text) = row? {
                            block.strings.push(text.bytes()?);
                        }
                    }
                }
                (2, group) => block.groups.push(group.bytes()?),
                (17, granularity) => block.granularity = signed(granularity)?,
                (19, offset) => block.latitude_offset = signed(offset)?,
                (20, offset) => block.longitude_offset = signed(offset)?,
                _ => {}
            }
        }
        Ok(block)
    }

    /// The messages of a kind (the number of their field) in all groups.
    fn messages(&self, kind: u64) -> impl Iterator<Item = Result<&'block [u8], PbfFault>> + '_ {
        let fields = self.groups.iter().flat_map(|group| Fields::new(group));
        fields.filter_map(move |field| match field {
            Ok((number, value)) if number == kind => Some(value.bytes()),
            Ok(_) => None,
            Err(fault) => Some(Err(fault)),
        })
    }

    /// Calls `visit` with every way: id, tags, and its nodes, still packed.
    pub(in crate::osm) fn for_each_way(
        &self,
        mut visit: impl FnMut(i64, &[(&str, &str)], WayNodes<'block>) -> Result<(), PbfFault>,
    ) -> Result<(), PbfFault> {
        for message in self.messages(3) {
            let mut parts = Parts::default();
            let mut nodes = Packed::default();
            for field in Fields::new(message?) {
                match field? {
                    (8, row) => nodes = Packed::new(row.bytes()?),
                    (number, value) => parts.read(number, value)?,
                }
            }
            visit(parts.id.cast_signed(), &self.tags(&parts)?, WayNodes(nodes))?;
        }
        Ok(())
    }

    /// Calls `visit` with every relation that says it is a restriction: id, tags, members.
    pub(in crate::osm) fn for_each_restriction(
        &self,
        mut visit: impl FnMut(i64, &[(&str, &str)], &[Member<'_>]),
    ) -> Result<(), PbfFault> {
        for message in self.messages(4) {
            let mut parts = Parts::default();
            let (mut roles, mut ids, mut kinds) = (Packed::default(), Packed::default(), Packed::default());
            for field in Fields::new(message?) {
                match field? {
                    (8, row) => roles = Packed::new(row.bytes()?),
                    (9, row) => ids = Packed::new(row.bytes()?),
                    (10, row) => kinds = Packed::new(row.bytes()?),
                    (number, value) => parts.read(number, value)?,
                }
            }
            let tags = self.tags(&parts)?;
            if !tags.iter().any(|(key, value)| *key == "type" && value.starts_with("restriction")) {
                continue;
            }
            let mut members = Vec::new();
            for ((role, id), kind) in roles.zip(ids.deltas()).zip(kinds) {
                let kind = match kind? {
                    0 => MemberKind::Node,
                    1 => MemberKind::Way,
                    2 => MemberKind::Relation,
                    _ => return Err(PbfFault::Damaged),
                };
                members.push(Member { kind, id: id?, role: self.text(role?)? });
            }
            visit(parts.id.cast_signed(), &tags, &members);
        }
        Ok(())
    }

    /// Calls `visit` with every node that is wanted: id, position (`None` if it is not on the earth), tags.
    pub(in crate::osm) fn for_each_node(
        &self,
        wanted: &impl Fn(i64) -> bool,
        mut visit: impl FnMut(i64, Option<LonLat>, &[(&str, &str)]),
    ) -> Result<(), PbfFault> {
        for message in self.messages(1) {
            let mut parts = Parts::default();
            let (mut latitude, mut longitude) = (0, 0);
            for field in Fields::new(message?) {
                match field? {
                    (8, value) => latitude = zigzag(value.number()?),
                    (9, value) => longitude = zigzag(value.number()?),
                    (number, value) => parts.read(number, value)?,
                }
            }
            let id = zigzag(parts.id);
            if wanted(id) {
                visit(id, self.position(longitude, latitude), &self.tags(&parts)?);
            }
        }
        for message in self.messages(2) {
            self.dense(message?, wanted, &mut visit)?;
        }
        Ok(())
    }

    /// Nodes in columns. Their tags stand in one row, a zero after those of each node; none at all if no node has any.
    fn dense(
        &self,
        message: &'block [u8],
        wanted: &impl Fn(i64) -> bool,
        visit: &mut impl FnMut(i64, Option<LonLat>, &[(&str, &str)]),
    ) -> Result<(), PbfFault> {
        let (mut ids, mut latitudes, mut longitudes) = (Packed::default(), Packed::default(), Packed::default());
        let mut texts = Packed::default();
        for field in Fields::new(message) {
            match field? {
                (1, row) => ids = Packed::new(row.bytes()?),
                (8, row) => latitudes = Packed::new(row.bytes()?),
                (9, row) => longitudes = Packed::new(row.bytes()?),
                (10, row) => texts = Packed::new(row.bytes()?),
                _ => {}
            }
        }
        let mut tags: Tags<'block> = Vec::new();
        for ((id, latitude), longitude) in ids.deltas().zip(latitudes.deltas()).zip(longitudes.deltas()) {
            let (id, latitude, longitude) = (id?, latitude?, longitude?);
            let is_wanted = wanted(id);
            tags.clear();
            while let Some(key) = texts.next().transpose()?.filter(|key| *key != 0) {
                let value = texts.next().ok_or(PbfFault::Damaged)??;
                if is_wanted {
                    tags.push((self.text(key)?, self.text(value)?));
                }
            }
            if is_wanted {
                visit(id, self.position(longitude, latitude), &tags);
            }
        }
        Ok(())
    }

    fn position(&self, longitude: i64, latitude: i64) -> Option<LonLat> {
        let degrees = |units: i64, offset: i64| {
            let billionths = units.checked_mul(self.granularity)?.checked_add(offset)?;
            Some(1e-9 * cast::signed_to_f64(billionths))
        };
        LonLat::new(degrees(longitude, self.longitude_offset)?, degrees(latitude, self.latitude_offset)?)
    }

    fn tags(&self, parts: &Parts<'block>) -> Result<Tags<'block>, PbfFault> {
        parts
            .keys
            .clone()
            .zip(parts.values.clone())
            .map(|(key, value)| Ok((self.text(key?)?, self.text(value?)?)))
            .collect()
    }

    fn text(&self, position: u64) -> Result<&'block str, PbfFault> {
        let bytes = usize::try_from(position).ok().and_then(|position| self.strings.get(position));
        std::str::from_utf8(bytes.ok_or(PbfFault::Damaged)?).map_err(|_| PbfFault::Damaged)
    }
}

/// What all elements have. The id of a node is folded, those of ways and relations are not.
#[derive(Default)]
struct Parts<'block> {
    id: u64,
    keys: Packed<'block>,
    values: Packed<'block>,
}

impl<'block> Parts<'block> {
    fn read(&mut self, number: u64, value: Value<'block>) -> Result<(), PbfFault> {
        match number {
            1 => self.id = value.number()?,
            2 => self.keys = Packed::new(value.bytes()?),
            3 => self.values = Packed::new(value.bytes()?),
            _ => {}
        }
        Ok(())
    }
}

/// The nodes of a way, unpacked only if they are asked for.
pub(in crate::osm) struct WayNodes<'block>(Packed<'block>);

impl WayNodes<'_> {
    /// Ids of the nodes, in order.
    pub(in crate::osm) fn ids(self) -> Result<Vec<i64>, PbfFault> {
        self.0.deltas().collect()
    }
}

fn signed(value: Value<'_>) -> Result<i64, PbfFault> {
    value.number().map(u64::cast_signed)
}
