//! Running someone's command: its streams, its terminal, its signals, its exit code. `cli` calls it with the environment that
//! the vault gave; nothing secret is ever in an argument. Unix only.

mod relay;
mod signals;
mod start;
mod terminal;
mod trampoline;

pub use start::{Job, StartError, run};
pub use trampoline::{COMMAND, main};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this code.
    Code(u8),
    /// By this signal.
    Signal(u8),
}

impl Ended {
    /// As a shell gives it on: 128 and the signal's number.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Code(code) => code,
            Self::Signal(signal) => 128_u8.saturating_add(signal),
        }
    }
}
