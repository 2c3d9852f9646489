//! What was typed into a dialog as the vault was locked. Names, facts and paths, which lie readable on the disk once they are saved,
//! wait for it to be open again; a value, a note and what a file holds go at once. Of other dialogs it is said that they are gone.

use egui::Context;

use super::App;
use crate::gui::modal::Modal;
use crate::gui::screens::edit::Edit;
use crate::gui::screens::export::Export;
use crate::gui::screens::import::Import;
use crate::gui::screens::new_key::NewKey;
use crate::gui::toast::Toast;
use crate::jobs::{Request, Snapshot};

/// What is left of a dialog.
#[derive(Debug)]
pub enum OverLock {
    /// New key, without value and note.
    NewKey(Box<NewKey>),
    /// Edit, without the note.
    Edit(Box<Edit>),
    /// Where an import comes from and goes.
    Import(Box<Import>),
    /// Where an export goes, and what was chosen for it.
    Export(Box<Export>),
    /// Nothing: only what it was called.
    Gone(&'static str),
}

impl OverLock {
    /// None of a dialog in which nothing was typed.
    pub fn of(modal: Modal, snapshot: &Snapshot) -> Option<Self> {
        match modal {
            Modal::NewKey(mut form) if form.is_touched() => {
                form.lock();
                Some(Self::NewKey(form))
            }
            Modal::Edit(mut edit) if edit.is_touched() => {
                edit.lock();
                Some(Self::Edit(edit))
            }
            Modal::Import(import) => import.over_lock().map(Box::new).map(Self::Import),
            Modal::Export(export) => Some(Self::Export(Box::new(export.over_lock()))),
            other => other.typed_in(snapshot).map(Self::Gone),
        }
    }
}

impl App {
    /// The vault is locked now: what may wait of an open dialog does.
    pub(super) fn lock_dialog(&mut self) {
        if let (Some(modal), Some(snapshot)) = (self.modal.take(), &self.snapshot) {
            self.kept.dialog = OverLock::of(modal, snapshot);
        }
    }

    /// It is open again.
    pub(super) fn take_dialog_up(&mut self, ctx: &Context) {
        match self.kept.dialog.take() {
            Some(OverLock::NewKey(mut form)) if self.modal.is_none() => {
                form.unlocked();
                self.modal = Some(Modal::NewKey(form));
            }
            Some(OverLock::Edit(edit)) if self.modal.is_none() && self.key(edit.uid()).is_some() => {
                let (uid, asks) = (edit.uid(), edit.waits_for_note());
                self.modal = Some(Modal::Edit(edit));
                if asks {
                    self.ask(ctx, Request::Look(uid));
                }
            }
            Some(OverLock::Import(import)) if self.modal.is_none() => self.modal = Some(Modal::Import(import)),
            Some(OverLock::Export(export)) if self.modal.is_none() => {
                let stands = self.snapshot.as_ref().is_some_and(|snapshot| export.stands_in(snapshot));
                self.modal = stands.then_some(Modal::Export(export));
            }
            Some(OverLock::Gone(title)) => {
                let now = self.now(ctx);
                self.toasts
                    .say(Toast::refusal(format!("{title} closed as Keyloft locked; it was not saved"), now), now);
            }
            _ => {}
        }
    }
}
