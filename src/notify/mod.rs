//! One message on the desktop, by the session's notification service. Its callers decide
//! what is said: the vault's `notify` verb, and the second start of a window that can't raise the first.

#[cfg(target_os = "linux")]
mod service;
#[cfg(all(test, target_os = "linux"))]
mod tests;

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub summary: String,
    /// A few more.
    pub body: String,
    /// It should not vanish by itself.
    pub presses: bool,
}

/// Why nothing was said. "Why. What to do", without the last full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// There is no session bus, or it does not answer.
    #[error("the session bus can't be reached ({0}). Run it inside your desktop session")]
    NoBus(String),
    /// Nobody shows notifications here.
    #[error("nothing shows notifications in this session. Start your desktop's notification service")]
    NoService,
    /// The service did not answer in time.
    #[error("the notification service did not answer within {0} s. Try again")]
    TimedOut(u64),
    /// The service refused.
    #[error("the notification service refused ({0}). Try again")]
    Refused(String),
    /// This system's notifications are not known here.
    #[error("notifications are only known on Linux so far. Use `keyloft review` instead")]
    NotHere,
}

/// Shows the message; returns once the service took it. Blocks for ten seconds at most.
#[cfg(target_os = "linux")]
pub fn show(message: &Message) -> Result<(), NotifyError> {
    service::show(message)
}

/// Shows the message; returns once the service took it. Blocks for ten seconds at most.
#[cfg(not(target_os = "linux"))]
pub fn show(_message: &Message) -> Result<(), NotifyError> {
    Err(NotifyError::NotHere)
}
