//! The small pieces: key caps, tags, pills, provider tiles, avatars, numbered steps.

use egui::{Color32, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::paint;
use crate::gui::theme::{Face, Icon, Tokens, Type, of, radius};

/// Width of a key cap in points.
pub fn keycap_width(ui: &Ui, words: &str) -> f32 {
    if words == ENTER { 20.0 } else { (paint::width(ui, Type::Cap, words) + 10.0).ceil().max(18.0) }
}

/// The cap that shows the Enter key.
const ENTER: &str = "Enter";

/// Paints a key cap with its left end at `left`; returns its width. `Enter` is drawn as an arrow.
pub fn keycap(ui: &Ui, left: Pos2, words: &str) -> f32 {
    let t = of(ui);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 9.0), vec2(keycap_width(ui, words), 18.0));
    ui.painter().rect(rect, radius::TAG, t.bg_surface, Stroke::new(1.0, t.stroke_default), StrokeKind::Inside);
    if words == ENTER {
        enter_arrow(ui, rect.center(), t.text_tertiary);
    } else {
        paint::text_centered(ui, rect, Type::Cap, t.text_tertiary, words);
    }
    rect.width()
}

/// ↵, which neither font holds: down, left, and the head.
fn enter_arrow(ui: &Ui, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.0, color);
    let at = |x: f32, y: f32| pos2(center.x.floor() + 0.5 + x, center.y.floor() + 0.5 + y);
    ui.painter().line(vec![at(4.0, -4.0), at(4.0, 1.0), at(-4.0, 1.0)], stroke);
    ui.painter().line(vec![at(-1.5, -1.5), at(-4.0, 1.0), at(-1.5, 3.5)], stroke);
}

/// How a tag looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TagLook {
    /// Words.
    #[default]
    Plain,
    /// Behind a shield: a protected environment.
    Shield,
    /// Mono: a scope.
    Code,
}

impl TagLook {
    pub(super) fn style(self) -> Type {
        if self == Self::Code { Type::TagCode } else { Type::Tag }
    }

    fn lead(self) -> f32 {
        if self == Self::Shield { 16.0 } else { 0.0 }
    }
}

/// Width of a tag in points.
pub fn tag_width(ui: &Ui, words: &str) -> f32 {
    tag_width_as(ui, words, TagLook::Plain)
}

/// Width of a tag of any look in points.
pub fn tag_width_as(ui: &Ui, words: &str, look: TagLook) -> f32 {
    (paint::width(ui, look.style(), words) + look.lead() + 12.0).round()
}

/// Paints a tag from `left`.
pub fn tag(ui: &Ui, left: Pos2, words: &str) {
    tag_as(ui, left, words, TagLook::Plain);
}

/// Paints a tag of any look from `left`, 20 high; returns its width.
pub fn tag_as(ui: &Ui, left: Pos2, words: &str, look: TagLook) -> f32 {
    let t = of(ui);
    let size = vec2(tag_width_as(ui, words, look), 20.0);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 10.0), size);
    ui.painter().rect_filled(rect, radius::TAG, t.bg_active);
    if look == TagLook::Shield {
        let center = pos2(rect.left() + 12.0, rect.center().y);
        paint::icon(ui, center, 12.0, Face::Fill, Icon::ShieldCheck, t.text_secondary);
    }
    let line = paint::baseline(ui, rect.center().y, look.style());
    paint::text(ui, rect.left() + 6.0 + look.lead(), line, look.style(), t.text_secondary, words);
    rect.width()
}

/// Paints a provider's tile of 20 points: two letters, no logo and no brand colour.
pub fn tile(ui: &Ui, rect: Rect, letters: &str) {
    let t = of(ui);
    ui.painter().rect_filled(rect, radius::TILE, t.bg_active);
    paint::text_centered(ui, rect, Type::Monogram, t.text_secondary, letters);
}

/// Paints an avatar: initials in a circle, no face and no colour of one's own.
pub fn avatar(ui: &Ui, center: Pos2, diameter: f32, letters: &str) {
    let t = of(ui);
    ui.painter().circle_filled(center, diameter / 2.0, t.bg_active);
    let style = if diameter > 30.0 { Type::CardTitle } else { Type::Initials };
    let square = Rect::from_center_size(center, vec2(diameter, diameter));
    paint::text_centered(ui, square, style, t.text_secondary, letters);
}

/// The initials of a name: of its first and its last word, in capitals.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// Paints the number of a step in a disc of 20.
pub fn step_disc(ui: &Ui, center: Pos2, number: u8) {
    let t = of(ui);
    paint::circle(ui, center, 9.5, t.bg_active, Stroke::new(1.0, t.stroke_default));
    let square = Rect::from_center_size(center, vec2(20.0, 20.0));
    paint::text_centered(ui, square, Type::Step, t.text_secondary, &number.to_string());
}

/// What a status pill says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Act now.
    Crit,
    /// Look soon.
    Warn,
    /// For info.
    Info,
    /// Resolved.
    Ok,
    /// Disabled.
    Disabled,
    /// Someone leaves.
    Leaving,
}

impl Status {
    /// Its ground, the ink of its words, and its icon with the icon's ink.
    fn parts(self, t: &Tokens) -> (Color32, Color32, (Icon, Face, Color32)) {
        match self {
            Self::Crit => (t.crit_tint, t.crit_text, (Icon::WarningOctagon, Face::Fill, t.crit_text)),
            Self::Warn => (t.warn_tint, t.warn_text, (Icon::Warning, Face::Fill, t.warn_text)),
            Self::Info => (t.bg_active, t.text_secondary, (Icon::Info, Face::Line, t.text_secondary)),
            Self::Ok => (t.ok_tint, t.ok_text, (Icon::Check, Face::Line, t.ok_text)),
            Self::Disabled => (t.bg_active, t.text_secondary, (Icon::Prohibit, Face::Line, t.text_secondary)),
            Self::Leaving => (t.bg_active, t.text_secondary, (Icon::SignOut, Face::Line, t.text_secondary)),
        }
    }
}

/// Width of a status pill in points.
pub fn pill_width(ui: &Ui, words: &str) -> f32 {
    (23.0 + paint::width(ui, Type::SmallStrong, words) + 8.0).round()
}

/// Paints a status pill from `left`, 20 high; returns its width.
pub fn pill(ui: &Ui, left: Pos2, words: &str, status: Status) -> f32 {
    let (fill, ink, (icon, face, color)) = status.parts(of(ui));
    let size = vec2(pill_width(ui, words), 20.0);
    let rect = Rect::from_min_size(pos2(left.x, left.y - 10.0), size);
    ui.painter().rect_filled(rect, 10, fill);
    paint::icon(ui, pos2(rect.left() + 12.5, left.y), 13.0, face, icon, color);
    let line = paint::baseline(ui, left.y, Type::SmallStrong);
    paint::text(ui, rect.left() + 23.0, line, Type::SmallStrong, ink, words);
    rect.width()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Payments team"), "PT");
        assert_eq!(initials("the data platform team"), "TT");
        assert_eq!(initials("ops"), "O");
        assert_eq!(initials("  "), "");
    }
}
