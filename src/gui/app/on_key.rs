//! Commands on one key.

use std::sync::Arc;

use super::App;
use crate::gui::commands::{Command, provider_page};
use crate::gui::modal::Modal;
use crate::gui::screens::bulk::{Assign, Snooze};
use crate::gui::screens::confirm_state::ConfirmState;
use crate::gui::screens::place_key::Placing;
use crate::gui::screens::rotate::Rotate;
use crate::gui::screens::save_file::SaveFile;
use crate::gui::toast::Toast;
use crate::gui::wish::Wish;
use crate::jobs::{CopyForm, Request};
use crate::model::KeyUid;

impl App {
    /// A command on a key, whether it is selected or not.
    pub(super) fn do_to(&mut self, ctx: &egui::Context, command: Command, uid: KeyUid) {
        let fits = self.snapshot.as_deref().is_some_and(|snapshot| command.fits(snapshot, self.key(uid)));
        if fits && command.is_about_a_key() {
            self.key_command(ctx, command, uid);
        } else {
            self.refuse(ctx, command, uid);
        }
    }

    /// Says why a command has no meaning for a key.
    pub(super) fn refuse(&mut self, ctx: &egui::Context, command: Command, uid: KeyUid) {
        let Some(snapshot) = self.snapshot.as_deref() else { return };
        let Some((key, why)) = self.key(uid).and_then(|key| Some((key, command.refusal(snapshot, key)?))) else {
            return;
        };
        let now = self.now(ctx);
        let toast = Toast::refusal_of(key.name(), why, now);
        self.toasts.say(toast, now);
    }

    pub(super) fn key_command(&mut self, ctx: &egui::Context, command: Command, uid: KeyUid) {
        match command {
            Command::Copy => self.ask_first(ctx, Request::Copy(uid)),
            Command::CopyKeyId => self.ask(ctx, Request::CopyKeyId(uid)),
            Command::CopyAssignment => self.ask_first(ctx, Request::CopyAs(uid, CopyForm::Assignment)),
            Command::CopyExportLine => self.ask_first(ctx, Request::CopyAs(uid, CopyForm::ExportLine)),
            Command::CopyReference => self.ask(ctx, Request::CopyAs(uid, CopyForm::Reference)),
            Command::PutBack => self.ask(ctx, Request::UndoRotate(vec![uid])),
            Command::MarkEnded | Command::MarkValueEnded => self.ask(ctx, Request::MarkEnded(vec![uid])),
            Command::Enable => self.ask(ctx, Request::Enable(vec![uid])),
            Command::Unsnooze => {
                let put_off = self.snapshot.as_deref().map(|snapshot| Snooze::put_off(snapshot, uid));
                self.ask(ctx, Request::Unsnooze(put_off.unwrap_or_default()));
            }
            Command::DeleteFiles => self.ask(ctx, Request::LookAtFiles(uid)),
            Command::OpenProvider => {
                if let Some(page) = self.key(uid).and_then(provider_page) {
                    self.carry_out(ctx, Wish::OpenPage(page));
                }
            }
            Command::Show => {
                // It is shown beside the list only.
                if self.keys.compare.on {
                    self.open_key(ctx, uid);
                }
                self.show_or_hide(ctx);
            }
            // Each opens a dialog of its own.
            Command::Rotate
            | Command::SaveFile
            | Command::AssignOwner
            | Command::Snooze
            | Command::Disable
            | Command::Delete => self.open_dialog(ctx, command, uid),
            Command::Places => {
                self.open_dialog(ctx, command, uid);
                self.ask(ctx, Request::Look(uid));
            }
            Command::Edit => self.edit(ctx, uid),
            Command::Duplicate => self.place_key(uid, Placing::Duplicate),
            Command::Move => self.place_key(uid, Placing::Move),
            _ => {}
        }
    }

    /// The dialog that asks before it acts.
    fn open_dialog(&mut self, ctx: &egui::Context, command: Command, uid: KeyUid) {
        let Some(snapshot) = &self.snapshot else { return };
        let modal = match command {
            Command::Rotate => {
                Rotate::new(snapshot, uid, Arc::clone(&self.random)).map(|rotate| Modal::Rotate(Box::new(rotate)))
            }
            Command::Places => {
                Rotate::places(snapshot, uid, Arc::clone(&self.random)).map(|rotate| Modal::Rotate(Box::new(rotate)))
            }
            Command::SaveFile => SaveFile::new(snapshot, uid).map(Modal::SaveFile),
            Command::AssignOwner => Assign::new(snapshot, &[uid]).map(Modal::Assign),
            Command::Snooze => Snooze::of_key(snapshot, uid).map(Modal::Snooze),
            Command::Disable => ConfirmState::disable(snapshot, uid).map(Modal::ConfirmState),
            Command::Delete => ConfirmState::delete(snapshot, uid).map(Modal::ConfirmState),
            _ => None,
        };
        if modal.is_some() {
            self.hide_secret();
            self.modal = modal;
        } else {
            self.nothing_to(ctx, command);
        }
    }
}
