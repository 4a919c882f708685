//! The `xiaqu` command as a user meets it: messages, exit codes, outputs.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "these are names the program writes")]
#![expect(clippy::unreadable_literal, reason = "coordinates are read as digits")]

mod bad_input;
mod demo;
mod documents;
mod endings;
mod forgiving_input;
mod headline;
mod hostile_text;
mod support;
