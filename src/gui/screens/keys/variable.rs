//! Going from place to place on one variable: it stays the one that is looked at, also past an environment that lacks it.

use super::data::Place;
use super::ui::Screen;
use crate::jobs::Snapshot;
use crate::model::{Key, KeyUid};

/// The variable that one is on, while the place in view lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Away {
    /// The key that was selected where it stands.
    uid: KeyUid,
    /// What is selected in its stead: whoever goes to another row goes to another variable.
    stead: Option<KeyUid>,
}

impl Screen {
    /// Looks at another place.
    pub fn go(&mut self, place: Place, snapshot: &Snapshot) {
        let away = self.away.take().filter(|away| away.stead == self.selected);
        let gone_from = away.and_then(|away| snapshot.keys.iter().position(|key| key.uid == away.uid));
        let before = gone_from.or_else(|| self.selected_index(snapshot));
        self.place = place.within(snapshot);
        self.relist(snapshot);
        if let (Some(environment), Some(project)) = (&self.place.environment, &self.place.project) {
            self.compare.turn_to(project, environment, snapshot);
        }
        // In another environment one is on the same variable.
        let moved = before.filter(|before| self.selected_index(snapshot) != Some(*before));
        if let Some(before) = moved.filter(|before| !self.select_like(*before, snapshot)) {
            let key = &snapshot.keys[before];
            let is_away = self.place.project.as_ref() == Some(&key.place().project);
            self.away = is_away.then_some(Away { uid: key.uid, stead: self.selected });
        }
    }

    /// Selects the key at this place of the snapshot, else the first that is listed of its project with its name; false
    /// where none is.
    pub(super) fn select_like(&mut self, index: usize, snapshot: &Snapshot) -> bool {
        let like = &snapshot.keys[index];
        let is_like = |key: &Key| key.name() == like.name() && key.place().project == like.place().project;
        let is_listed = |index: &usize| self.listing.line_of(*index).is_some();
        let of_name = || (0..snapshot.keys.len()).filter(|other| is_like(&snapshot.keys[*other]));
        let Some(found) = Some(index).into_iter().chain(of_name()).find(is_listed) else { return false };
        self.selected = Some(snapshot.keys[found].uid);
        self.reveal_selection = true;
        true
    }

    /// Selects the first key where none is selected: one is nowhere, or on a variable that is not here.
    pub(super) fn select_any(&mut self, snapshot: &Snapshot) {
        if self.selected.is_some() {
            return;
        }
        self.selected = self.listing.first_key().map(|index| snapshot.keys[index].uid);
        if let Some(away) = &mut self.away {
            away.stead = self.selected;
        }
    }
}
