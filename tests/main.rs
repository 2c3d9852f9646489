//! The one integration-test binary. Its modules stand in `tests/all/`.

#![allow(clippy::unwrap_used, reason = "all of this crate is tests, its helpers too")]

mod all;
