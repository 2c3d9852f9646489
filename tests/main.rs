//! The one integration-test binary. Its modules stand in `tests/all/`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "all of this crate is tests, its helpers too; seeds are printed"
)]

mod all;

/// The product's own: a test that looks for secrets in memory runs the library inside this program.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
