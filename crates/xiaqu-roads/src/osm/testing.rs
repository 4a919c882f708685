//! Small OpenStreetMap files for the tests of both readers.

use std::{fmt::Write as _, path::PathBuf};

use crate::{RoadError, RoadImport, RoadSettings, read_osm_pbf, read_osm_xml};

/// Protobuf by hand: just what an uncompressed PBF file needs.
pub(super) mod pbf {
    use xiaqu_model::cast;

    pub(in crate::osm) type Tags<'a> = &'a [(&'a str, &'a str)];

    fn varint(mut value: u64, bytes: &mut Vec<u8>) {
        while value >= 128 {
            bytes.push(u8::try_from(value % 128).unwrap() + 128);
            value /= 128;
        }
        bytes.push(u8::try_from(value).unwrap());
    }

    fn zigzag(value: i64) -> u64 {
        if value >= 0 { value.unsigned_abs() * 2 } else { value.unsigned_abs() * 2 - 1 }
    }

    pub(in crate::osm) fn number(field: u64, value: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(field * 8, &mut bytes);
        varint(value, &mut bytes);
        bytes
    }

    pub(in crate::osm) fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(field * 8 + 2, &mut bytes);
        varint(content.len() as u64, &mut bytes);
        bytes.extend(content);
        bytes
    }

    fn packed(field: u64, values: impl Iterator<Item = u64>) -> Vec<u8> {
        let mut content = Vec::new();
        values.for_each(|value| varint(value, &mut content));
        bytes(field, &content)
    }

    pub(in crate::osm) fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
        let blob = [bytes(1, content), number(2, content.len() as u64)].concat();
        let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
        let length = u32::try_from(header.len()).unwrap().to_be_bytes();
        [length.to_vec(), header, blob].concat()
    }

    #[derive(Default)]
    struct Strings(Vec<String>);

    impl Strings {
        fn index(&mut self, text: &str) -> u64 {
            self.0.push(text.to_owned());
            self.0.len() as u64
        }

        fn tags(&mut self, tags: Tags<'_>) -> Vec<u8> {
            let keys: Vec<u64> = tags.iter().map(|(key, _)| self.index(key)).collect();
            let values: Vec<u64> = tags.iter().map(|(_, value)| self.index(value)).collect();
            [packed(2, keys.into_iter()), packed(3, values.into_iter())].concat()
        }
    }

    /// Id, longitude, latitude, tags.
    pub(in crate::osm) type Node<'a> = (i64, f64, f64, Tags<'a>);
    /// Id, nodes, tags.
    pub(in crate::osm) type Way<'a> = (i64, &'a [i64], Tags<'a>);
    /// Members of a relation: kind (0 node, 1 way, 2 relation), id, role.
    pub(in crate::osm) type Members<'a> = &'a [(u64, i64, &'a str)];
    /// Id, members, tags.
    pub(in crate::osm) type Relation<'a> = (i64, Members<'a>, Tags<'a>);

    /// A file with these nodes and ways.
    pub(in crate::osm) fn file(nodes: &[Node<'_>], ways: &[Way<'_>]) -> Vec<u8> {
        file_with_relations(nodes, ways, &[])
    }

    /// A file with these nodes, ways and relations.
    pub(in crate::osm) fn file_with_relations(
        nodes: &[Node<'_>],
        ways: &[Way<'_>],
        relations: &[Relation<'_>],
    ) -> Vec<u8> {
        let mut strings = Strings::default();
        let degrees = |value: f64| zigzag(cast::to_i64(value * 1e7).unwrap());
        let mut group = Vec::new();
        for (id, longitude, latitude, tags) in nodes {
            let place = [number(8, degrees(*latitude)), number(9, degrees(*longitude))].concat();
            group.extend(bytes(1, &[number(1, zigzag(*id)), strings.tags(tags), place].concat()));
        }
        let steps = |ids: Vec<i64>| {
            let before: Vec<i64> = std::iter::once(0).chain(ids.iter().copied()).collect();
            ids.into_iter().zip(before).map(|(id, before)| zigzag(id.wrapping_sub(before)))
        };
        for (id, nodes, tags) in ways {
            let refs = packed(8, steps(nodes.to_vec()));
            let way = [number(1, u64::try_from(*id).unwrap()), strings.tags(tags), refs].concat();
            group.extend(bytes(3, &way));
        }
        for (id, members, tags) in relations {
            let tags = strings.tags(tags);
            let roles: Vec<u64> = members.iter().map(|(_, _, role)| strings.index(role)).collect();
            let ids = packed(9, steps(members.iter().map(|(_, id, _)| *id).collect()));
            let kinds = packed(10, members.iter().map(|(kind, _, _)| *kind));
            let relation = [number(1, u64::try_from(*id).unwrap()), tags, packed(8, roles.into_iter()), ids, kinds];
            group.extend(bytes(4, &relation.concat()));
        }
        let table: Vec<u8> = std::iter::once("")
            .chain(strings.0.iter().map(String::as_str))
            .flat_map(|text| bytes(1, text.as_bytes()))
            .collect();
        let block = [bytes(1, &table), bytes(2, &group)].concat();
        [blob("OSMHeader", &bytes(4, b"OsmSchema-V0.6")), blob("OSMData", &block)].concat()
    }
}

/// The same content as OpenStreetMap XML.
pub(super) fn xml(nodes: &[pbf::Node<'_>], ways: &[pbf::Way<'_>], relations: &[pbf::Relation<'_>]) -> String {
    let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n");
    for (id, longitude, latitude, tags) in nodes {
        write!(text, "<node id=\"{id}\" lat=\"{latitude:.7}\" lon=\"{longitude:.7}\">").unwrap();
        write_tags(&mut text, tags);
        text.push_str("</node>\n");
    }
    for (id, nodes, tags) in ways {
        write!(text, "<way id=\"{id}\">").unwrap();
        for node in *nodes {
            write!(text, "<nd ref=\"{node}\"/>").unwrap();
        }
        write_tags(&mut text, tags);
        text.push_str("</way>\n");
    }
    for (id, members, tags) in relations {
        write!(text, "<relation id=\"{id}\">").unwrap();
        for (kind, id, role) in *members {
            let kind = ["node", "way", "relation"][usize::try_from(*kind).unwrap()];
            write!(text, "<member type=\"{kind}\" ref=\"{id}\" role=\"{role}\"/>").unwrap();
        }
        write_tags(&mut text, tags);
        text.push_str("</relation>\n");
    }
    text + "</osm>\n"
}

fn write_tags(text: &mut String, tags: pbf::Tags<'_>) {
    for (key, value) in tags {
        write!(text, "<tag k=\"{key}\" v=\"{}\"/>", value.replace('&', "&amp;")).unwrap();
    }
}

/// A file of the test that is removed with it.
pub(super) struct TestFile(pub(super) PathBuf);

impl TestFile {
    pub(super) fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("xiaqu-roads-{}-{name}", std::process::id()));
        fs_err::write(&path, content).unwrap();
        Self(path)
    }

    pub(super) fn read_pbf(&self) -> Result<RoadImport, RoadError> {
        read_osm_pbf(&self.0, &RoadSettings::default())
    }

    pub(super) fn read_xml(&self) -> Result<RoadImport, RoadError> {
        read_osm_xml(&self.0, &RoadSettings::default())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = fs_err::remove_file(&self.0);
    }
}
