//! How the rows of facts are drawn.

use egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::facts::{Fact, Rotation, Used};
use super::ui::Part;
use crate::gui::commands::Command;
use crate::gui::theme::{Face, Icon, Tokens, Type, of, radius};
use crate::gui::widgets::{
    IconButton, Mark, TagLook, avatar, baseline, elided, focus_ring, hairline, icon, initials, link_pointed, name_node,
    paragraph, path_elided, progress_line, sparkline, sparkline_width, tag_as, tag_width_as, text, text_right, tip,
    tip_in, width,
};
use crate::gui::wish::Wish;

const ROW: f32 = 28.0;
/// Names stand in this, values right of it.
const NAMES: f32 = 92.0;

/// Draws the rows from `top`; returns where they end.
pub fn facts_ui(ui: &Ui, top: f32, part: &Part<'_>, wishes: &mut Vec<Wish>) -> f32 {
    let mut y = top;
    for fact in &part.details.facts {
        let row = Rect::from_min_max(pos2(part.left, y), pos2(part.right, y + ROW));
        y = fact_ui(ui, row, fact, part, wishes);
    }
    y
}

/// One row: draws the name, and speaks name and value as one. Returns the value's place.
fn row_ui(ui: &Ui, row: Rect, name: &str, said: &str) -> (Rect, Response) {
    let t = of(ui);
    text(ui, row.left(), baseline(ui, row.center().y, Type::Body), Type::Body, t.text_tertiary, name);
    let node = name_node(ui, row, ui.make_persistent_id(("fact", name)), &format!("{name}: {said}"));
    (row.with_min_x(row.left() + NAMES), node)
}

/// A row whose value is one line; the whole of it in the tooltip where it is cut.
fn line_ui(ui: &Ui, row: Rect, name: &str, words: &str, style: Type, ink: Color32) -> f32 {
    let (value, node) = row_ui(ui, row, name, words);
    let line = baseline(ui, value.center().y, style);
    elided(ui, value.left(), line, value.width(), style, ink, words);
    if width(ui, style, words) > value.width() {
        tip_in(&node, style, words);
    }
    row.bottom()
}

/// The colour of a value: its warning's, or the usual one.
fn ink(mark: Option<Mark>, t: &Tokens) -> Color32 {
    mark.map_or(t.text_primary, |mark| mark.ink(t))
}

fn fact_ui(ui: &Ui, row: Rect, fact: &Fact, part: &Part<'_>, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    match fact {
        Fact::KeyId { value, variable } => key_id_ui(ui, row, value.as_deref(), variable.as_deref(), part, wishes),
        Fact::Owner(owner) => owner_ui(ui, row, owner.as_deref(), wishes),
        Fact::Scopes(scopes) => scopes_ui(ui, row, scopes),
        Fact::Level(words) => line_ui(ui, row, "Level", words, Type::Body, t.text_primary),
        Fact::Endpoint(address) => line_ui(ui, row, "Endpoint", address, Type::Code, t.text_primary),
        Fact::Expires { words, mark } => line_ui(ui, row, "Expires", words, Type::Body, ink(*mark, t)),
        Fact::Rotation(rotation) => rotation_ui(ui, row, rotation),
        Fact::Used(used) => used_ui(ui, row, used),
        Fact::UsedIn(places) => line_ui(ui, row, "Used in", &places.join(", "), Type::Body, t.text_primary),
        Fact::Written(files) => written_ui(ui, row, files),
        Fact::AsFile => line_ui(ui, row, "As file", "Programs get its path", Type::Body, t.text_primary),
        Fact::Note(note) => note_ui(ui, row, note.as_deref()),
        Fact::Manage { host } => manage_ui(ui, row, host, part, wishes),
    }
}

/// The first file, by its whole name, and how many more there are.
fn written_ui(ui: &Ui, row: Rect, files: &[String]) -> f32 {
    let t = of(ui);
    let (value, node) = row_ui(ui, row, "Written to", &files.join(", "));
    let line = baseline(ui, value.center().y, Type::Code);
    let Some((first, rest)) = files.split_first() else { return row.bottom() };
    let mut room = value.width();
    if !rest.is_empty() {
        room -= 8.0 + text_right(ui, value.right(), line, Type::Code, t.text_tertiary, &format!("+{}", rest.len()));
    }
    let shown = path_elided(ui, Type::Code, first, room);
    text(ui, value.left(), line, Type::Code, t.text_primary, &shown);
    if shown != *first || !rest.is_empty() {
        tip_in(&node, Type::Code, &files.join("\n"));
    }
    row.bottom()
}

fn key_id_ui(
    ui: &Ui,
    row: Rect,
    value: Option<&str>,
    variable: Option<&str>,
    part: &Part<'_>,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let t = of(ui);
    let copy = Rect::from_center_size(pos2(row.right() - 8.0, row.center().y), vec2(28.0, 28.0));
    let room = |place: Rect| if value.is_some() { place.width() - 24.0 } else { place.width() };
    let words = value.unwrap_or("Not known");
    let (place, node) = row_ui(ui, row, "Key ID", words);
    let (style, color) = if value.is_some() { (Type::Code, t.text_primary) } else { (Type::Body, t.text_tertiary) };
    elided(ui, place.left(), baseline(ui, place.center().y, style), room(place), style, color, words);
    if width(ui, style, words) > room(place) {
        tip_in(&node, style, words);
    }
    if value.is_some() && IconButton::new(Icon::Copy, "Copy key ID").at(ui, copy).clicked() {
        part.wish(wishes, Command::CopyKeyId);
    }
    let Some(variable) = variable else { return row.bottom() };
    let under = Rect::from_min_max(pos2(place.left(), row.bottom() - 6.0), pos2(row.right(), row.bottom() + 12.0));
    let line = baseline(ui, under.center().y, Type::Code);
    elided(ui, under.left(), line, under.width(), Type::Code, t.text_tertiary, variable);
    let node =
        name_node(ui, under, ui.make_persistent_id("key id variable"), &format!("Key ID's variable: {variable}"));
    if width(ui, Type::Code, variable) > under.width() {
        tip_in(&node, Type::Code, variable);
    }
    under.bottom() + 2.0
}

fn owner_ui(ui: &Ui, row: Rect, owner: Option<&str>, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    let (value, _) = row_ui(ui, row, "Owner", owner.unwrap_or("No owner"));
    let middle = value.center().y;
    let line = baseline(ui, middle, Type::Body);
    let left = value.left() + 25.0;
    let center = pos2(value.left() + 9.0, middle);
    match owner {
        Some(name) => {
            avatar(ui, center, 18.0, &initials(name));
            let used = elided(ui, left, line, value.right() - left, Type::Body, t.text_primary, name);
            let place = Rect::from_min_max(pos2(value.left(), middle - 12.0), pos2(left + used, middle + 12.0))
                .expand2(vec2(4.0, 0.0));
            let response = ui.interact(place, ui.make_persistent_id("owner page"), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Keys of {name}")));
            if response.hovered() {
                hairline(ui, left..=left + used, line + 2.0, t.text_primary);
            }
            focus_ring(ui, place.shrink2(vec2(0.0, 2.0)), radius::TAG, &response);
            let said = if width(ui, Type::Body, name) > value.right() - left {
                &format!("What {name} owns")
            } else {
                "What they own"
            };
            if link_pointed(response).on_hover_text(said).clicked() {
                wishes.push(Wish::Person(Some(name.to_owned())));
            }
        }
        None => {
            icon(ui, center, 18.0, Face::Line, Icon::UserCircleDashed, t.text_tertiary);
            text(ui, left, line, Type::Body, t.text_tertiary, "No owner");
        }
    }
    row.bottom()
}

/// As many scopes as fit, and how many more there are.
fn scopes_ui(ui: &Ui, row: Rect, scopes: &[String]) -> f32 {
    const GAP: f32 = 5.0;
    let (value, node) = row_ui(ui, row, "Scopes", &scopes.join(", "));
    let more = |left: usize| format!("+{left}");
    let mut x = value.left();
    let mut shown = 0;
    for (index, scope) in scopes.iter().enumerate() {
        let after = scopes.len() - index - 1;
        let reserved = if after > 0 { GAP + tag_width_as(ui, &more(after), TagLook::Plain) } else { 0.0 };
        if x + tag_width_as(ui, scope, TagLook::Code) + reserved > value.right() {
            break;
        }
        x += tag_as(ui, pos2(x, value.center().y), scope, TagLook::Code) + GAP;
        shown += 1;
    }
    if shown < scopes.len() {
        let (words, look) = if shown == 0 {
            (format!("{} scopes", scopes.len()), TagLook::Plain)
        } else {
            (more(scopes.len() - shown), TagLook::Plain)
        };
        tag_as(ui, pos2(x, value.center().y), &words, look);
        tip_in(&node, Type::Code, &scopes.join("\n"));
    }
    row.bottom()
}

fn rotation_ui(ui: &Ui, row: Rect, rotation: &Rotation) -> f32 {
    let t = of(ui);
    let said = rotation.due.as_ref().map_or_else(|| rotation.words.clone(), |due| format!("{}, {due}", rotation.words));
    let (value, _) = row_ui(ui, row, "Rotation", &said);
    let line = baseline(ui, value.center().y, Type::Body);
    let Some(due) = &rotation.due else {
        text(ui, value.left(), line, Type::Body, t.text_tertiary, &rotation.words);
        return row.bottom();
    };
    text(ui, value.left(), line, Type::Body, t.text_primary, &rotation.words);
    text_right(ui, value.right(), line, Type::Body, t.text_tertiary, due);
    let bar = Rect::from_min_max(pos2(value.left(), row.bottom() - 2.0), pos2(value.right(), row.bottom() + 1.0));
    let color = if rotation.mark.is_some() { t.warn_solid } else { t.chart_bar };
    progress_line(ui, bar, rotation.part, color);
    row.bottom() + 6.0
}

fn used_ui(ui: &Ui, row: Rect, used: &Used) -> f32 {
    let t = of(ui);
    let (value, node) = row_ui(ui, row, "Used here", &used.words);
    let line = baseline(ui, value.center().y, Type::Body);
    let color = if used.words == "Never" { t.text_tertiary } else { t.text_primary };
    text(ui, value.left(), line, Type::Body, color, &used.words);
    let daily = used.daily.as_deref().filter(|days| days.iter().any(|uses| *uses > 0));
    if let Some(days) = daily {
        let wide = sparkline_width(days.len());
        let corner = pos2(value.right() - wide, value.center().y - 10.0);
        sparkline(ui, Rect::from_min_size(corner, vec2(wide, 20.0)), days);
    }
    let mut tooltip = used.tooltip.clone();
    if let Some(days) = daily {
        let uses: u32 = days.iter().sum();
        let times = if uses == 1 { "use" } else { "uses" };
        tooltip = format!("{uses} {times} in {} days\n{tooltip}", days.len());
    }
    node.on_hover_text(tooltip);
    row.bottom()
}

/// The user's own words, on as many lines as they need.
fn note_ui(ui: &Ui, row: Rect, note: Option<&str>) -> f32 {
    let t = of(ui);
    let (value, _) = row_ui(ui, row, "Note", note.unwrap_or("sealed"));
    let Some(note) = note else { return row.bottom() };
    let at = pos2(value.left(), row.top() + 5.0);
    let said = paragraph(ui, at, value.width(), Type::Body, t.text_primary, note);
    (said.bottom() + 5.0).max(row.bottom())
}

fn manage_ui(ui: &Ui, row: Rect, host: &str, part: &Part<'_>, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    let line = baseline(ui, row.center().y, Type::Body);
    text(ui, row.left(), line, Type::Body, t.text_tertiary, "Manage at");
    let left = row.left() + NAMES;
    let room = row.right() - left - 20.0;
    let used = elided(ui, left, line, room, Type::Body, t.accent_text, host);
    icon(ui, pos2(left + used + 12.0, row.center().y), 16.0, Face::Line, Icon::ArrowSquareOut, t.accent_text);
    let place = Rect::from_min_size(pos2(left, row.center().y - 12.0), vec2(used + 20.0, 24.0)).expand2(vec2(4.0, 0.0));
    let response = ui.interact(place, ui.make_persistent_id("manage"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, host));
    if response.hovered() {
        hairline(ui, left..=left + used, line + 2.0, t.accent_text);
    }
    focus_ring(ui, place.shrink2(vec2(0.0, 2.0)), radius::TAG, &response);
    let keys = Command::OpenProvider.keys_in(&part.snapshot.settings);
    if tip(link_pointed(response), "Open provider", keys.as_deref()).clicked() {
        part.wish(wishes, Command::OpenProvider);
    }
    row.bottom()
}
