//! A key's name and facts while they are changed. Plain state: tested without a pixel.

use zeroize::Zeroize as _;

use crate::gui::modal::Heard;
use crate::gui::screens::key_form::{Attempt, FactsForm, LetGo, Taken, name_error, place_words, taken};
use crate::gui::screens::keys::is_locked;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, Request, Snapshot};
use crate::model::{EnvRef, Facts, KeyUid, Kind, VariableName};

/// The Edit dialog.
#[derive(Debug)]
pub struct Edit {
    uid: KeyUid,
    pub(super) place: EnvRef,
    pub(super) protected: bool,
    pub(super) name: String,
    /// The name it has.
    pub(super) old_name: String,
    /// What a plain key's value is to be, and what it is; none for one with a secret.
    pub(super) value: Option<String>,
    old_value: Option<String>,
    pub(super) facts: FactsForm,
    before: FactsForm,
    /// It has a note.
    has_note: bool,
    /// The note is there to be changed; else the worker is still opening it.
    pub(super) note_known: bool,
    pub(super) new_owner: bool,
    pub(super) attempt: Attempt,
    /// It failed since the last frame.
    pub(super) failed_now: bool,
    /// Asked whether to throw the changes away.
    pub(super) leaving: bool,
    pub(super) let_go: LetGo,
    pub(super) began: bool,
}

impl Edit {
    /// Opens it for a key; none where the key is gone.
    pub fn new(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        let key = snapshot.keys.iter().find(|key| key.uid == uid)?;
        let facts = FactsForm::of(key);
        Some(Self {
            uid,
            place: key.place().clone(),
            protected: key.protected,
            name: key.name().to_owned(),
            old_name: key.name().to_owned(),
            value: key.plain_value.clone(),
            old_value: key.plain_value.clone(),
            before: facts.clone(),
            facts,
            has_note: key.has_note,
            note_known: !key.has_note,
            new_owner: false,
            attempt: Attempt::None,
            failed_now: false,
            leaving: false,
            let_go: LetGo::Nothing,
            began: false,
        })
    }

    /// The key that it is about.
    pub fn uid(&self) -> KeyUid {
        self.uid
    }

    /// The vault is locked: a note is sealed there, so none stays here; the worker opens it anew. What was on its way is through, or
    /// was dropped.
    pub fn lock(&mut self) {
        self.let_go = LetGo::of(false, self.note_known && self.facts.note != self.before.note);
        for note in [&mut self.facts.note, &mut self.before.note] {
            note.zeroize();
        }
        self.note_known = !self.has_note;
        (self.attempt, self.leaving, self.began) = (Attempt::None, false, false);
    }

    /// True where the worker has to open the note first.
    pub fn waits_for_note(&self) -> bool {
        !self.note_known
    }

    /// The kinds it may become: what has a secret keeps one, and a plain key has none.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        if self.before.kind == Kind::Plain {
            return vec![Kind::Plain];
        }
        Kind::ALL.into_iter().filter(|kind| *kind != Kind::Plain).collect()
    }

    /// What is wrong with the name.
    pub(super) fn name_error(&self, snapshot: &Snapshot) -> Option<String> {
        if let Some(words) = name_error(&self.name) {
            return Some(words.to_owned());
        }
        let own = snapshot.keys.iter().find(|key| key.uid == self.uid);
        let own_id = own.and_then(|key| key.key_id_name.as_ref());
        if own_id.is_some_and(|id| id.as_str().eq_ignore_ascii_case(&self.name)) {
            return Some("That is the name of its key ID".to_owned());
        }
        let there = || place_words(&self.place);
        Some(match taken(snapshot, &self.place, &self.name, Some(self.uid))? {
            Taken::Key(_) => format!("Already in {}", there()),
            Taken::KeyId(of) => format!("It is the key ID of {of} in {}", there()),
            Taken::Twin(kept) => format!("{} has {kept}, which differs only in case", there()),
        })
    }

    /// The facts that changed.
    pub(super) fn changes(&self) -> Facts {
        self.facts.changes(&self.before)
    }

    fn rename(&self) -> Option<VariableName> {
        if self.name == self.old_name { None } else { VariableName::new(&self.name).ok() }
    }

    /// True where something would be lost.
    pub fn is_touched(&self) -> bool {
        self.name != self.old_name || self.changes() != Facts::default() || self.value != self.old_value
    }

    /// What it still takes before there is something to save, and it can be; none where it can.
    pub(super) fn needs(&self, snapshot: &Snapshot) -> Option<&'static str> {
        let parts = [
            (!self.facts.needs_day(), "Needs the day it ends."),
            (self.is_touched(), "No changes yet."),
            (!self.name.is_empty(), "Needs a variable name."),
            (self.name_error(snapshot).is_none(), "Needs another variable name."),
            (self.value.as_ref().is_none_or(|value| !value.is_empty()), "Needs a value."),
        ];
        parts.into_iter().find_map(|(is_there, words)| (!is_there).then_some(words))
    }

    /// Whether there is something to save, and it can be.
    pub(super) fn is_ready(&self, snapshot: &Snapshot) -> bool {
        self.needs(snapshot).is_none() && self.attempt != Attempt::Saving
    }

    /// Whether the keychain is to be opened before it is saved. Most changes need no secret, but all of them the vault key; one
    /// that was refused may need more.
    pub(super) fn unlocks_first(&self, snapshot: &Snapshot) -> bool {
        let was_refused = matches!(self.attempt, Attempt::Failed { .. });
        let measures_secret = self.facts.kind != self.before.kind;
        is_locked(snapshot) && (was_refused || measures_secret || !snapshot.holds_key)
    }

    /// Asks for what changed.
    pub(super) fn submit(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let waits = self.unlocks_first(snapshot);
        self.attempt = Attempt::Saving;
        let (facts, name) = (Box::new(self.changes()), self.rename());
        let request = match self.value.clone().filter(|_| self.value != self.old_value) {
            Some(value) => Request::EditPlain(self.uid, facts, name, value),
            None => Request::Edit(self.uid, facts, name),
        };
        wishes.push(if waits { Wish::AskUnlocked(request) } else { Wish::Ask(request) });
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            // The inspector wants it too.
            Event::Looked(look) if look.uid == self.uid && !self.note_known => {
                self.note_known = true;
                self.before.note = look.note.clone().unwrap_or_default();
                self.facts.note.clone_from(&self.before.note);
                Heard::Pass(Event::Looked(look))
            }
            Event::Done(Done::Edited(uid)) if uid == self.uid && self.attempt == Attempt::Saving => {
                Heard::Close(Event::Done(Done::Edited(uid)))
            }
            Event::Failed(failure) if self.attempt == Attempt::Saving => {
                self.failed(failure);
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }

    fn failed(&mut self, failure: Failure) {
        self.failed_now = true;
        self.attempt = Attempt::failed(failure);
    }
}
