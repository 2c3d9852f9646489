//! Entries of the sidebar, and of the rail it becomes in a narrow window.

use egui::{Align2, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use super::severity::{Mark, severity_icon};
use super::tip::{tip_beside, tip_in};
use crate::gui::counts::{grouped, keys};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::model::Severity;

/// What an entry shows.
#[derive(Debug, Clone, Copy)]
pub struct NavItem<'a> {
    /// Its icon; filled where `current`.
    pub icon: Icon,
    /// Its words.
    pub words: &'a str,
    /// How many keys; none shows nothing.
    pub count: Option<usize>,
    /// The worst warning within.
    pub worst: Option<Severity>,
    /// A project that is put aside.
    pub archived: bool,
    /// Whether one is there; none where it is no place but something to do.
    pub current: Option<bool>,
}

impl NavItem<'_> {
    fn is_current(&self) -> bool {
        self.current == Some(true)
    }

    fn info(&self) -> WidgetInfo {
        match self.current {
            Some(current) => WidgetInfo::selected(Role::Button, true, current, self.name()),
            None => WidgetInfo::labeled(Role::Button, true, self.name()),
        }
    }

    fn name(&self) -> String {
        let mut name = self.words.to_owned();
        if self.archived {
            name.push_str(", archived");
        }
        if let Some(count) = self.count {
            name = format!("{name}, {}", keys(count));
        }
        match self.worst {
            Some(Severity::ActNow) => name + ", warnings to act on now",
            Some(Severity::LookSoon) => name + ", warnings to look at soon",
            Some(Severity::ForInfo) | None => name,
        }
    }

    /// Paints the entry in a rectangle 30 high.
    pub fn at(&self, ui: &Ui, rect: Rect) -> Response {
        self.at_beside(ui, rect, 0.0)
    }

    /// The same among others, of whose counts the widest takes so much: their warnings stand in one column.
    pub fn at_beside(&self, ui: &Ui, rect: Rect, widest: f32) -> Response {
        let response = ui.interact(rect, ui.make_persistent_id(("nav", self.words)), Sense::click());
        response.widget_info(|| self.info());
        let t = of(ui);
        if self.is_current() {
            ui.painter().rect_filled(rect, radius::CONTROL, t.bg_active);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, radius::CONTROL, t.bg_active.gamma_multiply(0.5));
        }
        let middle = rect.center().y;
        let face = if self.is_current() { Face::Fill } else { Face::Line };
        let ink = match (self.is_current(), self.archived) {
            (true, _) => t.text_primary,
            (false, true) => t.text_tertiary,
            (false, false) => t.text_secondary,
        };
        paint::icon(ui, pos2(rect.left() + 16.0, middle), 16.0, face, self.icon, ink);
        let style = if self.is_current() { Type::Strong } else { Type::Body };
        let line = paint::baseline(ui, middle, Type::Body);
        let mut right = rect.right() - 8.0;
        if let Some(count) = self.count {
            let used = paint::text_right(ui, right, line, Type::Count, t.text_tertiary, &grouped(count));
            right -= used.max(widest).max(22.0) + 9.0;
        }
        if let Some(severity) = self.worst.filter(|severity| *severity > Severity::ForInfo) {
            severity_icon(ui, pos2(right - 7.0, middle), 14.0, Mark::Warning(severity), t);
            right -= 22.0;
        }
        let left = rect.left() + 33.0;
        paint::elided(ui, left, line, right - left, style, ink, self.words);
        if paint::width(ui, style, self.words) > right - left {
            tip_in(&response, Type::Body, self.words);
        }
        paint::row_ring(ui, rect, &response);
        response
    }
}

/// An entry of the rail: an icon with its name in the tooltip.
pub fn rail_button(ui: &Ui, rect: Rect, item: &NavItem<'_>, shortcut: Option<&str>) -> Response {
    rail_button_as(ui, ui.make_persistent_id(("rail", item.words)), rect, item, shortcut)
}

/// One with an id of its own, to give it the keyboard.
pub fn rail_button_as(ui: &Ui, id: Id, rect: Rect, item: &NavItem<'_>, shortcut: Option<&str>) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| item.info());
    let t = of(ui);
    if item.is_current() || response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, t.bg_active);
    }
    let face = if item.is_current() { Face::Fill } else { Face::Line };
    let ink = if item.is_current() { t.text_primary } else { t.text_secondary };
    paint::icon(ui, rect.center(), 16.0, face, item.icon, ink);
    if let Some(severity) = item.worst.filter(|severity| *severity > Severity::ForInfo) {
        let corner = Align2::RIGHT_TOP.pos_in_rect(&rect) + vec2(-6.5, 6.5);
        severity_icon(ui, corner, 11.0, Mark::Warning(severity), t);
    }
    paint::row_ring(ui, rect, &response);
    tip_beside(response, &item.name(), shortcut)
}
