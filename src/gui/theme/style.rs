//! egui's own style, set from the tokens, so that what egui paints itself (text fields, tooltips, scroll bars, menus)
//! looks like the rest.

use egui::epaint::FontColorTransferFunction;
use egui::style::{ScrollStyle, Selection, WidgetVisuals};
use egui::{Color32, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, Visuals, vec2};

use super::tokens::{DARK, DARK_STRONG, LIGHT, LIGHT_STRONG, Tokens};
use super::typeset::Type;
use super::{fonts, radius};
use crate::model::Outlines;

/// Puts fonts and both themes into a context. To be called once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    set_outlines(ctx, Outlines::Normal);
    ctx.options_mut(|options| {
        options.fallback_theme = egui::Theme::Light;
        // Both are commands, so that they stand in the palette, and the zoom is kept.
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
}

/// Puts both themes in, with edges as they are wanted.
pub fn set_outlines(ctx: &egui::Context, outlines: Outlines) {
    let (light, dark) = match outlines {
        Outlines::Normal => (&LIGHT, &DARK),
        Outlines::Strong => (&LIGHT_STRONG, &DARK_STRONG),
    };
    ctx.set_style_of(egui::Theme::Light, style(light, Visuals::light()));
    ctx.set_style_of(egui::Theme::Dark, style(dark, Visuals::dark()));
}

fn style(t: &Tokens, base: Visuals) -> Style {
    let mut style = Style { visuals: visuals(t, base), ..Style::default() };
    style.text_styles = [
        (TextStyle::Heading, Type::Title.font()),
        (TextStyle::Body, Type::Body.font()),
        (TextStyle::Button, Type::Strong.font()),
        (TextStyle::Small, Type::Small.font()),
        (TextStyle::Monospace, Type::Code.font()),
    ]
    .into();
    // Hover is at once; what moves is animated where it stands.
    style.animation_time = 0.0;
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(10.0, 5.0);
    style.spacing.interact_size = vec2(28.0, 28.0);
    style.spacing.menu_margin = Margin::symmetric(8, 6);
    style.spacing.tooltip_width = 360.0;
    // Menus say themselves how high they get; as it comes, none gets over 400 and the key's has some more.
    style.spacing.default_area_size.y = 4_000.0;
    style.spacing.scroll =
        // Between the rows of a list, which keep 8 from its edge, and that edge.
        ScrollStyle {
            floating_allocated_width: 0.0,
            floating_width: 4.0,
            bar_width: 8.0,
            bar_outer_margin: 2.0,
            ..ScrollStyle::floating()
        };
    style.spacing.scroll.fade.strength = 0.0;
    // A bar is of a token's colour whole: a share of the text's would be none of them.
    style.spacing.scroll.foreground_color = false;
    style.spacing.scroll.dormant_handle_opacity = 1.0;
    style.spacing.scroll.active_handle_opacity = 1.0;
    style.spacing.scroll.interact_handle_opacity = 1.0;
    style.interaction.tooltip_delay = 0.5;
    // A finished selection goes to X11's PRIMARY: nothing on screen but a text field is selectable.
    style.interaction.selectable_labels = false;
    style
}

fn visuals(t: &Tokens, base: Visuals) -> Visuals {
    let widget = |fill: Color32, stroke: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let mut v = base;
    v.widgets.noninteractive = widget(t.bg_raised, t.stroke_default, t.text_primary);
    v.widgets.inactive = widget(t.bg_raised, t.stroke_default, t.text_primary);
    v.widgets.hovered = widget(t.bg_hover, t.stroke_default, t.text_primary);
    v.widgets.active = widget(t.bg_active, t.stroke_default, t.text_primary);
    v.widgets.open = widget(t.bg_active, t.stroke_default, t.text_primary);
    // Of what egui paints itself the bars alone take this fill.
    v.widgets.inactive.bg_fill = t.stroke_default;
    v.widgets.hovered.bg_fill = t.stroke_control;
    v.widgets.active.bg_fill = t.stroke_control;
    v.selection = Selection { bg_fill: t.bg_selected, stroke: Stroke::new(1.0, t.accent_ring) };
    v.hyperlink_color = t.accent_text;
    v.weak_text_color = Some(t.text_tertiary);
    v.extreme_bg_color = t.bg_raised;
    v.text_edit_bg_color = Some(t.bg_raised);
    v.faint_bg_color = t.bg_inset;
    v.code_bg_color = t.bg_inset;
    v.warn_fg_color = t.warn_text;
    v.error_fg_color = t.crit_text;
    v.panel_fill = t.bg_surface;
    v.window_fill = t.bg_raised;
    v.window_stroke = Stroke::new(1.0, t.stroke_default);
    v.window_corner_radius = CornerRadius::same(radius::DIALOG);
    v.menu_corner_radius = CornerRadius::same(radius::CALLOUT);
    v.window_shadow = shadow(t);
    // Menus ask for theirs: under a tooltip, lower than the blur is wide, it would show seams, and no tooltip is raised.
    v.popup_shadow = Shadow::NONE;
    // egui's own brightening of light text on dark makes 13 points look a weight bolder than Inter is.
    if v.dark_mode {
        v.text_options.color_transfer_function = FontColorTransferFunction::Gamma(0.85);
    }
    // A blinking cursor costs 130 ms of processor time a second under software GL.
    v.text_cursor.blink = false;
    v.text_cursor.stroke = Stroke::new(1.0, t.text_primary);
    v
}

fn shadow(t: &Tokens) -> Shadow {
    Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scroll_bars_are_of_the_colours_of_edges() {
        for (tokens, base) in [(&LIGHT, Visuals::light()), (&DARK, Visuals::dark()), (&DARK_STRONG, Visuals::dark())] {
            let style = style(tokens, base);
            let scroll = style.spacing.scroll;
            // egui takes a bar's colour from its widget's fill, times its opacity.
            assert!(!scroll.foreground_color);
            let shares = [scroll.dormant_handle_opacity, scroll.active_handle_opacity, scroll.interact_handle_opacity];
            assert!(shares.into_iter().all(|share| share >= 1.0), "{shares:?}");
            assert_eq!(style.visuals.widgets.inactive.bg_fill, tokens.stroke_default);
            assert_eq!(style.visuals.widgets.hovered.bg_fill, tokens.stroke_control);
        }
    }
}
