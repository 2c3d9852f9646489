//! Environment files as text: read by the rules of a named parser, written for a named one and proved against its rules
//! (FORMATS.md). Called by import, export and inject. Nothing read here is ever executed.

mod alien;
mod comment;
mod compose;
mod docker;
mod dotenv;
mod entry;
mod escape;
mod expand;
mod fold;
mod foreign;
mod gather;
mod json;
mod layers;
mod lines;
mod look;
mod node_env_file;
mod python;
mod read;
mod references;
mod shell;
mod tell;
mod white;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use alien::Alien;
pub use comment::comment_as_note;
pub use entry::{Beside, Dialect, Entry, Note, Parsed, Problem, ReadError, Reason};
pub use expand::{ExpandError, expand, expand_where};
pub use fold::{FileNumber, Folded, fold};
pub use layers::{Layer, layer};
pub use read::{MAX_ENTRIES, MAX_FILE, read};
pub use tell::dialect_of_name;
pub use write::{Frame, Refused, Target, UnknownTarget, WhyRefused, Written, write};
