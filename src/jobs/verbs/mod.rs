//! Carrying out one request.

mod bring;
mod bulk;
mod change;
mod copy;
mod find;
mod look;
mod many;
mod place;
mod record;
mod report;
mod store;
mod write;

pub(super) use find::Stop;
pub(super) use record::Checking;
pub(super) use store::Moving;

use super::answers::Done;
use super::desk::Desk;
use super::talk::{Event, Failure, LockReason, Request, VaultState};
use super::words::{failure, is_store_trouble, new_home_failure, unnoted};
use crate::model::KeyUid;
use crate::vault::{Error, Vault};

impl Desk {
    pub(super) fn carry_out(&mut self, request: Request) {
        match request {
            Request::Init(kind, passphrase) => self.make(kind, passphrase),
            Request::Unlock(passphrase) => self.unlock(passphrase.as_ref()),
            Request::GiveUpUnlock => {
                self.give_up_prompt();
                // An answer, for whoever waits for one.
                self.snapshot();
            }
            Request::Lock => self.lock(LockReason::Asked),
            Request::Copy(uid) => self.copy(uid),
            Request::CopyKeyId(uid) => self.copy_key_id(uid),
            Request::CopyAs(uid, form) => self.copy_as(uid, form),
            Request::CopyRunCommand(place) => self.copy_run_command(&place),
            Request::ClearClipboard => self.clear_clipboard(),
            Request::Reveal(uid) => self.reveal(uid),
            Request::SaveFile(uid, path) => self.save_file(uid, path),
            Request::Look(uid) => self.look_at(uid),
            Request::Whose(value) => self.whose(&value),
            Request::LookAtShape(uid) => self.look_at_shape(uid),
            Request::Add(wishes) => self.add(wishes),
            Request::Edit(uid, facts, name) => self.edit(uid, &facts, name.as_ref(), None),
            Request::EditPlain(uid, facts, name, value) => self.edit(uid, &facts, name.as_ref(), Some(&value)),
            Request::Rotate(uid, wish) => self.rotate(uid, *wish),
            Request::UndoRotate(keys) => self.put_back(keys),
            Request::MarkEnded(keys) => self.mark_ended(keys),
            Request::TakeBackEnd(keys, ends) => {
                let done = Done::NotEnded(keys.clone());
                self.change("take back the end of", &keys, done, |vault| vault.take_back_end(&ends));
            }
            Request::MarkDeletedEnded(deletion, name) => self.mark_deleted_ended(deletion, name),
            Request::TakeBackDeletedEnd(deletion, name) => self.take_back_deleted_end(deletion, name),
            Request::Tick(uid, place, has_it) => self.tick(uid, &place, has_it),
            Request::Duplicate(uid, to) => self.duplicate(uid, &to),
            Request::Delete(keys, when) => self.delete(&keys, when),
            Request::Assign(owners) => self.assign(owners),
            Request::Move(moves) => self.move_keys(moves, &[]),
            Request::MoveBack(moves, made) => self.move_keys(moves, &made),
            Request::LastDay(name, day) => self.last_day(name, day),
            Request::NotNeeded(place, name, not_needed) => self.not_needed(place, name, not_needed),
            Request::Disable(keys) => {
                self.change_many("disable", &keys, Done::Disabled, |vault| vault.disable(&keys));
            }
            Request::Enable(keys) => {
                self.change_many("enable", &keys, Done::Enabled, |vault| vault.enable(&keys));
            }
            Request::Snooze(what, until, reason) => self.snooze(&what, until, &reason),
            Request::Unsnooze(what) => self.unsnooze(&what),
            Request::ChangePassphrase(old, new) => self.change_passphrase(&old, &new),
            Request::MoveStore(to, passphrase) => self.move_store(to, passphrase),
            Request::StopMoving => self.stop_moving(),
            Request::FindFiles(folder) => self.find_files(folder),
            Request::StopFinding => self.stop_finding(),
            Request::PlanImports(asked, asks) => self.plan_imports(asked, &asks),
            Request::Import(asks) => self.import(&asks),
            Request::UndoImports(imports, staying) => self.undo_imports(imports, staying),
            Request::LookAtImports(imports) => self.look_at_imports(&imports),
            Request::DeleteImported(import, paths) => self.delete_imported(import, &paths),
            Request::AdoptImported(import, path) => self.adopt_imported(import, &path),
            Request::LookAtExport(asked, ask) => self.look_at_export(asked, &ask),
            Request::Export(ask) => self.export(&ask),
            Request::Report(ask) => self.report(*ask),
            Request::LookAtFiles(uid) => self.look_at_files(uid),
            Request::DeleteFiles(uid) => self.delete_files(uid),
            // Nothing runs any more: the import looked for it itself.
            Request::Stop => {}
            Request::Set(name, value) => self.set(name, &value),
            Request::ChangePlace(change) => self.change_place(*change),
            Request::LookAtFolders => self.look_at_folders(),
            Request::OpenFolder(folder) => self.open_folder(&folder),
            Request::ReadActivity(ask) => self.read_activity(&ask),
            Request::ReadEntry(number) => self.read_entry(number),
            Request::CountOldActivity(days) => self.count_old_activity(days),
            Request::CheckActivity => self.begin_check(),
            Request::ExportActivity(ask) => self.export_activity(&ask),
            Request::KeepWindow(state) => self.keep_window(&state),
            // What it says is noted of every request.
            Request::Touch => {}
        }
    }

    /// Runs a verb where the vault may be looked at; a locked one refuses everything, also what needs no vault key.
    fn verb<T>(&mut self, verb: impl FnOnce(&mut Vault) -> Result<T, Error>) -> Result<T, Error> {
        match (&self.state, &mut self.vault) {
            (VaultState::Open | VaultState::KeychainTrouble(_), Some(vault)) => {
                vault.look_again();
                let result = verb(vault);
                if let Some(error) = vault.take_unnoted() {
                    self.out.send(Event::Unnoted(unnoted(&error)));
                }
                result
            }
            (VaultState::NoVault { .. }, _) => Err(Error::NoVault),
            _ => Err(Error::Locked),
        }
    }

    /// Says that something did not happen, and shows where the keychain itself is in the way.
    fn refuse(&mut self, what: &str, which: &str, error: &Error) {
        let words = if self.vault.is_none() { new_home_failure } else { failure };
        self.refuse_with(words(what, which, error), error);
    }

    fn refuse_with(&mut self, words: Failure, error: &Error) {
        let words = self.because(words, error);
        self.out.failed(words);
        // What was begun and not saved is marked at its key, and what was lost is offered no more.
        if self.store_trouble(error) || matches!(error, Error::NotSavedYet { .. } | Error::OldLost { .. }) {
            self.snapshot();
        }
    }

    /// Says that a change is saved, after the facts that show it.
    fn done(&mut self, done: Done) {
        self.snapshot();
        self.out.send(Event::Done(done));
    }

    /// A vault that is locked because its keychain is says that of the keychain.
    fn because(&self, words: Failure, error: &Error) -> Failure {
        match (&self.state, error) {
            (VaultState::KeychainTrouble(trouble), Error::Locked) => Failure { title: words.title, ..trouble.clone() },
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

    /// With its place, where several keys are spoken of.
    fn reference_of(&self, uid: KeyUid) -> String {
        let key = self.vault.as_ref().and_then(|vault| vault.key(uid).ok());
        key.map_or_else(|| "the key".into(), |key| key.reference.to_string())
    }

    /// "API_KEY", "3 keys".
    pub(super) fn names_of(&self, keys: &[KeyUid]) -> String {
        match keys {
            [one] => self.name_of(*one),
            several => format!("{} keys", several.len()),
        }
    }
}
