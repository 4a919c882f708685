//! The help of the program, taken apart.

use std::path::Path;

use crate::run_in;

/// A command, an argument or an option with what the help says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) spec: String,
    pub(crate) text: String,
}

/// The help of one command.
#[derive(Debug, Default)]
pub(crate) struct Help {
    /// The words that are typed, without the name of the program.
    pub(crate) path: Vec<String>,
    pub(crate) about: String,
    pub(crate) usage: String,
    pub(crate) commands: Vec<Entry>,
    pub(crate) arguments: Vec<Entry>,
    pub(crate) options: Vec<Entry>,
}

impl Help {
    /// What is typed, with the name of the program.
    pub(crate) fn name(&self) -> String {
        std::iter::once("xiaqu").chain(self.path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    }

    fn of(path: &[String]) -> Self {
        let arguments: Vec<&str> = path.iter().map(String::as_str).chain(["-h"]).collect();
        let output = run_in(Path::new("."), &arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let mut help = Self { path: path.to_vec(), ..Self::default() };
        let mut section = "about";
        for line in text.lines() {
            match line {
                "Commands:" | "Arguments:" | "Options:" | "Exit codes:" => section = line.trim_end_matches(':'),
                line if line.starts_with("Usage: ") => {
                    line.trim_start_matches("Usage: ").clone_into(&mut help.usage);
                    section = "usage";
                }
                line => help.take(section, line),
            }
        }
        help.commands.retain(|entry| entry.spec != "help");
        help.options.retain(|entry| !["-h, --help", "-V, --version"].contains(&entry.spec.as_str()));
        help
    }

    fn take(&mut self, section: &str, line: &str) {
        let entries = match section {
            "Commands" => &mut self.commands,
            "Arguments" => &mut self.arguments,
            "Options" => &mut self.options,
            "about" => {
                let about = format!("{} {}", self.about, line.trim());
                about.trim().clone_into(&mut self.about);
                return;
            }
            _ => return,
        };
        let begins = if section == "Options" { line.trim_start().starts_with('-') } else { !line.starts_with("   ") };
        let words = line.trim();
        if words.is_empty() {
            return;
        }
        if begins {
            let (spec, text) = words.split_once("  ").unwrap_or((words, ""));
            entries.push(Entry { spec: spec.to_owned(), text: text.trim().to_owned() });
        } else if let Some(entry) = entries.last_mut() {
            let text = format!("{} {words}", entry.text);
            text.trim().clone_into(&mut entry.text);
        }
    }
}

/// The help of the program and of every command, in the order of the help.
pub(crate) fn every_help() -> Vec<Help> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = open.pop() {
        let help = Help::of(&path);
        let below = help.commands.iter().rev();
        open.extend(below.map(|entry| path.iter().cloned().chain([entry.spec.clone()]).collect()));
        found.push(help);
    }
    assert!(found.len() > 20, "the help names commands");
    found
}
