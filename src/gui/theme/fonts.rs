//! The fonts, each file a family of its own: egui picks no weights. Phosphor stands behind each of them, so that an
//! icon may stand in a sentence; its filled shapes share the code points and so need their own family.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// Inter Regular.
pub const TEXT: &str = "inter";
/// Inter Medium.
pub const TEXT_MEDIUM: &str = "inter-medium";
/// Inter `SemiBold`.
pub const TEXT_SEMIBOLD: &str = "inter-semibold";
/// `JetBrains` Mono Regular.
pub const MONO: &str = "mono";
/// `JetBrains` Mono Medium.
pub const MONO_MEDIUM: &str = "mono-medium";
/// `JetBrains` Mono `SemiBold`.
pub const MONO_SEMIBOLD: &str = "mono-semibold";
/// Phosphor's outlined icons.
pub const ICONS: &str = "icons";
/// Phosphor's filled icons.
pub const ICONS_FILL: &str = "icons-fill";

/// The files inside the binary, by family.
static FILES: [(&str, &[u8]); 8] = [
    (TEXT, include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
    (TEXT_MEDIUM, include_bytes!("../../../assets/fonts/Inter-Medium.ttf")),
    (TEXT_SEMIBOLD, include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
    (MONO, include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")),
    (MONO_MEDIUM, include_bytes!("../../../assets/fonts/JetBrainsMono-Medium.ttf")),
    (MONO_SEMIBOLD, include_bytes!("../../../assets/fonts/JetBrainsMono-SemiBold.ttf")),
    (ICONS, include_bytes!("../../../assets/fonts/Phosphor.ttf")),
    (ICONS_FILL, include_bytes!("../../../assets/fonts/Phosphor-Fill.ttf")),
];

/// All families; a mono one falls back to Inter before the icons (arrows, quotes).
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FILES {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let chain = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    for text in [TEXT, TEXT_MEDIUM, TEXT_SEMIBOLD] {
        fonts.families.insert(FontFamily::Name(text.into()), chain(&[text, ICONS]));
    }
    for mono in [MONO, MONO_MEDIUM, MONO_SEMIBOLD] {
        fonts.families.insert(FontFamily::Name(mono.into()), chain(&[mono, TEXT, ICONS]));
    }
    fonts.families.insert(FontFamily::Name(ICONS.into()), chain(&[ICONS]));
    fonts.families.insert(FontFamily::Name(ICONS_FILL.into()), chain(&[ICONS_FILL]));
    fonts.families.insert(FontFamily::Proportional, chain(&[TEXT, ICONS]));
    fonts.families.insert(FontFamily::Monospace, chain(&[MONO, TEXT, ICONS]));
    fonts
}

#[cfg(test)]
mod tests {
    use super::super::Type;

    #[test]
    fn the_signs_that_words_on_screen_hold_are_in_the_fonts() {
        let ctx = egui::Context::default();
        super::super::install(&ctx);
        ctx.run_ui(egui::RawInput::default(), |_| ()).textures_delta.clear();
        for style in [Type::Body, Type::Strong, Type::Small, Type::Code] {
            assert!(ctx.fonts_mut(|fonts| fonts.has_glyphs(&style.font(), "●…·–−←→↑↓")), "{style:?}");
        }
    }
}
