//! A secret in view: how it wraps and scrolls, and where the field's tools stand to it. It is painted, never a text field.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{Color32, Galley, Pos2, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::paint;
use crate::gui::counts::grouped;
use crate::gui::theme::{Type, of, size};

/// One line of a shown secret that wraps.
const LINE: f32 = 20.0;
/// Lines in view; more scroll.
const LINES: usize = 4;
/// Over the first line and under the last.
const EDGE: f32 = 10.0;
/// What the scroll bar takes at the right of the lines.
const BAR: f32 = 10.0;

/// A secret laid out.
pub(super) struct Shown {
    galley: Arc<Galley>,
    /// The tools' row, over the lines, says how long it is.
    length: Option<String>,
    room: f32,
}

impl Shown {
    /// Lays it out in the room beside the tools: in 13 where it is one line, else in 12. What would scroll there, a private
    /// key, has all of the field's width under the tools instead, so that its own lines break as little as can be.
    pub fn new(ui: &Ui, beside: f32, whole: f32, text: &str) -> Self {
        let large = lay(ui, Type::Secret, beside, text);
        if large.rows.len() <= 1 {
            return Self { galley: large, length: None, room: beside };
        }
        let small = lay(ui, Type::Code, beside, text);
        if small.rows.len() <= LINES {
            return Self { galley: small, length: None, room: beside };
        }
        let under = lay(ui, Type::Code, whole - BAR, text);
        Self { galley: under, length: Some(length_words(text)), room: whole }
    }

    fn lines(&self) -> usize {
        self.galley.rows.len()
    }

    /// How high its field is in points.
    pub fn height(&self) -> f32 {
        let lines = self.lines().clamp(1, LINES) as f32 * LINE;
        let over = if self.length.is_some() { size::SECRET_FIELD } else { EDGE };
        over + lines + EDGE
    }

    /// Where its field has the tools: a row as high as the closed field's, so that the eye stays under the pointer, or all.
    pub fn tools(&self, field: Rect) -> Rect {
        if self.length.is_none() {
            return field;
        }
        Rect::from_min_size(field.min, vec2(field.width(), size::SECRET_FIELD))
    }

    /// Paints it in the field whose top, and the left of whose words, are here.
    pub fn ui(&self, ui: &mut Ui, corner: Pos2, selected: bool) {
        let t = of(ui);
        let pixels = ui.pixels_per_point();
        let bottom = corner.y + self.height() - EDGE;
        let mut top = corner.y + EDGE;
        if let Some(length) = &self.length {
            let line = paint::baseline(ui, corner.y + size::SECRET_FIELD / 2.0, Type::Small);
            paint::text(ui, corner.x, line, Type::Small, t.text_tertiary, length);
            top = corner.y + size::SECRET_FIELD;
        }
        let place = Rect::from_min_max(pos2(corner.x, top), pos2(corner.x + self.room, bottom));
        if self.lines() <= LINES {
            if selected {
                selection_ui(ui, self.galley.rect.translate(place.min.to_vec2()).shrink2(vec2(0.0, LINE / 2.0)));
            }
            ui.painter().galley(place.min.round_to_pixels(pixels), self.galley.clone(), t.text_primary);
            return;
        }
        let mut area = ui.new_child(UiBuilder::new().max_rect(place).id_salt("shown"));
        let mut scroll = egui::ScrollArea::vertical().auto_shrink(false).max_height(place.height());
        if begins(&area) {
            scroll = scroll.vertical_scroll_offset(0.0);
        }
        scroll.show(&mut area, |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(place.width(), LINE * self.lines() as f32), Sense::hover());
            if selected {
                selection_ui(ui, rect.shrink2(vec2(0.0, LINE / 2.0)));
            }
            ui.painter().galley(rect.min.round_to_pixels(pixels), self.galley.clone(), t.text_primary);
        });
    }
}

/// Whether it is in view since this pass: it begins at its first line, wherever the last one was scrolled to.
fn begins(ui: &Ui) -> bool {
    let (id, pass) = (ui.make_persistent_id("seen in pass"), ui.ctx().cumulative_pass_nr());
    let before: Option<u64> = ui.data(|data| data.get_temp(id));
    ui.data_mut(|data| data.insert_temp(id, pass));
    before.is_none_or(|before| before + 1 < pass)
}

/// Every line as high as the next; a word of a secret means nothing, so that it breaks anywhere.
fn lay(ui: &Ui, style: Type, room: f32, text: &str) -> Arc<Galley> {
    let font = style.font_on(ui.pixels_per_point());
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, Color32::PLACEHOLDER, room.max(40.0));
    job.wrap.break_anywhere = true;
    for section in &mut job.sections {
        section.format.line_height = Some(LINE);
    }
    ui.painter().layout_job(job)
}

/// How long a value is that can't be seen whole: "28 lines", or "1,200 characters".
fn length_words(text: &str) -> String {
    match text.lines().count() {
        0 | 1 => format!("{} characters", grouped(text.chars().count())),
        lines => format!("{} lines", grouped(lines)),
    }
}

/// What lies under a selected value, whose middle lines span the rectangle.
pub(super) fn selection_ui(ui: &Ui, around: Rect) {
    let rect = around.expand2(vec2(2.0, LINE / 2.0)).round_to_pixels(ui.pixels_per_point());
    ui.painter().rect_filled(rect, 2.0, ui.visuals().selection.bg_fill);
}
