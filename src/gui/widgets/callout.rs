//! A callout: tint, icon, one line of what happened, why and what to do, at most one small button.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::button::Button;
use super::paint;
use super::severity::{Mark, severity_icon};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::model::Severity;

/// Which colour a callout has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something did not happen.
    Crit,
    /// Something to look at.
    Warn,
    /// Something went well.
    Ok,
}

/// Paints a callout from `at`, `width` wide; returns its rectangle and whether its button was clicked.
pub fn callout(
    ui: &Ui,
    at: egui::Pos2,
    width: f32,
    tone: Tone,
    title: &str,
    hint: &str,
    button: Option<&str>,
) -> (Rect, bool) {
    let t = of(ui);
    let (fill, ink) = match tone {
        Tone::Crit => (t.crit_tint, t.crit_text),
        Tone::Warn => (t.warn_tint, t.warn_text),
        Tone::Ok => (t.ok_tint, t.ok_text),
    };
    let ground = ui.painter().add(egui::Shape::Noop);
    let action = button.map(|words| Button::secondary(words).small());
    let action_size = action.map_or(vec2(0.0, 0.0), |button| button.size(ui));
    let room = width - 12.0 - 15.0 - 10.0 - 12.0 - if action.is_some() { action_size.x + 12.0 } else { 0.0 };
    let left = at.x + 37.0;
    let head = paint::paragraph(ui, pos2(left, at.y + 10.0), room, Type::Strong, ink, title);
    let mut bottom = head.bottom();
    if !hint.is_empty() {
        bottom = paint::paragraph(ui, pos2(left, bottom + 2.0), room, Type::Small, t.text_secondary, hint).bottom();
    }
    let rect = Rect::from_min_max(at, pos2(at.x + width, bottom + 10.0));
    ui.painter().set(ground, egui::Shape::rect_filled(rect, radius::CALLOUT, fill));
    let center = pos2(at.x + 12.0 + 7.5, at.y + 10.0 + 9.0);
    match tone {
        Tone::Crit => severity_icon(ui, center, 15.0, Mark::Warning(Severity::ActNow), t),
        Tone::Warn => severity_icon(ui, center, 15.0, Mark::Warning(Severity::LookSoon), t),
        Tone::Ok => paint::icon(ui, center, 15.0, Face::Line, Icon::CheckCircle, t.ok_solid),
    }
    let node = ui.interact(rect, ui.make_persistent_id(("callout", title)), Sense::hover());
    let said = if hint.is_empty() { title.to_owned() } else { format!("{title} {hint}") };
    node.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let clicked = action.is_some_and(|button| {
        let corner = pos2(rect.right() - 12.0 - action_size.x, rect.center().y - action_size.y / 2.0);
        button.at(ui, Rect::from_min_size(corner, action_size)).clicked()
    });
    (rect, clicked)
}
