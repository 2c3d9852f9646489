//! A field to type into that offers what is known: a list under it follows what is typed. What is typed counts, whether it is
//! in the list or not.

use egui::{
    Event, Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign, Response, Role, Sense, SetOpenCommand, Ui,
    WidgetInfo, pos2, vec2,
};

use super::field::{Field, caret_to_end};
use super::menu::raised_style;
use super::menu_keys::stay_over;
use super::misplaced::is_refused_now;
use super::paint;
use super::small::tile;
use crate::gui::theme::{Face, Icon, Type, of, radius};

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'a> {
    /// Its words, which come into the field.
    pub words: &'a str,
    /// Two letters for the tile before it; empty for none.
    pub letters: &'a str,
    /// Behind the shield.
    pub protected: bool,
}

impl<'a> Offer<'a> {
    /// Words alone.
    pub fn new(words: &'a str) -> Self {
        Self { words, letters: "", protected: false }
    }
}

/// What the list keeps between frames; nothing of what was typed.
#[derive(Debug, Clone, Copy, Default)]
struct List {
    open: bool,
    /// The row that Enter takes; beyond the last for none.
    at: usize,
    /// It offers everything, whatever stands in the field: until one types.
    all: bool,
    /// Where it stood: a press in it does not close it.
    rect: Option<Rect>,
    /// What it takes under the field, in points.
    room: f32,
    /// The pointer was used on it in the last frame: the field may be told in this one that it lost the keyboard.
    used: bool,
}

/// Rows in view.
const ROWS: usize = 7;
/// So few, where more would cover what stands under the list.
const FEWEST: usize = 3;
const ROW: f32 = 30.0;
/// What the list has above and under its rows, or beside them.
const EDGES: f32 = 18.0;
/// Between the field and its list, and between that and what stands under it.
const GAP: f32 = 4.0;
const UNDER: f32 = 12.0;

/// How many rows the list shows, and whether they stand over the field: where not even a few fit under it, in what is seen of a
/// dialog's body, so that the dialog's buttons stay in reach.
fn rows_in(count: usize, below: f32, above: f32) -> (usize, bool) {
    let wanted = count.min(ROWS);
    let fit = |room: f32| ((room - GAP - EDGES).max(0.0) / ROW) as usize;
    let (under, over) = (fit(below), fit(above));
    let stands_over = under < wanted.min(FEWEST) && over > under;
    (wanted.min(if stands_over { over } else { under.max(1) }), stands_over)
}

/// How much room the open list of a field takes under it, in points, for a dialog that grows with it; 0 while it is closed.
pub fn combo_room(ui: &Ui, id: Id) -> f32 {
    ui.data(|data| data.get_temp::<List>(id.with("list"))).map_or(0.0, |list| list.room)
}

/// The offers that fit what is typed: those that begin so first. All of them where nothing is typed.
fn fitting<'a>(typed: &str, offers: &[Offer<'a>]) -> Vec<Offer<'a>> {
    let typed = typed.trim().to_lowercase();
    let begins = |offer: &&Offer<'_>| offer.words.to_lowercase().starts_with(&typed);
    let holds = |offer: &&Offer<'_>| offer.words.to_lowercase().contains(&typed);
    let first = offers.iter().filter(begins);
    first.chain(offers.iter().filter(|offer| holds(offer) && !begins(offer))).copied().collect()
}

/// What the list shows.
fn shown<'a>(list: List, text: &str, offers: &[Offer<'a>]) -> Vec<Offer<'a>> {
    if list.all { offers.to_vec() } else { fitting(text, offers) }
}

/// Open on everything, on what stands in the field already: Enter takes nothing else that nobody walked to.
fn on_all(list: List, text: &str, offers: &[Offer<'_>]) -> List {
    let of_text = offers.iter().position(|offer| offer.words == text).unwrap_or(usize::MAX);
    List { open: true, at: of_text, all: true, ..list }
}

/// Whether there is more to choose than what stands in the field.
fn offers_more(fits: &[Offer<'_>], text: &str) -> bool {
    fits.iter().any(|offer| offer.words != text)
}

/// Paints the field with its list; `changed()` where something was typed or chosen. Arrow keys walk the list, Enter takes
/// from it, Esc closes it.
pub fn combo(ui: &mut Ui, rect: Rect, field: Field<'_>, id: Id, text: &mut String, offers: &[Offer<'_>]) -> Response {
    let state = id.with("list");
    let mut list: List = ui.data_mut(|data| data.get_temp(state)).unwrap_or_default();
    let focused = ui.memory(|memory| memory.has_focus(id));
    let fits = shown(list, text, offers);
    let mut chosen = None;
    if focused {
        // Before the field, the dialog or the window hear of them; what nobody sees takes none.
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let seen = list.open && offers_more(&fits, text);
        if seen && pressed(Key::Escape) {
            (list.open, list.all) = (false, false);
        }
        let walked_to = fits.get(list.at).filter(|_| seen);
        // What stands in the field already is not chosen once more: Enter goes to the dialog.
        if let Some(offer) = walked_to.filter(|offer| offer.words != text.as_str())
            && pressed(Key::Enter)
        {
            chosen = Some(*offer);
        }
        let step = i32::from(pressed(Key::ArrowDown)) - i32::from(pressed(Key::ArrowUp));
        if step != 0 {
            let last = fits.len().saturating_sub(1);
            list = match list.at {
                _ if !offers_more(&fits, text) => on_all(list, text, offers),
                _ if !list.open => List { open: true, at: 0, ..list },
                at if at > last => List { at: if step > 0 { 0 } else { last }, ..list },
                at => List { at: at.saturating_add_signed(step as isize).min(last), ..list },
            };
        }
    }
    let mut response = field.at(ui, rect, text);
    if response.changed() {
        list = List { open: true, at: 0, all: false, ..list };
    } else if response.clicked() && (response.gained_focus() || !list.open || !offers_more(&fits, text)) {
        list = on_all(list, text, offers);
    }
    if is_refused_now(ui, id) {
        // Why stands where the list would.
        (list.open, list.all) = (false, false);
    }
    let fits = shown(list, text, offers);
    let (pressed_outside, chooses) = ui.input(|input| {
        let press = |event: &Event| matches!(event, Event::PointerButton { pressed: true, .. });
        let at = input.pointer.interact_pos();
        let in_list = list.rect.zip(at).is_some_and(|(rect, at)| rect.contains(at));
        // A click in the list takes the keyboard from the field, with its press or with its release.
        let chooses = input.pointer.any_down() || (in_list && input.pointer.any_released());
        (input.events.iter().any(press) && !in_list, chooses)
    });
    let used = std::mem::replace(&mut list.used, chooses);
    if used && list.open && response.lost_focus() {
        // It was scrolled by its bar, or pressed beside its words: one goes on typing.
        response.request_focus();
    }
    if (pressed_outside && !response.contains_pointer()) || (response.lost_focus() && !chooses && !used) {
        (list.open, list.all) = (false, false);
    }
    (list.rect, list.room) = (None, 0.0);
    if list.open && offers_more(&fits, text) {
        // Over what is seen of a dialog's body stands its title, which says what is chosen for.
        let seen = ui.clip_rect();
        let (rows, stands_over) = rows_in(fits.len(), seen.bottom() - rect.bottom(), rect.top() - seen.top());
        // So few rows that a dialog had better grow are no reason to keep it low.
        let is_enough = !stands_over && rows >= FEWEST.min(fits.len());
        let wanted = if is_enough { rows } else { fits.len().min(ROWS) };
        list.room = GAP + EDGES + wanted as f32 * ROW + UNDER;
        let popup = Popup::from_response(&response)
            .style(raised_style)
            .id(id.with("offers"))
            .anchor(rect)
            .align(if stands_over { RectAlign::TOP_START } else { RectAlign::BOTTOM_START })
            .open_memory(SetOpenCommand::Bool(true))
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .gap(GAP)
            .show(|ui| rows_ui(ui, vec2(rect.width() - EDGES, rows as f32 * ROW), &fits, list.at));
        if let Some(inner) = popup {
            stay_over(&response, &inner.response);
            list.rect = Some(inner.response.rect);
            chosen = inner.inner.or(chosen);
        }
    }
    if let Some(offer) = chosen {
        offer.words.clone_into(text);
        list = List::default();
        // One goes on typing behind what was chosen.
        caret_to_end(ui, id, text);
        response.mark_changed();
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(state, list));
    response
}

fn rows_ui<'a>(ui: &mut Ui, size: egui::Vec2, offers: &[Offer<'a>], at: usize) -> Option<Offer<'a>> {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let mut chosen = None;
    egui::ScrollArea::vertical().max_height(size.y).show(ui, |ui| {
        for (index, offer) in offers.iter().enumerate() {
            let (rect, _) = ui.allocate_exact_size(vec2(size.x, ROW), Sense::hover());
            let response = ui.interact(rect, ui.make_persistent_id(("offer", offer.words)), Sense::CLICK);
            let said = format!("{}{}", offer.words, if offer.protected { ", protected" } else { "" });
            response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, index == at, &said));
            let t = of(ui);
            if response.hovered() || index == at {
                // The field keeps the keyboard, and this is what Enter takes: as in the palette.
                let ground = if index == at { t.bg_selected } else { t.raised_hover() };
                ui.painter().rect_filled(rect, radius::CONTROL, ground);
            }
            let mut x = rect.left() + 8.0;
            if !offer.letters.is_empty() {
                tile(ui, Rect::from_center_size(pos2(x + 10.0, rect.center().y), vec2(20.0, 20.0)), offer.letters);
                x += 28.0;
            }
            let line = paint::baseline(ui, rect.center().y, Type::Body);
            let shield = if offer.protected { 24.0 } else { 0.0 };
            let room = rect.right() - 6.0 - x - shield;
            let used = paint::elided(ui, x, line, room, Type::Body, t.text_primary, offer.words);
            if offer.protected {
                let at = pos2(x + used + 12.0, rect.center().y);
                paint::icon(ui, at, 14.0, Face::Fill, Icon::ShieldCheck, t.text_secondary);
            }
            if index == at && ui.input(|input| input.key_pressed(Key::ArrowDown) || input.key_pressed(Key::ArrowUp)) {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                chosen = Some(*offer);
            }
        }
    });
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_leaves_what_stands_under_it_in_reach() {
        assert_eq!(rows_in(9, 400.0, 100.0), (7, false));
        assert_eq!(rows_in(2, 90.0, 100.0), (2, false));
        assert_eq!(rows_in(9, 223.0, 100.0), (6, false), "fewer rows rather than over the field");
        assert_eq!(rows_in(9, 40.0, 400.0), (7, true));
        assert_eq!(rows_in(9, 40.0, 180.0), (5, true), "fewer over it rather than over the buttons");
        assert_eq!(rows_in(9, 90.0, 100.0), (2, false), "as many as have room");
        assert_eq!(rows_in(9, 40.0, 40.0), (1, false), "nowhere else");
    }

    #[test]
    fn what_begins_as_typed_comes_before_what_only_holds_it() {
        let offers = ["AWS", "Stripe", "Bitstrip", "Square"].map(Offer::new);
        let names = |typed: &str| fitting(typed, &offers).iter().map(|offer| offer.words).collect::<Vec<_>>();
        assert_eq!(names("STR "), ["Stripe", "Bitstrip"]);
        assert_eq!(names("").len(), 4);
        assert!(names("nobody").is_empty());
    }
}
