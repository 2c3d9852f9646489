//! Facts about git, read by git's own plumbing with everything switched off by which a repository could run something;
//! and the one thing that is written for it, a line in `.gitignore`. The vault's export calls it.

mod ask;
mod facts;
mod ignore;

pub use facts::{Standing, Unsure, is_tracked, standing};
pub use ignore::{IgnoreError, ignore};
