//! How a person wants the window to look: theme, motion and outlines, as the settings say and, where they leave it to the
//! system, as that says.

use egui::Context;

use super::theme;
use crate::model::{Motion, Outlines, Settings, Theme};

/// What the window was told of it last.
#[derive(Debug, Default)]
pub struct Taste {
    set: Option<(Theme, Motion, Outlines)>,
    /// The system wants less to move.
    system_less: bool,
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

    /// The system said whether less shall move.
    pub fn system_said(&mut self, ctx: &Context, less: bool) {
        self.system_less = less;
        self.tell_of_motion(ctx);
    }

    fn tell_of_motion(&self, ctx: &Context) {
        let still = match self.set.map_or(Motion::System, |(_, motion, _)| motion) {
            Motion::System => self.system_less,
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
        taste.system_said(&ctx, true);
        assert!(theme::reduced_motion(&ctx), "before there is a vault too");
        for (word, system, still) in [
            ("as-system", true, true),
            ("on", true, false),
            ("off", true, true),
            ("off", false, true),
            ("as-system", false, false),
        ] {
            settings.set("motion", word).unwrap();
            taste.system_said(&ctx, system);
            taste.follow(&ctx, &settings);
            assert_eq!(theme::reduced_motion(&ctx), still, "{word}, system {system}");
        }
        taste.system_said(&ctx, true);
        assert!(theme::reduced_motion(&ctx), "it changed while the window is open");
    }
}
