//! Tests that need the whole house: its source text, the built binary, a real keychain, a real display.

mod floors;
mod harness;
