//! The day's warnings as one message on the desktop: once a day, where the user wants it.

use super::{Error, Vault};
use crate::catalog::MetaName;
use crate::notify::{self, Message};
use crate::review;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notified {
    /// It is shown.
    Shown,
    /// Nothing presses.
    Nothing,
    /// It was shown today already.
    Before,
    /// The user does not want it.
    Off,
}

impl Vault {
    /// Shows the day's warnings on the desktop. Facts only: no unlocking.
    ///
    /// # Errors
    /// Where nothing shows messages here; then it is tried again at the next call.
    pub fn notify(&mut self) -> Result<Notified, Error> {
        if !self.settings()?.notify {
            return Ok(Notified::Off);
        }
        let listed = self.list()?;
        let today = listed.today.to_string();
        if self.catalog.meta(MetaName::NotifiedOn)?.as_deref() == Some(today.as_bytes()) {
            return Ok(Notified::Before);
        }
        let Some(notice) = review::notice(&listed.keys, &listed.findings, listed.today) else {
            return Ok(Notified::Nothing);
        };
        let message = Message { summary: notice.summary, body: notice.body, presses: notice.presses };
        notify::show(&message).map_err(Error::Notify)?;
        self.catalog.write::<_, Error>(|| Ok(self.catalog.set_meta(MetaName::NotifiedOn, today.as_bytes())?))?;
        Ok(Notified::Shown)
    }
}
