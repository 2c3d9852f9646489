//! Several keys at once, and a person's page.

use std::sync::Arc;

use super::App;
use crate::gui::commands::Command;
use crate::gui::modal::Modal;
use crate::gui::route::{Route, Section};
use crate::gui::screens::bulk::{Assign, Report, Snooze};
use crate::gui::screens::many::{Act, Many, fits};
use crate::gui::screens::rotate::Rotate;
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
            Act::Disable | Act::Move | Act::Delete => {
                if let Some(many) = Many::new(&snapshot, act, keys) {
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
        if let Route::Open(section) = self.route
            && section != Section::Person
        {
            self.came_from = section;
        }
        self.person.open(name);
        self.go_to(Section::Person);
    }
}
