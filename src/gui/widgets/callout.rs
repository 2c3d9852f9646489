//! A callout: tint, icon, one line of what happened, why and what to do, at most one small button.

use egui::{Color32, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::button::Button;
use super::paint;
use super::severity::{Mark, severity_icon};
use crate::gui::theme::{Face, Icon, Tokens, Type, of, radius};
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
    /// Something to know.
    Note,
}

impl Tone {
    fn colors(self, t: &Tokens) -> (Color32, Color32) {
        match self {
            Self::Crit => (t.crit_tint, t.crit_text),
            Self::Warn => (t.warn_tint, t.warn_text),
            Self::Ok => (t.ok_tint, t.ok_text),
            Self::Note => (t.bg_inset, t.text_primary),
        }
    }
}

/// A callout of any kind.
#[derive(Debug, Clone, Copy)]
pub struct Callout<'a> {
    tone: Tone,
    title: &'a str,
    name: &'a str,
    hint: &'a str,
    button: Option<Button<'a>>,
    centered: bool,
    compact: bool,
}

impl<'a> Callout<'a> {
    /// One with what happened.
    pub fn new(tone: Tone, title: &'a str) -> Self {
        Self { tone, title, name: "", hint: "", button: None, centered: false, compact: false }
    }

    /// A variable's name behind the title, in mono.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = name;
        self
    }

    /// Why, and what to do.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Its one button; it becomes small.
    pub fn button(mut self, button: Button<'a>) -> Self {
        self.button = Some(button.small());
        self
    }

    /// The icon in the middle, both lines close together.
    pub fn centered(mut self) -> Self {
        self.centered = true;
        self
    }

    /// Lower and with a small title, for under a field.
    pub fn compact(mut self) -> Self {
        (self.compact, self.centered) = (true, true);
        self
    }

    /// What a screen reader says.
    fn said(&self) -> String {
        [self.title, self.name, self.hint].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }

    /// Paints it from `at`, `width` wide; returns its rectangle and whether its button was clicked.
    pub fn at(self, ui: &Ui, at: Pos2, width: f32) -> (Rect, bool) {
        let t = of(ui);
        let (fill, ink) = self.tone.colors(t);
        let ground = ui.painter().add(egui::Shape::Noop);
        let button_size = self.button.map_or(vec2(0.0, 0.0), |button| button.size(ui));
        let (edge, right) = if self.compact { (7.0, 8.0) } else { (10.0, 12.0) };
        let beside = if self.button.is_some() { button_size.x + 10.0 } else { 0.0 };
        let room = width - 37.0 - right - beside;
        let left = at.x + 37.0;
        let top = at.y + edge;
        let style = if self.compact { Type::SmallStrong } else { Type::Strong };
        let head = if self.name.is_empty() {
            paint::paragraph(ui, pos2(left, top), room, style, ink, self.title)
        } else {
            let parts = [(style, ink, self.title), (style, ink, " "), (Type::CodeStrong, ink, self.name)];
            paint::paragraph_of(ui, pos2(left, top), room, &parts)
        };
        let mut bottom = head.bottom();
        if !self.hint.is_empty() {
            let gap = match (self.compact, self.centered) {
                (true, _) => 0.0,
                (false, true) => 1.0,
                (false, false) => 2.0,
            };
            let corner = pos2(left, bottom + gap);
            bottom = paint::paragraph(ui, corner, room, Type::Small, t.text_secondary, self.hint).bottom();
        }
        let low = if self.compact { 42.0 } else { 0.0 };
        let rect = Rect::from_min_max(at, pos2(at.x + width, (bottom + edge).max(at.y + low)));
        ui.painter().set(ground, egui::Shape::rect_filled(rect, radius::CALLOUT, fill));
        let middle = if self.centered { rect.center().y } else { top + 9.0 };
        let center = pos2(at.x + 12.0 + 7.5, middle);
        match self.tone {
            Tone::Crit => severity_icon(ui, center, 15.0, Mark::Warning(Severity::ActNow), t),
            Tone::Warn => severity_icon(ui, center, 15.0, Mark::Warning(Severity::LookSoon), t),
            Tone::Note => severity_icon(ui, center, 15.0, Mark::Warning(Severity::ForInfo), t),
            Tone::Ok => paint::icon(ui, center, 15.0, Face::Line, Icon::CheckCircle, t.ok_solid),
        }
        let said = self.said();
        let node = ui.interact(rect, ui.make_persistent_id(("callout", &said)), Sense::hover());
        node.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
        let clicked = self.button.is_some_and(|button| {
            let corner = pos2(rect.right() - right - button_size.x, rect.center().y - button_size.y / 2.0);
            button.at(ui, Rect::from_min_size(corner, button_size)).clicked()
        });
        (rect, clicked)
    }
}

/// Paints a callout from `at`, `width` wide; returns its rectangle and whether its button was clicked.
pub fn callout(
    ui: &Ui,
    at: Pos2,
    width: f32,
    tone: Tone,
    title: &str,
    hint: &str,
    button: Option<&str>,
) -> (Rect, bool) {
    let mut callout = Callout::new(tone, title).hint(hint);
    callout.button = button.map(|words| Button::secondary(words).small());
    callout.at(ui, at, width)
}
