//! Where the window is: one screen.

use super::commands::Command;
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
    /// The vault is open to be looked at: one of its sections.
    Open(Section),
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
            (VaultState::Open | VaultState::KeychainTrouble(_), Self::Open(section)) => Self::Open(section),
            (VaultState::Open | VaultState::KeychainTrouble(_), _) => Self::Open(Section::Keys),
            (VaultState::Unusable(failure), _) => Self::Message(failure.clone()),
        }
    }
}

/// What of an open vault is in view. The sidebar chooses among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// The keys of a project.
    Keys,
}

impl Section {
    /// Those at the top of the sidebar, in their order.
    pub const TOP: [Self; 1] = [Self::Keys];

    /// The command that leads to it: its title, icon and keys are the section's.
    pub fn command(self) -> Command {
        match self {
            Self::Keys => Command::ShowKeys,
        }
    }
}
