//! What did not happen, as it stands over what is shown: which key it is about, and what takes it away.

use egui::Context;

use super::App;
use crate::gui::route::Section;
use crate::gui::screens::keys::{is_of_noting, is_of_unlocking};
use crate::gui::widgets::keyboard::escaped_field;
use crate::jobs::{Done, Failure, Snapshot, VaultState};
use crate::model::{Key, KeyUid};

impl App {
    /// The key that a failure is about: the one that was asked for, else the one that one is on, else the only one of its name.
    pub(super) fn key_of(&self, failure: &Failure) -> Option<KeyUid> {
        let names = |key: &&Key| failure.title.split([' ', '.', ',']).any(|word| word == key.name());
        let asked = self.again.as_ref().filter(|again| self.is_of(again, failure)).and_then(super::Again::key);
        let on = || self.selected().filter(names).map(|key| key.uid);
        let only = || {
            let mut named = self.snapshot.as_ref()?.keys.iter().filter(names);
            named.next().filter(|_| named.next().is_none()).map(|key| key.uid)
        };
        asked.or_else(on).or_else(only)
    }

    /// Something went well with a key: what did not happen to it before is no news any more.
    pub(super) fn went_well(&mut self, uid: KeyUid) {
        self.take_notice_of(&[uid], |_| true);
    }

    /// The same of what is saved. What gave or took a value shows that its secret can be reached; all else mends only itself.
    pub(super) fn mended_by(&mut self, done: &Done) {
        let (keys, verb) = match done {
            Done::Rotated(keys, _) | Done::PutBack(keys) => (keys.clone(), ""),
            Done::PutAgain(uid) | Done::SavedFile(uid, _) => (vec![*uid], ""),
            Done::Edited(uid) => (vec![*uid], "save"),
            Done::Disabled(keys) => (keys.clone(), "disable"),
            Done::Enabled(keys) => (keys.clone(), "enable"),
            Done::Ended(keys, _) | Done::NotEnded(keys) => (keys.clone(), "note the end of"),
            Done::Snoozed(what, _) | Done::Unsnoozed(what) => (what.iter().map(|(uid, _)| *uid).collect(), "snooze"),
            Done::FilesDeleted(uid, ..) => (vec![*uid], "delete the files with"),
            _ => return,
        };
        let begins = format!("Couldn't {verb}");
        self.take_notice_of(&keys, |title| title.starts_with(&begins));
    }

    fn take_notice_of(&mut self, keys: &[KeyUid], is_it: impl Fn(&str) -> bool) {
        let is_theirs = self.notice_about.is_some_and(|about| keys.contains(&about));
        // That a use is not noted is to be read.
        self.notice.take_if(|(_, failure)| is_theirs && is_it(&failure.title) && !is_of_noting(failure));
    }

    /// New facts: the key is gone, or what its store had lost lies there again.
    pub(super) fn mended_in(&mut self, facts: &Snapshot) {
        let Some(about) = self.notice_about.filter(|_| facts.state == VaultState::Open) else { return };
        let now = facts.keys.iter().find(|key| key.uid == about);
        let was_missing = self.key(about).is_some_and(|key| key.missing);
        if now.is_none_or(|now| was_missing && !now.missing) {
            self.went_well(about);
        }
    }

    /// The keychain is out of reach for another reason than before: what the old one kept from happening, the new one does.
    /// That it was not opened is over with how it stood then.
    pub(super) fn follow_trouble(&mut self, state: &VaultState) {
        let before = self.snapshot.as_ref().map(|snapshot| &snapshot.state);
        let (Some(VaultState::KeychainTrouble(before)), VaultState::KeychainTrouble(now)) = (before, state) else {
            return;
        };
        let is_over = before.why != now.why;
        let is_of_it = |notice: &Failure| notice.why == before.why || is_of_unlocking(notice);
        let stands = |(_, notice): &mut (Section, Failure)| is_over && notice.why != now.why && is_of_it(notice);
        if let Some((section, notice)) = self.notice.take_if(stands)
            && !is_of_unlocking(&notice)
        {
            let follows = self.with_its_request(Failure { title: notice.title, ..now.clone() });
            self.notice = Some((section, follows));
        }
    }

    /// Esc, where it finds nothing nearer to close or to clear: takes away what did not happen. False where nothing is said.
    pub(super) fn dismisses(&mut self, ctx: &Context) -> bool {
        let Some(section) = self.section() else { return false };
        let is_said = self.notice.as_ref().is_some_and(|(at, _)| *at == section);
        // Out of a field it leads first; in the settings it leads away from there.
        let leaves_field = escaped_field(ctx).is_some() && section != Section::Settings;
        if !is_said || leaves_field || self.has_nearer(section) {
            return false;
        }
        self.notice = None;
        true
    }

    /// Whether ticks, or what narrows the list, go before. Details over the list say themselves what is of their key, and hide
    /// all that.
    fn has_nearer(&self, section: Section) -> bool {
        match section {
            Section::Keys if self.keys.compare.on => self.keys.compare.is_narrowed(),
            Section::Keys if self.keys.inspector.covers_list() => !self.is_of_details(),
            Section::Keys => self.keys.is_narrowed() || !self.keys.picked.is_empty(),
            Section::Review => !self.review.has_nothing_to_clear(),
            Section::Person => !self.person.has_nothing_to_clear(),
            Section::Activity | Section::Settings => false,
        }
    }

    /// What failed of one key is not said in another's details.
    pub(super) fn is_of_details(&self) -> bool {
        self.notice_about.is_none_or(|about| self.keys.selected == Some(about))
    }
}
