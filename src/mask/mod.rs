//! Taking secrets out of a stream of bytes: what a program started by `run` prints goes through here. Pure: the time is
//! an argument. `child` feeds it; nothing else does.

mod forms;
mod masker;
mod search;
#[cfg(test)]
mod tests;

pub use masker::{MARKER, Masker};
pub use search::Masks;

/// Shorter ones can't be masked: too much that is no secret would be taken out with them. In characters.
pub const SHORTEST: usize = 8;
