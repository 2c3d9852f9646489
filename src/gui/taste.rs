//! How a person wants the window to look: theme, motion, outlines and zoom, as the settings say and, where they leave it to
//! the system, as that says; the zoom as far as the window has room for it.

use egui::{Context, Vec2};

use super::theme::{self, size};
use crate::model::{Motion, Outlines, Settings, SystemTaste, Theme};

/// Smaller than this nothing is drawn to make it fit: it could not be read.
const LEAST_ZOOM: f32 = 0.5;
/// Zooms that differ by less are the same, so that rounding never keeps the window redrawing.
const SAME_ZOOM: f32 = 0.005;

/// What the window was told of it last.
#[derive(Debug, Default)]
pub struct Taste {
    set: Option<(Theme, Motion, Outlines)>,
    /// As the settings say, in percent; none before they are known.
    zoom: Option<u32>,
    /// What the system says, as far as it does.
    system: SystemTaste,
    /// The theme until the settings are known, which they are not where the vault can't be read.
    begins: Option<Theme>,
}

impl Taste {
    /// Begins in this theme.
    pub fn begin(&mut self, theme: Option<Theme>) {
        self.begins = theme;
    }

    /// Follows the settings, where they changed.
    pub fn follow(&mut self, ctx: &Context, settings: &Settings) {
        self.begins = None;
        self.zoom = Some(settings.zoom_percent);
        let now = (settings.theme, settings.motion, settings.outlines);
        let before = self.set.replace(now);
        if before == self.set {
            return;
        }
        prefer(ctx, settings.theme);
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

    /// Zooms as the settings say, and less where the window is too small for that: every screen has room from
    /// [`size::MIN_WINDOW`] up, but a large zoom takes it away, and a tiling desktop asks no window how small it may be.
    pub fn fit(&mut self, ctx: &Context) {
        self.begins.take().into_iter().for_each(|theme| prefer(ctx, theme));
        let window = ctx.content_rect().size() * ctx.zoom_factor();
        let zoom = zoom_for(self.zoom.unwrap_or(100), window);
        if (zoom - ctx.zoom_factor()).abs() > SAME_ZOOM {
            ctx.set_zoom_factor(zoom);
        }
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

/// The zoom for a window of this size in points at a zoom of 1.
fn zoom_for(percent: u32, window: Vec2) -> f32 {
    let wanted = percent as f32 / 100.0;
    let room = size::zoom_room(window);
    // A window that is hidden may have no size at all.
    if room > 0.0 { wanted.min(room.max(LEAST_ZOOM)) } else { wanted }
}

/// Draws in this theme from now on.
pub fn prefer(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => egui::ThemePreference::System,
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
    });
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn the_zoom_leaves_every_screen_the_room_it_needs() {
        for (percent, window, zoom) in [
            (100, vec2(1280.0, 820.0), 1.0),
            (200, vec2(1280.0, 820.0), 2.0),
            (80, vec2(640.0, 400.0), 0.8),
            // Larger than the window has room for.
            (150, vec2(900.0, 600.0), 900.0 / 640.0),
            (200, vec2(1280.0, 600.0), 1.5),
            // Smaller than a window is to be.
            (100, vec2(480.0, 400.0), 0.75),
            (150, vec2(640.0, 300.0), 0.75),
            (100, vec2(100.0, 100.0), LEAST_ZOOM),
            (100, vec2(0.0, 0.0), 1.0),
        ] {
            assert_eq!(zoom_for(percent, window), zoom, "{percent} % in {window}");
        }
    }

    #[test]
    fn the_context_is_told_once_and_rests() {
        let (ctx, mut taste, mut settings) = (Context::default(), Taste::default(), Settings::default());
        settings.set("zoom", "150").unwrap();
        taste.follow(&ctx, &settings);
        // As the desktop gives it: the window's points are fewer where each of them is larger.
        let mut frame = |ctx: &Context, window: Vec2| {
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, window / ctx.zoom_factor());
            let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
            ctx.run_ui(input, |ui| taste.fit(ui.ctx())).textures_delta.clear();
        };
        for (window, zoom) in [(vec2(480.0, 400.0), 0.75), (vec2(1280.0, 820.0), 1.5)] {
            for _ in 0..4 {
                frame(&ctx, window);
            }
            assert!((ctx.zoom_factor() - zoom).abs() < SAME_ZOOM, "{} in {window}", ctx.zoom_factor());
        }
    }

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
