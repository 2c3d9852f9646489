//! `notify`: the day's warnings on the desktop, for a timer.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::text::tell;
use crate::vault::Notified;

pub fn notify(session: &Session) -> Result<ExitCode, Failure> {
    let Some(mut vault) = session.read()? else { return Ok(ExitCode::SUCCESS) };
    match vault.notify().doing("notify", "you")? {
        Notified::Shown | Notified::Nothing => {}
        Notified::Before => tell("Today's notification was already sent."),
        Notified::Off => tell("Notifications are off. `keyloft settings notify on` turns them on."),
    }
    Ok(ExitCode::SUCCESS)
}
