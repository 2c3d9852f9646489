//! Buttons: primary and secondary; and those that are only an icon.

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::paint;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Primary,
    Secondary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Height {
    Normal,
    Small,
    Tall,
}

/// A button with words, and an icon before them where one helps.
#[derive(Debug, Clone, Copy)]
pub struct Button<'a> {
    words: &'a str,
    look: Look,
    height: Height,
    icon: Option<Icon>,
    caret: bool,
    enabled: bool,
}

impl<'a> Button<'a> {
    fn new(words: &'a str, look: Look) -> Self {
        Self { words, look, height: Height::Normal, icon: None, caret: false, enabled: true }
    }

    /// The one filled button of a surface.
    pub fn primary(words: &'a str) -> Self {
        Self::new(words, Look::Primary)
    }

    /// Every other button.
    pub fn secondary(words: &'a str) -> Self {
        Self::new(words, Look::Secondary)
    }

    /// 26 high instead of 30.
    pub fn small(mut self) -> Self {
        self.height = Height::Small;
        self
    }

    /// 36 high, for full-window states.
    pub fn tall(mut self) -> Self {
        self.height = Height::Tall;
        self
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A caret behind the words: a menu opens.
    pub fn caret(mut self) -> Self {
        self.caret = true;
        self
    }

    /// Greyed and without effect when false.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    fn style(self) -> Type {
        if self.height == Height::Small { Type::SmallStrong } else { Type::Strong }
    }

    fn padding(self) -> f32 {
        if self.height == Height::Small { 10.0 } else { 12.0 }
    }

    /// What its icons take beside the words.
    fn icons(self) -> f32 {
        let lead = if self.icon.is_some() { 16.0 + 6.0 } else { 0.0 };
        lead + if self.caret { 14.0 + 4.0 } else { 0.0 }
    }

    /// Its size in points.
    pub fn size(self, ui: &Ui) -> egui::Vec2 {
        let icons = self.icons();
        let height = match self.height {
            Height::Normal => size::CONTROL,
            Height::Small => size::SMALL_CONTROL,
            Height::Tall => 36.0,
        };
        vec2((paint::width(ui, self.style(), self.words) + icons + 2.0 * self.padding()).ceil(), height)
    }

    /// Paints it in a rectangle.
    pub fn at(self, ui: &Ui, rect: Rect) -> Response {
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, ui.make_persistent_id(("button", self.words)), sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, self.enabled, self.words));
        let t = of(ui);
        let hot = self.enabled && (response.hovered() || response.is_pointer_button_down_on());
        let (fill, stroke, ink) = match self.look {
            _ if !self.enabled => (Color32::TRANSPARENT, t.stroke_default, t.text_disabled),
            Look::Primary if hot => (t.accent_fill_hover, t.accent_fill_hover, t.accent_on),
            Look::Primary => (t.accent_fill, t.accent_fill, t.accent_on),
            Look::Secondary if hot => (t.bg_hover, t.stroke_default, t.text_primary),
            Look::Secondary => (t.bg_raised, t.stroke_default, t.text_primary),
        };
        ui.painter().rect(rect, radius::CONTROL, fill, Stroke::new(1.0, stroke), StrokeKind::Inside);
        let words = paint::width(ui, self.style(), self.words);
        let whole = words + self.icons();
        let mut x = rect.center().x - whole / 2.0;
        if let Some(icon) = self.icon {
            let ink = if self.look == Look::Secondary && self.enabled { t.text_secondary } else { ink };
            paint::icon(ui, egui::pos2(x + 8.0, rect.center().y), 16.0, Face::Line, icon, ink);
            x += 22.0;
        }
        paint::text(ui, x, paint::baseline(ui, rect.center().y, self.style()), self.style(), ink, self.words);
        if self.caret {
            let center = egui::pos2(x + words + 4.0 + 7.0, rect.center().y + 1.0);
            paint::icon(ui, center, 14.0, Face::Line, Icon::CaretDown, t.text_tertiary);
        }
        paint::focus_ring(ui, rect, radius::CONTROL, &response);
        response
    }
}

/// A square button that is only an icon: its name goes to AccessKit and to the tooltip, with its shortcut.
pub fn icon_button(ui: &Ui, rect: Rect, icon: Icon, name: &str, shortcut: Option<&str>) -> Response {
    let response = ui.interact(rect, ui.make_persistent_id(("icon", name)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let t = of(ui);
    if response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, t.bg_active);
    }
    let ink = if response.hovered() { t.text_primary } else { t.text_secondary };
    paint::icon(ui, rect.center(), 16.0, Face::Line, icon, ink);
    paint::focus_ring(ui, rect, radius::CONTROL, &response);
    let tip = shortcut.map_or_else(|| name.to_owned(), |keys| format!("{name}   {keys}"));
    response.on_hover_text(tip)
}
