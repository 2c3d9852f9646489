//! A field to type into, with an icon before and a key cap behind the text.

use egui::{Id, Rect, Response, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, pos2};

use super::paint;
use super::small::{keycap, keycap_width};
use crate::gui::theme::{Face, Icon, Type, of, radius};

/// How a field's frame looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// As it is.
    Rest,
    /// What was typed can't be taken.
    Wrong,
}

/// A one-line field.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    id: Id,
    name: &'a str,
    hint: &'a str,
    icon: Option<Icon>,
    keycap: Option<&'a str>,
    style: Type,
    frame: Frame,
    masked: bool,
}

impl<'a> Field<'a> {
    /// A field with the name a screen reader says.
    pub fn new(id: Id, name: &'a str) -> Self {
        let (hint, icon, keycap) = ("", None, None);
        Self { id, name, hint, icon, keycap, style: Type::Body, frame: Frame::Rest, masked: false }
    }

    /// Words that stand in it while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that leads here, while it is empty.
    pub fn keycap(mut self, words: &'a str) -> Self {
        self.keycap = Some(words);
        self
    }

    /// Mono, for paths.
    pub fn code(mut self) -> Self {
        self.style = Type::Code;
        self
    }

    /// The frame.
    pub fn frame(mut self, frame: Frame) -> Self {
        self.frame = frame;
        self
    }

    /// Shows dots instead of characters.
    pub fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// Paints it in a rectangle.
    pub fn at(self, ui: &mut Ui, rect: Rect, text: &mut String) -> Response {
        let t = of(ui);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let stroke = match (self.frame, focused) {
            (Frame::Wrong, _) => Stroke::new(if focused { 2.0 } else { 1.0 }, t.crit_solid),
            (Frame::Rest, true) => Stroke::new(2.0, t.accent_ring),
            (Frame::Rest, false) => Stroke::new(1.0, t.stroke_default),
        };
        ui.painter().rect(rect, radius::CONTROL, t.bg_raised, stroke, StrokeKind::Inside);
        let middle = rect.center().y;
        let mut inner = rect.shrink2(egui::vec2(10.0, 2.0));
        // egui centres the line's box, whose capitals then stand a pixel low in Inter.
        if self.style == Type::Body {
            inner = inner.translate(egui::vec2(0.0, -1.0));
        }
        if let Some(icon) = self.icon {
            paint::icon(ui, pos2(inner.left() + 8.0, middle), 16.0, Face::Line, icon, t.text_tertiary);
            inner.min.x += 23.0;
        }
        if let Some(words) = self.keycap.filter(|_| text.is_empty()) {
            let wide = keycap_width(ui, words);
            keycap(ui, pos2(inner.right() - wide + 1.0, middle), words);
            inner.max.x -= wide + 4.0;
        }
        let response = ui
            .scope_builder(
                UiBuilder::new().max_rect(inner).layout(egui::Layout::left_to_right(egui::Align::Center)),
                |ui| {
                    ui.add(
                        TextEdit::singleline(text)
                            .id(self.id)
                            .frame(egui::Frame::NONE)
                            .font(self.style.font_on(ui.pixels_per_point()))
                            .text_color(t.text_primary)
                            .hint_text(self.hint)
                            // Enter acts; a wrong passphrase is typed again where the keyboard is.
                            .return_key(None)
                            .password(self.masked)
                            .align(egui::Align2::LEFT_CENTER)
                            .min_size(inner.size())
                            .desired_width(inner.width()),
                    )
                },
            )
            .inner;
        response.accessible_name(self.name)
    }
}
