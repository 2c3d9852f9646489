//! A field for a number with its unit behind it, and a caret up and down: the arrow keys step too.

use egui::{Id, Key, Modifiers, Rect, Response, Role, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::field::{Frame, field_frame, takes_clicks};
use super::paint;
use super::severity::{Mark, severity_icon};
use crate::gui::theme::{Face, Icon, Type, of, radius, size};

/// What a number field shows.
#[derive(Debug, Clone, Copy)]
pub struct NumberField<'a> {
    /// Tells it from others, and takes the keyboard.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// Behind the number.
    pub unit: &'a str,
    /// What the number is about, before it.
    pub lead: Option<Mark>,
    /// What was typed can't be taken.
    pub wrong: bool,
}

/// What became of it in this frame.
#[derive(Debug)]
pub struct NumberAnswer {
    /// Of the text.
    pub response: Response,
    /// Steps up, or down where negative.
    pub step: i32,
}

impl NumberField<'_> {
    /// Paints it, 30 high.
    pub fn at(self, ui: &mut Ui, rect: Rect, text: &mut String) -> NumberAnswer {
        let t = of(ui);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let frame = if self.wrong { Frame::Wrong } else { Frame::Rest };
        field_frame(ui, rect, radius::CONTROL, t.bg_raised, frame, focused);
        let clicked = takes_clicks(ui, rect, self.id);
        let middle = rect.center().y;
        let mut x = rect.left() + 10.0;
        if let Some(mark) = self.lead {
            severity_icon(ui, pos2(x + 7.0, middle), 14.0, mark, t);
            x += 21.0;
        }
        let mut step = 0;
        if focused {
            ui.input_mut(|input| {
                step += i32::from(input.consume_key(Modifiers::NONE, Key::ArrowUp));
                step -= i32::from(input.consume_key(Modifiers::NONE, Key::ArrowDown));
            });
        }
        // The unit follows the number as it is typed, and gives way to one too long.
        let digits = paint::width(ui, Type::Code, if text.is_empty() { "0" } else { text }).max(8.0);
        let wide = digits + 3.0;
        let room = rect.right() - 28.0 - (x + wide + 4.0);
        let unit = Some(self.unit).filter(|unit| paint::width(ui, Type::Body, unit) <= room);
        let inner = Rect::from_min_max(pos2(x, rect.top() + 2.0), pos2(x + wide, rect.bottom() - 2.0))
            .translate(vec2(0.0, paint::centring_shift(ui, Type::Code, middle)));
        let builder = UiBuilder::new().max_rect(inner).layout(egui::Layout::left_to_right(egui::Align::Center));
        let response = ui
            .scope_builder(builder, |ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                ui.add(
                    TextEdit::singleline(text)
                        .id(self.id)
                        .frame(egui::Frame::NONE)
                        .font(Type::Code.font_on(ui.pixels_per_point()))
                        .text_color(t.text_primary)
                        .return_key(None)
                        .char_limit(5)
                        .align(egui::Align2::LEFT_CENTER)
                        .min_size(inner.size())
                        .desired_width(inner.width()),
                )
            })
            .inner
            .accessible_name(self.name);
        if clicked {
            response.request_focus();
        }
        let line = paint::baseline(ui, middle, Type::Body);
        paint::text(ui, x + wide + 4.0, line, Type::Body, t.text_tertiary, unit.unwrap_or_default());
        step += self.caret_ui(ui, rect);
        NumberAnswer { response, step }
    }

    /// The two carets, each half as high as the field; their hit areas go on over and under it.
    fn caret_ui(&self, ui: &Ui, rect: Rect) -> i32 {
        let t = of(ui);
        let place = Rect::from_min_max(pos2(rect.right() - 27.0, rect.top()), rect.max);
        paint::icon(
            ui,
            pos2(rect.right() - 18.0, rect.center().y),
            16.0,
            Face::Line,
            Icon::CaretUpDown,
            t.text_tertiary,
        );
        let (upper, lower) = place.split_top_bottom_at_fraction(0.5);
        let mut step = 0;
        for (half, by, word) in [(upper, 1, "more"), (lower, -1, "less")] {
            // Not in the order of Tab: the arrow keys do the same in the field itself.
            let sense = Sense::CLICK;
            let beyond = size::HIT - half.height();
            let hit = match by {
                1 => half.with_min_y(half.top() - beyond),
                _ => half.with_max_y(half.bottom() + beyond),
            };
            let response = ui.interact(hit, self.id.with(word), sense);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}: {word}", self.name)));
            if response.hovered() {
                ui.painter().rect_filled(half.shrink2(vec2(2.0, 1.0)), radius::TAG, t.bg_active.gamma_multiply(0.6));
            }
            step += if response.clicked() { by } else { 0 };
        }
        step
    }
}
