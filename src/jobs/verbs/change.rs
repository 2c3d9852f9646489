//! Changes of keys and settings. Each is followed by the facts that show it, and then by [`Done`].

use std::collections::BTreeSet;

use super::super::answers::Done;
use super::super::asks::{AddWish, NewValue, RotateWish, WhenDeleted};
use super::super::countdown;
use super::super::desk::Desk;
use super::super::talk::Event;
use super::super::words::setting_failure;
use crate::clipboard::ClipboardError;
use crate::model::{ActivityKind, Facts, KeyRef, KeyUid, Secret, VariableName};
use crate::vault::{Error, NewKeyWish, Rotation, Value, Vault};

impl Desk {
    pub(super) fn change(
        &mut self,
        what: &str,
        keys: &[KeyUid],
        done: Done,
        verb: impl FnOnce(&mut Vault) -> Result<(), Error>,
    ) {
        match self.verb(verb) {
            Ok(()) => self.done(done),
            Err(error) => {
                let which = self.names_of(keys);
                self.refuse(what, &which, &error);
            }
        }
    }

    pub(super) fn change_one(
        &mut self,
        what: &str,
        uid: KeyUid,
        done: Done,
        verb: impl FnOnce(&mut Vault) -> Result<(), Error>,
    ) {
        self.change(what, &[uid], done, verb);
    }

    pub(super) fn add(&mut self, wishes: Vec<AddWish>) {
        if let Err(error) = self.ensure_vault() {
            return self.refuse("save", "the key", &error);
        }
        let several = wishes.len() > 1;
        let mut added = Vec::new();
        let mut failed = None;
        let mut to_forget = None;
        for mut wish in wishes {
            let reference = wish.reference.clone();
            let pasted = wish.pasted.take();
            match self.verb(|vault| vault.add(new_key(wish))) {
                Ok(uid) => {
                    added.push(uid);
                    to_forget = pasted.or(to_forget);
                }
                Err(error) => {
                    failed = Some((reference, error));
                    break;
                }
            }
        }
        if !added.is_empty() {
            self.done(Done::Added(added));
        }
        if let Some(value) = to_forget {
            self.forget_pasted(&value);
        }
        if let Some((reference, error)) = failed {
            let which = if several { reference.to_string() } else { reference.name.to_string() };
            self.refuse("save", &which, &error);
        }
    }

    /// What was pasted and is saved need not lie on the clipboard any longer. One that can't be reached, or that holds
    /// something else by now, is left as it is.
    pub(super) fn forget_pasted(&self, value: &Secret) {
        if let Some(vault) = &self.vault
            && let Err(error @ Error::Clipboard(ClipboardError::NotCleared)) = vault.forget_pasted(value)
        {
            self.out.send(Event::ClipboardNotCleared(countdown::not_cleared(&error)));
        }
    }

    pub(super) fn edit(&mut self, uid: KeyUid, facts: &Facts, name: Option<&VariableName>, value: Option<&str>) {
        self.change_one("save", uid, Done::Edited(uid), |vault| vault.edit_plain(uid, facts, name, value));
    }

    pub(super) fn tick(&mut self, uid: KeyUid, place: &str, has_it: bool) {
        match self.verb(|vault| vault.tick_place(uid, place, has_it)) {
            Ok(()) => self.snapshot(),
            Err(error) => {
                let name = self.name_of(uid);
                self.refuse("note the places of", &name, &error);
            }
        }
    }

    pub(super) fn rotate(&mut self, uid: KeyUid, wish: RotateWish) {
        let RotateWish { value, key_id, keep, facts, also, pasted } = wish;
        // When the value ends is known of each key that holds it; the rest was said of this one.
        let ends = facts.expires;
        let facts = Facts { expires: None, ..facts };
        match self.verb(|vault| vault.rotate_ending(uid, value.duplicate(), key_id.clone(), keep, ends)) {
            Ok(Rotation::Replaced | Rotation::ReplacedLost) => {}
            // Nothing is new: keys that hold the same value hold it on.
            Ok(Rotation::PutAgain) => {
                self.done(Done::PutAgain(uid));
                pasted.iter().for_each(|pasted| self.forget_pasted(pasted));
                return;
            }
            Err(error) => {
                let name = self.name_of(uid);
                return self.refuse("rotate", &name, &error);
            }
        }
        let mut rotated = vec![uid];
        let mut failed = Vec::new();
        if facts != Facts::default()
            && let Err(error) = self.verb(|vault| vault.edit(uid, &facts, None))
        {
            failed.push((uid, "save the facts of", error));
        }
        for other in also.into_iter().filter(|other| *other != uid) {
            let new_id = key_id.clone();
            match self.verb(|vault| {
                // A key that has no key id so far gets none: it may hold the secret alone.
                let new_id = new_id.filter(|_| vault.key(other).is_ok_and(|key| key.key_id.is_some()));
                vault.rotate_ending(other, value.duplicate(), new_id, keep, ends)
            }) {
                Ok(_) => rotated.push(other),
                Err(error) => failed.push((other, "rotate", error)),
            }
        }
        let live = self.vault.as_ref().and_then(|vault| vault.key(uid).ok());
        let kept_until = live.and_then(|key| key.older.first().and_then(|version| version.kept_until));
        self.done(Done::Rotated(rotated, kept_until));
        if let Some(pasted) = pasted {
            self.forget_pasted(&pasted);
        }
        for (key, what, error) in failed {
            let which = self.reference_of(key);
            self.refuse(what, &which, &error);
        }
    }

    /// The versions before come back, each key's by itself: one that can't come back holds up no other.
    pub(super) fn put_back(&mut self, keys: Vec<KeyUid>) {
        let several = keys.len() > 1;
        let mut failed = Vec::new();
        let mut back = Vec::new();
        for uid in keys {
            match self.verb(|vault| vault.undo_rotate(uid)) {
                Ok(()) => back.push(uid),
                Err(error) => failed.push((uid, error)),
            }
        }
        if !back.is_empty() {
            self.done(Done::PutBack(back));
        }
        for (uid, error) in failed {
            let which = if several { self.reference_of(uid) } else { self.name_of(uid) };
            self.refuse("put back the old value of", &which, &error);
        }
    }

    pub(super) fn duplicate(&mut self, uid: KeyUid, to: &KeyRef) {
        match self.verb(|vault| vault.duplicate(uid, to)) {
            Ok(copy) => self.done(Done::Duplicated(copy)),
            Err(error) => {
                let which = format!("{} to {}", self.name_of(uid), to.place);
                self.refuse("duplicate", &which, &error);
            }
        }
    }

    pub(super) fn delete(&mut self, keys: &[KeyUid], when: WhenDeleted) {
        let once: BTreeSet<KeyUid> = keys.iter().copied().collect();
        let which = self.names_of(keys);
        // Asked before: afterwards there is nobody to name.
        let named: Vec<(KeyUid, String)> = once.iter().map(|uid| (*uid, self.name_of(*uid))).collect();
        let gone = match self.verb(|vault| vault.delete(keys, when == WhenDeleted::Now)) {
            Ok(()) => return self.done(Done::Deleted(named.into_iter().map(|(_, name)| name).collect())),
            // A store that stopped answering half way leaves some of them deleted; but a key that never was is not.
            Err(error @ Error::Unknown { .. }) => return self.refuse("delete", &which, &error),
            Err(error) => (self.names_gone(named), error),
        };
        if !gone.0.is_empty() {
            self.done(Done::Deleted(gone.0));
        }
        self.refuse("delete", &which, &gone.1);
    }

    fn names_gone(&self, keys: Vec<(KeyUid, String)>) -> Vec<String> {
        let Some(vault) = &self.vault else { return Vec::new() };
        let is_gone = |uid: KeyUid| matches!(vault.key(uid), Err(Error::Unknown { .. }));
        keys.into_iter().filter(|(uid, _)| is_gone(*uid)).map(|(_, name)| name).collect()
    }

    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        match self.verb(|vault| vault.set_setting(name, value)) {
            Ok(()) => self.snapshot(),
            Err(error) => self.refuse_setting(name, &error),
        }
    }

    pub(super) fn refuse_setting(&mut self, name: &str, error: &Error) {
        self.refuse_with(setting_failure(name, error), error);
    }
}

fn new_key(wish: AddWish) -> NewKeyWish {
    let AddWish { reference, value, key_id, key_id_name, facts, replace, pasted: _ } = wish;
    let value = match value {
        NewValue::Secret(secret) => Value::Secret(secret),
        NewValue::Plain(text) => Value::Plain(text),
    };
    NewKeyWish { reference, value, key_id, key_id_name, facts, replace, age_known: true, act: ActivityKind::Added }
}
