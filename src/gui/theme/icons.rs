//! The icons in use, by their Phosphor names (LOOK.md part 5).

use egui::{FontFamily, FontId};

use super::fonts;

/// Outlined or filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Phosphor Regular.
    Line,
    /// Phosphor Fill.
    Fill,
}

impl Face {
    /// The font of this face at a size in points.
    pub fn font(self, size: f32) -> FontId {
        let family = match self {
            Self::Line => fonts::ICONS,
            Self::Fill => fonts::ICONS_FILL,
        };
        FontId::new(size, FontFamily::Name(family.into()))
    }
}

macro_rules! icons {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// One icon of the subset in `assets/fonts`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)] // Phosphor's own names.
        pub enum Icon { $($name),* }

        impl Icon {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its private code point.
            pub fn glyph(self) -> char {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

icons! {
    CaretDown = '\u{E136}',
    Check = '\u{E182}',
    CheckCircle = '\u{E184}',
    Copy = '\u{E1CA}',
    FolderSimple = '\u{E25A}',
    Funnel = '\u{E268}',
    Info = '\u{E2CE}',
    Key = '\u{E2D6}',
    Lock = '\u{E308}',
    MagnifyingGlass = '\u{E30C}',
    Prohibit = '\u{E3DE}',
    ShieldCheck = '\u{E40C}',
    Stack = '\u{E466}',
    Upload = '\u{E4C0}',
    Vault = '\u{E76E}',
    Warning = '\u{E4E0}',
    WarningOctagon = '\u{E4E4}',
    X = '\u{E4F6}',
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_stands_in_the_list_of_code_points() {
        let listed = include_str!("../../../assets/fonts/phosphor-codepoints.txt");
        for icon in Icon::ALL {
            let code = format!("{:04X}", u32::from(icon.glyph()));
            assert!(listed.lines().any(|line| line.split(' ').nth(1) == Some(&code)), "{icon:?} is {code}");
        }
    }
}
