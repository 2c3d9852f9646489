//! Where the window is: one screen.

use super::screens::first_run::FirstRun;
use super::screens::locked::Locked;
use crate::jobs::{Failure, VaultState};

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
