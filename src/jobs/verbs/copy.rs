//! What takes a value out of the vault for one key: the clipboard, the window, a file.

use std::path::PathBuf;

use super::super::answers::Done;
use super::super::asks::CopyForm;
use super::super::countdown::{self, Countdown};
use super::super::desk::Desk;
use super::super::talk::{Event, Remedy, VaultState};
use super::super::words::failure;
use crate::envfile::Target;
use crate::model::{EnvRef, KeyUid, UseKind};
use crate::vault::{CopyDone, Error, Vault};

impl Desk {
    pub(super) fn copy(&mut self, uid: KeyUid) {
        self.put_on_clipboard(uid, |vault| vault.copy(uid, None));
    }

    pub(super) fn copy_as(&mut self, uid: KeyUid, form: CopyForm) {
        match form {
            CopyForm::Assignment => self.put_on_clipboard(uid, |vault| vault.copy_line(uid, Target::Portable, None)),
            CopyForm::ExportLine => self.put_on_clipboard(uid, |vault| vault.copy_line(uid, Target::Sh, None)),
            CopyForm::Reference => match self.verb(|vault| vault.copy_reference(uid)) {
                Ok(_) => {
                    // It took the place of the secret that was counted down.
                    self.countdown = None;
                    self.done(Done::ReferenceCopied(uid));
                }
                Err(error) => self.refuse("copy", &format!("the reference of {}", self.name_of(uid)), &error),
            },
        }
    }

    fn put_on_clipboard(&mut self, uid: KeyUid, copy: impl FnOnce(&mut Vault) -> Result<CopyDone, Error>) {
        match self.verb(copy) {
            Ok(done) => {
                self.countdown = done.clears_after.map(Countdown::begin);
                self.out.send(Event::Copied(uid, done.clears_after));
                self.snapshot();
            }
            Err(error) => {
                let mut words = failure("copy", &self.name_of(uid), &error);
                if matches!(error, Error::CantHold { .. }) {
                    words.advice = "Copy the value itself, or save it as a file.".into();
                    words.remedy = None;
                }
                self.refuse_with(words, &error);
                self.show_what_was_noted();
            }
        }
    }

    /// Also of what failed something may be noted: a use before the value is given out, a lost secret at its key.
    fn show_what_was_noted(&mut self) {
        if self.state == VaultState::Open {
            self.snapshot();
        }
    }

    pub(super) fn copy_key_id(&mut self, uid: KeyUid) {
        match self.verb(|vault| vault.copy_key_id(uid)) {
            Ok(_) => {
                // It took the place of the secret that was counted down.
                self.countdown = None;
                self.out.send(Event::Copied(uid, None));
                self.snapshot();
            }
            Err(error) => {
                let which = format!("the key id of {}", self.name_of(uid));
                self.refuse("copy", &which, &error);
                self.show_what_was_noted();
            }
        }
    }

    pub(super) fn copy_run_command(&mut self, place: &EnvRef) {
        match self.verb(|vault| vault.copy_run_command(place)) {
            Ok(_) => {
                // It took the place of the secret that was counted down.
                self.countdown = None;
                self.done(Done::CommandCopied);
            }
            Err(error) => self.refuse("copy", "the command", &error),
        }
    }

    pub(super) fn clear_clipboard(&mut self) {
        let Some(vault) = &self.vault else { return };
        let cleared = countdown::clear_by_hand(vault);
        self.countdown = None;
        self.out.send(cleared);
    }

    pub(super) fn reveal(&mut self, uid: KeyUid) {
        match self.verb(|vault| vault.get(uid, UseKind::Reveal, None)) {
            Ok(secret) => {
                self.out.send(Event::Revealed(uid, secret));
                self.snapshot();
            }
            Err(error) => {
                let name = self.name_of(uid);
                self.refuse("show", &name, &error);
                self.show_what_was_noted();
            }
        }
    }

    pub(super) fn save_file(&mut self, uid: KeyUid, path: PathBuf) {
        match self.verb(|vault| vault.save_file(uid, &path)) {
            Ok(()) => self.done(Done::SavedFile(uid, path)),
            Err(error) => {
                let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                let mut words = failure("save", &format!("{} to {file}", self.name_of(uid)), &error);
                if matches!(words.remedy, Some(Remedy::Replace | Remedy::Force)) {
                    // One key's secret is no file that was written by Keyloft before: it replaces nothing.
                    words.advice = "Choose another file.".into();
                    words.remedy = Some(Remedy::ChooseAnother);
                }
                self.refuse_with(words, &error);
                self.show_what_was_noted();
            }
        }
    }
}
