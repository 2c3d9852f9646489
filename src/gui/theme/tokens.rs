//! The colour tokens, light and dark.
#![allow(clippy::disallowed_methods)] // The one place where colours are made.

use egui::Color32;

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Every colour, named as in LOOK.md part 3 (`bg.surface` is `bg_surface`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names are LOOK.md's; its table says what each is for.
pub struct Tokens {
    pub bg_window: Color32,
    pub bg_sidebar: Color32,
    pub bg_surface: Color32,
    pub bg_panel: Color32,
    pub bg_raised: Color32,
    pub bg_inset: Color32,
    pub bg_hover: Color32,
    pub bg_active: Color32,
    pub bg_selected: Color32,
    pub stroke_subtle: Color32,
    pub stroke_default: Color32,
    pub stroke_control: Color32,
    pub text_primary: Color32,
    pub text_secondary: Color32,
    pub text_tertiary: Color32,
    pub text_disabled: Color32,
    pub accent_fill: Color32,
    pub accent_fill_hover: Color32,
    pub accent_on: Color32,
    pub accent_text: Color32,
    pub accent_ring: Color32,
    pub crit_text: Color32,
    pub crit_tint: Color32,
    pub crit_solid: Color32,
    pub crit_fill: Color32,
    pub warn_text: Color32,
    pub warn_tint: Color32,
    pub warn_solid: Color32,
    pub ok_text: Color32,
    pub ok_tint: Color32,
    pub ok_solid: Color32,
    pub chart_bar: Color32,
    pub chart_grid: Color32,
    pub shadow: Color32,
    pub scrim: Color32,
}

impl Tokens {
    /// The danger confirm under the pointer: an eighth darker than `crit.fill`.
    pub fn crit_fill_hover(&self) -> Color32 {
        self.crit_fill.lerp_to_gamma(Color32::BLACK, 0.125)
    }

    /// The ground under the pointer of what lies on `bg.raised`. In dark that ground and `bg.hover` are one step of 255 apart:
    /// there it is `bg.active`.
    pub fn raised_hover(&self) -> Color32 {
        if self.bg_hover.r().abs_diff(self.bg_raised.r()) > 4 { self.bg_hover } else { self.bg_active }
    }

    /// The same while it is pressed.
    pub fn raised_pressed(&self) -> Color32 {
        if self.raised_hover() == self.bg_hover { self.bg_active } else { self.stroke_default }
    }
}

/// `accent.fill` of the light theme as red, green, blue: the window's icon is not painted by egui.
pub const LIGHT_ACCENT: [u8; 3] = [0x44, 0x53, 0xC9];

/// The light theme.
pub static LIGHT: Tokens = Tokens {
    bg_window: rgb(0xF4_F4F2),
    bg_sidebar: rgb(0xF4_F4F2),
    bg_surface: rgb(0xFF_FFFF),
    bg_panel: rgb(0xFB_FBFA),
    bg_raised: rgb(0xFF_FFFF),
    bg_inset: rgb(0xF5_F5F3),
    bg_hover: rgb(0xF1_F1EE),
    bg_active: rgb(0xE7_E7E3),
    bg_selected: rgb(0xE9_ECFB),
    stroke_subtle: rgb(0xEB_EBE7),
    stroke_default: rgb(0xDC_DCD7),
    stroke_control: rgb(0x85_888F),
    text_primary: rgb(0x1B_1C1F),
    text_secondary: rgb(0x52_555C),
    text_tertiary: rgb(0x63_666E),
    text_disabled: rgb(0xA2_A4A9),
    accent_fill: rgb(0x44_53C9),
    accent_fill_hover: rgb(0x37_44B0),
    accent_on: rgb(0xFF_FFFF),
    accent_text: rgb(0x3B_49BC),
    accent_ring: rgb(0x44_53C9),
    crit_text: rgb(0xAE_2130),
    crit_tint: rgb(0xFB_EAEA),
    crit_solid: rgb(0xCF_3444),
    crit_fill: rgb(0xBF_2D3D),
    warn_text: rgb(0x82_5000),
    warn_tint: rgb(0xFB_F0DA),
    warn_solid: rgb(0xB8_740A),
    ok_text: rgb(0x1C_7048),
    ok_tint: rgb(0xE5_F3EB),
    ok_solid: rgb(0x2F_8F5F),
    chart_bar: rgb(0xB9_BDD9),
    chart_grid: rgb(0xEB_EBE7),
    shadow: Color32::from_rgba_unmultiplied_const(0x1B, 0x1C, 0x1F, 0x24),
    scrim: Color32::from_rgba_unmultiplied_const(0x1B, 0x1C, 0x1F, 0x59),
};

/// The dark theme.
pub static DARK: Tokens = Tokens {
    bg_window: rgb(0x12_1315),
    bg_sidebar: rgb(0x15_1618),
    bg_surface: rgb(0x1A_1B1E),
    bg_panel: rgb(0x1D_1E21),
    bg_raised: rgb(0x23_2428),
    bg_inset: rgb(0x14_1517),
    bg_hover: rgb(0x22_2327),
    bg_active: rgb(0x2B_2C31),
    bg_selected: rgb(0x26_2B4A),
    stroke_subtle: rgb(0x26_272B),
    stroke_default: rgb(0x34_363C),
    stroke_control: rgb(0x72_757E),
    text_primary: rgb(0xEC_EDEF),
    text_secondary: rgb(0xAD_B0B8),
    text_tertiary: rgb(0x94_97A1),
    text_disabled: rgb(0x5C_5F67),
    accent_fill: rgb(0x58_65DB),
    accent_fill_hover: rgb(0x4E_5BD2),
    accent_on: rgb(0xFF_FFFF),
    accent_text: rgb(0xA7_B0FF),
    accent_ring: rgb(0x8E_99FF),
    crit_text: rgb(0xFF_9592),
    crit_tint: rgb(0x3A_1E21),
    crit_solid: rgb(0xE5_545D),
    crit_fill: rgb(0xC8_3B48),
    warn_text: rgb(0xF0_BA57),
    warn_tint: rgb(0x34_2813),
    warn_solid: rgb(0xD6_9A26),
    ok_text: rgb(0x72_CF9D),
    ok_tint: rgb(0x18_301F),
    ok_solid: rgb(0x3F_A46D),
    chart_bar: rgb(0x4A_5078),
    chart_grid: rgb(0x26_272B),
    shadow: Color32::from_rgba_unmultiplied_const(0, 0, 0, 0x80),
    scrim: Color32::from_rgba_unmultiplied_const(0, 0, 0, 0x99),
};

/// The light theme with stronger outlines.
pub static LIGHT_STRONG: Tokens = Tokens { stroke_default: LIGHT.stroke_control, ..LIGHT };

/// The dark theme with stronger outlines.
pub static DARK_STRONG: Tokens = Tokens { stroke_default: DARK.stroke_control, ..DARK };

/// The scrim of the theme in use, for what is over every ui.
pub fn scrim(ctx: &egui::Context) -> Color32 {
    if ctx.global_style().visuals.dark_mode { DARK.scrim } else { LIGHT.scrim }
}

/// The tokens of the theme in use.
pub fn of(ui: &egui::Ui) -> &'static Tokens {
    let visuals = ui.visuals();
    // egui's own style was made of the same tokens, so it tells which they are.
    let strong = |t: &Tokens| visuals.window_stroke.color == t.stroke_default;
    match visuals.dark_mode {
        true if strong(&DARK_STRONG) => &DARK_STRONG,
        true => &DARK,
        false if strong(&LIGHT_STRONG) => &LIGHT_STRONG,
        false => &LIGHT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Outlines;

    /// Contrast of two opaque colours (WCAG 2.x), 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let channel = |byte: u8| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let light = |c: Color32| 0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b());
        let (a, b) = (light(a) + 0.05, light(b) + 0.05);
        a.max(b) / a.min(b)
    }

    /// Tokens in the order of the designers' list, `accent.tint` once as `bg.selected`; the last two with their alpha.
    fn listed(t: &Tokens) -> [Color32; 36] {
        [
            t.bg_window,
            t.bg_sidebar,
            t.bg_surface,
            t.bg_panel,
            t.bg_raised,
            t.bg_inset,
            t.bg_hover,
            t.bg_active,
            t.bg_selected,
            t.stroke_subtle,
            t.stroke_default,
            t.stroke_control,
            t.text_primary,
            t.text_secondary,
            t.text_tertiary,
            t.text_disabled,
            t.accent_fill,
            t.accent_fill_hover,
            t.accent_on,
            t.accent_text,
            t.bg_selected,
            t.accent_ring,
            t.crit_text,
            t.crit_tint,
            t.crit_solid,
            t.warn_text,
            t.warn_tint,
            t.warn_solid,
            t.ok_text,
            t.ok_tint,
            t.ok_solid,
            t.chart_bar,
            t.chart_grid,
            t.crit_fill,
            t.shadow,
            t.scrim,
        ]
    }

    #[test]
    fn tokens_are_the_numbers_of_the_designers_list() {
        let light = "F4F4F2 F4F4F2 FFFFFF FBFBFA FFFFFF F5F5F3 F1F1EE E7E7E3 E9ECFB EBEBE7 DCDCD7 85888F 1B1C1F 52555C \
                     63666E A2A4A9 4453C9 3744B0 FFFFFF 3B49BC E9ECFB 4453C9 AE2130 FBEAEA CF3444 825000 FBF0DA B8740A \
                     1C7048 E5F3EB 2F8F5F B9BDD9 EBEBE7 BF2D3D 1B1C1F24 1B1C1F59";
        let dark = "121315 151618 1A1B1E 1D1E21 232428 141517 222327 2B2C31 262B4A 26272B 34363C 72757E ECEDEF ADB0B8 \
                    9497A1 5C5F67 5865DB 4E5BD2 FFFFFF A7B0FF 262B4A 8E99FF FF9592 3A1E21 E5545D F0BA57 342813 D69A26 \
                    72CF9D 18301F 3FA46D 4A5078 26272B C83B48 00000080 00000099";
        for (t, wanted) in [(&LIGHT, light), (&DARK, dark)] {
            let wanted: Vec<&str> = wanted.split_whitespace().collect();
            assert_eq!(wanted.len(), listed(t).len());
            for (index, (color, hex)) in listed(t).into_iter().zip(wanted).enumerate() {
                let number = u32::from_str_radix(&format!("{hex:F<8}"), 16).unwrap();
                let [r, g, b, a] = number.to_be_bytes();
                assert_eq!(color, Color32::from_rgba_unmultiplied(r, g, b, a), "number {index}: {hex}");
            }
        }
    }

    #[test]
    fn stronger_outlines_change_the_edges_alone_in_the_next_frame() {
        let ctx = egui::Context::default();
        super::super::install(&ctx);
        for (theme, usual) in [(egui::Theme::Light, &LIGHT), (egui::Theme::Dark, &DARK)] {
            ctx.set_theme(theme);
            for (outlines, edge) in [(Outlines::Strong, usual.stroke_control), (Outlines::Normal, usual.stroke_default)]
            {
                super::super::set_outlines(&ctx, outlines);
                let mut seen = None;
                ctx.run_ui(egui::RawInput::default(), |ui| seen = Some(*of(ui))).textures_delta.clear();
                assert_eq!(seen, Some(Tokens { stroke_default: edge, ..*usual }), "{theme:?} {outlines:?}");
            }
        }
    }

    #[test]
    fn text_can_be_read_on_every_background() {
        for t in [&LIGHT, &DARK] {
            for (ground, over) in [(t.bg_raised, t.raised_hover()), (t.raised_hover(), t.raised_pressed())] {
                assert!(ground.r().abs_diff(over.r()) > 4, "the pointer is answered: {ground:?} {over:?}");
            }
            let grounds = [t.bg_window, t.bg_surface, t.bg_panel, t.bg_raised, t.bg_inset, t.bg_hover, t.bg_selected];
            let texts = [t.text_primary, t.text_secondary, t.text_tertiary, t.crit_text, t.warn_text, t.ok_text];
            for ground in grounds {
                for text in texts {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
                assert!(contrast(t.accent_ring, ground) >= 3.0, "the focus ring on {ground:?}");
            }
            for (text, ground) in [
                (t.accent_on, t.accent_fill),
                (t.accent_on, t.accent_fill_hover),
                (t.accent_on, t.crit_fill),
                (t.crit_text, t.crit_tint),
                (t.warn_text, t.warn_tint),
                (t.ok_text, t.ok_tint),
                (t.accent_text, t.bg_selected),
            ] {
                assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
            }
            for icon in [t.crit_solid, t.warn_solid, t.stroke_control] {
                assert!(contrast(icon, t.bg_surface) >= 3.0, "{icon:?}");
            }
        }
    }
}
