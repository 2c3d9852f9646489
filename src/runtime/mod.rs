//! What the helper processes (clipboard, unlock) stand on: a private folder, sockets that only this user reaches,
//! starting this binary once more as a helper, and keeping a process out of core dumps. Unix only.

mod folder;
mod inbox;
mod launch;
mod listen;
mod process;
mod wire;

pub use folder::RuntimeFolder;
pub use inbox::{Inbox, News};
pub use launch::{HELPER_START_DEADLINE, Held, Launch, LaunchError};
pub use listen::{Draft, Post, socket_name};
pub use process::{
    become_helper, become_open_helper, core_limit_before, harden, leave_no_core, let_go_of_streams, uptime,
};
pub use wire::{MAX_FRAME_BYTES, Peer};

use std::io;
use std::path::PathBuf;

/// Why the folder or a socket in it can't be used. Holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The folder could be read or changed by someone else, so nothing is put there.
    #[error("{} is not private to you: {why}", path.display())]
    NotPrivate {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A socket's whole path has to fit in 107 bytes.
    #[error("the path of {} is too long for a socket", path.display())]
    PathTooLong {
        /// The socket's path.
        path: PathBuf,
    },
    /// No helper listens there.
    #[error("no helper is running")]
    Nobody,
    /// The other side did not answer, read or finish in time.
    #[error("the helper did not answer in time")]
    TimedOut,
    /// The other side closed the connection in the middle.
    #[error("the helper closed the connection")]
    Closed,
    /// A message longer than [`MAX_FRAME_BYTES`].
    #[error("the message is too long")]
    TooLong,
    /// The process at the other end belongs to another user.
    #[error("the process at the other end belongs to another user")]
    Stranger,
    /// The system refused for another reason.
    #[error("the system refused a socket or its folder")]
    System(#[source] io::Error),
}

impl From<io::Error> for RuntimeError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::TimedOut,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => Self::Closed,
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Self::Nobody,
            _ => Self::System(error),
        }
    }
}

impl From<rustix::io::Errno> for RuntimeError {
    fn from(error: rustix::io::Errno) -> Self {
        io::Error::from(error).into()
    }
}
