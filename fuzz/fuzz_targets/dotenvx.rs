#![no_main]

use keyloft_fuzz::{envfile::Dialect, reads};

libfuzzer_sys::fuzz_target!(|text: &[u8]| reads(text, Dialect::Dotenvx));
