//! A square button that is only an icon: its name goes to AccessKit and to the tooltip, with its shortcut.

use egui::{Color32, Id, Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::keyboard::tend_keys;
use super::paint;
use super::pose::Pose;
use super::tip::tip;
use crate::gui::theme::{Face, Icon, of, radius};

/// An icon button; 28 by 28 where there is room.
#[derive(Debug, Clone, Copy)]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    shortcut: Option<&'a str>,
    ink: Option<Color32>,
    active: bool,
    enabled: bool,
    why: Option<&'a str>,
    pose: Pose,
    id: Option<Id>,
}

impl<'a> IconButton<'a> {
    /// One with the name a screen reader says.
    pub fn new(icon: Icon, name: &'a str) -> Self {
        Self {
            icon,
            name,
            shortcut: None,
            ink: None,
            active: false,
            enabled: true,
            why: None,
            pose: Pose::Live,
            id: None,
        }
    }

    /// The keys that do the same, for the tooltip.
    pub fn shortcut(mut self, keys: Option<&'a str>) -> Self {
        self.shortcut = keys;
        self
    }

    /// A colour of its own, on a ground that has one.
    pub fn ink(mut self, ink: Color32) -> Self {
        self.ink = Some(ink);
        self
    }

    /// What it stands for is on.
    pub fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// Greyed and without effect when false.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Off where there is a reason, which the tooltip says instead of the name.
    pub fn unless(mut self, why: Option<&'a str>) -> Self {
        (self.enabled, self.why) = (why.is_none(), why);
        self
    }

    /// Painted as told, for the gallery.
    pub fn posed(mut self, pose: Pose) -> Self {
        self.pose = pose;
        self
    }

    /// An id of its own, for a button whose name changes while it has the keyboard.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Paints it in a rectangle.
    pub fn at(self, ui: &Ui, rect: Rect) -> Response {
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let id = self.id.unwrap_or_else(|| ui.make_persistent_id(("icon", self.name)));
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| {
            if self.active {
                WidgetInfo::selected(Role::Button, self.enabled, true, self.name)
            } else {
                WidgetInfo::labeled(Role::Button, self.enabled, self.name)
            }
        });
        let t = of(ui);
        let lit = self.active || (self.enabled && self.pose.hot(&response));
        if lit {
            ui.painter().rect_filled(rect, radius::CONTROL, t.bg_active);
        }
        let ink = match (self.enabled, lit) {
            (false, _) => t.text_disabled,
            (true, true) => t.text_primary,
            (true, false) => self.ink.unwrap_or(t.text_secondary),
        };
        paint::icon(ui, rect.center(), 16.0, Face::Line, self.icon, ink);
        paint::ring_around(ui, rect, radius::CONTROL, self.pose.focused(&response));
        tend_keys(&response);
        tip(response, self.why.unwrap_or(self.name), self.shortcut.filter(|_| self.why.is_none()))
    }
}

/// An icon button that is neither on nor off.
pub fn icon_button(ui: &Ui, rect: Rect, icon: Icon, name: &str, shortcut: Option<&str>) -> Response {
    IconButton::new(icon, name).shortcut(shortcut).at(ui, rect)
}

/// An icon button with a secondary button's frame, for where the words have no room.
pub fn framed_icon_button(ui: &Ui, rect: Rect, icon: Icon, name: &str, shortcut: Option<&str>) -> Response {
    let t = of(ui);
    let ground = ui.painter().add(egui::Shape::Noop);
    let response = icon_button(ui, rect, icon, name, shortcut);
    if !response.hovered() {
        let stroke = egui::Stroke::new(1.0, t.stroke_default);
        let frame = egui::epaint::RectShape::new(rect, radius::CONTROL, t.bg_raised, stroke, egui::StrokeKind::Inside);
        ui.painter().set(ground, frame);
    }
    response
}
