//! Every wish that needs no more words: its title, its keys. Shortcuts, tooltips and the list of keys come from here.

use egui::{Key, KeyboardShortcut, Modifiers};

/// A wish without a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Go to the keys of all projects.
    ShowKeys,
    /// Put the keyboard into the filter, from anywhere.
    Search,
    /// Put the keyboard into the filter.
    Filter,
    /// Copy the selected key.
    Copy,
    /// Clear the clipboard now.
    ClearClipboard,
    /// Lock the vault.
    Lock,
    /// Import an environment file.
    Import,
    /// Show all keys of the keyboard.
    AllKeys,
}

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

impl Command {
    /// All of them, in the order the list of keys shows.
    pub const ALL: [Self; 8] = [
        Self::Search,
        Self::Filter,
        Self::Copy,
        Self::ClearClipboard,
        Self::ShowKeys,
        Self::Import,
        Self::Lock,
        Self::AllKeys,
    ];

    /// Its name on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::ShowKeys => "Keys",
            Self::Search => "Search",
            Self::Filter => "Filter the list",
            Self::Copy => "Copy",
            Self::ClearClipboard => "Clear the clipboard",
            Self::Lock => "Lock",
            Self::Import => "Import…",
            Self::AllKeys => "All keys of the keyboard",
        }
    }

    /// Its keys, where it has some.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let keys = |modifiers, key| Some(KeyboardShortcut::new(modifiers, key));
        match self {
            Self::ShowKeys => keys(Modifiers::COMMAND, Key::Num1),
            Self::Search => keys(Modifiers::COMMAND, Key::K),
            Self::Filter => keys(Modifiers::NONE, Key::Slash),
            Self::Copy => keys(Modifiers::NONE, Key::Enter),
            Self::ClearClipboard => keys(CTRL_SHIFT, Key::C),
            Self::Lock => keys(Modifiers::COMMAND, Key::L),
            Self::Import => None,
            Self::AllKeys => keys(Modifiers::NONE, Key::Questionmark),
        }
    }

    /// True for keys that are characters and so mean text while a field is typed into.
    pub fn is_character(self) -> bool {
        self.shortcut().is_some_and(|keys| !keys.modifiers.any() && keys.logical_key != Key::Enter)
    }

    /// Its keys as words, one a cap: `Ctrl`, `Shift`, `C`.
    pub fn caps(self) -> Vec<&'static str> {
        let Some(keys) = self.shortcut() else { return Vec::new() };
        let mut caps = Vec::new();
        if keys.modifiers.command {
            caps.push(if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" });
        }
        if keys.modifiers.shift {
            caps.push("Shift");
        }
        caps.push(match keys.logical_key {
            Key::Slash => "/",
            Key::Questionmark => "?",
            key => key.name(),
        });
        caps
    }

    /// Its keys in one line, for tooltips: `Ctrl Shift C`.
    pub fn keys(self) -> Option<String> {
        let caps = self.caps();
        if caps.is_empty() { None } else { Some(caps.join(" ")) }
    }

    /// The command whose keys were pressed in this frame; its events are used up. Characters count only while no field
    /// is typed into, and Enter belongs to the list, which knows what is selected.
    pub fn pressed(ctx: &egui::Context) -> Option<Self> {
        let typing = ctx.text_edit_focused();
        let mut commands: Vec<_> = Self::ALL
            .into_iter()
            .filter(|command| *command != Self::Copy && !(typing && command.is_character()))
            .collect();
        // The longest first: Ctrl C must not take what was meant as Ctrl Shift C.
        commands.sort_by_key(|command| !command.shortcut().is_some_and(|keys| keys.modifiers.shift));
        let pressed = commands.into_iter().find(|command| {
            command.shortcut().is_some_and(|keys| {
                ctx.input_mut(|input| {
                    // `?` is typed with Shift on most keyboards.
                    input.consume_shortcut(&keys)
                        || (command.is_character() && input.consume_key(Modifiers::SHIFT, keys.logical_key))
                })
            })
        })?;
        if pressed.is_character() {
            // The same key press is a character too, which must not be typed where the command leads.
            ctx.input_mut(|input| {
                let own = pressed.caps().join("");
                let at = input.events.iter().position(|event| matches!(event, egui::Event::Text(text) if *text == own));
                at.map(|at| input.events.remove(at))
            });
        }
        Some(pressed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_have_the_same_keys() {
        for (index, one) in Command::ALL.into_iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                assert!(
                    one.shortcut().is_none() || one.shortcut() != other.shortcut(),
                    "{one:?} and {other:?} share {:?}",
                    one.keys()
                );
            }
        }
    }

    #[test]
    fn keys_read_as_words() {
        assert_eq!(Command::Lock.keys().as_deref(), Some("Ctrl L"));
        assert_eq!(Command::ClearClipboard.keys().as_deref(), Some("Ctrl Shift C"));
        assert_eq!(Command::ShowKeys.keys().as_deref(), Some("Ctrl 1"));
        assert_eq!(Command::Filter.keys().as_deref(), Some("/"));
        assert_eq!(Command::Import.keys(), None);
    }
}
