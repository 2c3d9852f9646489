//! What a locked screen means to the helper.

use crate::runtime::Inbox;
#[cfg(target_os = "linux")]
use crate::runtime::News;
#[cfg(target_os = "linux")]
use crate::session;

/// Whether the helper ends when the user leaves the screen (see [`session::watch`]): the setting `lock-with-screen`.
/// Only on Linux is the screen watched; elsewhere time, logout and `lock` end the helper either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// It ends when the screen is locked, or the computer goes to sleep.
    Locks,
    /// It goes on.
    Ignored,
}

impl Screen {
    /// As an argument of the helper.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Locks => "locks-with-screen",
            Self::Ignored => "ignores-screen",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Locks, Self::Ignored].into_iter().find(|screen| screen.word() == word)
    }

    /// Sends [`News::Over`] to the inbox when it is time to end, for as long as what this returns is kept.
    #[cfg(target_os = "linux")]
    pub(super) fn watch(self, inbox: &Inbox) -> Option<session::Watcher> {
        let sender = inbox.sender();
        match self {
            Self::Locks => session::watch(move |_| drop(sender.send(News::Over))),
            Self::Ignored => None,
        }
    }

    /// Nobody here says when the screen is locked.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn watch(self, _inbox: &Inbox) -> Option<std::convert::Infallible> {
        None
    }
}
