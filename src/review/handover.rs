//! How far a key of someone who leaves is on its way to being safe from them. It follows from the facts alone, so that
//! window, command line and reports say the same, today and tomorrow.

use chrono::{DateTime, Utc};

use crate::model::{DeletedKey, KeptVersion, Key, Person, State};

/// What became of the value that the person knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewValue {
    /// It holds no secret: nothing to be known.
    NoneNeeded,
    /// Nothing yet.
    NotYet,
    /// The key has had another one since then; nobody said that one they know ended at its provider.
    OldLives(DateTime<Utc>),
    /// The key has had another one since then, and none they know works any more.
    Made(DateTime<Utc>),
    /// The key is disabled here; its provider still accepts a value they know.
    Disabled,
    /// The key is disabled here, and no value they know works any more.
    DisabledAndEnded,
}

/// How far one key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// What became of the value.
    pub value: NewValue,
    /// Somebody else owns it.
    pub new_owner: bool,
}

impl Handover {
    /// How far `key` is, of someone who leaves; a person nobody says that of knows every value there is.
    pub fn of(key: &Key, person: &Person) -> Self {
        let owner = key.owner.as_deref().map(str::trim).filter(|name| !name.is_empty());
        Self { value: new_value(key, person), new_owner: owner.is_some_and(|name| name != person.name.trim()) }
    }

    /// A new value, no old one that works, and another owner; or disabled and ended at its provider. Another owner
    /// alone is not enough: the person still knows the value.
    pub fn is_done(self) -> bool {
        match self.value {
            NewValue::NoneNeeded | NewValue::Made(_) => self.new_owner,
            NewValue::DisabledAndEnded => true,
            NewValue::NotYet | NewValue::OldLives(_) | NewValue::Disabled => false,
        }
    }

    /// Whether it still needs another value, or to be disabled.
    pub fn needs_value(self) -> bool {
        self.value == NewValue::NotYet
    }

    /// Whether a value that the person knows has still to end at its provider.
    pub fn needs_end(self) -> bool {
        matches!(self.value, NewValue::OldLives(_) | NewValue::Disabled)
    }

    /// Whether it still needs another owner: a key that is disabled needs none, since nothing uses it any more.
    pub fn needs_owner(self) -> bool {
        !self.new_owner && !matches!(self.value, NewValue::Disabled | NewValue::DisabledAndEnded)
    }
}

/// How far all of someone's keys are, those that are gone with them: their values may still work at their providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many keys there are.
    pub all: usize,
    /// How many are done; of those that are gone, the ones whose values ended.
    pub done: usize,
}

impl Progress {
    /// Of keys, of each whether it is done, and of those that are gone.
    pub fn of(done: impl IntoIterator<Item = bool>, gone: &[DeletedKey]) -> Self {
        let each = done.into_iter().chain(gone.iter().map(|gone| gone.ended));
        each.fold(Self { all: 0, done: 0 }, |sum, done| Self { all: sum.all + 1, done: sum.done + usize::from(done) })
    }

    /// How many are to do.
    pub fn to_do(self) -> usize {
        self.all - self.done
    }
}

fn new_value(key: &Key, person: &Person) -> NewValue {
    let disabled = matches!(key.state, State::Disabled { .. });
    if key.is_plain() {
        return if disabled { NewValue::DisabledAndEnded } else { NewValue::NoneNeeded };
    }
    let old_ended = key.older.iter().all(|version| version.ended_at.is_some() || !knows(person, version));
    let made = key.rotated_at.filter(|at| is_new(*at, person));
    match (disabled, made) {
        (true, made) if old_ended && (made.is_some() || key.ended_at.is_some()) => NewValue::DisabledAndEnded,
        (true, _) => NewValue::Disabled,
        (false, Some(at)) if old_ended => NewValue::Made(at),
        (false, Some(at)) => NewValue::OldLives(at),
        (false, None) => NewValue::NotYet,
    }
}

/// Whether a value was made since it is known that the person leaves: such a one is made to be kept from them.
fn is_new(made_at: DateTime<Utc>, person: &Person) -> bool {
    person.leaving_since.is_some_and(|since| made_at >= since)
}

/// Whether the person knows an old value of a key that is or was theirs. One that came and went since then is none of them:
/// whoever has the key now may go on rotating it, and what was done for the one who left stays done.
pub fn knows(person: &Person, version: &KeptVersion) -> bool {
    !is_new(version.made_at, person)
}

/// Whether a key is one that the person leaves with: theirs, or theirs since their leaving is known.
pub fn leaves_with(key: &Key, person: &Person) -> bool {
    key.owner.as_deref() == Some(person.name.as_str()) || person.handed_over.contains(&key.uid)
}
