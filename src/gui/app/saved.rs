//! The dialogs that make and change keys: opening them, and what is said once the worker saved.

use std::sync::Arc;

use super::App;
use crate::gui::modal::Modal;
use crate::gui::route::{Route, Section};
use crate::gui::screens::edit::Edit;
use crate::gui::screens::keys::Place;
use crate::gui::screens::new_key::NewKey;
use crate::gui::screens::place_key::{PlaceKey, Placing};
use crate::gui::toast::Toast;
use crate::jobs::{Done, Request};
use crate::model::{Key, KeyUid};

impl App {
    /// Opens New key on the place in view; where that is more than one environment, on that of the key one is on.
    pub(super) fn new_key(&mut self, name: Option<String>) {
        let place = self.place();
        let on = self.selected().filter(|key| place.environment.is_none() && place.holds(key)).map(Key::place);
        let place = on.map_or_else(|| place.clone(), Place::of);
        self.new_key_at(&place, name);
    }

    /// Opens New key on a place.
    pub(super) fn new_key_at(&mut self, place: &Place, name: Option<String>) {
        let Some(snapshot) = &self.snapshot else { return };
        let form = NewKey::new(place, snapshot, name, Arc::clone(&self.random));
        self.modal = Some(Modal::NewKey(Box::new(form)));
    }

    /// Opens Edit; its note has to be opened by the worker.
    pub(super) fn edit(&mut self, ctx: &egui::Context, uid: KeyUid) {
        let edit = self.snapshot.as_ref().and_then(|snapshot| Edit::new(snapshot, uid));
        let Some(edit) = edit else { return };
        let asks = edit.waits_for_note();
        self.modal = Some(Modal::Edit(Box::new(edit)));
        if asks {
            self.ask(ctx, Request::Look(uid));
        }
    }

    /// Opens Duplicate or Move.
    pub(super) fn place_key(&mut self, uid: KeyUid, placing: Placing) {
        let dialog = self.snapshot.as_ref().and_then(|snapshot| PlaceKey::new(snapshot, uid, placing));
        if let Some(dialog) = dialog {
            self.modal = Some(Modal::PlaceKey(dialog));
        }
    }

    /// Says what is saved, and brings it into view.
    pub(super) fn saved(&mut self, done: Done, now: f64) {
        let (uid, words) = match &done {
            Done::Added(keys) => {
                let mut added = keys.iter().filter_map(|uid| self.key(*uid));
                let Some(first) = added.clone().next() else { return };
                let words = match keys.len() {
                    1 => format!("added to {}", place_words(first)),
                    count => format!("added to {count} environments"),
                };
                // One that stands where one looks; else one goes to the first.
                let seen = added.find(|key| self.keys.place.holds(key)).unwrap_or(first);
                (seen.uid, words)
            }
            Done::Edited(uid) => (*uid, "saved".to_owned()),
            Done::Duplicated(uid) => {
                let Some(key) = self.key(*uid) else { return };
                (*uid, format!("added to {}", place_words(key)))
            }
            _ => return,
        };
        let Some(name) = self.key(uid).map(|key| key.name().to_owned()) else { return };
        self.toasts.say(Toast::news_of(&name, words, now), now);
        self.bring(uid);
    }

    /// Brings a key that changed into view among the keys; in another section one goes on where one is.
    pub(super) fn bring(&mut self, uid: KeyUid) {
        if matches!(self.route, Route::Open(Section::Keys)) {
            self.select(uid);
        }
    }

    /// A key by its number.
    pub(super) fn key(&self, uid: KeyUid) -> Option<&Key> {
        self.snapshot.as_ref()?.keys.iter().find(|key| key.uid == uid)
    }
}

fn place_words(key: &Key) -> String {
    crate::gui::screens::key_form::place_words(key.place())
}
