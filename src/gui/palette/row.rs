//! The palette's rows: a key, what can be done, a heading, and a hint of keys.

use std::ops::Range;

use egui::emath::GuiRounding as _;
use egui::{Color32, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::actions::ActionRow;
use super::data::Row;
use super::key_row::KeyRow;
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::{
    baseline, elided, fitting, galley_with_code, icon, keycap, keycap_width, middle_elided, severity_icon, text,
    text_right, tile, width, without_ticks,
};
use crate::model::EnvRef;

/// Height of a heading.
pub const HEADING: f32 = 26.0;
/// Between a row's ends and what stands in it.
const EDGE: f32 = 10.0;
/// The tile before a name.
const TILE: f32 = 30.0;
/// Between a name's column and its place.
const AIR: f32 = 10.0;
/// A warning's mark, with what is around it.
const MARK: f32 = 33.0;
/// The names' column in the picture, and how narrow it may become.
const NAMES: f32 = 186.0;
const LEAST_NAME: f32 = 150.0;
/// Of a long project so much is enough to know it by.
const LEAST_PROJECT: f32 = 64.0;

/// The names' column: as wide as in the picture, wider where a name needs it and there is room, narrower where a row's place
/// would be lost beside its warning.
pub fn name_column(ui: &Ui, rows: &[Row], wide: f32, enter: impl Fn(&Row) -> &'static str) -> f32 {
    let keys = || rows.iter().filter_map(|row| if let Row::Key(key) = row { Some((key, row)) } else { None });
    let longest = keys().map(|(key, _)| width(ui, Type::Key, &key.whole_name())).fold(NAMES, f32::max);
    let column = longest.min((wide * 0.42).max(NAMES));
    let beside = |(key, row): (&KeyRow, &Row)| wide - 2.0 * EDGE - TILE - AIR - least_beside(ui, key, enter(row));
    keys().map(beside).fold(column, f32::min).max(LEAST_NAME).floor()
}

/// What a row wants at the right of its name's column, where everything in it is as short as it may be.
fn least_beside(ui: &Ui, row: &KeyRow, enter: &str) -> f32 {
    let warning = row
        .health
        .as_ref()
        .map_or(0.0, |(_, words)| MARK + width(ui, Type::Small, &fitting(ui, Type::Small, words, 0.0)));
    let enter = if row.disabled { 0.0 } else { enter_width(ui, enter) };
    let behind = width(ui, Type::Body, BETWEEN) + width(ui, Type::Body, &row.place.environment);
    let place = width(ui, Type::Body, &row.place.project).min(LEAST_PROJECT) + behind;
    place + shield(row) + warning.max(enter)
}

fn enter_width(ui: &Ui, words: &str) -> f32 {
    width(ui, Type::Small, words) + 7.0 + keycap_width(ui, "Enter") + 12.0
}

/// The room for the shield.
fn shield(row: &KeyRow) -> f32 {
    if row.protected { 19.0 } else { 0.0 }
}

/// Draws what stands over keys or over what can be done.
pub fn heading_ui(ui: &Ui, at: Pos2, wide: f32, words: &str) {
    let ink = of(ui).text_tertiary;
    if words.contains('`') {
        let galley = galley_with_code(ui, wide - 20.0, Type::Micro, ink, 1, words);
        let top = at.y + (HEADING - galley.rect.height()) / 2.0;
        ui.painter().galley(pos2(at.x + 10.0, top).round_to_pixels(ui.pixels_per_point()), galley, ink);
    } else {
        let line = baseline(ui, at.y + HEADING / 2.0, Type::Micro);
        elided(ui, at.x + 10.0, line, wide - 20.0, Type::Micro, ink, words);
    }
    let words = &without_ticks(words);
    let rect = Rect::from_min_size(at, vec2(wide, HEADING));
    let response = ui.interact(rect, ui.make_persistent_id(("heading", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}

/// Draws a key; what Enter does at its end where it is selected.
pub fn key_ui(ui: &Ui, rect: Rect, row: &KeyRow, name_width: f32, enter: Option<&str>) {
    let t = of(ui);
    let (left, right, middle) = (rect.left() + EDGE, rect.right() - EDGE, rect.center().y);
    let line = baseline(ui, middle, Type::Body);
    tile(ui, Rect::from_center_size(pos2(left + 10.0, middle), vec2(20.0, 20.0)), &row.monogram);
    let (rest, hit) = if row.disabled { (t.text_tertiary, t.text_tertiary) } else { (t.text_primary, t.accent_text) };
    let whole = row.whole_name();
    let mut x = left + TILE;
    let elided_name =
        (width(ui, Type::Key, &whole) > name_width + 1.0).then(|| middle_elided(ui, Type::Key, &whole, name_width));
    let shown = elided_name.as_deref().map(|shown| row.elided_name(shown));
    for (part, matched) in shown.as_ref().unwrap_or(&row.name) {
        x += text(ui, x, line, Type::Key, if *matched { hit } else { rest }, part);
    }
    // From the right: what Enter does, or the worst warning.
    let at = left + TILE + name_width + AIR;
    let shield = shield(row);
    let mut end = right;
    if let Some(words) = enter.filter(|_| !row.disabled) {
        end -= text_right(ui, right, line, Type::Small, t.text_secondary, words) + 7.0;
        end -= keycap_width(ui, "Enter");
        keycap(ui, pos2(end, middle), "Enter");
        end -= 12.0;
    } else if let Some((mark, words)) = &row.health {
        let room = (right - at - 80.0).max(40.0);
        // Where it is decides more than since when it is so.
        let beside = right - at - place_width(ui, Type::Body, &row.place) - shield - MARK;
        let words = fitting(ui, Type::Small, words, beside.min(room));
        let wide = width(ui, Type::Small, &words).min(room);
        elided(ui, right - wide, line, wide + 1.0, Type::Small, mark.ink(t), &words);
        severity_icon(ui, pos2(right - wide - 13.5, middle), 15.0, *mark, t);
        end = right - wide - MARK;
    }
    let used = place_ui(ui, at, line, (end - at - shield).max(0.0), Type::Body, &row.place);
    if row.protected {
        icon(ui, pos2(at + used + 12.0, middle), 14.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
    }
}

/// Draws what can be done.
pub fn action_ui(ui: &Ui, rect: Rect, row: &ActionRow) {
    let t = of(ui);
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    let (ink, glyph) = match row.off {
        Some(_) => (t.text_disabled, t.text_disabled),
        None => (t.text_primary, t.text_secondary),
    };
    icon(ui, pos2(rect.left() + 20.0, middle), 16.0, Face::Line, row.icon, glyph);
    let mut right = rect.right() - 10.0;
    for cap in row.caps.iter().rev() {
        right -= keycap_width(ui, cap);
        keycap(ui, pos2(right, middle), cap);
        right -= 3.0;
    }
    let left = rect.left() + 40.0;
    let room = right - left - 12.0;
    // Where it is tells apart what one name does in several places: a long name leaves it room. So it does for why it is off.
    let off = row.off.as_deref();
    let place = row.place.as_ref().map(|place| place_width(ui, Type::Small, place).min(room * 0.4));
    let beside = off.map(|why| width(ui, Type::Small, why).min(room * 0.6)).or(place).map_or(0.0, |wide| wide + 10.0);
    let used = match row.name.clone() {
        Some(name) => title_ui(ui, pos2(left, line), room - beside, ink, &row.title, name),
        None => elided(ui, left, line, room - beside, Type::Body, ink, &row.title),
    };
    let (at, rest) = (left + used + 10.0, room - used - 10.0);
    match (&row.place, off.or(row.hint.as_deref())) {
        (Some(place), _) => _ = place_ui(ui, at, line, rest, Type::Small, place),
        // Under a few letters it says nothing.
        (None, Some(hint)) if rest > 48.0 => _ = elided(ui, at, line, rest, Type::Small, t.text_tertiary, hint),
        (None, _) => {}
    }
}

/// A title in which a variable's name stands, of which the middle gives way; returns the width.
fn title_ui(ui: &Ui, at: Pos2, room: f32, ink: Color32, title: &str, name: Range<usize>) -> f32 {
    let (left, line) = (at.x, at.y);
    let (before, after) = (&title[..name.start], &title[name.end..]);
    let words = width(ui, Type::Body, before) + width(ui, Type::Body, after);
    let mut x = left + text(ui, left, line, Type::Body, ink, before);
    x += text(ui, x, line, Type::Key, ink, &middle_elided(ui, Type::Key, &title[name], room - words));
    x + text(ui, x, line, Type::Body, ink, after) - left
}

/// Between a project and its environment.
const BETWEEN: &str = " · ";

fn place_width(ui: &Ui, style: Type, place: &EnvRef) -> f32 {
    width(ui, style, &place.project) + width(ui, style, BETWEEN) + width(ui, style, &place.environment)
}

/// "Storefront · development"; what tells keys of one name apart stays: the project gives way, by its middle. Returns the width.
fn place_ui(ui: &Ui, left: f32, line: f32, room: f32, style: Type, place: &EnvRef) -> f32 {
    let ink = of(ui).text_tertiary;
    let behind = format!("{BETWEEN}{}", place.environment);
    let before = middle_elided(ui, style, &place.project, room - width(ui, style, &behind));
    if before == "…" {
        return elided(ui, left, line, room, style, ink, &place.environment);
    }
    let used = text(ui, left, line, style, ink, &before);
    used + elided(ui, left + used, line, (room - used + 1.0).max(0.0), style, ink, &behind)
}

/// Width of key caps with what they do.
pub fn hint_width(ui: &Ui, caps: &[&str], words: &str) -> f32 {
    let caps: f32 = caps.iter().map(|cap| keycap_width(ui, cap) + 3.0).sum();
    caps - 3.0 + 7.0 + width(ui, Type::Small, words)
}

/// Draws key caps with what they do; returns the width.
pub fn hint_ui(ui: &Ui, left: f32, middle: f32, caps: &[&str], words: &str) -> f32 {
    let mut x = left;
    for cap in caps {
        x += keycap(ui, pos2(x, middle), cap) + 3.0;
    }
    text(ui, x + 4.0, baseline(ui, middle, Type::Small), Type::Small, of(ui).text_tertiary, words);
    hint_width(ui, caps, words)
}
