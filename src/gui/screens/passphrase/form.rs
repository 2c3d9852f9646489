//! What is typed, what is wrong with it, and what is asked of the worker. Plain state: tested without a pixel.

use crate::gui::modal::Heard;
use crate::gui::screens::key_form::Attempt;
use crate::gui::widgets::Passphrase;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Request, Snapshot, StoreKind};

/// The shortest that the vault takes, in characters.
const SHORTEST: usize = 8;

/// What a passphrase is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Another one for the sealed vault.
    Change,
    /// A new one for the sealed vault, to which the secrets move.
    ToSealed,
    /// The one there is, before the secrets move to the keychain.
    ToKeychain,
}

/// The dialog.
#[derive(Debug)]
pub struct PassphraseForm {
    pub(super) purpose: Purpose,
    /// How many keys with a secret there are.
    pub(super) keys: usize,
    pub(super) old: Passphrase,
    pub(super) new: Passphrase,
    pub(super) again: Passphrase,
    /// How strong the new one is, estimated as it changes.
    pub(super) bits: f64,
    pub(super) attempt: Attempt,
    pub(super) began: bool,
}

impl PassphraseForm {
    /// Opens it.
    pub fn new(purpose: Purpose, snapshot: &Snapshot) -> Self {
        Self {
            purpose,
            keys: snapshot.keys.iter().filter(|key| !key.is_plain()).count(),
            old: Passphrase::new("old"),
            new: Passphrase::new("new"),
            again: Passphrase::new("new again"),
            bits: 0.0,
            attempt: Attempt::None,
            began: false,
        }
    }

    /// The passphrase that is in force is asked for.
    pub(super) fn asks_old(&self) -> bool {
        self.purpose != Purpose::ToSealed
    }

    /// A new one is asked for, twice.
    pub(super) fn asks_new(&self) -> bool {
        self.purpose != Purpose::ToKeychain
    }

    /// What is wrong with the new one.
    pub(super) fn new_error(&self) -> Option<&'static str> {
        (!self.new.is_empty() && self.new.len() < SHORTEST).then_some("At least 8 characters.")
    }

    /// What is wrong with it as it was typed again, once the first is long enough.
    pub(super) fn again_error(&self) -> Option<&'static str> {
        let differs = self.new_error().is_none() && !self.again.is_empty() && !self.again.same_as(&self.new);
        differs.then_some("The two passphrases differ.")
    }

    /// What it still takes before it can be asked for; none where it can.
    pub(super) fn needs(&self) -> Option<&'static str> {
        let old = match self.purpose {
            Purpose::Change => "Needs the old passphrase.",
            Purpose::ToSealed | Purpose::ToKeychain => "Needs the passphrase.",
        };
        let parts = [
            (!self.asks_old() || !self.old.is_empty(), old),
            (!self.asks_new() || self.new.len() >= SHORTEST, "Needs a new passphrase."),
            (!self.asks_new() || self.again.same_as(&self.new), "Needs the new passphrase twice."),
        ];
        parts.into_iter().find_map(|(is_there, words)| (!is_there).then_some(words))
    }

    pub(super) fn is_ready(&self) -> bool {
        self.needs().is_none() && self.attempt != Attempt::Saving
    }

    pub(super) fn submit(&mut self, wishes: &mut Vec<Wish>) {
        let request = match self.purpose {
            Purpose::Change => Request::ChangePassphrase(self.old.copy(), self.new.copy()),
            Purpose::ToSealed => Request::MoveStore(StoreKind::Sealed, self.new.copy()),
            Purpose::ToKeychain => Request::MoveStore(StoreKind::Keychain, self.old.copy()),
        };
        self.attempt = Attempt::Saving;
        wishes.push(Wish::Ask(request));
    }

    /// What comes of what it asked for. A move closes it as soon as it is under way: the settings show how far it is.
    pub fn hear(&mut self, event: Event) -> Heard {
        if self.attempt != Attempt::Saving {
            return Heard::Pass(event);
        }
        match event {
            Event::Progress("moving" | "clearing", ..)
            | Event::Done(Done::PassphraseChanged | Done::StoreMoved(..) | Done::MoveStopped) => Heard::Close(event),
            Event::Failed(failure) => {
                self.attempt = Attempt::failed(failure);
                // What was wrong is typed anew, the new one stays.
                self.old.wipe();
                self.began = false;
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }
}
