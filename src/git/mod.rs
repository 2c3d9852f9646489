//! Facts about git, read by git's own plumbing with everything switched off by which a repository could run something.
//! The vault's export calls it.

mod facts;

pub use facts::is_tracked;
