//! Rotating several keys one after another: the same dialog for each, and a way past it.

use std::sync::Arc;

use super::App;
use crate::gui::modal::Modal;
use crate::gui::screens::rotate::Rotate;
use crate::model::KeyUid;

/// Whose turn it is.
#[derive(Debug)]
pub(super) struct Turns {
    keys: Vec<KeyUid>,
    /// How many had their turn.
    had: usize,
}

impl App {
    /// Begins with the first of them. Leaving midway keeps what is done.
    pub(super) fn rotate_all(&mut self, keys: Vec<KeyUid>) {
        self.turns = Some(Turns { keys, had: 0 });
        self.rotate_next();
    }

    /// Opens the dialog for the next key that is still there and has a secret; after the last one it closes.
    pub(super) fn rotate_next(&mut self) {
        self.modal = None;
        self.forget_layout();
        let (Some(turns), Some(snapshot)) = (&mut self.turns, &self.snapshot) else { return };
        let all = turns.keys.len();
        while let Some(uid) = turns.keys.get(turns.had) {
            turns.had += 1;
            if let Some(rotate) = Rotate::new(snapshot, *uid, Arc::clone(&self.random)) {
                self.modal = Some(Modal::Rotate(Box::new(rotate.in_turn(turns.had, all))));
                return;
            }
        }
        self.turns = None;
    }
}
