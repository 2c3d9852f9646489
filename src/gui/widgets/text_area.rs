//! A field of several lines.

use egui::{Id, Rect, Response, ScrollArea, TextEdit, Ui, UiBuilder, vec2};

use super::field::{Frame, field_frame};
use crate::gui::theme::{Type, of, radius};

/// Paints a field that keeps line ends, as high as the rectangle; longer text scrolls. `name` is what a screen reader says.
pub fn text_area(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    (name, hint): (&str, &str),
    style: Type,
    text: &mut dyn egui::TextBuffer,
) -> Response {
    let t = of(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    field_frame(ui, rect, radius::CONTROL, t.bg_raised, Frame::Rest, focused);
    let inner = rect.shrink2(vec2(10.0, 6.0));
    let mut area = ui.new_child(UiBuilder::new().max_rect(inner).id_salt(id));
    area.shrink_clip_rect(rect.shrink(2.0));
    let font = style.font_on(ui.pixels_per_point());
    let edit = ScrollArea::vertical().id_salt(id.with("scroll")).auto_shrink(false).show(&mut area, |ui| {
        let edit = TextEdit::multiline(text)
            .id(id)
            .frame(egui::Frame::NONE)
            .font(font.clone())
            .text_color(t.text_primary)
            .hint_text(egui::RichText::new(hint).font(font))
            .min_size(inner.size())
            .desired_rows(1)
            .desired_width(inner.width());
        let response = ui.add(edit);
        // It made a new line here and saves nothing.
        if response.has_focus() {
            ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        }
        response
    });
    edit.inner.accessible_name(name)
}
