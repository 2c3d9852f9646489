//! Copying: the store gives the value, the clipboard's helper takes it, the use is noted, the copy may stand. The value goes
//! nowhere else.
//!
//! A copy that the desktop refuses is no use, so it is noted behind the hand-over; and none stands unnoted, as the helper takes
//! it back from a vault that could not note it or was killed before it had.

use std::time::Duration;

use super::{Error, Vault};
use crate::clipboard::{self, Cleared, ClipboardError, Held};
use crate::envfile::{self, Frame, Target, Written};
use crate::model::{EnvRef, Key, KeyUid, Secret, UseKind};
use crate::runtime::{Launch, LaunchError, RuntimeFolder};

/// What a copy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyDone {
    /// When it will be cleared; none for what is no secret and stays.
    pub clears_after: Option<Duration>,
}

impl Vault {
    fn clipboard_launch(&self) -> Result<Launch, Error> {
        let folder = RuntimeFolder::open().map_err(|e| Error::Clipboard(ClipboardError::Runtime(e)))?;
        self.launch(folder).map_err(|e| Error::Clipboard(ClipboardError::Helper(LaunchError::Start(e))))
    }

    /// Puts a key's value on the clipboard; a secret is cleared after `clear_after` (none: as the settings say), a
    /// plain value stays.
    pub fn copy(&mut self, uid: KeyUid, clear_after: Option<Duration>) -> Result<CopyDone, Error> {
        let launch = self.clipboard_launch()?;
        let key = self.key(uid)?;
        let value = self.value_to_give(&key, UseKind::Copy)?;
        let (held, done) = self.hand_over(&launch, &key, &value, clear_after)?;
        self.note_one_use(&key, UseKind::Copy, None)?;
        held.keep();
        Ok(done)
    }

    /// The same with the variable's name, as a line that the target reads; without its line end. Refused where the
    /// target can't hold the value.
    pub fn copy_line(&mut self, uid: KeyUid, target: Target, clear_after: Option<Duration>) -> Result<CopyDone, Error> {
        let launch = self.clipboard_launch()?;
        let key = self.key(uid)?;
        let value = self.value_to_give(&key, UseKind::Copy)?;
        let Written { text, refused } = envfile::write(&[(key.reference.name.clone(), &value)], target, &Frame::BARE);
        if !refused.is_empty() {
            return Err(Error::CantHold { target, refused });
        }
        // Opened to lose its line end: pasted into a terminal, that would run the line.
        let line = text.expose().strip_suffix(b"\n").unwrap_or(text.expose());
        let (held, done) = self.hand_over(&launch, &key, &Secret::new(line.to_vec()), clear_after)?;
        self.note_one_use(&key, UseKind::Copy, None)?;
        held.keep();
        Ok(done)
    }

    /// Puts `keyloft://project/environment/NAME` on the clipboard: no secret, no use, and it stays.
    pub fn copy_reference(&mut self, uid: KeyUid) -> Result<CopyDone, Error> {
        let launch = self.clipboard_launch()?;
        let url = self.key(uid)?.reference.to_url();
        self.copy_unnoted(&launch, url)
    }

    /// Puts the command that runs a program with an environment on the clipboard, to be finished by hand; it stays.
    pub fn copy_run_command(&mut self, place: &EnvRef) -> Result<CopyDone, Error> {
        let launch = self.clipboard_launch()?;
        self.copy_unnoted(&launch, run_command(place))
    }

    fn hand_over(
        &self,
        launch: &Launch,
        key: &Key,
        value: &Secret,
        clear_after: Option<Duration>,
    ) -> Result<(Held, CopyDone), Error> {
        if key.is_plain() {
            return self.copy_text(launch, value);
        }
        let clear_after = match clear_after {
            Some(wish) => wish,
            None => Duration::from_secs(self.catalog.settings()?.clipboard_clear_secs),
        };
        let held = clipboard::copy(launch, &self.id.to_string(), value, clear_after).map_err(Error::Clipboard)?;
        Ok((held, CopyDone { clears_after: Some(clear_after) }))
    }

    /// Puts a key's key id on the clipboard, where it stays.
    pub fn copy_key_id(&mut self, uid: KeyUid) -> Result<CopyDone, Error> {
        let launch = self.clipboard_launch()?;
        let (key, key_id) = self.key_id_to_give(uid)?;
        let (held, done) = self.copy_text(&launch, &Secret::new(key_id.into_bytes()))?;
        self.note_key_id(&key, UseKind::Copy)?;
        held.keep();
        Ok(done)
    }

    fn copy_unnoted(&self, launch: &Launch, text: String) -> Result<CopyDone, Error> {
        let (held, done) = self.copy_text(launch, &Secret::new(text.into_bytes()))?;
        held.keep();
        Ok(done)
    }

    fn copy_text(&self, launch: &Launch, text: &Secret) -> Result<(Held, CopyDone), Error> {
        // Plain by its kind: it lies readable in the catalog too.
        let text = text.expose_str().ok_or(Error::NotText("Only text fits the clipboard"))?;
        let held = clipboard::copy_plainly(launch, &self.id.to_string(), text).map_err(Error::Clipboard)?;
        Ok((held, CopyDone { clears_after: None }))
    }

    /// Clears the clipboard if it holds this value: one that was pasted and is saved now.
    pub fn forget_pasted(&self, value: &Secret) -> Result<Cleared, Error> {
        clipboard::clear_if_holds(value).map_err(Error::Clipboard)
    }

    /// Clears the clipboard if it still holds our value.
    pub fn clear_clipboard(&self) -> Result<Cleared, Error> {
        let folder = RuntimeFolder::open().map_err(|e| Error::Clipboard(ClipboardError::Runtime(e)))?;
        clipboard::clear_now(&folder, &self.id.to_string()).map_err(Error::Clipboard)
    }

    /// What the helper still holds: how long until it clears.
    pub fn clipboard_state(&self) -> Option<clipboard::State> {
        let folder = RuntimeFolder::open().ok()?;
        clipboard::state(&folder, &self.id.to_string())
    }
}

/// `keyloft run shop/staging -- npm start`, to be changed behind the dashes, with a place that a shell would split in quotes.
pub fn run_command(place: &EnvRef) -> String {
    let place = place.to_string();
    let is_word = |c: char| c.is_alphanumeric() || "/_-.".contains(c);
    let place = if place.chars().all(is_word) { place } else { format!("'{}'", place.replace('\'', "'\\''")) };
    format!("keyloft run {place} -- npm start")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_names_its_place_as_a_shell_reads_it() {
        let command = |text: &str| run_command(&EnvRef::parse(text).unwrap());
        assert_eq!(command("shop/staging"), "keyloft run shop/staging -- npm start");
        assert_eq!(command("Internal tools/dev"), "keyloft run 'Internal tools/dev' -- npm start");
        assert_eq!(command("Jo's/dev"), "keyloft run 'Jo'\\''s/dev' -- npm start");
    }
}
