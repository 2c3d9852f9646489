//! Which keys of the keyboard mean which command.

use egui::{Event, Key, KeyboardShortcut, Modifiers};

use super::Command;

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// What the key that commands are given with is called here, on its cap.
pub const COMMAND_CAP: &str = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };

/// With Tab it changes where the palette looks: Ctrl everywhere, for macOS keeps Cmd Tab to itself.
pub const SCOPE_KEY: Modifiers = if cfg!(target_os = "macos") { Modifiers::CTRL } else { Modifiers::COMMAND };
/// What that is called, as [`COMMAND_CAP`].
pub const SCOPE_CAP: &str = "Ctrl";

impl Command {
    /// Its keys, where it has some.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let ctrl = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let alt = |key| Some(KeyboardShortcut::new(Modifiers::ALT, key));
        let alone = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        match self {
            Self::Search => ctrl(Key::K),
            Self::Filter => alone(Key::Slash),
            Self::Copy => alone(Key::Enter),
            Self::Show => alone(Key::Space),
            Self::Inspector => alone(Key::I),
            Self::Rotate => alone(Key::R),
            Self::Edit => alone(Key::E),
            Self::OpenProvider => alone(Key::O),
            Self::AssignOwner => alone(Key::A),
            Self::Snooze => alone(Key::S),
            // One of the two fits a key; the letter is asked about.
            Self::Disable | Self::Enable => alone(Key::D),
            Self::MarkEnded | Self::MarkValueEnded => alone(Key::M),
            Self::NewKey => ctrl(Key::N),
            Self::Export => ctrl(Key::E),
            Self::Compare => alone(Key::V),
            Self::ShowKeys => ctrl(Key::Num1),
            Self::ShowReview => ctrl(Key::Num2),
            Self::SelectRow => alone(Key::X),
            Self::SelectAll => ctrl(Key::A),
            Self::FoldCharts => alone(Key::C),
            Self::ChartTables => alone(Key::T),
            Self::ShowActivity => ctrl(Key::Num4),
            Self::ShowSettings => ctrl(Key::Comma),
            Self::ChooseProject => ctrl(Key::P),
            Self::PreviousEnvironment => alt(Key::ArrowLeft),
            Self::NextEnvironment => alt(Key::ArrowRight),
            Self::NextPane => alone(Key::F6),
            Self::ClearClipboard => Some(KeyboardShortcut::new(CTRL_SHIFT, Key::C)),
            Self::Undo => ctrl(Key::Z),
            Self::Lock => ctrl(Key::L),
            Self::ZoomIn => ctrl(Key::Plus),
            Self::ZoomOut => ctrl(Key::Minus),
            Self::ZoomReset => ctrl(Key::Num0),
            Self::AllKeys => alone(Key::Questionmark),
            Self::Quit => ctrl(Key::Q),
            _ => None,
        }
    }

    /// True for keys that are characters and so mean text while a field is typed into.
    pub fn is_character(self) -> bool {
        self.shortcut().is_some_and(|keys| !keys.modifiers.any() && !matches!(keys.logical_key, Key::Enter | Key::F6))
    }

    /// True for keys that belong to a field while one types into it.
    fn is_text(self) -> bool {
        self.is_character() || matches!(self, Self::SelectAll | Self::Undo)
    }

    /// True for single letters, which can be switched off.
    pub fn is_letter(self) -> bool {
        self.is_character()
            && self.shortcut().is_some_and(|keys| keys.logical_key.name().len() == 1)
            && !matches!(self, Self::Filter | Self::AllKeys)
    }

    /// Its keys as words, one a cap: `Ctrl`, `Shift`, `C`.
    pub fn caps(self) -> Vec<&'static str> {
        let Some(keys) = self.shortcut() else { return Vec::new() };
        let mut caps = Vec::new();
        if keys.modifiers.command {
            caps.push(COMMAND_CAP);
        }
        if keys.modifiers.alt {
            caps.push("Alt");
        }
        if keys.modifiers.shift {
            caps.push("Shift");
        }
        caps.push(match keys.logical_key {
            Key::Slash => "/",
            Key::Comma => ",",
            Key::Questionmark => "?",
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::Plus => "+",
            Key::Minus => "−",
            key => key.name(),
        });
        caps
    }

    /// Its keys in one line, for tooltips: `Ctrl Shift C`.
    pub fn keys(self) -> Option<String> {
        let caps = self.caps();
        if caps.is_empty() { None } else { Some(caps.join(" ")) }
    }

    /// The command whose keys were pressed first in this frame, and where among the events; its own are used up. Characters
    /// count only while no field is typed into. Enter and the keys that egui gives to what has the keyboard belong to the
    /// list, which knows what is selected. `allowed` says which commands count now.
    pub fn pressed(ctx: &egui::Context, allowed: impl Fn(Self) -> bool) -> Option<(Self, usize)> {
        let typing = ctx.text_edit_focused();
        // Whether one counts may take a look at every key: it is asked of those alone that were pressed.
        let pressed: Vec<_> = ctx.input(|input| {
            let is_pressed = |command: &Self| input.events.iter().any(|event| command.is_meant_by(event));
            Self::ALL.into_iter().filter(is_pressed).collect()
        });
        let mut commands: Vec<_> = pressed
            .into_iter()
            .filter(|command| !matches!(command, Self::Copy | Self::SelectRow))
            .filter(|command| !(typing && command.is_text()) && allowed(*command))
            .collect();
        // The longest first: Ctrl C must not take what was meant as Ctrl Shift C.
        commands.sort_by_key(|command| !command.shortcut().is_some_and(|keys| keys.modifiers.shift));
        ctx.input_mut(|input| {
            let meant = |event: &Event| commands.iter().copied().find(|command| command.is_meant_by(event));
            let (place, pressed) =
                input.events.iter().enumerate().find_map(|(place, event)| Some((place, meant(event)?)))?;
            input.events.remove(place);
            if pressed.is_character() {
                // The same key press is a character too, which must not be typed where the command leads.
                let own = pressed.caps().join("");
                let at = input.events.iter().skip(place).position(
                    |event| matches!(event, Event::Text(text) if text.eq_ignore_ascii_case(&own) || (own == "Space" && text == " ")),
                );
                at.map(|at| input.events.remove(place + at));
            }
            Some((pressed, place))
        })
    }

    /// Whether its keys were pressed.
    fn is_meant_by(self, event: &Event) -> bool {
        let (Some(keys), Event::Key { key, pressed: true, modifiers, .. }) = (self.shortcut(), event) else {
            return false;
        };
        // `?` is typed with Shift on most keyboards; a letter with Shift is meant as another thing.
        let shifted = self.is_character() && !self.is_letter() && modifiers.matches_logically(Modifiers::SHIFT);
        // `+` is typed with Shift on many keyboards: what is on that key without it is meant too.
        let is_key = *key == keys.logical_key || (self == Self::ZoomIn && *key == Key::Equals);
        is_key && (modifiers.matches_logically(keys.modifiers) || shifted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_have_the_same_keys() {
        for (index, one) in Command::ALL.into_iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                let pairs = [(Command::Disable, Command::Enable), (Command::MarkEnded, Command::MarkValueEnded)];
                let never_both = pairs.contains(&(one, *other));
                assert!(
                    never_both || one.shortcut().is_none() || one.shortcut() != other.shortcut(),
                    "{one:?} and {other:?} share {:?}",
                    one.keys()
                );
            }
        }
    }

    #[test]
    fn zooming_in_needs_no_shift_on_keyboards_that_have_the_plus_above_another_sign() {
        let pressed = |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        for (key, modifiers, is_it) in [
            (Key::Plus, Modifiers::COMMAND, true),
            (Key::Plus, CTRL_SHIFT, true),
            (Key::Equals, Modifiers::COMMAND, true),
            (Key::Equals, Modifiers::NONE, false),
        ] {
            assert_eq!(Command::ZoomIn.is_meant_by(&pressed(key, modifiers)), is_it, "{key:?} {modifiers:?}");
        }
        assert!(!Command::ZoomOut.is_meant_by(&pressed(Key::Equals, Modifiers::COMMAND)));
    }

    #[test]
    fn keys_read_as_words() {
        assert_eq!(Command::Lock.keys().as_deref(), Some("Ctrl L"));
        assert_eq!(Command::ClearClipboard.keys().as_deref(), Some("Ctrl Shift C"));
        assert_eq!(Command::ShowKeys.keys().as_deref(), Some("Ctrl 1"));
        assert_eq!(Command::ShowSettings.keys().as_deref(), Some("Ctrl ,"));
        assert_eq!(Command::PreviousEnvironment.keys().as_deref(), Some("Alt ←"));
        assert_eq!(Command::Filter.keys().as_deref(), Some("/"));
        assert_eq!(Command::Import.keys(), None);
    }

    #[test]
    fn only_single_letters_can_be_switched_off() {
        let letters: Vec<_> = Command::ALL.into_iter().filter(|command| command.is_letter()).collect();
        assert_eq!(
            letters,
            [
                Command::Inspector,
                Command::Rotate,
                Command::MarkEnded,
                Command::MarkValueEnded,
                Command::Edit,
                Command::OpenProvider,
                Command::AssignOwner,
                Command::Snooze,
                Command::Disable,
                Command::Enable,
                Command::Compare,
                Command::SelectRow,
                Command::FoldCharts,
                Command::ChartTables,
            ]
        );
    }

    #[test]
    fn only_this_file_knows_what_the_command_key_is_called() {
        fn look(folder: &std::path::Path, named: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                if path.is_dir() && name != "tests" {
                    look(&path, named);
                } else if name.ends_with(".rs") && name != "tests.rs" && !path.ends_with("commands/keys.rs") {
                    let source = std::fs::read_to_string(&path).unwrap();
                    let shown = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                    let lines = shown.lines().map(str::trim).filter(|line| !line.starts_with("//"));
                    named.extend(lines.filter(|line| line.contains("Ctrl")).map(|line| format!("{name}: {line}")));
                }
            }
        }
        let mut named = Vec::new();
        look(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gui"), &mut named);
        assert!(named.is_empty(), "{named:#?}");
    }
}
