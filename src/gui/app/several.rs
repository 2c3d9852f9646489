//! Several keys at once, and a person's page.

use std::sync::Arc;

use super::App;
use crate::gui::commands::Command;
use crate::gui::modal::Modal;
use crate::gui::route::Section;
use crate::gui::screens::bulk::{Assign, Report, Snooze};
use crate::gui::screens::confirm_state::ConfirmState;
use crate::gui::screens::many::{Act, Many, fits};
use crate::gui::screens::rotate::Rotate;
use crate::gui::toast::Toast;
use crate::jobs::{ReportOf, Request, Snapshot};
use crate::model::{Key, KeyUid};

/// What commands do with all that is selected.
pub(in crate::gui) const BULK: [Command; 6] =
    [Command::Rotate, Command::MarkEnded, Command::AssignOwner, Command::Snooze, Command::Disable, Command::Move];

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
            Act::Rotate => match Rotate::walk(&snapshot, keys, Arc::clone(&self.random)) {
                Some(rotate) => {
                    self.hide_secret();
                    self.modal = Some(Modal::Rotate(Box::new(rotate)));
                }
                None => self.nothing_to(ctx, Command::Rotate),
            },
            Act::Assign => {
                if let Some(assign) = Assign::new(&snapshot, keys) {
                    self.hide_secret();
                    self.modal = Some(Modal::Assign(assign));
                }
            }
            // In Review a row is one warning.
            Act::Snooze if self.section() == Some(Section::Review) => self.bulk(ctx, Command::Snooze),
            Act::Snooze => match Snooze::of_keys(&snapshot, keys) {
                Some(snooze) => {
                    self.hide_secret();
                    self.modal = Some(Modal::Snooze(snooze));
                }
                None => self.nothing_to(ctx, Command::Snooze),
            },
            Act::Disable => match ConfirmState::disable_all(&snapshot, keys) {
                Some(confirm) => {
                    self.hide_secret();
                    self.modal = Some(Modal::ConfirmState(confirm));
                }
                None => self.nothing_to(ctx, Command::Disable),
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

    /// How many are selected in the section in view: keys, or warnings.
    pub(super) fn picked(&self) -> usize {
        match self.section() {
            Some(Section::Keys) if !self.keys.compare.on && !self.keys.inspector.covers_list() => {
                self.keys.picked.count()
            }
            Some(Section::Review) => self.review.checked(),
            Some(Section::Person) => self.person.picked(),
            _ => 0,
        }
    }

    /// The keys of what is selected there, each once.
    fn picked_keys(&self, snapshot: &Snapshot) -> Vec<KeyUid> {
        match self.section() {
            Some(Section::Keys) => self.keys.picked.keys(snapshot, &self.keys.listing),
            Some(Section::Review) => self.review.picked_keys(),
            Some(Section::Person) => self.person.acted_on(snapshot),
            _ => Vec::new(),
        }
    }

    /// Whose the menu of a key's row is: everything that is ticked, where that row is one of several.
    pub(super) fn menu_keys(&self, uid: KeyUid) -> Vec<KeyUid> {
        let ticked = match self.section() {
            Some(Section::Review) => self.review.at().is_some_and(|one| self.review.is_checked(one)),
            _ => true,
        };
        let several = self.snapshot.as_deref().filter(|_| ticked && self.picked() > 1);
        let keys = several.map_or_else(Vec::new, |snapshot| self.picked_keys(snapshot));
        if keys.len() > 1 && keys.contains(&uid) { keys } else { vec![uid] }
    }

    /// Whether a command acts on all that is selected; in Review a row is one warning, and the one that is put off.
    pub(super) fn acts_in_bulk(&self, command: Command) -> bool {
        let on_warning = command == Command::Snooze && self.section() == Some(Section::Review);
        (BULK.contains(&command) && self.picked() > 0) || (on_warning && self.review.is_on_warning())
    }

    /// Whether that finds something to act on among what is selected: looked at once, where it is offered.
    pub(super) fn has_any_for(&self, command: Command) -> bool {
        let Some(snapshot) = self.snapshot.as_deref() else { return false };
        command != Command::MarkEnded || ConfirmState::ended(snapshot, &self.picked_keys(snapshot)).is_some()
    }

    /// Acts on all that is selected; asks before.
    pub(super) fn bulk(&mut self, ctx: &egui::Context, command: Command) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let keys = self.picked_keys(&snapshot);
        let act = match command {
            Command::MarkEnded => {
                let asked = ConfirmState::ended(&snapshot, &keys).map(Modal::ConfirmState);
                return self.ask_or_say(ctx, command, asked);
            }
            Command::Snooze if self.section() == Some(Section::Review) => {
                let picked = self.review.picked().into_iter();
                let what = picked.filter_map(|(uid, rule)| Some((uid, rule?))).collect();
                return self.ask_or_say(ctx, command, Snooze::new(&snapshot, what).map(Modal::Snooze));
            }
            Command::Snooze => Act::Snooze,
            Command::AssignOwner => Act::Assign,
            Command::Disable => Act::Disable,
            Command::Rotate => Act::Rotate,
            Command::Move => Act::Move,
            _ => return,
        };
        self.many(ctx, act, &keys);
    }

    /// Opens the dialog that asks; where there is nothing to ask about, that is said.
    fn ask_or_say(&mut self, ctx: &egui::Context, command: Command, asked: Option<Modal>) {
        match asked {
            Some(modal) => self.modal = Some(modal),
            None => self.nothing_to(ctx, command),
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
    pub(super) fn nothing_to(&mut self, ctx: &egui::Context, command: Command) {
        let words = match command {
            Command::Snooze => "There are no warnings to snooze",
            Command::Rotate => "None of them has a secret in use to rotate",
            Command::Disable => "All of them are disabled already",
            Command::MarkEnded => "None of them has an old value left to end",
            _ => return,
        };
        let now = self.now(ctx);
        self.toasts.say(Toast::refusal(words.to_owned(), now), now);
    }
}
