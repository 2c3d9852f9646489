//! Carrying out one request.

use super::asks::{ImportAsk, ImportSource};
use super::countdown::{self, Countdown};
use super::desk::Desk;
use super::talk::{Event, Failure, ImportReport, Request, VaultState};
use super::words::{failure, is_store_trouble};
use crate::model::{KeyUid, UseKind};
use crate::vault::{Conflict, Error, ImportWish, Imported, Vault};

impl Desk {
    pub(super) fn carry_out(&mut self, request: Request) {
        match request {
            Request::Init(kind, passphrase) => self.make(kind, passphrase),
            Request::Unlock(passphrase) => self.unlock(passphrase.as_ref()),
            Request::Lock => self.lock(),
            Request::Copy(uid) => self.copy(uid),
            Request::CopyKeyId(uid) => self.copy_key_id(uid),
            Request::ClearClipboard => self.clear_clipboard(),
            Request::Reveal(uid) => self.reveal(uid),
            Request::Import(ask) => self.import(*ask),
            Request::Disable(keys) => self.change("disable", &keys, |vault| vault.disable(&keys)),
            Request::Enable(keys) => self.change("enable", &keys, |vault| vault.enable(&keys)),
            Request::Set(name, value) => self.set(name, &value),
            _ => self.out.failed(super::words::own_mistake()),
        }
    }

    /// Runs a verb where the vault may be looked at; a locked one refuses everything, also what needs no vault key.
    fn verb<T>(&mut self, verb: impl FnOnce(&mut Vault) -> Result<T, Error>) -> Result<T, Error> {
        match (&self.state, &mut self.vault) {
            (VaultState::Open | VaultState::KeychainTrouble(_), Some(vault)) => verb(vault),
            (VaultState::NoVault { .. }, _) => Err(Error::NoVault),
            _ => Err(Error::Locked),
        }
    }

    /// Says that something did not happen, and shows where the keychain itself is in the way.
    fn refuse(&mut self, what: &str, which: &str, error: &Error) {
        let words = self.because(failure(what, which, error), error);
        self.out.failed(words);
        if self.store_trouble(error) {
            self.snapshot();
        }
    }

    /// A vault that is locked because its keychain is says that of the keychain.
    fn because(&self, words: Failure, error: &Error) -> Failure {
        match (&self.state, error) {
            (VaultState::KeychainTrouble(trouble), Error::Locked) => {
                Failure { title: words.title, why: trouble.why.clone(), advice: trouble.advice.clone() }
            }
            _ => words,
        }
    }

    /// True if the error is the keychain's, which the window then shows until the keychain is well again.
    pub(super) fn store_trouble(&mut self, error: &Error) -> bool {
        let trouble = self.state == VaultState::Open && is_store_trouble(error);
        if trouble {
            self.state = VaultState::KeychainTrouble(failure("reach", "the secrets", error));
        }
        trouble
    }

    fn name_of(&self, uid: KeyUid) -> String {
        let key = self.vault.as_ref().and_then(|vault| vault.key(uid).ok());
        key.map_or_else(|| "the key".into(), |key| key.name().to_owned())
    }

    fn names_of(&self, keys: &[KeyUid]) -> String {
        match keys {
            [one] => self.name_of(*one),
            several => format!("{} keys", several.len()),
        }
    }

    fn copy(&mut self, uid: KeyUid) {
        match self.verb(|vault| vault.copy(uid, None)) {
            Ok(done) => {
                self.countdown = done.clears_after.map(Countdown::begin);
                self.out.send(Event::Copied(uid, done.clears_after));
                self.snapshot();
            }
            Err(error) => {
                let name = self.name_of(uid);
                self.refuse("copy", &name, &error);
                // The use is noted before the clipboard is asked; and a lost secret is noted at its key.
                if self.state == VaultState::Open {
                    self.snapshot();
                }
            }
        }
    }

    fn copy_key_id(&mut self, uid: KeyUid) {
        match self.verb(|vault| vault.copy_key_id(uid)) {
            Ok(_) => {
                // It took the place of the secret that was counted down.
                self.countdown = None;
                self.out.send(Event::Copied(uid, None));
            }
            Err(error) => {
                let which = format!("the key id of {}", self.name_of(uid));
                self.refuse("copy", &which, &error);
            }
        }
    }

    fn clear_clipboard(&mut self) {
        let Some(vault) = &self.vault else { return };
        let cleared = countdown::clear(vault);
        self.countdown = None;
        self.out.send(cleared);
    }

    fn reveal(&mut self, uid: KeyUid) {
        match self.verb(|vault| vault.get(uid, UseKind::Reveal, None)) {
            Ok(secret) => {
                self.out.send(Event::Revealed(uid, secret));
                self.snapshot();
            }
            Err(error) => {
                let name = self.name_of(uid);
                self.refuse("show", &name, &error);
                if self.state == VaultState::Open {
                    self.snapshot();
                }
            }
        }
    }

    fn change(&mut self, what: &str, keys: &[KeyUid], verb: impl FnOnce(&mut Vault) -> Result<(), Error>) {
        match self.verb(verb) {
            Ok(()) => self.snapshot(),
            Err(error) => {
                let which = self.names_of(keys);
                self.refuse(what, &which, &error);
            }
        }
    }

    fn set(&mut self, name: &'static str, value: &str) {
        match self.verb(|vault| vault.set_setting(name, value)) {
            Ok(()) => self.snapshot(),
            Err(error) => self.refuse("change the setting", name, &error),
        }
    }

    fn import(&mut self, ask: ImportAsk) {
        let ImportSource::File(path) = ask.source else { return };
        let path = path.as_path();
        let wish = ImportWish {
            into: ask.into,
            dialect: ask.dialect,
            // What stands there is never replaced unasked; the report names it.
            conflict: Conflict::Skip,
            expand: false,
            plain: ask.plain,
            secret: ask.secret,
        };
        let imported = match (&self.state, &mut self.vault) {
            (VaultState::Open | VaultState::KeychainTrouble(_), Some(vault)) => {
                let out = &mut self.out;
                vault.import(path, &wish, &mut |done, all| {
                    out.progress("Importing", done, all);
                    true
                })
            }
            (VaultState::NoVault { .. }, _) => Err(Error::NoVault),
            _ => Err(Error::Locked),
        };
        match imported {
            Ok(imported) => {
                self.out.send(Event::Imported(report(imported)));
                self.snapshot();
            }
            Err(error) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                self.refuse("import", &name, &error);
            }
        }
    }
}

fn report(imported: Imported) -> ImportReport {
    let (keys, plain) = (imported.secrets(), imported.plain());
    let mut left_out = imported.left_out();
    left_out.extend(imported.problems.into_iter().map(|(line, why)| (format!("line {line}"), why)));
    ImportReport { path: imported.path, into: Some(imported.into), keys, plain, left_out }
}
