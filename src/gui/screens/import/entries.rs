//! The list of what would come in of one row: each entry with its tick, its value where it is plain, and its fate.

use egui::{Id, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::row::Row;
use super::unread::skipped_words;
use super::walk::Stops;
use super::words::{AS_TEXT, capitalised, fate_reason, fate_words};
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{
    Button, Tick, baseline, elided, icon, masked_dots, middle_elided, name_node, paragraph, row_ring, text_right,
    tip_by_key, width,
};
use crate::jobs::{Fate, PlannedEntry};
use crate::review::listing;

/// Height of one entry: its name, and its value under it.
pub const ENTRY: f32 = 46.0;
/// The middles of an entry's two lines: as far apart as leaves the ring of a link on the second one off the first.
const FIRST: f32 = 15.0;
const SECOND: f32 = 34.0;
/// Dots of a masked value.
const DOTS: u8 = 4;
/// From the end of a value to what is said of it: the sign stands between them.
const NOTE: f32 = 26.0;
/// So much of a value is left whatever is said of it.
const VALUE: f32 = 64.0;
/// The button that changes plain and secret.
const TOGGLE: f32 = 58.0;

/// How high the list is with at most so many entries in view.
pub fn entries_height(row: &Row, most: usize) -> f32 {
    let count = row.plan().map_or(0, |plan| plan.entries.len() + plan.commented_out.len());
    count.min(most) as f32 * ENTRY + 8.0
}

/// Draws the list within a rectangle; `index` tells it from another list.
pub fn entries_ui(ui: &mut Ui, rect: Rect, index: usize, row: &mut Row, enabled: bool) {
    let Some(plan) = row.plan().cloned() else { return };
    ui.painter().rect_filled(rect, radius::CALLOUT, of(ui).bg_inset);
    let mut area = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(0.0, 4.0))).id_salt(("entries", index)));
    area.shrink_clip_rect(rect);
    let all = plan.entries.len() + plan.commented_out.len();
    let mut walk = row.walk;
    walk.list_ui(&mut area, ENTRY, all, |ui, rect, at| match plan.entries.get(at) {
        Some(entry) => entry_ui(ui, rect, at, entry, row, enabled),
        None => commented_ui(ui, rect, at, &plan.commented_out[at - plan.entries.len()], row, enabled),
    });
    row.walk = walk;
}

/// What is not among the entries, in one line under the list.
pub fn left_words(row: &Row, missing: &[&str]) -> String {
    let Some(plan) = row.plan() else { return String::new() };
    let mut words = Vec::new();
    match plan.problems.as_slice() {
        [] => {}
        [(line, why)] => words.push(format!("Line {line} was skipped: {why}.")),
        several => words.push(format!("{} lines were skipped, the first is line {}.", several.len(), several[0].0)),
    }
    words.extend(skipped_words(row));
    match missing {
        [] => {}
        [one] => words.push(format!("The example file also lists {one}.")),
        [first, rest @ ..] => {
            words.push(format!("The example file also lists {} other names: {first} …", rest.len() + 1));
        }
    }
    words.join(" ")
}

/// Draws that line; returns where it ends.
pub fn left_words_ui(ui: &Ui, at: egui::Pos2, wide: f32, words: &str) -> f32 {
    if words.is_empty() {
        return at.y;
    }
    let rect = paragraph(ui, at, wide, Type::Small, of(ui).text_tertiary, words);
    name_node(ui, rect, ui.make_persistent_id(("left", words)), words);
    rect.bottom()
}

fn entry_ui(ui: &mut Ui, rect: Rect, at: usize, entry: &PlannedEntry, row: &mut Row, enabled: bool) -> Stops {
    let t = of(ui);
    let comes_in = row.choices.comes_in(entry);
    let can_choose = enabled && row.can_choose(entry);
    let tick = Tick::checkbox(&entry.name, comes_in).bare().enabled(can_choose).salt(at as u64);
    let left = rect.left() + 12.0;
    let tick = tick.at(ui, tick_rect(rect));
    if tick.clicked() {
        row.toggle(entry);
    }
    let (first, second) = (rect.top() + FIRST, rect.top() + SECOND);
    // Level with the name and with what becomes of it, whatever is said under them.
    let toggle =
        Rect::from_center_size(pos2(rect.right() - 14.0 - TOGGLE / 2.0, first), vec2(TOGGLE, size::SMALL_CONTROL));
    let plain = row.choices.is_plain(entry);
    let scoped = ui.new_child(UiBuilder::new().max_rect(toggle).id_salt(("plain", at)));
    // One id, whatever stands on it: it keeps the keyboard.
    let id = scoped.make_persistent_id("kind");
    let button = Button::secondary(if plain { "Plain" } else { "Secret" }).small().tight().id(id);
    let kind = button.enabled(can_choose && comes_in).at(&scoped, toggle);
    if kind.clicked() {
        row.choices.toggle_plain(entry);
    }
    let x = left + 26.0;
    let right = toggle.left() - 10.0;
    // What to do with a value that names others, or a file.
    let mut words = fate_words(entry, comes_in);
    // Under the button there is room for words; a link there would come into its ring.
    let end = toggle.right();
    let mut second_right = end;
    let mut switch = None;
    if comes_in && can_choose {
        if !entry.names.is_empty() {
            let as_text = row.choices.as_text.contains(&entry.name);
            words = if as_text { AS_TEXT } else { "With their values filled in" }.to_owned();
            let link = switch_ui(ui, pos2(right, second), at, if as_text { "Fill them in" } else { "Keep as text" });
            if link.clicked() {
                row.toggle_as_text(&entry.name);
            }
            switch = Some(link);
        } else if entry.names_file {
            let takes = row.choices.take_file.contains(&entry.name);
            words = if takes { "The file itself" } else { "Its path" }.to_owned();
            let link = switch_ui(ui, pos2(right, second), at, if takes { "Take the path" } else { "Take the file" });
            if link.clicked() {
                row.toggle_file(&entry.name);
            }
            switch = Some(link);
        }
    }
    if let Some(link) = &switch {
        second_right = link.rect.left();
    }
    let ink = if comes_in { t.text_primary } else { t.text_tertiary };
    let fate_ink = if matches!(entry.fate, Fate::Differs | Fate::Asks(_)) { t.warn_text } else { t.text_tertiary };
    let notes = notes_of(entry, row, plain);
    let name_wide = width(ui, Type::Key, &entry.name);
    let whole = width(ui, Type::Small, &words);
    // Where both have no room beside each other, and nothing else is said under the name, it stands there.
    let is_under = x + name_wide + 12.0 + whole > right && notes.is_empty() && second_right > end - 1.0;
    // A short name leaves it more than its half.
    let left_by_name = right - x - 12.0 - name_wide;
    let fate_wide = whole.min(left_by_name.max((right - x) * 0.5));
    let (fate_wide, fate_right, fate_line) = match is_under {
        true => (whole, second_right, baseline(ui, second, Type::Small)),
        false => (fate_wide, right, baseline(ui, first, Type::Small)),
    };
    let beside = if is_under { 0.0 } else { fate_wide + 12.0 };
    let name = middle_elided(ui, Type::Key, &entry.name, right - x - beside);
    crate::gui::widgets::text(ui, x, baseline(ui, first, Type::Key), Type::Key, ink, &name);
    if whole <= fate_wide + 0.5 {
        text_right(ui, fate_right, fate_line, Type::Small, fate_ink, &words);
    } else {
        elided(ui, fate_right - fate_wide, fate_line, fate_wide, Type::Small, fate_ink, &words);
    }
    let room = second_right - if is_under { fate_wide + 12.0 } else { 0.0 } - x - 8.0;
    let is_cut = value_ui(ui, x, second, room, entry, plain, &notes) || name != entry.name;
    let mut said = format!("{}: {words}", entry.name);
    for more in &notes {
        said = format!("{said}. {more}");
    }
    let cell = Rect::from_min_max(pos2(x, rect.top()), pos2(second_right.min(right) - 4.0, rect.bottom()));
    let id = ui.make_persistent_id(("fate", at));
    let node = if row.can_choose(entry) { name_node(ui, cell, id, &said) } else { read_ui(ui, rect, cell, id, &said) };
    for on in [&tick, &kind] {
        ui.ctx().accesskit_node_builder(on.id, |node| node.set_description(said.as_str()));
        if is_cut {
            tip_by_key(on, cell, &said);
        }
    }
    let first = if row.can_choose(entry) { tick } else { node.clone() };
    if !notes.is_empty() || name != entry.name {
        node.on_hover_text(said);
    }
    [Some(first), Some(kind), switch]
}

/// Where the tick stands: level with the name that it is for.
fn tick_rect(row: Rect) -> Rect {
    Rect::from_min_size(pos2(row.left() + 12.0, row.top()), vec2(24.0, 2.0 * FIRST))
}

/// What a row says in which nothing can be chosen: keys lead to it all the same, for it is there to be read.
fn read_ui(ui: &Ui, row: Rect, cell: Rect, id: Id, words: &str) -> Response {
    let response = ui.interact(cell, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, words));
    row_ring(ui, row.shrink2(vec2(6.0, 2.0)), &response);
    if response.has_focus() {
        hold(&response, Arrows::All);
    }
    response
}

/// A link at the right of an entry's second line: what stands before it has to end there.
fn switch_ui(ui: &Ui, right_middle: egui::Pos2, at: usize, words: &str) -> Response {
    let link = Button::link(words).small().id(ui.make_persistent_id(("switch", at)));
    let size = link.size(ui);
    // No higher than its letters: its ring has to keep off the line over it.
    let rect = Rect::from_min_size(pos2(right_middle.x - size.x, right_middle.y - 7.0), vec2(size.x, 14.0));
    link.at(ui, rect)
}

/// What a person should know of it, the first of it in its row. Of a value that names others: which names are in its text, or
/// which can't be filled in; that it is kept as text is said once, beside its name where that is free.
fn notes_of(entry: &PlannedEntry, row: &Row, plain: bool) -> Vec<String> {
    // A plain text that is in view says them itself.
    let is_seen = plain && entry.plain_value.is_some();
    let is_text = !entry.names.is_empty() && row.choices.as_text.contains(&entry.name) && !is_seen;
    let names = match (row.choices.comes_in(entry), entry.unknown.is_empty()) {
        (true, false) if entry.fate == Fate::New => Some(format!("No value for {}", listing(&entry.unknown))),
        (true, false) => Some(format!("Kept as text: no value for {}", listing(&entry.unknown))),
        (true, true) if is_text => Some(format!("Names {}", listing(&entry.names))),
        _ => None,
    };
    let remarks = entry.remarks.iter().map(|remark| capitalised(remark));
    fate_reason(entry).into_iter().chain(names).chain(remarks).collect()
}

/// The value's line: what is plain as it is, dots for the rest, then what a person should know; true where that is cut.
fn value_ui(ui: &Ui, x: f32, middle: f32, room: f32, entry: &PlannedEntry, plain: bool, notes: &[String]) -> bool {
    let t = of(ui);
    let mut x = x;
    let end = x + room;
    let key_id = entry.key_id_name.as_deref();
    let note = notes.first();
    match entry.plain_value.as_deref().filter(|_| plain) {
        Some(value) => {
            let one_line = value.replace(['\n', '\r'], " ");
            // What is said of it tells more than the end of a long value.
            let follows = key_id.map_or(0.0, |key_id| 8.0 + width(ui, Type::Code, key_id))
                + note.map_or(0.0, |note| NOTE + width(ui, Type::Small, note));
            let room = (room - follows).max(VALUE.min(room));
            x += elided(ui, x, baseline(ui, middle, Type::Code), room, Type::Code, t.text_tertiary, &one_line);
        }
        None => x += masked_dots(ui, x, middle, DOTS, t.text_tertiary),
    }
    if let Some(key_id) = key_id {
        x += 8.0
            + elided(ui, x + 8.0, baseline(ui, middle, Type::Code), end - x - 8.0, Type::Code, t.text_tertiary, key_id);
    }
    let (sign, face, ink) = match &entry.fate {
        Fate::Asks(_) => (Icon::Warning, Face::Fill, t.warn_solid),
        _ => (Icon::Info, Face::Line, t.text_tertiary),
    };
    let Some(note) = note else { return false };
    icon(ui, pos2(x + 15.0, middle), 14.0, face, sign, ink);
    let line = baseline(ui, middle, Type::Small);
    let room = (end - x - NOTE).max(0.0);
    elided(ui, x + NOTE, line, room, Type::Small, t.text_tertiary, note);
    width(ui, Type::Small, note) > room || notes.len() > 1
}

fn commented_ui(ui: &mut Ui, rect: Rect, at: usize, name: &str, row: &mut Row, enabled: bool) -> Stops {
    let t = of(ui);
    let comes_in = row.wakes(name);
    let why = row.why_asleep(name).map(str::to_owned);
    let tick = Tick::checkbox(name, comes_in).bare().enabled(enabled && why.is_none()).salt(at as u64);
    let left = rect.left() + 12.0;
    let tick = tick.at(ui, tick_rect(rect));
    if tick.clicked() {
        row.choices.toggle_disabled(name);
    }
    let x = left + 26.0;
    let room = rect.right() - 14.0 - x;
    let ink = if comes_in { t.text_primary } else { t.text_tertiary };
    let shown = middle_elided(ui, Type::Key, name, room);
    crate::gui::widgets::text(ui, x, baseline(ui, rect.top() + FIRST, Type::Key), Type::Key, ink, &shown);
    let can_choose = why.is_none();
    let words = match why {
        Some(why) => format!("Commented out, not imported: {why}"),
        None if comes_in => "Commented out, imported as disabled".to_owned(),
        None => "Commented out, not imported".to_owned(),
    };
    let line = baseline(ui, rect.top() + SECOND, Type::Small);
    elided(ui, x, line, room, Type::Small, t.text_tertiary, &words);
    let cell = Rect::from_min_max(pos2(x, rect.top()), rect.max);
    let (id, said) = (ui.make_persistent_id(("commented", at)), format!("{name}: {words}"));
    if can_choose {
        name_node(ui, cell, id, &said);
        return [Some(tick), None, None];
    }
    [Some(read_ui(ui, rect, cell, id, &said)), None, None]
}
