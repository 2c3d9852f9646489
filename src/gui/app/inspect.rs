//! The selected key looked at closely: what the worker is asked of it, and its secret on screen.

use std::sync::mpsc::TrySendError;

use egui::{Context, Key, Modifiers};

use super::App;
use crate::gui::awaits::Asked;
use crate::gui::modal::Modal;
use crate::gui::route::{Route, Section};
use crate::gui::screens;
use crate::gui::screens::confirm::Reveal;
use crate::gui::screens::keys::Next;
use crate::gui::toast::Face;
use crate::gui::widgets::keyboard;
use crate::jobs::{Request, Snapshot, VaultState};
use crate::model::KeyUid;

impl App {
    /// Asks the worker of the selected key, once the selection rests.
    pub(super) fn look_at_selected(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        match self.keys.inspector.follow(ctx, self.keys.selected, now) {
            Next::Nothing => {}
            Next::After(wait) => ctx.request_repaint_after(wait),
            Next::Ask(uid) => {
                // A busy worker is no news here: the question is put again.
                if let Err(TrySendError::Full(_)) = self.worker.requests.try_send(Request::Look(uid)) {
                    self.keys.inspector.look.stale(now);
                    ctx.request_repaint_after(std::time::Duration::from_millis(100));
                }
            }
        }
    }

    /// Shows the selected key's secret, or hides it. A protected one is asked about first.
    pub(super) fn show_or_hide(&mut self, ctx: &Context) {
        let Some(key) = self.selected() else { return };
        let uid = key.uid;
        if self.shown.uid() == Some(uid) {
            self.hide_secret();
        } else if key.protected {
            let secs = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.settings.reveal_secs);
            self.modal = Some(Modal::Reveal(Reveal::new(key, secs)));
        } else {
            self.show_secret(ctx, uid);
        }
    }

    /// Asks for a key's secret and brings the field it will stand in into view.
    pub(super) fn show_secret(&mut self, ctx: &Context, uid: KeyUid) {
        self.hide_secret();
        self.keys.select(Some(uid));
        self.keys.inspector.bring(ctx);
        self.shown.asked(uid, self.now(ctx));
        self.ask(ctx, Request::Reveal(uid));
    }

    /// Takes the secret from the screen, and out of memory.
    pub(super) fn hide_secret(&mut self) {
        if self.shown.hide() {
            self.forget_layout();
        }
    }

    /// egui keeps a text's layout until the frame after the last one that painted it. So two more frames are drawn; the
    /// allocator wipes what they free.
    pub(super) fn forget_layout(&mut self) {
        self.wiping = 2;
    }

    /// Takes a shown secret away once its time is over, another key is selected or its field is gone; and counts.
    pub(super) fn tend_shown(&mut self, ctx: &Context) {
        let now = self.now(ctx);
        // Whoever opens a dialog looks at that; a secret is not left to be read beside it.
        let in_view = matches!(self.route, Route::Open(Section::Keys))
            && self.keys.inspector.is_shown(ctx)
            && matches!(self.modal, None | Some(Modal::Reveal(_)));
        let looked_at = self.keys.selected.filter(|_| in_view);
        if self.shown.keep_to(looked_at, now) {
            self.forget_layout();
        }
        for wait in [self.shown.next_frame(now), self.keys.inspector.awaits.next_frame(now)].into_iter().flatten() {
            ctx.request_repaint_after(wait);
        }
        if self.wiping > 0 {
            // A hidden window draws nothing unless it is told to, and would keep the layout until it is looked at again.
            ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaintWhileHidden);
            ctx.request_repaint();
        }
    }

    /// Whether the store keeps the secrets of the open vault back.
    pub(super) fn is_store_away(&self) -> bool {
        self.snapshot.as_ref().is_some_and(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)))
    }

    /// What is to be said of a store or a vault that was asked and does not answer, and since when; none where the key's own field
    /// is in view and says it.
    pub(super) fn waiting(&self, ctx: &Context, snapshot: &Snapshot) -> Option<(Face, f64)> {
        let now = self.now(ctx);
        let (asked, since) = self.keys.inspector.awaits.told(now)?;
        let in_view = matches!(self.route, Route::Open(Section::Keys))
            && !self.keys.compare.on
            && self.keys.inspector.is_shown(ctx);
        let key = self.selected().filter(|key| in_view && !key.is_plain());
        if key.is_some_and(|key| self.keys.inspector.awaits.is_of(key.uid, now)) {
            return None;
        }
        let face = match asked {
            Asked::Secret(uid) => Face::asking(&snapshot.store_title, Some(self.key(uid)?.name())),
            Asked::Open => Face::asking(&snapshot.store_title, None),
            // A dialog shows by its button that it saves.
            Asked::Change if self.modal.is_some() => return None,
            Asked::Change => Face::saving(),
        };
        Some((face, since))
    }

    /// Esc, before the list has it: a shown secret goes first, then the sheet, and with it a key that was opened elsewhere.
    pub(super) fn escape(&mut self, ctx: &Context) {
        self.tend_opened_from();
        self.tend_imported_from();
        if egui::Popup::is_any_open(ctx) || !ctx.input(|input| input.key_pressed(Key::Escape)) {
            return;
        }
        let taken = if self.shown.uid().is_some() {
            self.hide_secret();
            true
        } else if matches!(self.route, Route::Open(Section::Activity)) {
            let wishes = if ctx.text_edit_focused() { None } else { self.activity.escape() };
            let taken = wishes.is_some();
            for wish in wishes.into_iter().flatten() {
                self.carry_out(ctx, wish);
            }
            taken || self.dismisses(ctx)
        } else if matches!(self.route, Route::Open(Section::Settings)) {
            // Any other field has its old text back first.
            let field = keyboard::escaped_field(ctx).filter(|field| self.settings.gives_up(*field));
            // What is looked for next is typed there.
            let find = || Some(screens::settings::Screen::find_id()).filter(|_| self.settings.escape());
            match field.or_else(find) {
                Some(stays) => ctx.memory_mut(|memory| memory.request_focus(stays)),
                None if self.dismisses(ctx) => {
                    let field = keyboard::escaped_field(ctx);
                    field.into_iter().for_each(|field| ctx.memory_mut(|memory| memory.request_focus(field)));
                }
                None => self.go_back(ctx),
            }
            true
        } else if matches!(self.route, Route::Open(Section::Person)) {
            let leaves = keyboard::escaped_field(ctx).is_none() && self.person.has_nothing_to_clear();
            if leaves && !self.dismisses(ctx) {
                self.go_back(ctx);
            }
            leaves
        } else if self.dismisses(ctx) {
            true
        } else {
            let closed = self.keys.inspector.close_sheet(ctx);
            if closed {
                self.leave_details(ctx);
            }
            // What narrows the list goes first, and so does a field that is typed into.
            let leaves = closed || keyboard::escaped_field(ctx).is_none() && !self.keys.is_narrowed();
            leaves && self.back_from_key(ctx) || closed
        };
        if taken {
            ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        }
    }
}
