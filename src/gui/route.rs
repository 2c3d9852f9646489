//! Where the window is: one screen.

use egui::Context;

use super::commands::Command;
use super::screens::first_run::FirstRun;
use super::screens::locked::Locked;
use super::widgets::keyboard::{forget_held, hold_typed, release_typed};
use crate::jobs::{Failure, VaultState};

/// The screen in view; follows the vault's state.
#[derive(Debug)]
pub enum Route {
    /// Nothing was heard from the worker yet.
    Starting,
    /// There is no vault yet.
    FirstRun(Box<FirstRun>),
    /// The vault is locked: no names.
    Locked(Locked),
    /// The vault is open to be looked at: one of its sections.
    Open(Section),
    /// Something forbids to go on.
    Message(Failure),
}

impl Route {
    /// Keeps what is typed while the vault is on its way, for what it will be meant for: said in every frame.
    pub fn tend_typed(&self, ctx: &Context) {
        match self {
            Self::Starting => hold_typed(ctx),
            Self::Locked(locked) if locked.is_running() => hold_typed(ctx),
            Self::Locked(locked) if locked.has_failed() => forget_held(ctx),
            Self::FirstRun(_) | Self::Locked(_) | Self::Open(_) | Self::Message(_) => release_typed(ctx),
        }
    }

    /// The screen for a state; a screen that is in view already keeps what was typed.
    pub fn follow(self, state: &VaultState) -> Self {
        match (state, self) {
            (VaultState::NoVault { .. }, Self::FirstRun(screen)) => Self::FirstRun(screen),
            (VaultState::NoVault { .. }, _) => Self::FirstRun(Box::default()),
            // What was found there, or came in, is still to be read.
            (VaultState::Open | VaultState::KeychainTrouble(_), Self::FirstRun(screen)) if screen.holds() => {
                Self::FirstRun(screen)
            }
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
    /// What needs someone: warnings, when keys end, when they were used.
    Review,
    /// What was done.
    Activity,
    /// How Keyloft behaves and looks.
    Settings,
    /// What a person owns.
    Person,
}

impl Section {
    /// Those at the top of the sidebar, in their order.
    pub const TOP: [Self; 3] = [Self::Keys, Self::Review, Self::Activity];

    /// The word under which it is kept; the keys have none, and a person's page is not kept: it holds a name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keys | Self::Person => "",
            Self::Review => "review",
            Self::Activity => "activity",
            Self::Settings => "settings",
        }
    }

    /// The section of that word; none for the keys, where the window begins.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Review, Self::Activity, Self::Settings].into_iter().find(|section| section.word() == word)
    }

    /// The command that leads to it: its title, icon and keys are the section's.
    pub fn command(self) -> Command {
        match self {
            Self::Keys => Command::ShowKeys,
            Self::Review => Command::ShowReview,
            Self::Activity => Command::ShowActivity,
            Self::Settings => Command::ShowSettings,
            Self::Person => Command::SomeoneLeaves,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_known_again_by_its_word_and_the_keys_are_where_one_begins() {
        for section in Section::TOP.into_iter().chain([Section::Settings]) {
            let named = Section::named(section.word());
            assert_eq!(named, (section != Section::Keys).then_some(section));
        }
        assert_eq!(Section::named("a word of a later build"), None);
    }
}
