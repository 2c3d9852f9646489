//! A number that filters: large, with the shape of the worst among what it counts, and its words under it.

use egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::paint;
use super::severity::{Mark, severity_icon};
use crate::gui::theme::{Type, of, radius};
use crate::model::Severity;

/// Height in points.
pub const STAT: f32 = 67.0;

/// Left and right of what it says.
const SIDE: f32 = 15.0;

/// What its words have room for in one of this width.
pub fn stat_room(wide: f32) -> f32 {
    wide - 2.0 * SIDE
}

/// A number at the top of a screen.
#[derive(Debug, Clone, Copy)]
pub struct Stat<'a> {
    /// The number; "–" until it is counted.
    pub number: &'a str,
    /// The worst among what it counts; none where nothing is wrong.
    pub worst: Option<Severity>,
    /// What it counts.
    pub words: &'a str,
    /// The same in short, where they have no room; its tooltip says them then.
    pub gist: &'a str,
    /// The list shows only what it counts.
    pub on: bool,
    /// It is counted, and can be clicked.
    pub enabled: bool,
}

impl Stat<'_> {
    /// Paints it in a rectangle; a click turns it on or off.
    pub fn at(self, ui: &Ui, rect: Rect) -> Response {
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, ui.make_persistent_id(("stat", self.words)), sense);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, self.enabled, self.on, format!("{}: {}", self.words, self.number))
        });
        let t = of(ui);
        let fill = if self.enabled && response.hovered() { t.bg_hover } else { t.bg_panel };
        let edge = if self.on { Stroke::new(2.0, t.accent_ring) } else { Stroke::new(1.0, t.stroke_subtle) };
        ui.painter().rect(rect, radius::CARD, fill, edge, StrokeKind::Inside);
        let left = rect.left() + SIDE;
        let middle = rect.top() + 25.0;
        let line = paint::baseline(ui, middle, Type::Display);
        let used = paint::text(ui, left, line, Type::Display, t.text_primary, self.number);
        if let Some(worst) = self.worst {
            severity_icon(ui, pos2(left + used + 14.5, middle), 15.0, Mark::Warning(worst), t);
        }
        let room = stat_room(rect.width());
        let line = paint::baseline(ui, rect.top() + 47.0, Type::Small);
        let whole = paint::width(ui, Type::Small, self.words) <= room;
        let words = if whole { self.words } else { self.gist };
        paint::elided(ui, left, line, room, Type::Small, t.text_secondary, words);
        paint::focus_ring(ui, rect, radius::CARD, &response);
        if whole { response } else { response.on_hover_text(self.words) }
    }
}
