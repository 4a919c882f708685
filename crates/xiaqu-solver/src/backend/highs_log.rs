//! The node count of HiGHS, read from its log: the `highs` crate gives no other safe way to it.

use std::io::Read as _;

use tempfile::{NamedTempFile, TempPath};

/// A log that HiGHS writes and that is gone from the folder of temporary files as soon as HiGHS has opened it, so that
/// nothing is left behind when a search is abandoned.
#[derive(Debug)]
pub(super) struct Log {
    file: std::fs::File,
    path: TempPath,
}

impl Log {
    /// A new log; `None` where no temporary file can be made, and the nodes then stay unknown.
    pub(super) fn new() -> Option<Self> {
        let (file, path) = NamedTempFile::new().ok()?.into_parts();
        Some(Self { file, path })
    }

    /// What HiGHS has to be told.
    pub(super) fn path(&self) -> Option<&str> {
        self.path.to_str()
    }

    /// HiGHS has opened the log: only open handles hold it from now on.
    pub(super) fn opened(self) -> OpenLog {
        // A system that keeps open files deletes this one later, or leaves it to the one that cleans up.
        let _ = self.path.close();
        OpenLog(self.file)
    }
}

/// A log without a name.
#[derive(Debug)]
pub(super) struct OpenLog(std::fs::File);

impl OpenLog {
    /// The nodes of the last report in the log.
    pub(super) fn nodes(mut self) -> Option<u64> {
        let mut text = String::new();
        self.0.read_to_string(&mut text).ok()?;
        nodes_in(&text)
    }
}

/// The number on the last line `  Nodes  17` of a log.
fn nodes_in(log: &str) -> Option<u64> {
    log.lines().rev().find_map(|line| {
        let mut words = line.split_whitespace();
        let number = (words.next() == Some("Nodes")).then(|| words.next())??.parse().ok()?;
        words.next().is_none().then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::nodes_in;

    #[test]
    fn nodes_are_those_of_the_report_and_not_of_the_table() {
        let log = "        Nodes      |    B&B Tree     |\n  Nodes             17\n  Repair LPs        0\n";
        assert_eq!(nodes_in(log), Some(17));
        assert_eq!(nodes_in("  Nodes             17\n  Nodes             3\n"), Some(3));
        assert_eq!(nodes_in("Nodes many\n"), None);
    }
}
