//! The toast: one line at the bottom of the pane. It never takes the keyboard.

use egui::{Color32, Rect, Role, Sense, Shadow, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::button::Button;
use super::paint;
use super::ring::ring_ui;
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::toast::Face as ToastFace;

const HEIGHT: f32 = 44.0;
/// From the pane's bottom to the toast's.
const ABOVE: f32 = 44.0;

/// Paints a toast at the bottom of `pane`; true where its button was clicked.
pub fn toast_ui(ui: &Ui, pane: Rect, face: &ToastFace) -> bool {
    let t = of(ui);
    let name = face.name.as_deref().unwrap_or_default();
    let room = pane.width() - 32.0;
    let name_width = if name.is_empty() { 0.0 } else { paint::width(ui, Type::Key, name) };
    let words_width = paint::width(ui, Type::Body, &face.words);
    let hint = face.hint.as_deref().unwrap_or_default();
    let hint_width = if hint.is_empty() { 0.0 } else { paint::width(ui, Type::Body, hint) + 10.0 };
    let button = face.button.map(|words| Button::secondary(words).small());
    let button_size = button.map_or(vec2(0.0, 0.0), |button| button.size(ui));
    let button_width = if button.is_some() { button_size.x + 14.0 } else { 6.0 };
    let fixed = 12.0 + 24.0 + 10.0 + words_width + hint_width + button_width + 8.0;
    // A long name gives way; the seconds and the button never do.
    let name = paint::middle_elided(ui, Type::Key, name, (room - fixed).max(60.0).min(name_width + 1.0));
    let name_width = if name.is_empty() { 0.0 } else { paint::width(ui, Type::Key, &name) };
    let size = vec2((fixed + name_width).min(room).ceil(), HEIGHT);
    let corner = pos2((pane.center().x - size.x / 2.0).round(), pane.bottom() - ABOVE - HEIGHT);
    let rect = Rect::from_min_size(corner, size);

    let shadow = Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow };
    ui.painter().add(Shape::from(shadow.as_shape(rect, radius::CARD)));
    ui.painter().rect(rect, radius::CARD, t.bg_raised, Stroke::new(1.0, t.stroke_default), StrokeKind::Inside);
    // Clicks on the toast are not clicks on the row under it.
    let node = ui.interact(rect, ui.make_persistent_id("toast"), Sense::CLICK);
    node.widget_info(|| WidgetInfo::labeled(Role::Status, true, &face.spoken));
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));

    let middle = rect.center().y;
    let line = paint::baseline(ui, middle, Type::Body);
    let ring = pos2(rect.left() + 24.0, middle);
    match face.ring {
        Some((left, seconds)) => ring_ui(ui, ring, 24.0, left, seconds),
        None => {
            let color: Color32 = if face.good { t.ok_solid } else { t.crit_solid };
            let (icon, style) =
                if face.good { (Icon::CheckCircle, Face::Line) } else { (Icon::WarningOctagon, Face::Fill) };
            paint::icon(ui, ring, 16.0, style, icon, color);
        }
    }
    let mut x = rect.left() + 46.0;
    if !name.is_empty() {
        x += paint::text(ui, x, line, Type::Key, t.text_primary, &name);
    }
    x += paint::text(ui, x, line, Type::Body, t.text_primary, &face.words);
    if !hint.is_empty() {
        paint::text(ui, x + 10.0, line, Type::Body, t.text_tertiary, hint);
    }
    button.is_some_and(|button| {
        let corner = pos2(rect.right() - 9.0 - button_size.x, middle - button_size.y / 2.0);
        button.at(ui, Rect::from_min_size(corner, button_size)).clicked()
    })
}
