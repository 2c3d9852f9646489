//! Tests of the whole program from outside: the built binary, real displays, real processes. One binary, as linking
//! one for each file would take longer than running them.

// `allow-unwrap-in-tests` knows test functions only, not what they share.
#![allow(clippy::unwrap_used)]

mod all;
