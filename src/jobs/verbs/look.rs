//! Questions that change nothing.

use std::sync::Arc;

use super::super::answers::{KeyLook, Match, ShapeLook};
use super::super::desk::Desk;
use super::super::talk::{Event, VaultState};
use crate::model::{KeyUid, Secret};
use crate::vault::Error;

impl Desk {
    pub(super) fn look_at(&mut self, uid: KeyUid) {
        let looked = self.verb(|vault| {
            let history = vault.history(uid)?;
            // Needs the vault key; a note that does not open must not hide the rest.
            let note = vault.note_of(uid).unwrap_or_default();
            let old_tail = vault.old_tail(uid).unwrap_or_default();
            let ticked = vault.ticked_places(uid)?;
            let files = vault.files_of(uid)?;
            Ok(KeyLook { uid, history: history.lines, daily: history.daily, note, old_tail, ticked, files })
        });
        match looked {
            Ok(look) => self.out.send(Event::Looked(Arc::new(look))),
            Err(error) => {
                let name = self.name_of(uid);
                self.refuse("look at", &name, &error);
            }
        }
    }

    /// A keychain that is in trouble is not asked: what is waited for here is no secret.
    pub(super) fn look_at_shape(&mut self, uid: KeyUid) {
        let is_open = self.state == VaultState::Open;
        let looked = if is_open { self.verb(|vault| vault.like(uid)) } else { Err(Error::Locked) };
        let shape = match looked {
            Ok(like) => like.map_or(ShapeLook::Other, ShapeLook::Like),
            Err(error) => {
                // That it is lost, or that the keychain is in the way, is shown at once.
                if is_open {
                    self.store_trouble(&error);
                    self.snapshot();
                }
                ShapeLook::Unread
            }
        };
        self.out.send(Event::ShapeLooked(uid, shape));
    }

    /// Nobody's while the vault is locked: the fingerprint's key is not there.
    pub(super) fn whose(&mut self, value: &Secret) {
        let holders = self.verb(|vault| vault.holders(value)).unwrap_or_default();
        self.out.send(Event::Whose(holders.into_iter().map(|(uid, live)| Match { uid, live }).collect()));
    }
}
