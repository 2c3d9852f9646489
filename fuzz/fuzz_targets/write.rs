#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyloft_fuzz::writes(bytes));
