//! The toast: one line at the bottom of the pane. It never takes the keyboard.

use egui::{Color32, Pos2, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::button::Button;
use super::dialog::surface_ui;
use super::paint;
use super::ring::ring_ui;
use super::spinner::spinner;
use super::toast_room::toast_answers;
use super::{fade, modal};
use crate::gui::theme::{self, Face, Icon, Tokens, Type, of, radius};
use crate::gui::toast::Face as ToastFace;

const HEIGHT: f32 = 44.0;
/// From the pane's bottom to the toast's.
const ABOVE: f32 = 44.0;
/// From the pane's bottom to what a toast leaves free above it.
pub const TOAST_ROOM: f32 = ABOVE + HEIGHT + super::toast_room::GAP;
/// Between one toast and the one above it.
const BETWEEN: f32 = 8.0;
/// Between its pieces.
const GAP: f32 = 10.0;
/// More of it before the button.
const BEFORE_BUTTON: f32 = 4.0;

/// What stands at a toast's left where nothing counts down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastIcon {
    /// It went well.
    Good,
    /// It went wrong.
    Bad,
    /// It was done: the icon of the act.
    Act(Icon),
    /// It is at work.
    Busy,
}

impl ToastIcon {
    fn parts(self, t: &Tokens) -> (Icon, Face, Color32) {
        match self {
            Self::Good => (Icon::CheckCircle, Face::Line, t.ok_solid),
            Self::Bad => (Icon::WarningOctagon, Face::Fill, t.crit_solid),
            Self::Act(icon) => (icon, Face::Line, t.text_secondary),
            // What stands in a spinner's place where nothing is to move.
            Self::Busy => (Icon::Vault, Face::Line, t.text_secondary),
        }
    }
}

/// Where a toast stands at the bottom of `pane`; raised, above the one that stands there.
pub fn toast_place(ui: &Ui, pane: Rect, face: &ToastFace, raised: bool) -> Rect {
    let wide = toast_width(ui, pane.width() - 32.0, face);
    let bottom = pane.bottom() - ABOVE - if raised { HEIGHT + BETWEEN } else { 0.0 };
    let corner = pos2((pane.center().x - wide / 2.0).round(), bottom - HEIGHT);
    Rect::from_min_size(corner, vec2(wide, HEIGHT))
}

/// Paints a toast that came at `since` (the frame's seconds) in its place; `salt` tells it from the other. True where its
/// button was clicked.
pub fn toast_ui(ui: &mut Ui, salt: usize, place: Rect, face: &ToastFace, icon: ToastIcon, since: f64) -> bool {
    modal::listen(ui.ctx());
    let part = fade::coming(ui.ctx(), since);
    let mut over = ui.new_child(UiBuilder::new().id_salt(("toast", salt)).max_rect(ui.max_rect()));
    over.set_opacity(part);
    toast_at(&over, place.min + vec2(0.0, fade::RISE * (1.0 - part)), place.width(), face, icon)
}

/// Lets a toast go that stood there.
pub fn toast_leaves(ui: &Ui, place: Rect) {
    fade::leave(ui.ctx(), place, radius::CARD, false);
}

fn button(face: &ToastFace) -> Option<Button<'static>> {
    face.button.map(|words| Button::secondary(words).small())
}

/// What is said in quieter words; nothing where the name, which tells more, has no room beside them: the ring counts too.
fn hint<'a>(ui: &Ui, face: &'a ToastFace, room: f32) -> Option<&'a str> {
    let hint = face.hint.as_deref()?;
    let whole = fixed_width(ui, face, Some(hint)) + name_width(ui, face);
    (face.ring.is_none() || whole <= room + 1.0).then_some(hint)
}

fn name_width(ui: &Ui, face: &ToastFace) -> f32 {
    face.name.as_deref().map_or(0.0, |name| paint::width(ui, Type::Key, name))
}

/// What everything but the name takes.
fn fixed_width(ui: &Ui, face: &ToastFace, hint: Option<&str>) -> f32 {
    let lead = if face.ring.is_some() { 24.0 } else { 16.0 };
    let hint = hint.map_or(0.0, |hint| hint_width(ui, face, hint));
    let end = button(face).map_or(4.0, |button| BEFORE_BUTTON + button.size(ui).x);
    let words = paint::width(ui, Type::Body, &face.lead) + paint::width(ui, Type::Body, &face.words);
    13.0 + lead + GAP + words + hint + GAP + end + 9.0
}

/// The hint's room with what is before it: that of the longest one, in the widest digits, since those of the text's font differ.
fn hint_width(ui: &Ui, face: &ToastFace, hint: &str) -> f32 {
    let longest = face.longest_hint.as_deref().unwrap_or(hint);
    let wide_of = |words: &str| paint::width(ui, Type::Body, words);
    let widest = ('0'..='9').max_by(|one, other| wide_of(&one.to_string()).total_cmp(&wide_of(&other.to_string())));
    let widest = widest.unwrap_or('0');
    let wide: String = longest.chars().map(|c| if c.is_ascii_digit() { widest } else { c }).collect();
    GAP + wide_of(&wide)
}

/// How wide a toast is in points, where there is so much room.
pub fn toast_width(ui: &Ui, room: f32, face: &ToastFace) -> f32 {
    (fixed_width(ui, face, hint(ui, face, room)) + name_width(ui, face)).min(room).round()
}

/// Paints a toast from its corner; true where its button was clicked.
pub fn toast_at(ui: &Ui, corner: Pos2, wide: f32, face: &ToastFace, icon: ToastIcon) -> bool {
    let t = of(ui);
    let rect = Rect::from_min_size(corner, vec2(wide, HEIGHT));
    surface_ui(ui, rect, radius::CARD);
    // Clicks on the toast are not clicks on the row under it.
    let node = ui.interact(rect, ui.make_persistent_id("toast"), Sense::CLICK);
    node.widget_info(|| WidgetInfo::labeled(Role::Status, true, &face.spoken));
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));

    let hint = hint(ui, face, wide);
    let middle = rect.center().y;
    let line = paint::baseline(ui, middle, Type::Body);
    let mut x = rect.left() + 13.0;
    match face.ring {
        Some((left, seconds)) => {
            ring_ui(ui, pos2(x + 12.0, middle), 24.0, left, seconds);
            x += 24.0 + GAP;
        }
        None if icon == ToastIcon::Busy && !theme::reduced_motion(ui.ctx()) => {
            spinner(ui, pos2(x + 8.0, middle), 16.0, t.accent_text);
            x += 16.0 + GAP;
        }
        None => {
            let (glyph, face, color) = icon.parts(t);
            paint::icon(ui, pos2(x + 8.0, middle), 16.0, face, glyph, color);
            x += 16.0 + GAP;
        }
    }
    x += paint::text(ui, x, line, Type::Body, t.text_primary, &face.lead);
    if let Some(name) = &face.name {
        // A long name gives way; the seconds and the button never do.
        let room = (wide - fixed_width(ui, face, hint)).max(60.0) + 1.0;
        x += paint::text(ui, x, line, Type::Key, t.text_primary, &paint::middle_elided(ui, Type::Key, name, room));
    }
    // So do words without a name: they are whole to a screen reader.
    let end = button(face).map_or(4.0, |button| button.size(ui).x);
    let after = hint.map_or(0.0, |hint| hint_width(ui, face, hint));
    let room = rect.right() - 9.0 - end - GAP - after - x + 1.0;
    x += paint::elided(ui, x, line, room, Type::Body, t.text_primary, &face.words);
    if let Some(hint) = hint {
        paint::text(ui, x + GAP, line, Type::Body, t.text_tertiary, hint);
    }
    button(face).is_some_and(|button| {
        let size = button.size(ui);
        let corner = pos2(rect.right() - 9.0 - size.x, middle - size.y / 2.0);
        let answer = button.at(ui, Rect::from_min_size(corner, size));
        toast_answers(ui.ctx(), answer.id);
        answer.clicked()
    })
}
