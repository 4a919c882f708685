//! Fuzz target: see the crate.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let (role, rest) = xiaqu_fuzz::role_and_rest(data);
    xiaqu_fuzz::layer("table.csv", rest, role);
});
