//! Where the window is: one screen, at most one dialog over it.

use super::screens::first_run::FirstRun;
use super::screens::import::Import;
use super::screens::locked::Locked;
use crate::jobs::{Failure, ImportReport, VaultState};

/// The screen in view; follows the vault's state.
#[derive(Debug)]
pub enum Route {
    /// Nothing was heard from the worker yet.
    Starting,
    /// There is no vault yet.
    FirstRun(FirstRun),
    /// The vault is locked: no names.
    Locked(Locked),
    /// The keys.
    Keys,
    /// Something forbids to go on.
    Message(Failure),
}

impl Route {
    /// The screen for a state; a screen that is in view already keeps what was typed.
    pub fn follow(self, state: &VaultState) -> Self {
        match (state, self) {
            (VaultState::NoVault { .. }, Self::FirstRun(screen)) => Self::FirstRun(screen),
            (VaultState::NoVault { .. }, _) => Self::FirstRun(FirstRun::default()),
            (VaultState::Locked, Self::Locked(screen)) => Self::Locked(screen),
            (VaultState::Locked, _) => Self::Locked(Locked::default()),
            (VaultState::Open | VaultState::KeychainTrouble(_), _) => Self::Keys,
            (VaultState::Unusable(failure), _) => Self::Message(failure.clone()),
        }
    }
}

/// The dialog over the screen.
#[derive(Debug)]
pub enum Modal {
    /// Import an environment file.
    Import(Import),
    /// What an import left out.
    Imported(ImportReport),
    /// The keys of the keyboard.
    AllKeys,
}
