//! The `xiaqu` command as a user meets it: messages, exit codes, outputs.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod bad_input;
mod companions;
mod demo;
mod documents;
mod endings;
mod explain;
mod forgiving_input;
mod frontier;
mod headline;
mod hostile_text;
mod language;
mod library;
mod locate;
mod progress;
mod roads;
mod support;
mod travel_times;
