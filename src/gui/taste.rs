//! How a person wants the window to look: theme, motion and outlines, as the settings say and, where they leave it to the
//! system, as that says.

use egui::Context;

use super::theme;
use crate::model::{Motion, Outlines, Settings, SystemTaste, Theme};

/// What the window was told of it last.
#[derive(Debug, Default)]
pub struct Taste {
    set: Option<(Theme, Motion, Outlines)>,
    /// What the system says, as far as it does.
    system: SystemTaste,
}

impl Taste {
    /// Follows the settings, where they changed.
    pub fn follow(&mut self, ctx: &Context, settings: &Settings) {
        let now = (settings.theme, settings.motion, settings.outlines);
        let before = self.set.replace(now);
        if before == self.set {
            return;
        }
        ctx.set_theme(match settings.theme {
            Theme::System => egui::ThemePreference::System,
            Theme::Light => egui::ThemePreference::Light,
            Theme::Dark => egui::ThemePreference::Dark,
        });
        if before.map_or(Outlines::Normal, |(.., outlines)| outlines) != settings.outlines {
            theme::set_outlines(ctx, settings.outlines);
        }
        self.tell_of_motion(ctx);
    }

    /// The system said how windows shall look and move.
    pub fn system_said(&mut self, ctx: &Context, system: SystemTaste) {
        self.system = system;
        // Where winit knows the system's theme, that counts; it does on no desktop of Linux's.
        let fallback = if system.dark == Some(true) { egui::Theme::Dark } else { egui::Theme::Light };
        ctx.options_mut(|options| options.fallback_theme = fallback);
        self.tell_of_motion(ctx);
    }

    fn tell_of_motion(&self, ctx: &Context) {
        let still = match self.set.map_or(Motion::System, |(_, motion, _)| motion) {
            Motion::System => self.system.less_motion,
            Motion::On => false,
            Motion::Off => true,
        };
        theme::set_reduced_motion(ctx, still);
        ctx.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motion_follows_the_system_unless_a_person_set_it() {
        let (ctx, mut taste, mut settings) = (Context::default(), Taste::default(), Settings::default());
        let said = |less_motion| SystemTaste { less_motion, dark: None };
        taste.system_said(&ctx, said(true));
        assert!(theme::reduced_motion(&ctx), "before there is a vault too");
        for (word, system, still) in [
            ("as-system", true, true),
            ("on", true, false),
            ("off", true, true),
            ("off", false, true),
            ("as-system", false, false),
        ] {
            settings.set("motion", word).unwrap();
            taste.system_said(&ctx, said(system));
            taste.follow(&ctx, &settings);
            assert_eq!(theme::reduced_motion(&ctx), still, "{word}, system {system}");
        }
        taste.system_said(&ctx, said(true));
        assert!(theme::reduced_motion(&ctx), "it changed while the window is open");
    }

    #[test]
    fn the_theme_follows_the_system_unless_a_person_set_it() {
        let (ctx, mut taste, mut settings) = (Context::default(), Taste::default(), Settings::default());
        theme::install(&ctx);
        assert_eq!(ctx.theme(), egui::Theme::Light, "where nothing is said");
        for (word, system, theme) in [
            ("system", Some(true), egui::Theme::Dark),
            ("light", Some(true), egui::Theme::Light),
            ("system", Some(false), egui::Theme::Light),
            ("dark", Some(false), egui::Theme::Dark),
            ("system", None, egui::Theme::Light),
            ("system", Some(true), egui::Theme::Dark),
        ] {
            settings.set("theme", word).unwrap();
            taste.follow(&ctx, &settings);
            taste.system_said(&ctx, SystemTaste { dark: system, less_motion: false });
            assert_eq!(ctx.theme(), theme, "{word}, system {system:?}");
        }
    }
}
