//! Where secrets lie, as plain values: how that stands, and what can be done about it.

use super::data::{Control, Row};
use super::parts::row;
use crate::gui::commands::Command;
use crate::gui::counts::{counted, grouped};
use crate::gui::screens::keys::{can_unlock, capitalised};
use crate::jobs::{Failure, Snapshot, StoreKind, VaultState};

/// From so many keys on a keychain, which writes its whole file for each change, makes one wait.
const MANY: usize = 1_000;

/// How far a move is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoveAt {
    /// The move is done, and the old items go.
    pub clearing: bool,
    /// So many.
    pub done: u64,
    /// Of so many; none yet.
    pub all: u64,
}

impl MoveAt {
    /// "41 of 102".
    pub fn words(self) -> String {
        if self.all == 0 {
            "Getting ready".to_owned()
        } else {
            format!("{} of {}", grouped(self.done), grouped(self.all))
        }
    }
}

/// A button of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreAct {
    /// Ask the keychain to open.
    Unlock,
    /// A dialog.
    Do(Command),
    /// A dialog that can't be opened now; the row says why.
    Off(Command),
    /// Stop the move that runs.
    Stop,
    /// Nothing: what was moved is being cleared away, which can't be stopped. It has the keyboard for what comes then.
    Clear,
}

impl StoreAct {
    /// On the button.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unlock => "Unlock…",
            Self::Do(command) | Self::Off(command) => command.title(),
            Self::Stop => "Cancel",
            Self::Clear => "Finishing…",
        }
    }

    /// Why it can't be pressed.
    pub fn needs(self) -> Option<&'static str> {
        matches!(self, Self::Off(_)).then_some("Unlock the keychain first.")
    }

    /// What else it can be looked for by.
    pub fn about(self) -> &'static str {
        match self {
            Self::Do(Command::MoveToSealed) | Self::Off(Command::MoveToSealed) => "sealed vault",
            _ => "",
        }
    }
}

/// Where secrets lie, and how that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// "GNOME Keyring".
    pub title: String,
    /// "Connected".
    pub tag: &'static str,
    /// What can be done, from left to right.
    pub acts: Vec<StoreAct>,
    /// It does not answer: said in a callout.
    pub gone: Option<Failure>,
    /// The secrets are on their way to the other store.
    pub moving: Option<MoveAt>,
}

/// The rows of the part.
pub(super) fn storage(snapshot: &Snapshot, at: MoveAt) -> Vec<Row> {
    let secrets = snapshot.keys.iter().filter(|key| !key.is_plain()).count();
    let mut rows = vec![store_row(snapshot, secrets, at)];
    if snapshot.store == StoreKind::Keychain && snapshot.moving.is_none() && secrets >= MANY {
        rows.push(row(
            "A keychain gets slow with this many keys",
            "It writes all of them anew for each change. Keyloft's own vault does not.",
            Control::Nothing,
        ));
    }
    if snapshot.left_items > 0 && snapshot.moving.is_none() {
        rows.push(row(
            &format!("{} stayed in the keychain", counted(snapshot.left_items, "secret", "secrets")),
            &format!(
                "No key names {}. Look for Keyloft: in the keychain's own program, then run keyloft doctor.",
                if snapshot.left_items == 1 { "it" } else { "them" }
            ),
            Control::Nothing,
        ));
    }
    rows
}

fn store_row(snapshot: &Snapshot, secrets: usize, at: MoveAt) -> Row {
    let title = match snapshot.store {
        StoreKind::Sealed => "Keyloft's own vault".to_owned(),
        StoreKind::Keychain | StoreKind::Memory => capitalised(&snapshot.store_title),
    };
    let store = |tag, acts, gone| Store { title: title.clone(), tag, acts, gone, moving: None };
    if let Some(to) = snapshot.moving {
        let hint = match (at.clearing, to) {
            (true, _) => "Everything is there. The old items leave the keychain.",
            (false, StoreKind::Sealed) => "Copying to Keyloft's own vault",
            (false, _) => "Copying to the keychain",
        };
        let acts = vec![if at.clearing { StoreAct::Clear } else { StoreAct::Stop }];
        let store = Store { moving: Some(at), ..store("Moving", acts, None) };
        return row(&title, hint, Control::Store(store));
    }
    let to_sealed = vec![StoreAct::Do(Command::MoveToSealed)];
    let store = match (&snapshot.state, snapshot.store) {
        // What moves the secrets has to read them.
        (VaultState::KeychainTrouble(failure), _) if can_unlock(failure) => {
            store("Locked", vec![StoreAct::Off(Command::MoveToSealed), StoreAct::Unlock], None)
        }
        (VaultState::KeychainTrouble(failure), _) => store("Out of reach", to_sealed, Some(failure.clone())),
        (_, StoreKind::Keychain) => store("Connected", to_sealed, None),
        (_, StoreKind::Sealed) => {
            let acts = [Command::ChangePassphrase, Command::MoveToKeychain].map(StoreAct::Do);
            store("Unlocked", acts.to_vec(), None)
        }
        (_, StoreKind::Memory) => store("Sample", Vec::new(), None),
    };
    let opens = match (snapshot.store, store.tag) {
        (StoreKind::Keychain, "Locked") => "Unlock it to use or to move them.",
        (StoreKind::Keychain, _) => "Opens when you log in to this computer.",
        (StoreKind::Sealed, _) => "Opens with your passphrase.",
        (StoreKind::Memory, _) => "Only in memory, gone with the window: nothing to move.",
    };
    row(&title, &format!("{}. {opens}", counted(secrets, "secret", "secrets")), Control::Store(store))
}
