//! Running someone's command: its streams, its terminal, its signals, its exit code. `cli` calls it with the environment that
//! the vault gave; nothing secret is ever in an argument. Unix only.

mod leader;
mod look;
mod relay;
mod signals;
mod start;
mod terminal;

pub use leader::{COMMAND, main};
pub use look::look;
pub use start::{Job, StartError, run};

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

    /// From the numbers that the system gives.
    fn from_numbers(code: Option<i32>, signal: Option<i32>) -> Self {
        let number = |number: i32| u8::try_from(number & 0xff).unwrap_or(u8::MAX);
        match (code, signal) {
            (Some(code), _) => Self::Code(number(code)),
            (None, signal) => Self::Signal(number(signal.unwrap_or(0))),
        }
    }
}
