//! How the window is to look and move, each choice with its word in the settings.

/// Light, dark, or as the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Its word in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "system" => Some(Self::System),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// Whether things move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Motion {
    /// As the system says.
    #[default]
    System,
    /// Fades and rises are shown.
    On,
    /// Nothing moves.
    Off,
}

impl Motion {
    /// Its word in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "as-system",
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// The one of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "as-system" | "system" => Some(Self::System),
            "on" => Some(Self::On),
            "off" => Some(Self::Off),
            _ => None,
        }
    }
}

/// How well the edges of fields and buttons can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outlines {
    /// A hint of an edge: the words in them identify them.
    #[default]
    Normal,
    /// As dark as the edge of a checkbox.
    Strong,
}

impl Outlines {
    /// Its word in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Strong => "strong",
        }
    }

    /// The one of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "normal" => Some(Self::Normal),
            "strong" => Some(Self::Strong),
            _ => None,
        }
    }
}

/// What the system says of the user's taste, as far as it does.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct SystemTaste {
    /// Less shall move.
    pub less_motion: bool,
    /// Dark, or light; none where there is no preference.
    pub dark: Option<bool>,
}
