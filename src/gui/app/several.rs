//! Several keys at once, and a person's page.

use std::sync::Arc;

use super::App;
use crate::gui::commands::Command;
use crate::gui::modal::Modal;
use crate::gui::route::{Route, Section};
use crate::gui::screens::bulk::{Assign, Report, Snooze};
use crate::gui::screens::confirm_state::ConfirmState;
use crate::gui::screens::many::{Act, Many, fits};
use crate::gui::screens::rotate::Rotate;
use crate::gui::toast::Toast;
use crate::jobs::{ReportOf, Request};
use crate::model::{Key, KeyUid};

impl App {
    /// Does it, or asks first.
    pub(super) fn many(&mut self, ctx: &egui::Context, act: Act, keys: &[KeyUid]) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        match act {
            Act::Enable => {
                let disabled = |key: &&Key| keys.contains(&key.uid) && fits(act, std::iter::once(*key));
                let keys: Vec<KeyUid> = snapshot.keys.iter().filter(disabled).map(|key| key.uid).collect();
                if !keys.is_empty() {
                    self.ask(ctx, Request::Enable(keys));
                }
            }
            Act::Rotate => {
                let walk = Rotate::walk(&snapshot, keys, Arc::clone(&self.random));
                if let Some(rotate) = walk {
                    self.hide_secret();
                    self.modal = Some(Modal::Rotate(Box::new(rotate)));
                }
            }
            Act::Assign => {
                if let Some(assign) = Assign::new(&snapshot, keys) {
                    self.hide_secret();
                    self.modal = Some(Modal::Assign(assign));
                }
            }
            Act::Snooze => match Snooze::of_keys(&snapshot, keys) {
                Some(snooze) => {
                    self.hide_secret();
                    self.modal = Some(Modal::Snooze(snooze));
                }
                None => self.nothing_to(Command::Snooze),
            },
            Act::Disable => match ConfirmState::disable_all(&snapshot, keys) {
                Some(confirm) => {
                    self.hide_secret();
                    self.modal = Some(Modal::ConfirmState(confirm));
                }
                None => self.nothing_to(Command::Disable),
            },
            Act::Move | Act::Delete => {
                if let Some(confirm) = ConfirmState::delete_all(&snapshot, keys).filter(|_| act == Act::Delete) {
                    self.hide_secret();
                    self.modal = Some(Modal::ConfirmState(confirm));
                } else if let Some(many) = Many::new(&snapshot, act, keys) {
                    self.hide_secret();
                    self.modal = Some(Modal::Many(Box::new(many)));
                }
            }
        }
    }

    /// Asks for the file of a report on what a person hands over.
    pub(super) fn report_handover(&mut self, name: String) {
        let Some(snapshot) = &self.snapshot else { return };
        self.modal = Some(Modal::Report(Report::new(snapshot, ReportOf::Handover(name))));
    }

    /// Opens a person's page; Back leads to where one was.
    pub(super) fn open_person(&mut self, name: Option<String>) {
        self.person.open(name);
        self.go_to(Section::Person);
    }

    /// Whether a command acts on all that is selected in Review.
    pub(super) fn acts_in_bulk(&self, command: Command) -> bool {
        matches!(self.route, Route::Open(Section::Review)) && self.review.takes_in_bulk(command)
    }

    /// The dialog that asks before it acts on all that is selected.
    pub(super) fn bulk(&mut self, ctx: &egui::Context, command: Command) {
        let Some(snapshot) = &self.snapshot else { return };
        let keys = self.review.picked_keys();
        let modal = match command {
            Command::AssignOwner => Assign::new(snapshot, &keys).map(Modal::Assign),
            Command::Snooze => {
                let picked = self.review.picked().into_iter();
                Snooze::new(snapshot, picked.filter_map(|(uid, rule)| Some((uid, rule?))).collect()).map(Modal::Snooze)
            }
            Command::Disable => ConfirmState::disable_all(snapshot, &keys).map(Modal::ConfirmState),
            Command::Rotate => return self.many(ctx, Act::Rotate, &keys),
            _ => None,
        };
        match modal {
            Some(modal) => self.modal = Some(modal),
            None => self.nothing_to(command),
        }
    }

    /// A report of what is selected in Review, of its scope where nothing is; on a person's page of what they hand over.
    pub(super) fn report(&mut self) {
        if self.section() == Some(Section::Person)
            && let Some(name) = self.person.name()
        {
            return self.report_handover(name.to_owned());
        }
        let Some(snapshot) = &self.snapshot else { return };
        let (about, keys) = self.review.report_of(snapshot);
        let report = Report::new(snapshot, ReportOf::Review { about, keys });
        self.modal = Some(Modal::Report(report));
    }

    /// Says that nothing is left for a command to act on.
    pub(super) fn nothing_to(&mut self, command: Command) {
        let words = match command {
            Command::Snooze => "There are no warnings to snooze",
            Command::Disable => "All of them are disabled already",
            _ => return,
        };
        self.toasts.say(Toast::refusal(words.to_owned(), self.clock), self.clock);
    }
}
