//! What a dialog saves while the keychain is locked: the keychain is asked to open first, and what was to be saved goes to
//! the worker once it is. The dialog waits as it does for the worker, and hears why where it is not opened.

use egui::Context;

use super::App;
use crate::gui::screens::keys::{is_locked, is_of_unlocking};
use crate::jobs::{Event, Request, VaultState};

/// True of what needs the secrets, asked by a dialog whose button says that it unlocks first.
fn needs_secrets(request: &Request) -> bool {
    matches!(
        request,
        Request::Add(_) | Request::Rotate(..) | Request::Duplicate(..) | Request::SaveFile(..) | Request::Import(_)
    )
}

impl App {
    /// Keeps back what can't be saved before the keychain is open, and asks for that; gives back everything else.
    pub(super) fn unlock_first(&mut self, ctx: &Context, request: Request) -> Option<Request> {
        let waits = needs_secrets(&request) && self.snapshot.as_deref().is_some_and(is_locked);
        if !waits {
            return Some(request);
        }
        self.unlock_for(ctx, request);
        None
    }

    /// Keeps it back until the keychain is open, and asks for that.
    pub(super) fn unlock_for(&mut self, ctx: &Context, request: Request) {
        self.unlocks_for = Some(request);
        self.ask(ctx, Request::Unlock(None));
    }

    /// What waited for the keychain and can be asked for now. It is dropped where the keychain was not opened, and with its
    /// dialog.
    pub(super) fn unlocked_for(&mut self, event: &Event) -> Option<Request> {
        let is_away = self.modal.is_none();
        match event {
            _ if is_away => self.unlocks_for = None,
            Event::Failed(failure) if is_of_unlocking(failure) => self.unlocks_for = None,
            Event::Snapshot(snapshot) if snapshot.state == VaultState::Open => return self.unlocks_for.take(),
            Event::Snapshot(snapshot) if !is_locked(snapshot) => self.unlocks_for = None,
            _ => {}
        }
        None
    }
}
