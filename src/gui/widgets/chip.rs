//! Filter chips: one of a row is on. Fill and ink turn within a tenth of a second; what the words take does at once, or the
//! chips behind it would crawl.

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::check::set_node;
use super::keyboard::stay_among_chips;
use super::paint;
use super::strip::Strip;
use crate::gui::counts::grouped;
use crate::gui::theme::{Type, of, radius, size, turning};

/// Width of a chip in points, as wide as it is when it is on.
pub fn chip_width(ui: &Ui, words: &str, count: Option<usize>) -> f32 {
    let number = count.map_or(0.0, |n| 5.0 + paint::width(ui, Type::TagCode, &grouped(n)));
    (paint::width(ui, Type::SmallStrong, words) + number + 20.0).ceil()
}

/// A row of so many chips; a screen reader is told of how many each is one.
pub struct Chips<'a> {
    ui: &'a Ui,
    set: Ui,
    drawn: usize,
}

impl<'a> Chips<'a> {
    /// `name` tells it from another in the same ui.
    pub fn new(ui: &'a Ui, name: &str, count: usize) -> Self {
        Self { ui, set: set_node(ui, name, count), drawn: 0 }
    }

    /// The next one, at the left of a strip. The count stands in mono after the words.
    pub fn chip(&mut self, strip: &mut Strip, words: &str, count: Option<usize>, on: bool) -> Response {
        let response = chip(self.ui, &self.set, strip, words, count, on);
        let nth = self.drawn;
        self.ui.ctx().accesskit_node_builder(response.id, |node| node.set_position_in_set(nth));
        self.drawn += 1;
        response
    }
}

fn chip(ui: &Ui, set: &Ui, strip: &mut Strip, words: &str, count: Option<usize>, on: bool) -> Response {
    let style = if on { Type::SmallStrong } else { Type::Small };
    let number = count.map(grouped);
    let wide =
        paint::width(ui, style, words) + number.as_ref().map_or(0.0, |n| 5.0 + paint::width(ui, Type::TagCode, n));
    let rect: Rect = strip.left((wide + 20.0).ceil(), size::SMALL_CONTROL);
    strip.gap_left(8.0);
    let response = set.interact(rect, ui.make_persistent_id(("chip", words)), Sense::click());
    let label = number.as_ref().map_or_else(|| words.to_owned(), |n| format!("{words} {n}"));
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &label));
    let t = of(ui);
    let (fill, ink) =
        if response.hovered() { (t.bg_hover, t.text_primary) } else { (Color32::TRANSPARENT, t.text_secondary) };
    let part = turning(ui.ctx(), response.id, on);
    let turn = |off: Color32, on: Color32| off.lerp_to_gamma(on, part);
    let (fill, stroke) = (turn(fill, t.bg_selected), turn(t.stroke_default, t.bg_selected));
    let (ink, count_ink) = (turn(ink, t.accent_text), turn(t.text_tertiary, t.accent_text));
    ui.painter().rect(rect, radius::CONTROL, fill, Stroke::new(1.0, stroke), StrokeKind::Inside);
    let line = paint::baseline(ui, rect.center().y, style);
    let at = rect.left() + 10.0;
    let used = paint::text(ui, at, line, style, ink, words);
    if let Some(number) = number {
        paint::text(ui, at + used + 5.0, line, Type::TagCode, count_ink, &number);
    }
    paint::focus_ring(ui, rect.shrink2(vec2(0.0, 0.0)), radius::CONTROL, &response);
    stay_among_chips(&response);
    response
}
