//! What the window says once a change is saved.

use std::collections::BTreeSet;

use super::App;
use crate::gui::counts;
use crate::gui::counts::counted;
use crate::gui::modal::Modal;
use crate::gui::route::Section;
use crate::gui::screens::import::Import;
use crate::gui::screens::keys::Place;
use crate::gui::toast::{Toast, Undo};
use crate::jobs::{Done, PlaceChange, Staying, StoreKind};
use crate::model::{EnvRef, Key, KeyRef, KeyUid, Rule, VariableName};
use crate::review::date;

impl App {
    /// Says that a change is saved, with Undo where it can be taken back. `now` is the frame's time.
    pub(super) fn done(&mut self, done: Done, now: f64) {
        self.last_was_import = false;
        match &done {
            Done::Rotated(keys, _)
            | Done::Ended(keys, _)
            | Done::NotEnded(keys)
            | Done::PutBack(keys)
            | Done::Disabled(keys)
            | Done::Enabled(keys) => {
                self.toasts.forget_undo(keys, now);
            }
            Done::PutAgain(uid) | Done::Edited(uid) => {
                self.toasts.forget_undo(&[*uid], now);
            }
            Done::Assigned(owners, _) => self.toasts.forget_undo(&keys_of(owners), now),
            Done::Moved(places, ..) => self.toasts.forget_undo(&keys_of(places), now),
            Done::Snoozed(what, _) | Done::Unsnoozed(what) => self.toasts.forget_undo(&once(what), now),
            Done::Deleted(_) => {
                // The facts without them came before the word.
                let there: Option<BTreeSet<KeyUid>> =
                    self.snapshot.as_ref().map(|snapshot| snapshot.keys.iter().map(|key| key.uid).collect());
                self.toasts.forget_undo_where(|uid| there.as_ref().is_some_and(|there| !there.contains(&uid)), now);
            }
            Done::NotNeeded(place, name, _) => {
                let is_it = |undo: &Undo| matches!(undo, Undo::Needed(at, of, _) if (at, of) == (place, name));
                self.toasts.forget_undos(is_it, now);
            }
            _ => {}
        }
        self.forget_filled_gaps(now);
        self.let_go_of_ticks(&done);
        // Who is on that page already stays where they are on it.
        let is_on_page = |name: &str| self.section() == Some(Section::Person) && self.person.name() == Some(name);
        if let Done::LastDay(name, Some(_)) = &done
            && !is_on_page(name)
        {
            self.open_person(Some(name.clone()));
        }
        let toast = match done {
            Done::Rotated(keys, kept_until) => {
                let undo = kept_until.map(|_| Undo::Rotate(keys.clone()));
                self.changed(&keys, "rotated", undo, now)
            }
            Done::PutAgain(uid) => self.changed(&[uid], "· value put in again", None, now),
            Done::PutBack(keys) => {
                let words = match keys.as_slice() {
                    [uid] if self.went(*uid) == Some(Way::On) => "· newer value put back",
                    [_] => "· old value put back",
                    _ => "· old values put back",
                };
                self.changed(&keys, words, None, now)
            }
            Done::Ended(keys, ends) => {
                let own = |key: &Key| keys.contains(&key.uid) && key.ended_at.is_some();
                let disabled = self.snapshot.as_ref().is_some_and(|snapshot| snapshot.keys.iter().any(own));
                let newer = keys.first().is_some_and(|uid| self.went(*uid) == Some(Way::Back));
                let words = match (keys.len(), disabled) {
                    (1, true) => "· noted as ended at its provider",
                    (1, false) if newer => "· newer value noted as ended",
                    (1, false) => "· old value noted as ended",
                    _ => "noted as ended at their providers",
                };
                let undo = Undo::End(keys.clone(), ends);
                self.changed(&keys, words, Some(undo), now)
            }
            Done::NotEnded(keys) => self.changed(&keys, "no longer noted as ended", None, now),
            Done::DeletedEnded(deletion, name) => {
                let undo = Undo::DeletedEnd(deletion, name.clone());
                Toast::undoable(Some(&name), "· noted as ended at its provider", undo, now)
            }
            Done::DeletedNotEnded(name) => Toast::news_of(&name, "no longer noted as ended".to_owned(), now),
            Done::Assigned(owners, before) => self.assigned(&owners, before, now),
            Done::Moved(places, before, made) => {
                if let ([(uid, to)], [(_, from)]) = (places.as_slice(), before.as_slice()) {
                    self.moved_alone(*uid, from, to);
                }
                self.moved(&places, Undo::Move(before, made), now)
            }
            Done::LastDay(name, Some(day)) => Toast::news(format!("{name} leaves on {}", date(day)), now),
            Done::LastDay(name, None) => Toast::news(format!("{name} stays"), now),
            Done::NotNeeded(place, name, not_needed) => {
                let words = if not_needed { "not needed in" } else { "needed in" };
                let words = format!("· {words} {}", place.environment);
                let undo = Undo::Needed(place, name.clone(), not_needed);
                Toast::undoable(Some(name.as_str()), &words, undo, now)
            }
            Done::Disabled(keys) => self.changed(&keys, "disabled", Some(Undo::Disable(keys.clone())), now),
            Done::Enabled(keys) => self.changed(&keys, "enabled", None, now),
            Done::Snoozed(what, until) => {
                let words = format!("snoozed until {}", date(until));
                self.warnings(what, &words, true, now)
            }
            Done::Unsnoozed(what) => self.warnings(what, "no longer snoozed", false, now),
            Done::Deleted(names) => match names.as_slice() {
                [name] => Toast::news_of(name, "deleted".to_owned(), now),
                several => Toast::news(format!("{} deleted", counts::keys(several.len())), now),
            },
            Done::FilesDeleted(uid, gone, left) => {
                let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
                let words = match (gone, left) {
                    (gone, 0) => format!("· {} deleted", files(gone)),
                    (0, left) => format!("· {} kept, changed since it was written", files(left)),
                    (gone, left) => format!("· {} deleted, {} kept (changed since)", files(gone), files(left)),
                };
                self.changed(&[uid], &words, None, now)
            }
            Done::Reported(path) => {
                let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                Toast::news(format!("Report written to {file}"), now)
            }
            Done::ImportsUndone(gone, put_back, staying) => {
                self.leave_first_run();
                self.back_from_imported();
                Toast::news(undone_words(gone, put_back, staying), now)
            }
            // They stand where a secret was that would have been counted down.
            Done::CommandCopied => {
                return self.toasts.say_of_clipboard(Toast::news("Command copied".to_owned(), now), now);
            }
            Done::ReferenceCopied(uid) => {
                let snapshot = self.snapshot.as_deref();
                let Some(key) = snapshot.and_then(|one| one.keys.iter().find(|key| key.uid == uid)) else { return };
                let toast = Toast::news_of(key.name(), "· reference copied".to_owned(), now);
                return self.toasts.say_of_clipboard(toast, now);
            }
            Done::PlaceChanged(change) => return self.place_changed(change, now),
            Done::PlaceProtected(place) => {
                let place = crate::gui::screens::key_form::place_words(&place);
                Toast::news(format!("{place} is protected now"), now)
            }
            Done::ActivityExported(path, entries) => {
                let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let entries = if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
                Toast::news(format!("{entries} written to {file}"), now)
            }
            Done::SavedFile(uid, path) => {
                let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                self.changed(&[uid], &format!("saved as {file}"), None, now)
            }
            Done::PassphraseChanged => Toast::news("Passphrase changed".to_owned(), now),
            Done::StoreMoved(to, left, strays) => Toast::news(moved_words(to, left, strays), now),
            Done::MoveStopped => Toast::news("Stopped. Nothing was moved".to_owned(), now),
            other => return self.saved(other, now),
        };
        self.toasts.say(toast, now);
    }

    /// Whether a variable is needed where it stands by now, or in an environment that is gone, can't be taken back any more.
    fn forget_filled_gaps(&mut self, now: f64) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let is_there = |place: &EnvRef| {
            let mut projects = snapshot.projects.iter().filter(|project| project.name == place.project);
            projects.any(|project| project.environments.iter().any(|one| one.name == place.environment))
        };
        let stands = |place: &EnvRef, name: &VariableName| {
            snapshot.keys.iter().any(|key| key.reference.name == *name && key.place() == place)
        };
        let is_over =
            |undo: &Undo| matches!(undo, Undo::Needed(place, name, _) if !is_there(place) || stands(place, name));
        self.toasts.forget_undos(is_over, now);
    }

    /// What was selected in a list is done: a tick that stays would be taken along by what comes next.
    fn let_go_of_ticks(&mut self, done: &Done) {
        let keys = match done {
            Done::Rotated(keys, _) | Done::Disabled(keys) | Done::Enabled(keys) | Done::Ended(keys, ..) => keys.clone(),
            Done::Assigned(owners, _) => keys_of(owners),
            Done::Moved(places, ..) => keys_of(places),
            Done::Snoozed(what, _) => once(what),
            _ => return,
        };
        self.keys.picked.let_go(&keys);
        self.person.let_go(&keys);
        match done {
            // There a warning is selected, not a key.
            Done::Snoozed(what, _) => {
                self.review.let_go(|(uid, rule)| rule.is_some_and(|rule| what.contains(&(uid, rule))));
            }
            _ => self.review.let_go(|(uid, _)| keys.contains(&uid)),
        }
    }

    /// Takes back what was done last, as long as a toast offers it.
    pub(super) fn undo(&mut self, ctx: &egui::Context) {
        let now = self.now(ctx);
        match self.toasts.take_undo(now) {
            Some(undo) => {
                self.takes_back(&undo);
                undo.requests().into_iter().for_each(|request| self.ask(ctx, request));
            }
            // It is more than a key press should take back unseen: it leads to the button.
            None if self.last_was_import => self.open_undo_import(),
            None => self.toasts.say(Toast::refusal("There is nothing to undo any more".to_owned(), now), now),
        }
    }

    /// Leads to the imports that can be taken back.
    pub(super) fn open_undo_import(&mut self) {
        if let Some(snapshot) = &self.snapshot {
            self.modal = Some(Modal::Import(Box::new(Import::to_undo(self.place(), snapshot))));
        }
    }

    /// "API_KEY assigned to payments", "3 keys have no owner now".
    fn assigned(&self, owners: &[(KeyUid, Option<String>)], before: Vec<(KeyUid, Option<String>)>, now: f64) -> Toast {
        let keys = keys_of(owners);
        let words = match same(owners.iter().map(|(_, owner)| owner)) {
            Some(Some(owner)) => format!("assigned to {owner}"),
            Some(None) if keys.len() == 1 => "now has no owner".to_owned(),
            Some(None) => "now have no owner".to_owned(),
            None => "assigned to their previous owners".to_owned(),
        };
        self.changed(&keys, &words, Some(Undo::Assign(before)), now)
    }

    /// "3 keys moved to Billing · staging".
    fn moved(&self, places: &[(KeyUid, KeyRef)], undo: Undo, now: f64) -> Toast {
        let keys = keys_of(places);
        let words = match same(places.iter().map(|(_, to)| &to.place)) {
            Some(place) => format!("moved to {}", crate::gui::screens::key_form::place_words(place)),
            None => "moved back".to_owned(),
        };
        self.changed(&keys, &words, Some(undo), now)
    }

    /// "API_KEY · warning snoozed until 23 Dec 2025", "3 warnings no longer snoozed".
    fn warnings(&self, what: Vec<(KeyUid, Rule)>, words: &str, undo: bool, now: f64) -> Toast {
        let count = what.len();
        let name = match once(&what).as_slice() {
            [uid] => self.key(*uid).map(Key::name),
            _ => None,
        };
        let said = match (name, count) {
            (Some(_), 1) => format!("· warning {words}"),
            (Some(_), _) => format!("· {count} warnings {words}"),
            (None, _) => format!("{} {words}", counted(count, "warning", "warnings")),
        };
        match (undo, name) {
            (true, _) => Toast::undoable(name, &said, Undo::Snooze(what), now),
            (false, Some(name)) => Toast::news_of(name, said, now),
            (false, None) => Toast::news(said, now),
        }
    }

    /// A project or environment changed: the place in view follows its name. An open dialog shows it; else it is said.
    fn place_changed(&mut self, change: PlaceChange, now: f64) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let mut place = self.was_at.take().unwrap_or_else(|| self.keys.place.clone());
        let words = match change {
            PlaceChange::RenameProject { name, to } => {
                if place.project.as_ref() == Some(&name) {
                    place.project = Some(to);
                    self.keys.go(place, &snapshot);
                }
                return;
            }
            PlaceChange::RenameEnvironment { place: at, to } => {
                let here = place.project.as_ref() == Some(&at.project);
                if here && place.environment.as_ref() == Some(&at.environment) {
                    place.environment = Some(to);
                    self.keys.go(place, &snapshot);
                }
                return;
            }
            PlaceChange::AddProject(name) => {
                self.keys.go(Place { project: Some(name), environment: None }, &snapshot);
                return;
            }
            PlaceChange::DeleteProject { name, .. } => format!("{name} deleted"),
            PlaceChange::UnlinkFolder { project, folder } if self.modal.is_none() => {
                let words = format!("Folder unlinked from {project}");
                let undo = Undo::Unlink(project, folder);
                return self.toasts.say(Toast::undoable(None, &words, undo, now), now);
            }
            PlaceChange::LinkAgain { project, .. } if self.modal.is_none() => {
                format!("Folder linked to {project} again")
            }
            _ => return,
        };
        self.toasts.say(Toast::news(words, now), now);
    }

    /// "API_KEY disabled", "3 keys disabled".
    fn changed(&self, keys: &[KeyUid], words: &str, undo: Option<Undo>, now: f64) -> Toast {
        let one = match keys {
            [uid] => self.snapshot.as_ref().and_then(|snapshot| snapshot.keys.iter().find(|key| key.uid == *uid)),
            _ => None,
        };
        let name = one.map(Key::name);
        let count = keys.len();
        let whole = match (name, count) {
            (Some(_), _) => words.to_owned(),
            (None, 1) => format!("Key {words}"),
            (None, _) => format!("{} {words}", counts::keys(count)),
        };
        match (undo, name) {
            (Some(undo), _) => Toast::undoable(name, &whole, undo, now),
            (None, Some(name)) => Toast::news_of(name, whole, now),
            (None, None) => Toast::news(whole, now),
        }
    }
}

fn keys_of<T>(pairs: &[(KeyUid, T)]) -> Vec<KeyUid> {
    pairs.iter().map(|(uid, _)| *uid).collect()
}

/// What all of them are; none where they differ.
fn same<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|one| one == first).then_some(first)
}

/// Which way a key went from the value before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    On,
    Back,
}

impl App {
    /// As the facts tell, which come before any word of it.
    fn went(&self, uid: KeyUid) -> Option<Way> {
        let key = self.key(uid)?;
        key.older.first()?;
        Some(if key.is_put_back() { Way::Back } else { Way::On })
    }
}

/// The keys of warnings, each once.
fn once(what: &[(KeyUid, Rule)]) -> Vec<KeyUid> {
    let keys: BTreeSet<KeyUid> = what.iter().map(|(uid, _)| *uid).collect();
    keys.into_iter().collect()
}

/// What is said of a move that is done.
fn moved_words(to: StoreKind, left: usize, strays: usize) -> String {
    let there = if to == StoreKind::Sealed { "Keyloft's own vault" } else { "the keychain" };
    let mut words = format!("All keys are in {there} now");
    if left > 0 {
        let old = counted(left, "old item goes", "old items go");
        words.push_str(&format!("; {old} once the keychain lets them"));
    } else if strays > 0 {
        // What can be done about them stands beside the store.
        words.push_str(&format!("; {} in the keychain", counted(strays, "secret stays", "secrets stay")));
    }
    words
}

/// "Import undone: 34 keys removed, 2 restored; 3 stay, the file was deleted".
fn undone_words(gone: usize, put_back: usize, staying: Staying) -> String {
    let mut words = format!("Import undone: {} removed", counts::keys(gone));
    if put_back > 0 {
        words.push_str(&format!(", {put_back} restored"));
    }
    match (staying.keys, staying.is_only_copy) {
        (0, _) => {}
        (keys, true) => words.push_str(&format!("; {}, the file was deleted", counted(keys, "stays", "stay"))),
        (keys, false) => words.push_str(&format!("; {}", counted(keys, "stays", "stay"))),
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_of_an_import_is_said_with_what_was_taken_back() {
        let said = |keys, is_only_copy| undone_words(6, 2, Staying { keys, is_only_copy });
        assert_eq!(said(0, true), "Import undone: 6 keys removed, 2 restored");
        assert_eq!(said(3, true), "Import undone: 6 keys removed, 2 restored; 3 stay, the file was deleted");
        assert_eq!(said(1, false), "Import undone: 6 keys removed, 2 restored; 1 stays");
    }
}
