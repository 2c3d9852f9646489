//! Back from a key to where one looked at it from.

use egui::{Context, Id, Order};

use super::App;
use crate::gui::route::Section;
use crate::gui::screens::keys::{Chip, Place};
use crate::gui::shell;
use crate::gui::toast::Undo;
use crate::gui::widgets::{keyboard, modal};
use crate::model::{KeyRef, KeyUid};

/// Where a key was opened that stands among the keys now; forgotten as soon as one goes elsewhere.
#[derive(Debug)]
pub(super) struct OpenedFrom {
    section: Section,
    /// It was a cell of Compare.
    compared: bool,
    /// The place of the keys there.
    place: Place,
    review_of: Option<Option<String>>,
    /// Where Esc leads on from there.
    came_from: Vec<Section>,
    /// What opened it had the keyboard.
    by: Option<Id>,
    /// The key, and the place it was shown in.
    uid: KeyUid,
    at: Place,
}

/// Where one was among the keys when one of them was moved.
#[derive(Debug)]
pub(super) struct MovedFrom {
    /// The key, and where it stood.
    uid: KeyUid,
    from: KeyRef,
    /// What was in view.
    place: Place,
    chip: Chip,
    filter: String,
    /// It is being taken back.
    goes_back: bool,
}

/// Where one was among the keys when keys came in.
#[derive(Debug)]
pub(super) struct ImportedFrom {
    place: Place,
    chip: Chip,
    filter: String,
    selected: Option<KeyUid>,
    /// Where they came in.
    to: Place,
}

impl App {
    /// Keys came in, and one is led to them.
    pub(super) fn leaves_for_imported(&mut self, to: Place) {
        let keys = &self.keys;
        let (place, chip, filter) = (keys.place.clone(), keys.chip, keys.filter.clone());
        self.imported_from = Some(ImportedFrom { place, chip, filter, selected: keys.selected, to });
    }

    /// That import was taken back: so is the way there, where one is still at its end.
    pub(super) fn back_from_imported(&mut self) {
        let (from, snapshot) = (self.imported_from.take(), self.snapshot.clone());
        let (Some(from), Some(snapshot)) = (from, snapshot) else { return };
        if *self.was_at.as_ref().unwrap_or(&self.keys.place) != from.to {
            return;
        }
        (self.keys.chip, self.keys.filter) = (from.chip, from.filter);
        self.keys.go(from.place, &snapshot);
        if let Some(uid) = from.selected.filter(|uid| self.key(*uid).is_some()) {
            self.bring(uid);
        }
    }

    /// Where one was before an import is of no meaning once one has gone on from what came in.
    pub(super) fn tend_imported_from(&mut self) {
        let Some((from, snapshot)) = self.imported_from.as_ref().zip(self.snapshot.as_ref()) else { return };
        // It may have gone with the import, and the word of that comes behind the facts.
        let is_there = from.to.clone().within(snapshot) == from.to;
        if self.imported.is_none() && is_there && self.keys.place != from.to {
            self.imported_from = None;
        }
    }

    /// A key was moved: one goes with it, and where that took a move back, to where one was before that.
    pub(super) fn moved_alone(&mut self, uid: KeyUid, from: &KeyRef, to: &KeyRef) {
        let back = self.moved_from.take().filter(|was| was.goes_back && was.uid == uid && was.from == *to);
        if self.section() == Some(Section::Keys) {
            match (back, self.snapshot.clone()) {
                (Some(was), Some(snapshot)) => {
                    (self.keys.chip, self.keys.filter) = (was.chip, was.filter);
                    self.keys.go(was.place, &snapshot);
                }
                _ => {
                    self.moved_from = Some(MovedFrom {
                        uid,
                        from: from.clone(),
                        place: self.keys.place.clone(),
                        chip: self.keys.chip,
                        filter: self.keys.filter.clone(),
                        goes_back: false,
                    });
                }
            }
        }
        self.bring(uid);
    }

    /// A change is taken back.
    pub(super) fn takes_back(&mut self, undo: &Undo) {
        if let (Undo::Move(places, _), Some(was)) = (undo, &mut self.moved_from) {
            was.goes_back = places.as_slice() == [(was.uid, was.from.clone())];
        }
    }

    /// Opens a key's details among the keys, from wherever one is.
    pub(super) fn open_key(&mut self, ctx: &Context, uid: KeyUid) {
        let compared = self.keys.compare.on;
        let section = self.section().filter(|section| *section != Section::Keys || compared);
        let place = self.keys.place.clone();
        let (review_of, came_from) = (self.review_of.clone(), self.came_from.clone());
        let by = opener(ctx).filter(|by| section == Some(Section::Review) && self.row() != Some(*by));
        self.keys.compare.on = false;
        self.select(uid);
        self.keys.inspector.bring(ctx);
        if let Some(section) = section {
            let (compared, at) = (compared && section == Section::Keys, self.keys.place.clone());
            self.opened_from = Some(OpenedFrom { section, compared, place, review_of, came_from, by, uid, at });
        }
    }

    /// Forgets where a key was opened once one has gone on from it. Settings and a person's page lead back to it.
    pub(super) fn tend_opened_from(&mut self) {
        let stays = |from: &OpenedFrom| match self.section() {
            Some(Section::Keys) => {
                !self.keys.compare.on && self.keys.selected == Some(from.uid) && self.keys.place == from.at
            }
            Some(Section::Settings | Section::Person) => true,
            _ => false,
        };
        if !self.opened_from.as_ref().is_some_and(stays) {
            self.opened_from = None;
        }
    }

    /// Leads back to where the key was opened that one is on; false where that was here.
    pub(super) fn back_from_key(&mut self, ctx: &Context) -> bool {
        let Some(snapshot) = self.snapshot.clone() else { return false };
        let Some(from) = self.opened_from.take() else { return false };
        if self.keys.place != from.place {
            self.keys.go(from.place, &snapshot);
        }
        if from.compared {
            self.keys.compare.on = true;
            self.keys.compare.look_again(self.keys.place.project.as_deref(), &snapshot);
        }
        self.review_of = from.review_of;
        self.go_to(from.section);
        self.came_from = from.came_from;
        self.back_at = from.by.map(|by| (by, ctx.cumulative_pass_nr()));
        true
    }

    /// One leaves the review for the settings or a person's page, which lead back to it: to what has the keyboard there, where
    /// that is no row.
    pub(super) fn leave_review(&mut self, ctx: &Context) {
        if self.section() == Some(Section::Review) {
            let in_pane = keyboard::place(ctx).is_some_and(|at| at.center().x > shell::width(ctx));
            let had = modal::had_before(ctx).unwrap_or_else(|| ctx.memory(egui::Memory::focused));
            self.left_review = had.filter(|had| in_pane && self.row() != Some(*had));
        }
    }

    /// Leads to what opened the key one came back from, once a pass has drawn its section; false where that is nothing, or gone.
    pub(super) fn lead_back(&mut self, ctx: &Context) -> bool {
        let Some((by, left_in)) = self.back_at else { return false };
        if left_in == ctx.cumulative_pass_nr() {
            return true;
        }
        self.back_at = None;
        let is_there = keyboard::lead_to_first(ctx, &[by]);
        self.came &= !is_there;
        is_there
    }
}

/// What has the keyboard in the screen itself: no entry of a menu, no row of the palette.
fn opener(ctx: &Context) -> Option<Id> {
    let focused = ctx.memory(egui::Memory::focused)?;
    let layer = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(focused).map(|widget| widget.layer_id))?;
    Some(focused).filter(|_| layer.order == Order::Background)
}
