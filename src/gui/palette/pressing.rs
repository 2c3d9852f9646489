//! What Enter and a click do with a row, and what Enter is called there.

use super::Palette;
use super::actions::Act;
use super::data::Row;
use crate::gui::commands::{COMMAND_CAP, Command};
use crate::gui::screens::keys::can_unlock;
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot, VaultState};
use crate::model::KeyUid;

/// What would try again what failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Do(Command),
    /// To unlock, and to copy this key.
    Copy(KeyUid),
}

/// What Enter does with the selected row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// Enter: copy the key, do the action.
    Do,
    /// Ctrl Enter: open the key.
    Open,
}

impl Palette {
    /// Does what the selected row stands for.
    pub(super) fn press(&mut self, press: Press, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let Some(row) = self.listing.rows.get(self.selected) else {
            if let Some(name) = self.new_name().filter(|_| press == Press::Do) {
                wishes.extend([Wish::CloseModal, Wish::NewKey { name }]);
            }
            return;
        };
        if let Some(why) = row.off() {
            self.note = Some(format!("{why}."));
            return;
        }
        let (uid, disabled) = match row {
            Row::Action(row) => return self.act(row.act.clone(), wishes),
            Row::Key(row) => (row.uid, row.disabled.then(|| row.whole_name())),
        };
        match (press, disabled) {
            (Press::Open, _) if self.alone => {}
            (Press::Open, _) => wishes.extend([Wish::CloseModal, Wish::Select(uid)]),
            (Press::Do, Some(name)) if self.alone => {
                self.note = Some(format!("`{name}` is disabled here. Enable it in Keyloft to copy it."));
            }
            (Press::Do, Some(name)) => {
                let words = format!("`{name}` is disabled here. Open it with {COMMAND_CAP} Enter, then enable it.");
                self.note = Some(words);
            }
            (Press::Do, None) => self.unlock_and_copy(uid, snapshot, wishes),
        }
    }

    /// Copies; where the keychain does not answer it is asked to unlock before.
    pub(super) fn unlock_and_copy(&mut self, uid: KeyUid, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        self.failure = None;
        if matches!(snapshot.state, VaultState::KeychainTrouble(_)) {
            self.note = None;
            // Asked again, a prompt that was dismissed would come up once more.
            if self.waiting.replace(uid).is_none() {
                wishes.push(Wish::Ask(Request::Unlock(None)));
            }
        } else {
            self.copy(uid, wishes);
        }
    }

    /// Alone, its window closes when the copy is done; else the window behind tells of it.
    fn copy(&mut self, uid: KeyUid, wishes: &mut Vec<Wish>) {
        // Closed first: the copy may have to be asked about, in a dialog of its own.
        if !self.alone {
            wishes.push(Wish::CloseModal);
        }
        wishes.push(Wish::Ask(Request::Copy(uid)));
    }

    fn act(&mut self, act: Act, wishes: &mut Vec<Wish>) {
        // Closed first: what it does may open a dialog.
        if !self.alone {
            wishes.push(Wish::CloseModal);
        }
        match act {
            Act::Do(command) => wishes.push(Wish::Do(command)),
            Act::DoTo(uid, command) => wishes.push(Wish::DoTo(uid, command)),
            Act::Go(place) => wishes.push(Wish::Go(place)),
            Act::Person(name) => wishes.push(Wish::Person(Some(name))),
            Act::GoAndDo(place, command) => wishes.extend([Wish::Go(place), Wish::Do(command)]),
        }
    }

    /// The keychain was unlocked for a copy.
    pub(super) fn copy_what_waits(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if snapshot.state == VaultState::Open
            && let Some(uid) = self.waiting.take()
        {
            self.copy(uid, wishes);
        }
    }

    /// What Enter does with the selected row, in words; nothing for an action.
    pub(super) fn enter_words(&self, snapshot: &Snapshot) -> &'static str {
        enter_words(self.listing.rows.get(self.selected), snapshot)
    }
}

pub(super) fn enter_words(row: Option<&Row>, snapshot: &Snapshot) -> &'static str {
    match (row, &snapshot.state) {
        (Some(Row::Key(row)), _) if row.disabled => "Disabled",
        (Some(Row::Key(_)), VaultState::KeychainTrouble(why)) if can_unlock(why) => "Unlock, then copy",
        (Some(Row::Key(_)), VaultState::KeychainTrouble(_)) => "Try again, then copy",
        (Some(Row::Key(_)), _) => Command::Copy.title(),
        (Some(Row::Action(_)) | None, _) => "",
    }
}
