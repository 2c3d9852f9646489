//! A field of tags: what is typed becomes one with Enter or a comma, Backspace takes the last away. It wraps to three
//! lines, then scrolls.

use egui::{
    Event, Id, Key, Modifiers, Rect, Response, Role, Sense, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::field::{Frame, field_frame, takes_clicks};
use super::keyboard::comes_with;
use super::misplaced::{self, Wanted};
use super::paint;
use super::small::{TagLook, tag_width_as};
use crate::gui::theme::{Face, Icon, Type, of, radius, size};

/// One line of tags.
const LINE: f32 = 24.0;
/// Above the first line and under the last.
const EDGE: f32 = 3.0;
const GAP: f32 = 5.0;
/// Room for typing at the end of a line.
const TYPING: f32 = 64.0;
/// Lines in view.
const LINES: usize = 3;
/// Behind a tag's words, for its ✕.
const CROSS: f32 = 14.0;

/// The tags of a field, and what is being typed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TokenField {
    /// The tags, in the order they were added; none twice.
    pub tags: Vec<String>,
    /// What is being typed.
    pub typing: String,
}

impl TokenField {
    /// A field with these tags.
    pub fn new(tags: Vec<String>) -> Self {
        Self { tags, typing: String::new() }
    }

    /// All tags, with what is still being typed.
    pub fn all(&self) -> Vec<String> {
        let mut all = self.clone();
        all.finish();
        all.tags
    }

    /// Makes tags of what was typed before the last comma; what stands behind it is still being typed.
    fn finish_before_comma(&mut self) -> bool {
        let Some(at) = self.typing.rfind(',') else { return false };
        let rest = self.typing.split_off(at + 1);
        let added = self.finish();
        rest.trim_start().clone_into(&mut self.typing);
        added
    }

    /// Makes tags of what was typed; true where there was something.
    fn finish(&mut self) -> bool {
        let typed = std::mem::take(&mut self.typing);
        let mut added = false;
        for word in typed.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            if !self.tags.iter().any(|tag| tag == word) {
                self.tags.push(word.to_owned());
                added = true;
            }
        }
        added
    }
}

/// Where tags and typing stand: corners from the field's top left, the line of each.
fn places(widths: &[f32], room: f32) -> (Vec<(f32, usize)>, (f32, usize)) {
    let (mut x, mut line) = (0.0, 0);
    let mut all = Vec::with_capacity(widths.len());
    for wide in widths {
        if x > 0.0 && x + wide > room {
            (x, line) = (0.0, line + 1);
        }
        all.push((x, line));
        x += wide + GAP;
    }
    if x > 0.0 && x + TYPING > room {
        (x, line) = (0.0, line + 1);
    }
    (all, (x, line))
}

fn widths(ui: &Ui, look: TagLook, field: &TokenField, room: f32) -> Vec<f32> {
    field.tags.iter().map(|tag| (tag_width_as(ui, tag, look) + CROSS).min(room)).collect()
}

/// How high the field is in points, `width` wide: 30 with one line of tags.
pub fn token_field_height(ui: &Ui, width: f32, look: TagLook, field: &TokenField) -> f32 {
    let room = width - 12.0;
    let (_, (_, last)) = places(&widths(ui, look, field, room), room);
    (LINE * (last + 1).min(LINES) as f32 + 2.0 * EDGE).max(size::CONTROL)
}

/// Paints it from the rectangle's top, as high as [`token_field_height`] says; `changed()` where a tag came or went.
/// `look` is that of its tags: mono for what is code, else words.
pub fn token_field(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    (name, hint): (&str, &str),
    look: TagLook,
    field: &mut TokenField,
) -> Response {
    let t = of(ui);
    let height = token_field_height(ui, rect.width(), look, field);
    let rect = Rect::from_min_size(rect.min, vec2(rect.width(), height));
    let focused = ui.memory(|memory| memory.has_focus(id));
    field_frame(ui, rect, radius::CONTROL, t.bg_raised, Frame::Rest, focused);
    let clicked = takes_clicks(ui, rect, id);
    if focused {
        misplaced::refuse_pastes(ui, id, Wanted::Fact);
    }
    let entered = focused && is_entered(ui, field);
    let mut changed = focused && takes_last(ui, field);
    let inner = rect.shrink2(vec2(6.0, EDGE));
    let mut area = ui.new_child(UiBuilder::new().max_rect(inner).id_salt(id));
    area.shrink_clip_rect(inner.expand2(vec2(4.0, 2.0)));
    let mut edit = None;
    let scroll = egui::ScrollArea::vertical().id_salt(id.with("lines")).max_height(inner.height());
    scroll.auto_shrink(false).show(&mut area, |ui| {
        let (places, (x, line)) = places(&widths(ui, look, field, inner.width()), inner.width());
        let whole = ui.allocate_exact_size(vec2(inner.width(), LINE * (line + 1) as f32), Sense::hover()).0;
        let mut gone = None;
        for (index, (tag, (x, line))) in field.tags.iter().zip(places).enumerate() {
            let corner = whole.min + vec2(x, LINE * line as f32 + 2.0);
            let wide = (tag_width_as(ui, tag, look) + CROSS).min(inner.width());
            if one_tag(ui, Rect::from_min_size(corner, vec2(wide, 20.0)), index, tag, look) {
                gone = Some(index);
            }
        }
        if let Some(index) = gone {
            field.tags.remove(index);
            changed = true;
        }
        let corner = whole.min + vec2(x + if x > 0.0 { 3.0 } else { 4.0 }, LINE * line as f32 + 2.0);
        let place = Rect::from_min_max(corner, pos2(whole.right(), corner.y + 20.0));
        let before = field.typing.len();
        let response =
            typing(ui, place, id, look, if field.tags.is_empty() { hint } else { "Add…" }, &mut field.typing);
        // What was added may have opened another line for what comes next.
        let kept = id.with("line");
        let moved = ui.data(|data| data.get_temp::<usize>(kept)).is_some_and(|before| before != line);
        ui.data_mut(|data| data.insert_temp(kept, line));
        if focused && (moved || field.typing.len() != before) {
            ui.scroll_to_rect(place, None);
        }
        // Several characters may come in one frame, also with Enter behind them; what is pasted is whole.
        let is_whole = entered || (field.typing.contains(',') && was_pasted(ui));
        changed |= if is_whole { field.finish() } else { field.finish_before_comma() };
        edit = Some(response);
    });
    let mut response = edit.expect("the field was drawn").accessible_name(name);
    // One types in a line of it; the ring is the whole field's.
    comes_with(ui, &response, rect);
    if clicked {
        response.request_focus();
    }
    if response.lost_focus() {
        changed |= field.finish();
    }
    if response.changed() || misplaced::is_left(ui, id) {
        misplaced::forget(ui, id);
    }
    if changed {
        response.mark_changed();
    }
    response
}

/// Enter behind something typed, before the dialog sees it.
fn is_entered(ui: &Ui, field: &TokenField) -> bool {
    let types = |event: &Event| matches!(event, Event::Text(text) if !text.trim().is_empty());
    let is_enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
    ui.input_mut(|input| {
        let before = input.events.iter().take_while(|event| !is_enter(event)).any(types);
        (before || !field.typing.trim().is_empty()) && input.consume_key(Modifiers::NONE, Key::Enter)
    })
}

/// The words came in one piece.
fn was_pasted(ui: &Ui) -> bool {
    ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Paste(_))))
}

/// Backspace in an empty line, before the text field sees it.
fn takes_last(ui: &Ui, field: &mut TokenField) -> bool {
    let back = field.typing.is_empty() && !field.tags.is_empty();
    back && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Backspace)) && field.tags.pop().is_some()
}

fn typing(ui: &mut Ui, place: Rect, id: Id, look: TagLook, hint: &str, text: &mut String) -> Response {
    let color = of(ui).text_primary;
    let style = if look == TagLook::Code { Type::Code } else { Type::Body };
    let font = style.font_on(ui.pixels_per_point());
    let place = place.translate(vec2(0.0, paint::centring_shift(ui, style, place.center().y)));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let edit = TextEdit::singleline(text)
        .id(id)
        .frame(egui::Frame::NONE)
        .font(font)
        .text_color(color)
        .hint_text(egui::RichText::new(hint).font(Type::Body.font_on(ui.pixels_per_point())))
        .return_key(None)
        .align(egui::Align2::LEFT_CENTER)
        .min_size(place.size())
        .desired_width(place.width());
    let builder = UiBuilder::new().max_rect(place).layout(layout);
    let add = |ui: &mut Ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.add(edit)
    };
    ui.scope_builder(builder, add).inner
}

/// Paints one tag with its ✕; true where it is to go.
fn one_tag(ui: &Ui, rect: Rect, index: usize, words: &str, look: TagLook) -> bool {
    let t = of(ui);
    ui.painter().rect_filled(rect, radius::TAG, t.bg_active);
    let line = paint::baseline(ui, rect.center().y, look.style());
    let room = rect.width() - 12.0 - CROSS + 1.0;
    paint::elided(ui, rect.left() + 6.0, line, room, look.style(), t.text_secondary, words);
    // A little into the gap behind it, and over the end of the words, which do nothing.
    let center = pos2(rect.right() + 2.0 - size::HIT / 2.0, rect.center().y);
    let hit = Rect::from_center_size(center, Vec2::splat(size::HIT));
    let response = ui.interact(hit, ui.make_persistent_id(("tag", index)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Remove {words}")));
    let ink = if response.hovered() { t.text_primary } else { t.text_tertiary };
    paint::icon(ui, pos2(rect.right() - 10.0, rect.center().y), 11.0, Face::Line, Icon::X, ink);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_part_tags_and_none_stands_twice() {
        let mut field = TokenField::new(vec!["read".to_owned()]);
        field.typing = " write ,read,, admin".to_owned();
        assert_eq!(field.all(), ["read", "write", "admin"]);
        assert_eq!(field.tags, ["read"], "asking changes nothing");
        assert!(field.finish());
        assert!(field.typing.is_empty());
    }

    #[test]
    fn a_tag_that_does_not_fit_begins_a_line() {
        let (all, (x, line)) = places(&[100.0, 100.0, 50.0], 220.0);
        assert_eq!(all, [(0.0, 0), (105.0, 0), (0.0, 1)]);
        assert_eq!((x, line), (55.0, 1));
        let (_, (x, line)) = places(&[200.0], 220.0);
        assert_eq!((x, line), (0.0, 1), "room to type needs a line of its own");
    }
}
