//! The nodes, ways and relations of an OpenStreetMap XML file, one at a time.

use std::io::{self, BufRead, Read};

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
    reader::Reader,
};

use super::restriction::MemberKind;

/// Bytes that one tag, text or comment may have: far beyond what OpenStreetMap writes, and little memory.
const LONGEST: usize = 1 << 20;

/// What is wrong with an OpenStreetMap XML file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum XmlFault {
    /// It is not well-formed, or cannot be read.
    #[error("it is not well-formed XML near byte {position}")]
    Syntax {
        /// Byte from the start of the file.
        position: u64,
        /// What the reader says.
        #[source]
        source: quick_xml::Error,
    },
    /// Its outermost element is not `osm`.
    #[error("its outermost element is not `osm`")]
    NotOsm,
    /// It ends before its outermost element does.
    #[error("it ends before `</osm>`")]
    CutShort,
    /// A number is none, or is missing.
    #[error("`{attribute}` of a `{element}` near byte {position} is no number: `{text}`")]
    BadNumber {
        /// Byte from the start of the file.
        position: u64,
        /// Name of the element.
        element: String,
        /// Name of the attribute.
        attribute: &'static str,
        /// What stands there.
        text: String,
    },
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementKind {
    Node,
    Way,
    Relation,
}

/// A node, way or relation.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) kind: ElementKind,
    pub(super) id: i64,
    /// Longitude and latitude of a node in degrees, as far as they are numbers.
    pub(super) degrees: Option<(f64, f64)>,
    pub(super) tags: Vec<(String, String)>,
    /// Nodes of a way.
    pub(super) nodes: Vec<i64>,
    /// Members of a relation: kind, id, role.
    pub(super) members: Vec<(MemberKind, i64, String)>,
}

/// Calls `visit` with every element of a kind in the order of the file. Memory: one element, and [`LONGEST`].
pub(super) fn for_each_element(
    input: impl BufRead,
    kinds: &[ElementKind],
    mut visit: impl FnMut(&Element),
) -> Result<(), XmlFault> {
    let mut walk = Walk { reader: Reader::from_reader(Bounded { input, taken: 0 }), open: None, depth: 0 };
    let mut buffer = Vec::new();
    let mut is_closed = false;
    loop {
        buffer.clear();
        walk.reader.get_mut().taken = 0;
        let event = walk.reader.read_event_into(&mut buffer);
        let position = walk.reader.buffer_position();
        match event.map_err(|source| XmlFault::Syntax { position, source })? {
            Event::Start(start) => walk.start(&start, kinds, position)?,
            Event::Empty(start) => {
                walk.start(&start, kinds, position)?;
                is_closed |= walk.end(&mut visit);
            }
            Event::End(_) => is_closed |= walk.end(&mut visit),
            Event::Eof if is_closed => return Ok(()),
            Event::Eof if walk.depth == 0 => return Err(XmlFault::NotOsm),
            Event::Eof => return Err(XmlFault::CutShort),
            Event::Text(text) if walk.depth == 0 && !text.trim_ascii().is_empty() => return Err(XmlFault::NotOsm),
            _ => {}
        }
    }
}

struct Walk<R> {
    reader: Reader<Bounded<R>>,
    /// The element being read, if it is of a kind that is wanted.
    open: Option<Element>,
    /// Elements around the present place: 0 outside, 1 inside `osm`, 2 inside a node, way or relation.
    depth: usize,
}

impl<R: BufRead> Walk<R> {
    fn start(&mut self, start: &BytesStart<'_>, kinds: &[ElementKind], position: u64) -> Result<(), XmlFault> {
        let attributes = Attributes { start, position };
        match (self.depth, start.name().as_ref()) {
            (0, "osm") => {}
            (0, _) => return Err(XmlFault::NotOsm),
            (1, name) => {
                let kind = match name {
                    "node" => Some(ElementKind::Node),
                    "way" => Some(ElementKind::Way),
                    "relation" => Some(ElementKind::Relation),
                    _ => None,
                };
                self.open = match kind.filter(|kind| kinds.contains(kind)) {
                    Some(kind) => attributes.element(kind)?,
                    None => None,
                };
            }
            (2, name) => {
                if let Some(element) = &mut self.open {
                    attributes.add_child(name, element)?;
                }
            }
            _ => {}
        }
        self.depth += 1;
        Ok(())
    }

    /// Whether the outermost element is now closed.
    fn end(&mut self, visit: &mut impl FnMut(&Element)) -> bool {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 1
            && let Some(element) = self.open.take()
        {
            visit(&element);
        }
        self.depth == 0
    }
}

/// The attributes of a start tag.
struct Attributes<'tag> {
    start: &'tag BytesStart<'tag>,
    position: u64,
}

impl Attributes<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, XmlFault> {
        let fault = |source: quick_xml::Error| XmlFault::Syntax { position: self.position, source };
        let attribute = self.start.try_get_attribute(name).map_err(|error| fault(error.into()))?;
        let value = attribute.map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).map(Into::into));
        value.transpose().map_err(fault)
    }

    fn whole(&self, name: &'static str) -> Result<i64, XmlFault> {
        let text = self.text(name)?.unwrap_or_default();
        text.trim().parse().map_err(|_| XmlFault::BadNumber {
            position: self.position,
            element: self.start.name().as_ref().to_owned(),
            attribute: name,
            text,
        })
    }

    /// By way of whole billionths, as PBF has them, so that both files give the same position to the last bit.
    fn degrees(&self, name: &str) -> Result<Option<f64>, XmlFault> {
        let degrees: Option<f64> = self.text(name)?.and_then(|text| text.trim().parse().ok());
        Ok(degrees.map(|degrees| 1e-9 * (degrees * 1e9).round()))
    }

    /// The element that begins here; `None` if it was deleted.
    fn element(&self, kind: ElementKind) -> Result<Option<Element>, XmlFault> {
        let is_deleted =
            self.text("visible")?.as_deref() == Some("false") || self.text("action")?.as_deref() == Some("delete");
        if is_deleted {
            return Ok(None);
        }
        let degrees = match kind {
            ElementKind::Node => self.degrees("lon")?.zip(self.degrees("lat")?),
            ElementKind::Way | ElementKind::Relation => None,
        };
        let id = self.whole("id")?;
        Ok(Some(Element { kind, id, degrees, tags: Vec::new(), nodes: Vec::new(), members: Vec::new() }))
    }

    fn add_child(&self, name: &str, element: &mut Element) -> Result<(), XmlFault> {
        match (name, element.kind) {
            ("tag", _) => {
                if let (Some(key), Some(value)) = (self.text("k")?, self.text("v")?) {
                    element.tags.push((key, value));
                }
            }
            ("nd", ElementKind::Way) => element.nodes.push(self.whole("ref")?),
            ("member", ElementKind::Relation) => {
                let kind = match self.text("type")?.as_deref() {
                    Some("node") => MemberKind::Node,
                    Some("way") => MemberKind::Way,
                    _ => MemberKind::Relation,
                };
                element.members.push((kind, self.whole("ref")?, self.text("role")?.unwrap_or_default()));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Refuses input without an end to one tag or text, so that no file can fill the memory.
struct Bounded<R> {
    input: R,
    /// Bytes taken since the last event.
    taken: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(target)?;
        self.taken = self.taken.saturating_add(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a tag or text has no end within a megabyte"));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.taken = self.taken.saturating_add(count);
        self.input.consume(count);
    }
}
