//! Fuzz target: see the crate.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| xiaqu_fuzz::region(data));
