//! The type styles of LOOK.md part 4.

use egui::{FontFamily, FontId};

use super::fonts;

/// One style of type: font, size and use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// First-run title: 22.
    Display,
    /// Title of a full-window state: 18.
    Headline,
    /// Page title: 16.
    Title,
    /// Dialog title: 15.
    DialogTitle,
    /// What is typed into the palette: 15.
    Query,
    /// Title of a card or section, and the product's name: 14.
    CardTitle,
    /// The default: 13.
    Body,
    /// Current navigation, buttons, titles of callouts: 13 medium.
    Strong,
    /// Hints and chips: 12.
    Small,
    /// Labels of fields, small buttons: 12 medium.
    SmallStrong,
    /// Column and section headers: 11.5 medium.
    Micro,
    /// Tags: 11.5.
    Tag,
    /// Words under a sample, text in charts: 11.
    Tiny,
    /// Key caps: 11 medium.
    Cap,
    /// Monogram on a tile: 10 semibold.
    Monogram,
    /// Initials in an avatar: 9 semibold.
    Initials,
    /// The inspector's title: mono 14 semibold.
    NameTitle,
    /// Variable names: mono 12.5 medium.
    Key,
    /// What stands in the secret field: mono 13.
    Secret,
    /// Names within a sentence, numbers that count: mono 12 medium.
    CodeStrong,
    /// Masked tails, ages, paths: mono 12.
    Code,
    /// Counts in navigation: mono 11.5.
    Count,
    /// Tags that are code (scopes): mono 11.
    TagCode,
    /// The number of a step: mono 11 medium.
    Step,
    /// Seconds in the ring: mono 9.5 semibold.
    Ring,
}

impl Type {
    fn parts(self) -> (&'static str, f32) {
        match self {
            Self::Display => (fonts::TEXT_SEMIBOLD, 22.0),
            Self::Headline => (fonts::TEXT_SEMIBOLD, 18.0),
            Self::Title => (fonts::TEXT_SEMIBOLD, 16.0),
            Self::DialogTitle => (fonts::TEXT_SEMIBOLD, 15.0),
            Self::Query => (fonts::TEXT, 15.0),
            Self::CardTitle => (fonts::TEXT_SEMIBOLD, 14.0),
            Self::Body => (fonts::TEXT, 13.0),
            Self::Strong => (fonts::TEXT_MEDIUM, 13.0),
            Self::Small => (fonts::TEXT, 12.0),
            Self::SmallStrong => (fonts::TEXT_MEDIUM, 12.0),
            Self::Micro => (fonts::TEXT_MEDIUM, 11.5),
            Self::Tag => (fonts::TEXT, 11.5),
            Self::Tiny => (fonts::TEXT, 11.0),
            Self::Cap => (fonts::TEXT_MEDIUM, 11.0),
            Self::Monogram => (fonts::TEXT_SEMIBOLD, 10.0),
            Self::Initials => (fonts::TEXT_SEMIBOLD, 9.0),
            Self::NameTitle => (fonts::MONO_SEMIBOLD, 14.0),
            Self::Key => (fonts::MONO_MEDIUM, 12.5),
            Self::Secret => (fonts::MONO, 13.0),
            Self::CodeStrong => (fonts::MONO_MEDIUM, 12.0),
            Self::Code => (fonts::MONO, 12.0),
            Self::Count => (fonts::MONO, 11.5),
            Self::TagCode => (fonts::MONO, 11.0),
            Self::Step => (fonts::MONO_MEDIUM, 11.0),
            Self::Ring => (fonts::MONO_SEMIBOLD, 9.5),
        }
    }

    /// Whether every character is as wide as the others.
    pub fn is_mono(self) -> bool {
        [fonts::MONO, fonts::MONO_MEDIUM, fonts::MONO_SEMIBOLD].contains(&self.parts().0)
    }

    /// Size in points.
    pub fn size(self) -> f32 {
        self.parts().1
    }

    /// The font as egui names it, its size rounded to whole pixels: half a pixel blurs at scale 1.
    pub fn font_on(self, pixels_per_point: f32) -> FontId {
        let font = self.font();
        FontId { size: (font.size * pixels_per_point).round() / pixels_per_point, ..font }
    }

    /// The font as egui names it, in its nominal size.
    pub fn font(self) -> FontId {
        let (family, size) = self.parts();
        FontId::new(size, FontFamily::Name(family.into()))
    }
}
