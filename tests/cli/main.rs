//! The `xiaqu` command, tried as a new user would.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod bad_input;
mod exit_codes;
mod outputs;
mod program;
