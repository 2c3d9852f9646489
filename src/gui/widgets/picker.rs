//! A menu of many entries in groups, with a field to type into: what is typed leaves those that hold it.

use egui::{
    Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::clicks::menu_is_open;
use super::field::Field;
use super::keyboard::enter_pressed;
use super::menu::{long_menu_room, raised_style};
use super::menu_keys::{give_back, is_inside, stay_over};
use super::paint;
use crate::gui::theme::{Face, Icon, Type, of, radius};

/// One entry.
#[derive(Debug, Clone, Copy)]
pub struct PickerItem<'a> {
    /// The group it stands in; entries of one group stand together.
    pub group: &'a str,
    /// Its words.
    pub words: &'a str,
    /// Quiet words at its right.
    pub hint: &'a str,
    /// It is the one chosen now.
    pub current: bool,
}

/// What it keeps while it is open.
#[derive(Debug, Clone, Default)]
struct Typed {
    text: String,
    at: usize,
}

const ROW: f32 = 30.0;
const HEADING: f32 = 26.0;
/// Height of the list at most, in points.
const HIGHEST: f32 = 320.0;

/// The field over the list, and what is between them.
const FIELD: f32 = 36.0;

/// How high the list of all entries is.
fn list_height(items: &[PickerItem<'_>]) -> f32 {
    let headings = items.chunk_by(|one, next| one.group == next.group).count();
    items.len() as f32 * (ROW + 1.0) + headings as f32 * (HEADING + 1.0)
}

/// The entries that hold what is typed, in words, hint or group.
fn fitting(typed: &str, items: &[PickerItem<'_>]) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    let holds = |words: &str| words.to_lowercase().contains(&typed);
    let fits = |item: &PickerItem<'_>| holds(item.words) || holds(item.hint) || holds(item.group);
    (0..items.len()).filter(|index| fits(&items[*index])).collect()
}

/// Opens under `anchor` when it is clicked; returns the index of the entry that was chosen. `name` is what a screen reader
/// calls it.
pub fn picker(anchor: &Response, name: &str, wide: f32, items: &[PickerItem<'_>]) -> Option<usize> {
    let id = anchor.id.with("typed");
    let mut chosen = None;
    let needs = FIELD + HIGHEST.min(list_height(items));
    let (room, places) = long_menu_room(anchor, needs);
    let high = (room - FIELD).min(HIGHEST);
    let popup = Popup::menu(anchor)
        .style(raised_style)
        .align(places[0])
        .align_alternatives(&places[1..])
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(name)
        .gap(4.0)
        .show(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 1.0);
            ui.set_max_width(wide);
            let stored: Option<Typed> = ui.data_mut(|data| data.get_temp(id));
            let opens = stored.is_none();
            // It begins at what is chosen, so that Enter twice changes nothing.
            let current = items.iter().position(|item| item.current).unwrap_or_default();
            let mut typed = stored.unwrap_or(Typed { at: current, ..Typed::default() });
            chosen = list_ui(ui, id, vec2(wide, high), items, &mut typed, opens);
            ui.data_mut(|data| data.insert_temp(id, typed));
            is_inside(ui, anchor.id.with("menu"));
            if chosen.is_some() {
                ui.close();
            }
        });
    if let Some(popup) = &popup {
        stay_over(anchor, &popup.response);
        menu_is_open(&popup.response);
    }
    if popup.is_none() {
        anchor.ctx.data_mut(|data| data.remove_temp::<Typed>(id));
    }
    if popup.is_none() || chosen.is_some() {
        give_back(anchor.id.with("menu"), anchor);
    }
    chosen
}

fn list_ui(
    ui: &mut Ui,
    id: Id,
    Vec2 { x: wide, y: high }: Vec2,
    items: &[PickerItem<'_>],
    typed: &mut Typed,
    opens: bool,
) -> Option<usize> {
    let before = fitting(&typed.text, items);
    let pressed = |ui: &Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    // Before the field hears of them. The Enter that opened the list chooses nothing in it.
    let anew = enter_pressed(ui.ctx()) && !opens;
    let taken = (pressed(ui, Key::Enter) && anew).then(|| before.get(typed.at).copied()).flatten();
    let step = i32::from(pressed(ui, Key::ArrowDown)) - i32::from(pressed(ui, Key::ArrowUp));
    typed.at = typed.at.saturating_add_signed(step as isize).min(before.len().saturating_sub(1));

    let (rect, _) = ui.allocate_exact_size(vec2(wide, 30.0), Sense::hover());
    let field = Field::new(id.with("field"), "Filter").hint("Type to filter").icon(Icon::MagnifyingGlass);
    let response = field.at(ui, rect, &mut typed.text);
    if !response.has_focus() {
        response.request_focus();
    }
    if response.changed() {
        typed.at = 0;
    }
    ui.add_space(4.0);
    let fits = fitting(&typed.text, items);
    let mut clicked = None;
    ScrollArea::vertical().max_height(high).auto_shrink([false, true]).show(ui, |ui| {
        let mut group = "";
        for (nth, index) in fits.iter().enumerate() {
            let item = &items[*index];
            if item.group != group {
                group = item.group;
                heading_ui(ui, wide, group);
            }
            let response = row_ui(ui, wide, *index, item, nth == typed.at);
            if (step != 0 || opens) && nth == typed.at {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(*index);
            }
        }
        if fits.is_empty() {
            let (rect, _) = ui.allocate_exact_size(vec2(wide, ROW), Sense::hover());
            let line = paint::baseline(ui, rect.center().y, Type::Body);
            paint::text(ui, rect.left() + 10.0, line, Type::Body, of(ui).text_tertiary, "No match.");
        }
    });
    clicked.or(taken)
}

fn heading_ui(ui: &mut Ui, wide: f32, words: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(wide, HEADING), Sense::hover());
    let line = paint::baseline(ui, rect.center().y + 2.0, Type::Micro);
    paint::text(ui, rect.left() + 10.0, line, Type::Micro, of(ui).text_tertiary, words);
    paint::name_node(ui, rect, ui.make_persistent_id(("group", words)), words);
}

fn row_ui(ui: &mut Ui, wide: f32, index: usize, item: &PickerItem<'_>, at: bool) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(wide, ROW), Sense::hover());
    let response = ui.interact(rect, ui.make_persistent_id(("entry", index)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, item.current, item.words));
    let t = of(ui);
    if at || response.hovered() {
        // The field keeps the keyboard, and this is what Enter takes: as in the palette.
        ui.painter().rect_filled(rect, radius::CONTROL, if at { t.bg_selected } else { t.raised_hover() });
    }
    let middle = rect.center().y;
    if item.current {
        paint::icon(ui, pos2(rect.left() + 17.0, middle), 14.0, Face::Line, Icon::Check, t.text_primary);
    }
    let hint_line = paint::baseline(ui, middle, Type::Small);
    let hint = paint::text_right(ui, rect.right() - 10.0, hint_line, Type::Small, t.text_tertiary, item.hint);
    let style = if item.current { Type::Strong } else { Type::Body };
    let line = paint::baseline(ui, middle, style);
    let room =
        Rect::from_min_max(pos2(rect.left() + 32.0, rect.top()), pos2(rect.right() - 22.0 - hint, rect.bottom()));
    paint::elided(ui, room.left(), line, room.width(), style, t.text_primary, item.words);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_looked_for_in_words_hint_and_group() {
        let item = |group, words, hint| PickerItem { group, words, hint, current: false };
        let items = [item("Node", "Next", "next"), item("Node", "Vite", "vite"), item("Shells", "fish", "fish")];
        assert_eq!(fitting("", &items), [0, 1, 2]);
        assert_eq!(fitting("NODE ", &items), [0, 1]);
        assert_eq!(fitting("ish", &items), [2]);
        assert!(fitting("nobody", &items).is_empty());
    }
}
